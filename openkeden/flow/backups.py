"""Back-up of an installation: all of it in one file, taken while others write, and restored
into a folder of its own once it has proved sound.

The file is a tar of what lies in the folder of the installation, and of a list of these
files with their digests. It holds the secret key of the ledger.
"""

import contextlib
import datetime
import io
import os
import pathlib
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from typing import BinaryIO

import msgspec

import openkeden
from openkeden.base import database_usage, findings, usage
from openkeden.base.findings import Refused
from openkeden.files import archive, whole_file
from openkeden.flow import clock, installation_files, outputs, settings
from openkeden.lawpack.imports import imported_files
from openkeden.ledger import checkpoint
from openkeden.store import offline
from openkeden.store.server_address import ServerAddress

#: The list of files in a backup, its last file; the longest that is read, and its version.
LIST_FILE, LIST_BYTES, FORMAT = "keden-backup.json", 32 << 20, 1

#: What is of the moment: no backup keeps it, and none may bring it.
_OF_THE_MOMENT = frozenset(
    [
        *installation_files.BESIDE_DATABASE,
        f"{installation_files.DATABASE_FILE}-journal",
        installation_files.LOCK_FILE,
        installation_files.SERVER_FILE,
        f"{imported_files.FOLDER}/{imported_files.LOCK_FILE}",
        LIST_FILE,
    ]
)


class Unsound(ValueError):
    """The files of an installation do not belong together; the message says why."""


class LedgerState(msgspec.Struct, frozen=True):
    """How far a ledger reached when a backup was taken of it."""

    #: The name of the ledger.
    origin: str

    #: How many facts its latest signed head covers.
    size: int

    #: The root of that head in hexadecimal; empty where there is none.
    root: str


