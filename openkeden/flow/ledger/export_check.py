"""Check an export with nothing but its files and the public key.

A second way to every hash: the tree is derived from its leaves by the definition of RFC
6962 (`ledger.recursion`), which shares no code with what grows and proves it. No database
layer is loaded, and no installation is needed.
"""

import hashlib
import pathlib
from collections.abc import Iterator

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow.ledger import export_files, public_keys
from openkeden.flow.ledger.problems import Problem
from openkeden.ledger import checkpoint, head_file, merkle, recursion


class CheckedExport(msgspec.Struct, frozen=True):
    """What a check of an export found."""

    #: The name of the ledger.
    origin: str
    #: How many facts its latest head counts.
    size: int
    #: The root derived from the leaves.
    root: bytes
    #: How many signed heads there are.
    heads: int
    #: How many bodies there are.
    bodies: int
    #: The files that do not fit.
    problems: tuple[Problem, ...]


def check(folder: pathlib.Path, key: str = "") -> CheckedExport | Refused:
    """Check every file of an export against its leaves, and its heads against the public
    `key`: as text, or the file that holds it; that of the export without.
    """
    text = public_keys.read(key or str(folder / export_files.KEY))
    if isinstance(text, Refused):
        return text
    try:
        verifier = checkpoint.read_verifier(text)
        head = export_files.head(folder, verifier)
        run = _Check(folder, verifier, head)
        problems = tuple(run.problems())
    except checkpoint.BadKey as bad:
        return findings.refused(usage.BAD_PUBLIC_KEY, "key", value=bad)
    except export_files.BadExport as bad:
        return findings.refused(usage.BAD_EXPORT, "folder", value=folder, reason=bad.reason)
    return CheckedExport(
        head.origin, head.size, run.tree.root(run.known), run.heads, run.bodies, problems
    )


