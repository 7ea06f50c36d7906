"""Audit of the ledger proper: facts against the tree of hashes, the tree against the signed
heads.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence

import msgspec

from openkeden.flow import facts
from openkeden.flow.ledger import derived_tables, head_audit
from openkeden.flow.ledger.problems import Problem, shown
from openkeden.flow.ledger.wrong_fact import WrongFact
from openkeden.ledger import entry, merkle
from openkeden.store import log, read, rows

#: Gives what does not fit a fact after those before it: its index, itself, what it seals.
Check = Callable[[int, facts.AnyFact, bytes], Iterator[WrongFact]]


_OF_NOTHING = hashlib.sha256(b"").digest()


class TreeAudit:
    """One run over the ledger, adding up what the other tables must hold."""

    def __init__(
        self,
        heads: head_audit.HeadAudit,
        derived: derived_tables.DerivedTables,
        checks: Sequence[Check],
        progress: Callable[[int], None],
    ) -> None:
        self._heads, self._derived_tables = heads, derived
        self._checks, self._progress = checks, progress
        self.frontier = merkle.Frontier()
        #: Whose law the facts were made by.
        self.jurisdictions: set[str] = set()
        self._leaves: list[bytes] = []
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._stored = (-1, b"")
        #: The latest moments of the facts so far.
        self._at = self._recorded = 0

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
            self._at = max(self._at, facts.microseconds(fact.at))
            self._recorded = max(self._recorded, facts.microseconds(fact.recorded))
            yield from self._columns(row, name, fact)
            for check in self._checks:
                for wrong in check(index, fact, row.sealed):
                    yield wrong.problem("entry", name)
            yield from self._follows(index, name, fact)
        size = index + 1
        for head in self._heads.of(size):
            if head.size == size:
                yield from self._head(head)
            else:
                yield self._heads.unreached(head, size)

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
        compared = (
            ("kind", row.kind, type(fact).__struct_config__.tag),
            ("subject", row.subject, fact.subject),
            ("at", row.at, facts.microseconds(fact.at)),
            ("recorded", row.recorded, facts.microseconds(fact.recorded)),
            ("sealed", _seal(row.sealed), _sealed(fact)),
            ("received", hashlib.sha256(row.received).digest(), _digest(fact)),
        )
        for column, stored, expected in compared:
            if stored != expected:
                yield Problem("entry", name, column, shown(stored), shown(expected))

    def _leaf(self, index: int, name: str, leaf: bytes) -> Iterator[Problem]:
        """Compare a fact with its leaf in the tree.

        Where they differ, the signed root tells which one is wrong.
        """
        tile, place = divmod(index, merkle.TILE_WIDTH)
        kept = self._kept_leaf(tile, place, len(leaf))
        if kept == leaf:
            return
        largest = self._heads.largest
        last = largest.size if largest is not None else 0
        if index >= last:
            expected = f"the last signed head counts {last}"
            yield Problem("entry", name, "index", str(index), expected)
        elif largest is not None and self._signed(index, largest, kept):
            expected = f"leaf {kept.hex()} of the tree"
            yield Problem("entry", name, "body", leaf.hex(), expected)
        else:
            stored = f"{kept.hex() or 'nothing'} at {place}"
            yield Problem("tile", f"0 {tile}", "hashes", stored, leaf.hex())

    def _kept_leaf(self, tile: int, place: int, width: int) -> bytes:
        """The leaf that a stored tile holds; the last tile that was read is remembered."""
        if self._stored[0] != tile:
            self._stored = (tile, log.read_tile(0, tile))
        return self._stored[1][place * width : (place + 1) * width]

    def _signed(self, index: int, head: rows.HeadRow, leaf: bytes) -> bool:
        """Whether the stored tiles lead from this leaf to the root that a head signs."""
        try:
            path = merkle.inclusion(index, head.size, log.read_tile)
        except merkle.MissingHash:
            return False
        return merkle.verify_inclusion(leaf, index, head.size, path, head.root)

    def _head(self, head: rows.HeadRow) -> Iterator[Problem]:
        """Compare a signed head, and the tiles that are full, with the tree so far."""
        self.frontier, grown = merkle.grow(
            self.frontier, self._leaves, lambda *place: self._tiles[place]
        )
        self._leaves = []
        for tile in grown:
            self._tiles[tile.level, tile.index] = tile.hashes
            if tile.width == merkle.TILE_WIDTH:
                yield from self._tile(tile.level, tile.index)
        yield from self._heads.check(head, self.frontier, self._at, self._recorded)

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
        for head in self._heads.rest():
            yield self._heads.unreached(head, self._size)
        if self._leaves:
            yield Problem("head", str(self._size), "size", "missing", "a signed head")
        for place in list(self._tiles):
            yield from self._tile(*place)
        for level, index in log.tile_places():
            if not _is_place(self.frontier.size, level, index):
                name = f"{level} {index}"
                yield Problem("tile", name, "", "a row", "no fact speaks of it")


def _is_place(size: int, level: object, index: object) -> bool:
    """Whether a tree of this size has a tile at this level and index."""
    if not isinstance(level, int) or not isinstance(index, int):
        return False
    if not 0 <= level <= size.bit_length() // merkle.TILE_HEIGHT:
        return False
    return 0 <= index * merkle.TILE_WIDTH < size >> merkle.TILE_HEIGHT * level


def _digest(fact: facts.AnyFact) -> bytes:
    """SHA-256 of the message that a fact answers; of nothing where it answers none."""
    if isinstance(fact, facts.Lodging | facts.Refusal):
        return fact.digest
    if isinstance(fact, facts.DeclarationSigned):
        return fact.signature
    if isinstance(fact, facts.AuthorityTrusted):
        return fact.certificate
    return _OF_NOTHING


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