class BackupList(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, as its last file says."""

    #: The version of this list.
    format: int

    #: The version of the program that took it.
    program: str

    #: When it was taken.
    taken_at: datetime.datetime

    #: How far the ledger reached.
    ledger: LedgerState

    #: Every other file in it.
    files: tuple[archive.ArchivedFile, ...]


def take(home: pathlib.Path, out: pathlib.Path) -> BackupList | Refused:
    """Write a backup of the installation in `home` to a new file, while others write.

    It is checked as one that is restored. Raises OSError.
    """
    if not installation_files.is_set_up(home):
        return findings.refused(usage.NO_INSTALLATION, "home", value=home)
    refused = outputs.refused(out, home) or _no_server(home)
    if refused is not None:
        return refused
    if out.exists():
        return findings.refused(usage.OUT_EXISTS, "out", value=out)
    try:
        with whole_file.replacing(out, private=True) as stream, _workshop(out) as copies:
            _copy(home, copies)
            return _written(copies, stream)
    except (Unsound, archive.BadArchive) as error:
        return findings.refused(usage.UNSOUND, "home", value=home, reason=error)


def _no_server(home: pathlib.Path) -> Refused | None:
    """Why the tables cannot be read on their server, where they lie on one."""
    lies_at = installation_files.place(home)
    if isinstance(lies_at, pathlib.Path):
        return None
    # Only who has a server needs the database layer for a backup.
    from openkeden.flow import databases  # noqa: PLC0415

    return databases.connect(home)


@contextlib.contextmanager
def _workshop(out: pathlib.Path) -> Iterator[pathlib.Path]:
    """A private folder on the disk of the backup, for copies of what is written to."""
    above = pathlib.Path(os.path.realpath(out)).parent
    ending = whole_file.UNFINISHED
    with tempfile.TemporaryDirectory(ending, f"{out.name}.", above) as made:
        yield pathlib.Path(made)


def _copy(home: pathlib.Path, copies: pathlib.Path) -> None:
    """Copy everything, with the law after the database and the rest before it.

    So the copy has every file of law that its facts speak of, and no head that is newer
    than its facts.
    """
    law: list[str] = []
    others: list[str] = []
    for name in _names(home):
        (law if name.startswith(f"{imported_files.FOLDER}/") else others).append(name)
    _copy_files(home, others, copies)
    database = installation_files.DATABASE_FILE
    whole_file.make_private_file(copies / database)
    _copy_tables(home, copies / database)
    _copy_files(home, law, copies)


def _copy_tables(home: pathlib.Path, target: pathlib.Path) -> None:
    """Copy the tables as they are at one moment into a SQLite file."""
    lies_at = installation_files.place(home)
    if isinstance(lies_at, pathlib.Path):
        offline.copy(lies_at, target)
        return
    from openkeden.store import server_copy  # noqa: PLC0415

    server_copy.to_file(target)


def _names(home: pathlib.Path) -> Iterator[str]:
    """Every file of an installation that a backup keeps, but the database."""
    for above, folders, names in os.walk(home):
        for name in (*folders, *names):
            path = pathlib.Path(above, name)
            below = path.relative_to(home).as_posix()
            if name in folders and not path.is_symlink():
                continue
            if below in _OF_THE_MOMENT or name.endswith(whole_file.UNFINISHED):
                continue
            if not path.is_file():
                raise Unsound(f"{path} is neither a file nor a folder")
            if below != installation_files.DATABASE_FILE:
                yield below


def _copy_files(home: pathlib.Path, names: Iterable[str], copies: pathlib.Path) -> None:
    for name in names:
        target = copies / name
        whole_file.make_private_folder(target.parent)
        shutil.copyfile(home / name, target)


def _written(copies: pathlib.Path, stream: BinaryIO) -> BackupList:
    """Write a copy of an installation that is sound, and the list of its files."""
    ledger = checked(copies)
    kept = []
    for path in sorted(copies.rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                name = path.relative_to(copies).as_posix()
                kept.append(archive.add(stream, name, file, path.stat().st_size))
    listed = BackupList(
        format=FORMAT,
        program=openkeden.__version__,
        taken_at=clock.now(),
        ledger=ledger,
        files=tuple(kept),
    )
    body = msgspec.json.format(msgspec.json.encode(listed), indent=2) + b"\n"
    archive.add(stream, LIST_FILE, io.BytesIO(body), len(body))
    archive.end(stream)
    return listed


def restore(file: pathlib.Path, home: pathlib.Path) -> BackupList | Refused:
    """Restore a backup into a folder that is not there yet, or empty, once all of it has
    proved sound; else nothing is left there.

    Raises OSError.
    """
    if os.path.lexists(home) and not (home.is_dir() and not any(home.iterdir())):
        return findings.refused(usage.RESTORED_OVER, "home", value=home)
    if file.exists() and not file.is_file():
        reason = "it is not a file"
        return findings.refused(usage.BAD_BACKUP, "file", value=file, reason=reason)
    address = _empty_server(home)
    if isinstance(address, Refused):
        return address
    try:
        with file.open("rb") as stream, whole_file.new_private_folder(home) as folder:
            return _restored(stream, folder, address)
    except (Unsound, archive.BadArchive, msgspec.DecodeError) as error:
        return findings.refused(usage.BAD_BACKUP, "file", value=file, reason=error)


def _restored(
    stream: BinaryIO, folder: pathlib.Path, address: ServerAddress | None
) -> BackupList:
    listed = _unpacked(stream, folder)
    if checked(folder) != listed.ledger:
        raise Unsound("its ledger is not the one that its list tells of")
    if address is not None:
        _move_to_server(folder)
    return listed


def _move_to_server(folder: pathlib.Path) -> None:
    """Write the tables to the server that is open, and take their file away."""
    from openkeden.store import server_copy  # noqa: PLC0415

    file = folder / installation_files.DATABASE_FILE
    try:
        server_copy.from_file(file)
    except server_copy.Uncopied as error:
        raise Unsound(f"its tables cannot be moved to the server: {error}") from None
    for name in (file.name, *installation_files.BESIDE_DATABASE):
        (folder / name).unlink(missing_ok=True)
    installation_files.keep_place(folder)


def _empty_server(home: pathlib.Path) -> ServerAddress | Refused | None:
    """The server that tables are restored to, opened and empty; None where none is named."""
    if not settings.DATABASE.value:
        return None
    from openkeden.flow import databases  # noqa: PLC0415
    from openkeden.store import schema  # noqa: PLC0415

    address = installation_files.place(home)
    refused = databases.connect(home)
    if refused is not None or isinstance(address, pathlib.Path):
        return refused
    if isinstance(address, ServerAddress) and schema.is_founded():
        variable = settings.DATABASE.variable
        return findings.refused(database_usage.NOT_EMPTY, variable, value=address)
    return address


def _unpacked(stream: BinaryIO, folder: pathlib.Path) -> BackupList:
    """Unpack every file and compare it with the list, which is taken away."""
    length = os.fstat(stream.fileno()).st_size
    found = []
    for unpacked in archive.unpack(stream, length, folder):
        if unpacked.name in _OF_THE_MOMENT - {LIST_FILE}:
            raise archive.BadArchive(f"{unpacked.name!r} is in no backup")
        found.append(unpacked)
    if not found or found.pop().name != LIST_FILE:
        raise archive.BadArchive("its last file is not the list of its files")
    path = folder / LIST_FILE
    if path.stat().st_size > LIST_BYTES:
        raise archive.BadArchive("the list of its files is too long")
    listed = msgspec.json.decode(path.read_bytes(), type=BackupList)
    path.unlink()
    if listed.format != FORMAT:
        raise archive.BadArchive(f"its format is {listed.format}, not {FORMAT}")
    if list(listed.files) != found:
        raise archive.BadArchive("its files are not those of its list")
    return listed


def checked(folder: pathlib.Path) -> LedgerState:
    """How far the ledger in a folder reaches that nobody has open.

    Raises Unsound where its files cannot be the whole of one installation.
    """
    database = folder / installation_files.DATABASE_FILE
    for name in (database.name, installation_files.KEY_FILE):
        if not (folder / name).is_file():
            raise Unsound(f"{name} is not there")
    wrong = offline.unsound(database)
    if wrong:
        raise Unsound(f"the database is damaged: {wrong}")
    try:
        installation_files.jurisdiction(folder)
    except installation_files.NoCountry:
        name = installation_files.JURISDICTION_FILE
        raise Unsound(f"{name} does not name a country") from None
    return _ledger(database, _key(folder / installation_files.KEY_FILE))


def _key(path: pathlib.Path) -> checkpoint.Key:
    try:
        return checkpoint.read_key(path.read_text("utf-8", errors="replace").strip())
    except checkpoint.BadKey as bad:
        raise Unsound(f"{path.name} is no key: {bad}") from None


def _ledger(database: pathlib.Path, key: checkpoint.Key) -> LedgerState:
    """The latest head, which the key must have signed."""
    try:
        head = offline.head(database)
    except offline.Unreadable as error:
        raise Unsound(f"the database holds no ledger: {error}") from None
    if head is None:
        return LedgerState(key.name, 0, "")
    try:
        signed = checkpoint.open_note(head.note, [key.verifier])
    except checkpoint.BadNote as bad:
        raise Unsound(f"the key does not belong to the ledger: {bad}") from None
    if (signed.size, signed.root) != (head.size, head.root):
        raise Unsound("the latest head says another size or root than was signed")
    return LedgerState(signed.origin, signed.size, signed.root.hex())
