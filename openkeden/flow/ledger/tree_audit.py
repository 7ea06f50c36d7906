"""Audit of the ledger proper: facts against the tree of hashes, the tree against the signed
heads, and the heads against each other.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from openkeden.flow import facts
from openkeden.flow.ledger import derived_tables
from openkeden.flow.ledger.problems import Problem, cells
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import log, read, rows

#: Gives what does not fit a fact after those before it: its index, itself, what it seals.
Check = Callable[[int, facts.AnyFact, bytes], Iterator[WrongFact]]


class TreeAudit:
    """One run over the ledger, adding up what the other tables must hold."""

    def __init__(
        self,
        verifier: checkpoint.Verifier,
        derived: derived_tables.DerivedTables,
        checks: Sequence[Check],
        progress: Callable[[int], None],
    ) -> None:
        self._verifier, self._derived_tables = verifier, derived
        self._checks, self._progress = checks, progress
        self.heads: dict[int, rows.HeadRow] = {}
        self.frontier = merkle.Frontier()
        #: Whose law the facts were made by.
        self.jurisdictions: set[str] = set()
        self._reached: set[int] = set()
        #: The size of the last head that was reached, and whether it named the one before.
        self._last, self._chained = 0, False
        self._leaves: list[bytes] = []
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._stored = (-1, b"")

    def stored_heads(self) -> Iterator[Problem]:
        """Read every signed head."""
        for head in log.heads():
            if head.size in self.heads:
                yield Problem("head", str(head.size), "", "a second row", "one row")
            self.heads[head.size] = head

    def stored_tiles(self) -> Iterator[Problem]:
        """Read every tile; what they must hold comes from the facts."""
        known = None
        for place in log.tile_places():
            if place == known:
                name = f"{place[0]} {place[1]}"
                yield Problem("tile", name, "", "a second row", "one row")
            log.read_tile(*place)
            known = place

    def entries(self) -> Iterator[Problem]:
        """Follow the facts, and the heads and tiles over them."""
        for row in read.all_entries():
            index = self._size
            yield from self._entry(index, row)
            self._progress(index)
        yield from self._end()

    @property
    def _size(self) -> int:
        """How many facts were followed."""
        return self.frontier.size + len(self._leaves)

    def _entry(self, index: int, row: rows.EntryRow) -> Iterator[Problem]:
        name = f"{row.index} ({row.kind} {row.subject})"
        if row.index != index:
            stored = f"next is {row.index}"
            expected = "every index once, without gaps"
            yield Problem("entry", str(index), "index", stored, expected)
        leaf = entry.leaf_hash(row.body)
        yield from self._leaf(index, name, leaf)
        self._leaves.append(leaf)
        try:
            fact = facts.read(row.body)
        except msgspec.DecodeError as error:
            yield Problem("entry", name, "body", str(error), "a fact")
        else:
            yield from self._columns(row, name, fact)
            for check in self._checks:
                for wrong in check(index, fact, row.sealed):
                    yield wrong.problem("entry", name)
            yield from self._follows(index, name, fact)
        yield from self._head(row.at, row.recorded)

    def _follows(self, index: int, name: str, fact: facts.AnyFact) -> Iterator[Problem]:
        """Compare the rows that a fact makes, and add it to what the tables must hold, if the
        facts before it allow it.
        """
        if isinstance(fact, facts.Lodging):
            self.jurisdictions.add(fact.assessment.edition.partition("/")[0])
        elif isinstance(fact, facts.Refusal):
            self.jurisdictions.add(fact.edition.partition("/")[0])
        try:
            yield from self._derived_tables.follow(index, fact)
            self._derived_tables.add(index, fact)
        except (LookupError, ValueError, AssertionError) as error:
            told = f"{type(error).__name__}: {error}"
            expected = "a fact that follows from those before it"
            yield Problem("entry", name, "body", told, expected)

    def _columns(
        self, row: rows.EntryRow, name: str, fact: facts.AnyFact
    ) -> Iterator[Problem]:
        """Compare the columns beside a fact with the fact."""
        digest = _digest(fact)
        compared = (
            ("kind", row.kind, type(fact).__struct_config__.tag),
            ("subject", row.subject, fact.subject),
            ("at", row.at, facts.microseconds(fact.at)),
            ("recorded", row.recorded, facts.microseconds(fact.recorded)),
            ("sealed", _seal(row.sealed).hex(), _sealed(fact).hex()),
            ("received", hashlib.sha256(row.received).hexdigest(), digest.hex()),
        )
        for column, stored, expected in compared:
            if stored != expected:
                yield Problem("entry", name, column, str(stored), str(expected))

    def _leaf(self, index: int, name: str, leaf: bytes) -> Iterator[Problem]:
        """Compare a fact with its leaf in the tree.

        Where they differ, the signed root tells which one is wrong.
        """
        tile, place = divmod(index, merkle.TILE_WIDTH)
        kept = self._kept_leaf(tile, place, len(leaf))
        if kept == leaf:
            return
        last = self._largest
        if index >= last:
            expected = f"the last signed head counts {last}"
            yield Problem("entry", name, "index", str(index), expected)
        elif self._signed(index, last, kept):
            expected = f"leaf {kept.hex()} of the tree"
            yield Problem("entry", name, "body", leaf.hex(), expected)
        else:
            stored = f"{kept.hex() or 'nothing'} at {place}"
            yield Problem("tile", f"0 {tile}", "hashes", stored, leaf.hex())

    @functools.cached_property
    def _largest(self) -> int:
        """The size of the largest head."""
        return max([size for size in self.heads if isinstance(size, int)], default=0)

    def _kept_leaf(self, tile: int, place: int, width: int) -> bytes:
        """The leaf that a stored tile holds; the last tile that was read is remembered."""
        if self._stored[0] != tile:
            self._stored = (tile, log.read_tile(0, tile))
        return self._stored[1][place * width : (place + 1) * width]

    def _signed(self, index: int, size: int, leaf: bytes) -> bool:
        """Whether the stored tiles lead from this leaf to the root that is signed at
        `size`.
        """
        try:
            path = merkle.inclusion(index, size, log.read_tile)
        except merkle.MissingHash:
            return False
        return merkle.verify_inclusion(leaf, index, size, path, self.heads[size].root)

    def _head(self, at: int, recorded: int) -> Iterator[Problem]:
        """Compare a signed head, and the tiles that are full, with the tree up to here."""
        head = self.heads.get(self._size)
        if head is None:
            return
        self._reached.add(head.size)
        self.frontier, grown = merkle.grow(
            self.frontier, self._leaves, lambda *place: self._tiles[place]
        )
        self._leaves = []
        for tile in grown:
            self._tiles[tile.level, tile.index] = tile.hashes
            if tile.width == merkle.TILE_WIDTH:
                yield from self._tile(tile.level, tile.index)
        name = str(head.size)
        yield from cells("head", name, head, self._derived(head, at, recorded))
        signed = self._opened(head)
        if isinstance(signed, str):
            expected = "a note signed by the key of this ledger"
            yield Problem("head", name, "note", signed, expected)
            return
        if (signed.size, signed.root) != (head.size, head.root):
            yield Problem("head", name, "note", signed.root.hex(), head.root.hex())
        yield from self._chain(signed)

    def _chain(self, signed: checkpoint.Checkpoint) -> Iterator[Problem]:
        """Compare the head that a head says was signed before it with the one before it."""
        before, self._last = self._last, signed.size
        if signed.previous is None and not self._chained:
            return  # signed before heads named the one before them
        self._chained = True
        if signed.previous != before:
            stored = f"{before} is the one before {signed.size}"
            expected = f"{signed.previous}, as its note signs"
            yield Problem("head", str(signed.previous), "", stored, expected)

    def _derived(self, head: rows.HeadRow, at: int, recorded: int) -> rows.HeadRow:
        return rows.HeadRow(
            self.frontier.size,
            self.frontier.root(),
            self.frontier.packed,
            head.note,
            at,
            recorded,
        )

    def _opened(self, head: rows.HeadRow) -> checkpoint.Checkpoint | str:
        """What the note of a head signs, or why it signs nothing."""
        try:
            return checkpoint.open_note(str(head.note), [self._verifier])
        except checkpoint.BadNote as bad:
            return bad.reason

    def _tile(self, level: int, index: int) -> Iterator[Problem]:
        """Compare a stored tile with the derived one, which is not needed any more."""
        stored, derived = log.read_tile(level, index), self._tiles.pop((level, index))
        if stored != derived:
            name = f"{level} {index}"
            yield Problem("tile", name, "hashes", _hashes(stored), _hashes(derived))

    def _end(self) -> Iterator[Problem]:
        """What is left after all facts: heads without facts, facts without a head, last
        tiles.
        """
        for head in self.heads.values():
            if head.size not in self._reached:
                yield self._unreached(head, self._size)
        if self._leaves:
            yield Problem("head", str(self._size), "size", "missing", "a signed head")
        for place in list(self._tiles):
            yield from self._tile(*place)
        places = set(_places(self.frontier.size))
        for level, index in log.tile_places():
            if (level, index) not in places:
                name = f"{level} {index}"
                yield Problem("tile", name, "", "a row", "no fact speaks of it")

    def _unreached(self, head: rows.HeadRow, size: int) -> Problem:
        """A head over more facts than there are: they are missing, if its note signs it."""
        signed = self._opened(head)
        of_head = (head.size, head.root)
        if (
            isinstance(signed, checkpoint.Checkpoint)
            and (signed.size, signed.root) == of_head
        ):
            expected = f"the signed head counts {head.size}"
            return Problem("entry", str(size), "index", "missing", expected)
        name = str(head.size)
        return Problem("head", name, "size", name, "a size that its note signs")


def _places(size: int) -> Iterator[tuple[int, int]]:
    """Level and index of every tile of a tree of this size."""
    for level in range(size.bit_length() // merkle.TILE_HEIGHT + 1):
        nodes = size >> merkle.TILE_HEIGHT * level
        for index in range(-(-nodes // merkle.TILE_WIDTH)):
            yield level, index


def _digest(fact: facts.AnyFact) -> bytes:
    """SHA-256 of the message that a fact answers; of nothing where it answers none."""
    if isinstance(fact, facts.Lodging | facts.Refusal):
        return fact.digest
    return hashlib.sha256(b"").digest()


def _seal(sealed: bytes) -> bytes:
    """SHA-256 of what is sealed; nothing where nothing is."""
    return hashlib.sha256(sealed).digest() if sealed else b""


def _sealed(fact: facts.AnyFact) -> bytes:
    """The seal that a fact bears."""
    return fact.sealed if isinstance(fact, facts.Lodging | facts.CaseStep) else b""


def _hashes(tile: bytes) -> str:
    """The hashes of a tile in short."""
    digest = hashlib.sha256(tile).hexdigest()
    return f"{len(tile) // merkle.HASH_BYTES} hashes, SHA-256 {digest}"
