"""The law that lies here: the pack of the program with the files that an installation
imported, and what they are known by.
"""

import pathlib

import msgspec

import openkeden
from openkeden.flow import facts, installation_files
from openkeden.lawpack.imports import imported_files
from openkeden.lawpack.pack import Pack, load_pack


class LawHere(msgspec.Struct, frozen=True):
    """What the law is known by that a process has read."""

    #: Whose law it is.
    jurisdiction: str

    #: SHA-256 of the pack of the program.
    pack: bytes

    #: SHA-256 of the pack with the files merged.
    digest: bytes

    #: The files, in their order.
    files: tuple[facts.LawFile, ...]

    #: The version of the program.
    program: str = openkeden.__version__


def load(home: pathlib.Path) -> tuple[Pack, LawHere]:
    """The law of the installation in a folder, and what it is known by.

    Raises as `installation_files.law`.
    """
    bundled = load_pack(installation_files.jurisdiction(home))
    folder = home / imported_files.FOLDER
    files = files_of(folder)
    merged = imported_files.merged(bundled, folder)
    return merged, known_by(bundled, merged, files)


def known_by(bundled: Pack, merged: Pack, files: tuple[facts.LawFile, ...]) -> LawHere:
    """What a pack merged with files is known by."""
    return LawHere(
        bundled.jurisdiction,
        bytes.fromhex(bundled.version),
        bytes.fromhex(merged.version),
        files,
    )


def files_of(folder: pathlib.Path) -> tuple[facts.LawFile, ...]:
    """The files of law that lie in a folder."""
    return tuple([file_of(kept) for kept in imported_files.kept(folder)])


def file_of(kept: imported_files.KeptFile) -> facts.LawFile:
    """A file as facts name it."""
    return facts.LawFile(kept.name, "edition" if kept.is_edition else "rows", kept.digest)


def state(home: pathlib.Path) -> object:
    """What changes when a file of law does: names, sizes and times; cheap to ask for."""
    folder = home / imported_files.FOLDER
    paths = [home / installation_files.JURISDICTION_FILE]
    if folder.is_dir():
        paths += sorted(folder.glob("[0-9]*"))
    states = [(path.name, path.stat()) for path in paths if path.exists()]
    told = [(name, at.st_size, at.st_mtime_ns, at.st_ino) for name, at in states]
    return tuple(told)
