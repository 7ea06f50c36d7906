"""A backup as programs see it: what was taken or restored, and how far its ledger reaches."""

import datetime
import pathlib

import msgspec

from openkeden.flow.backups import BackupList


class BackupView(msgspec.Struct, frozen=True, kw_only=True):
    """A backup that was taken or restored."""

    #: The file of the backup.
    file: str

    #: The folder of the installation.
    home: str

    #: When it was taken.
    taken_at: datetime.datetime

    #: The name of the ledger.
    origin: str

    #: How many facts the ledger holds.
    size: int

    #: The root of its latest signed head in hexadecimal; empty where there is none.
    root: str

    #: How many files of the installation it holds.
    files: int

    #: How many bytes these files have.
    bytes: int


def of(backup: BackupList, file: pathlib.Path, home: pathlib.Path) -> BackupView:
    """The view of a backup in a file, of an installation or restored as one."""
    return BackupView(
        file=str(file),
        home=str(home),
        taken_at=backup.taken_at,
        origin=backup.ledger.origin,
        size=backup.ledger.size,
        root=backup.ledger.root,
        files=len(backup.files),
        bytes=sum([kept.size for kept in backup.files]),
    )