class _Check:
    """One check of one export."""

    def __init__(
        self,
        folder: pathlib.Path,
        verifier: checkpoint.Verifier,
        head: checkpoint.Checkpoint,
    ) -> None:
        self._folder, self._verifier, self._head = folder, verifier, head
        leaves = list(self._leaves())
        #: How many leaves there are.
        self.known = len(leaves)
        self._hashes = leaves
        self.tree = recursion.Leaves(leaves)
        self.heads = self.bodies = 0

    def problems(self) -> Iterator[Problem]:
        """Every file that does not fit."""
        if self.known != self._head.size:
            expected = f"{self._head.size} leaves"
            yield self._problem(export_files.TILES, f"{self.known} leaves", expected)
        else:
            yield from self._root(export_files.CHECKPOINT, self._head)
            yield from self._tiles()
        yield from self._every_head()
        yield from self._partial_tiles()
        yield from self._own_key()
        yield from self._every_body()

    def _leaves(self) -> Iterator[bytes]:
        """The leaves, up to the first that is missing."""
        for level, index, width in export_files.places(self._head.size):
            if level:
                return
            packed = self._tile(level, index, width)
            for begin in range(0, len(packed) - merkle.HASH_BYTES + 1, merkle.HASH_BYTES):
                yield packed[begin : begin + merkle.HASH_BYTES]
            if len(packed) != width * merkle.HASH_BYTES:
                return

    def _tile(self, level: int, index: int, width: int) -> bytes:
        path = self._folder / export_files.tile_path(level, index, width)
        return export_files.read(path, width * merkle.HASH_BYTES)

    def _tiles(self) -> Iterator[Problem]:
        """Every tile above the leaves."""
        for level, index, width in export_files.places(self._head.size):
            if level and self._tile(level, index, width) != self._derived(
                level, index, width
            ):
                name = export_files.tile_path(level, index, width)
                yield self._problem(name, "other hashes", "those of its leaves")

    def _derived(self, level: int, index: int, width: int) -> bytes:
        """The hashes of a tile, each the root over the leaves below it."""
        span = merkle.TILE_WIDTH**level
        first = index * merkle.TILE_WIDTH
        hashes = [
            self.tree.over(number * span, (number + 1) * span)
            for number in range(first, first + width)
        ]
        return b"".join(hashes)

    def _partial_tiles(self) -> Iterator[Problem]:
        """Tiles and bundles of earlier exports, and files that belong to none."""
        known = {self._folder / name for name in self._names()}
        for path in sorted((self._folder / export_files.TILES).rglob("*")):
            if path.is_dir() or path in known:
                continue
            name = str(path.relative_to(self._folder))
            told = self._earlier(path)
            if told:
                yield self._problem(name, told, "the beginning of a file of the tree")

    def _names(self) -> Iterator[str]:
        for level, index, width in export_files.places(self.known):
            yield export_files.tile_path(level, index, width)
            if not level:
                yield export_files.bundle_path(index, width)

    def _earlier(self, path: pathlib.Path) -> str:
        """Why a file is not an earlier, narrower state of a tile; empty where it is."""
        place = _place(path.relative_to(self._folder))
        if place is None:
            return "a file of no tile"
        level, index, width = place
        span = merkle.TILE_WIDTH ** max(level, 0)
        if (index * merkle.TILE_WIDTH + width) * span > self.known:
            return "more than the latest head counts"
        if level < 0:
            return self._other_bodies(path, index * merkle.TILE_WIDTH, width)
        stored = export_files.read(path, width * merkle.HASH_BYTES)
        return "" if stored == self._derived(level, index, width) else "other hashes"

    def _every_head(self) -> Iterator[Problem]:
        body = export_files.read(
            self._folder / export_files.HEADS, export_files.HEADS_BYTES
        )
        notes = head_file.split(body)
        before = 0
        for number, note in enumerate(notes.whole, 1):
            self.heads = number
            name = f"{export_files.HEADS}, head {number}"
            try:
                head = checkpoint.open_note(note, [self._verifier])
            except checkpoint.BadNote as bad:
                yield self._problem(name, bad.reason, "a head signed by the key")
                continue
            yield from self._root(name, head)
            if head.previous not in (None, before):
                expected = f"the head of {head.previous} facts before it"
                yield self._problem(name, f"{before} before it", expected)
            before = head.size
        if notes.length != len(body):
            yield self._problem(export_files.HEADS, "an end that is no head", "whole heads")
        if before != self._head.size:
            expected = f"a last head of {self._head.size} facts"
            yield self._problem(export_files.HEADS, f"ends with {before}", expected)

    def _root(self, name: str, head: checkpoint.Checkpoint) -> Iterator[Problem]:
        if head.origin != self._verifier.name:
            yield self._problem(name, f"a head of {head.origin}", self._verifier.name)
        if head.size > self.known:
            told = f"{head.size} facts"
            yield self._problem(
                name, told, f"at most {self.known}, of which there are leaves"
            )
        elif self.tree.root(head.size) != head.root:
            derived = self.tree.root(head.size).hex()
            yield self._problem(name, head.root.hex(), derived)

    def _own_key(self) -> Iterator[Problem]:
        """The key that lies in the export."""
        path = self._folder / export_files.KEY
        stored = export_files.read(path, export_files.NOTE_BYTES)
        if stored != f"{self._verifier.text}\n".encode():
            told = ascii(stored.decode(errors="replace"))
            yield self._problem(export_files.KEY, told, self._verifier.text)

    def _every_body(self) -> Iterator[Problem]:
        """The bodies, where there are any: then all of them."""
        if not (self._folder / export_files.ENTRIES).exists():
            return
        for level, index, width in export_files.places(self.known):
            if level:
                return
            name = export_files.bundle_path(index, width)
            path = self._folder / name
            first = index * merkle.TILE_WIDTH
            told = self._other_bodies(path, first, width)
            self.bodies += width
            if told:
                yield self._problem(name, told, "the bodies of its leaves")

    def _other_bodies(self, path: pathlib.Path, first: int, width: int) -> str:
        """Why a bundle does not hold the bodies of these leaves; empty where it does."""
        try:
            bodies = export_files.unpack(export_files.read(path, export_files.BUNDLE_BYTES))
        except export_files.BadExport as bad:
            return bad.reason
        if len(bodies) != width:
            return f"{len(bodies)} bodies"
        for number, body in enumerate(bodies, first):
            whole = body or self._long_body(number)
            if hashlib.sha256(b"\x00" + whole).digest() != self._hashes[number]:
                return f"another body of fact {number}"
        return ""

    def _long_body(self, number: int) -> bytes:
        path = self._folder / export_files.body_path(number)
        return export_files.read(path, export_files.BODY_BYTES)

    def _problem(self, name: str, stored: str, expected: str) -> Problem:
        return Problem("export", name, "", stored, expected)


def _place(path: pathlib.PurePath) -> tuple[int, int, int] | None:
    """Level, index and width of a tile by its path, the level -1 for bodies; None for
    another file.
    """
    parts = list(path.parts[1:])
    level = {"entries": -1}.get(parts[0])
    if level is None:
        if not parts[0].isdecimal():
            return None
        level = int(parts[0])
    width = merkle.TILE_WIDTH
    if len(parts) > 2 and parts[-2].endswith(".p"):
        if not parts[-1].isdecimal():
            return None
        width = int(parts.pop())
        parts[-1] = parts[-1].removesuffix(".p")
    digits = [part.removeprefix("x") for part in parts[1:]]
    if not digits or not all(len(one) == 3 and one.isdecimal() for one in digits):
        return None
    index = int("".join(digits))
    is_body = level < 0
    named = (
        export_files.bundle_path(index, width)
        if is_body
        else export_files.tile_path(level, index, width)
    )
    within = 0 < width <= merkle.TILE_WIDTH and level <= _HIGHEST
    return (level, index, width) if within and named == str(path) else None


#: Tiles stand on no higher level: sizes are below 2**63.
_HIGHEST = 7
