"""Export of the ledger's public files from the opened installation."""

import functools
import itertools
import pathlib
from collections.abc import Callable

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.files import whole_file
from openkeden.flow.installation import Installation
from openkeden.flow.ledger import export_files
from openkeden.ledger import checkpoint, merkle
from openkeden.store import log, read, snapshot


class Exported(msgspec.Struct, frozen=True):
    """What was exported."""

    #: How many facts the head counts.
    size: int
    #: How many signed heads there are.
    heads: int
    #: How many files were written; the others were there.
    files: int


class _Folder:
    """The folder of an export, with a count of what was written into it."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path, self.written = path, 0

    def put(self, name: str, body: Callable[[], bytes]) -> None:
        """Write a file that never changes, unless it is there."""
        if not (self.path / name).exists():
            self.replace(name, body())

    def replace(self, name: str, body: bytes) -> None:
        """Write a file in the place of what was there."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file.write(path, body)
        self.written += 1


def write(
    at: Installation, folder: pathlib.Path, *, entries: bool = False
) -> Exported | Refused:
    """Write all public files, the latest head last; `entries` asks for the bodies too.

    Refused where the folder holds the export of a ledger that does not begin this one.
    """
    with snapshot.snapshot():
        latest = log.head()
        if latest is None:
            return findings.refused(usage.EMPTY_LEDGER, "ledger", value=0)
        size, _, note = latest
        refused = _objection(folder, at.key.verifier, size)
        if refused is not None:
            return refused
        into = _Folder(folder)
        into.put(export_files.KEY, f"{at.key.verifier.text}\n".encode)
        _tiles(into, size)
        if entries:
            _bodies(into, size)
        notes = [head.note for head in log.heads()]
        into.replace(export_files.HEADS, "".join(notes).encode())
        into.replace(export_files.CHECKPOINT, note.encode())
    return Exported(size, len(notes), into.written)


def _objection(
    folder: pathlib.Path, verifier: checkpoint.Verifier, size: int
) -> Refused | None:
    """Why this ledger cannot be exported over what is in the folder; None where it can."""
    if not (folder / export_files.CHECKPOINT).exists():
        return None
    try:
        known = export_files.head(folder, verifier)
    except export_files.BadExport as bad:
        return findings.refused(usage.BAD_EXPORT, "folder", value=folder, reason=bad.reason)
    if known.size > size:
        return findings.refused(
            usage.ROLLED_BACK,
            "folder",
            value=verifier.name,
            size=size,
            known=known.size,
            file=folder,
        )
    if log.root_at(known.size) != known.root:
        return findings.refused(
            usage.ANOTHER_LEDGER,
            "folder",
            value=verifier.name,
            known=known.size,
            file=folder,
        )
    return None


def _tiles(into: _Folder, size: int) -> None:
    for level, index, width in export_files.places(size):
        name = export_files.tile_path(level, index, width)
        into.put(name, functools.partial(_tile, level, index, width))


def _tile(level: int, index: int, width: int) -> bytes:
    return log.read_tile(level, index)[: width * merkle.HASH_BYTES]


def _bodies(into: _Folder, size: int) -> None:
    """The bodies of all facts, a tile of leaves at a time."""
    rows = itertools.islice(read.all_entries(), size)
    for index in itertools.count():
        bodies = [row.body for row in itertools.islice(rows, merkle.TILE_WIDTH)]
        if not bodies:
            return
        first = index * merkle.TILE_WIDTH
        for number, body in enumerate(bodies, first):
            if len(body) > export_files.LONGEST:
                into.put(export_files.body_path(number), functools.partial(bytes, body))
        name = export_files.bundle_path(index, len(bodies))
        into.put(name, functools.partial(export_files.pack, bodies))
