"""An export: the public files of a ledger in a folder, as https://c2sp.org/tlog-tiles lays
them out. No database layer is loaded.

`checkpoint` is the latest signed head, `heads` every signed head, `log.vkey` the public key,
`tile/...` the tree. `tile/entries/...` are the bodies of the facts, where they were asked
for, 256 to a file. A body longer than such a file can hold (65,535 bytes) is empty there and
lies in `body/INDEX`.
"""

import pathlib
from collections.abc import Iterator

from openkeden.base.findings import Refused
from openkeden.flow import given_files
from openkeden.ledger import checkpoint, merkle

CHECKPOINT, HEADS, KEY, TILES, BODIES = "checkpoint", "heads", "log.vkey", "tile", "body"
ENTRIES = f"{TILES}/entries"

#: The longest body that stands among others, and the bytes before each that say how long
#: it is.
LONGEST, LENGTH_BYTES = (1 << 16) - 1, 2

#: The longest note, file of bodies, single body, and file of heads that is read.
NOTE_BYTES = 1 << 16
BUNDLE_BYTES = merkle.TILE_WIDTH * (LONGEST + LENGTH_BYTES)
BODY_BYTES = 1 << 28
HEADS_BYTES = 1 << 32


class BadExport(ValueError):
    """A folder that is no export; `reason` says why, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def tile_path(level: int, index: int, width: int = merkle.TILE_WIDTH) -> str:
    """Where a tile of this width stands."""
    return merkle.path_of(level, index, width)


def bundle_path(index: int, width: int = merkle.TILE_WIDTH) -> str:
    """Where the bodies of a tile of leaves stand."""
    return merkle.path_of(0, index, width).replace(f"{TILES}/0", ENTRIES, 1)


def body_path(index: int) -> str:
    """Where a body stands that is too long to stand among others."""
    return f"{BODIES}/{index}"


def places(size: int) -> Iterator[tuple[int, int, int]]:
    """Level, index and width of every tile of a tree of this size."""
    level, nodes = 0, size
    while nodes:
        full, rest = divmod(nodes, merkle.TILE_WIDTH)
        for index in range(full):
            yield level, index, merkle.TILE_WIDTH
        if rest:
            yield level, full, rest
        level, nodes = level + 1, full


def pack(bodies: list[bytes]) -> bytes:
    """Bodies in one piece, each with its length before it."""
    return b"".join(
        [_with_length(body if len(body) <= LONGEST else b"") for body in bodies]
    )


def _with_length(body: bytes) -> bytes:
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def unpack(bundle: bytes) -> list[bytes]:
    """The bodies in a bundle. Raises BadExport where it ends within one."""
    bodies, place = [], 0
    while place < len(bundle):
        begin = place + LENGTH_BYTES
        place = begin + int.from_bytes(bundle[place:begin], "big")
        if place > len(bundle):
            raise BadExport("a body is cut off")
        bodies.append(bundle[begin:place])
    return bodies


def read(path: pathlib.Path, most: int) -> bytes:
    """The bytes of a file; nothing where it is missing. Raises BadExport for a longer one
    and for what is no file.
    """
    if not path.exists():
        return b""
    if not path.is_file():
        raise BadExport(f"{path.name} is not a file")
    body = given_files.read(path, most)
    if isinstance(body, Refused):
        raise BadExport(f"{path.name} is longer than {most} bytes")
    return body


class Tiles:
    """The tiles of an export whose tree has `size` leaves."""

    def __init__(self, folder: pathlib.Path, size: int) -> None:
        self._folder, self._size = folder, size

    def read(self, level: int, index: int) -> bytes:
        """The hashes of a tile in one piece; nothing where it is missing. Raises
        BadExport.
        """
        nodes = self._size >> merkle.TILE_HEIGHT * level
        width = min(nodes - index * merkle.TILE_WIDTH, merkle.TILE_WIDTH)
        if width <= 0:
            return b""
        path = self._folder / tile_path(level, index, width)
        return read(path, width * merkle.HASH_BYTES)


def head(folder: pathlib.Path, verifier: checkpoint.Verifier) -> checkpoint.Checkpoint:
    """The latest head of an export, signed by this log for itself.

    Raises BadExport.
    """
    note = read(folder / CHECKPOINT, NOTE_BYTES)
    if not note:
        raise BadExport(f"there is no {CHECKPOINT} in it")
    try:
        opened = checkpoint.open_note(note, [verifier])
    except checkpoint.BadNote as bad:
        raise BadExport(f"its {CHECKPOINT} is not valid: {bad.reason}") from None
    if opened.origin != verifier.name:
        raise BadExport(f"its {CHECKPOINT} is a head of {opened.origin}")
    return opened
