"""Verification of the ledger: its facts are checked against the tree of hashes, and every
other table against the facts.

This finds a cell that somebody changed by hand: a fact by its leaf in the tree, a row by
the facts that made it. Whoever also holds the key of the ledger can rewrite all of it; that
is what the receipts of others are for.
"""

import functools
import hashlib
import itertools
from collections.abc import Callable, Iterator

import msgspec
from django.db import DatabaseError

from openkeden.flow import facts, installation
from openkeden.flow.ledger import derived_tables, draws, law_facts, times
from openkeden.flow.people import powers
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import log, read, rows


class Problem(msgspec.Struct, frozen=True):
    """A record that does not fit."""

    table: str
    #: Which record of the table.
    record: str
    #: Empty where the whole record is meant.
    column: str
    stored: str
    #: What the facts say.
    expected: str


class LedgerVerdict(msgspec.Struct, frozen=True):
    """What a verification found."""

    #: How many facts the ledger holds.
    size: int
    #: The root derived from them.
    root: bytes
    #: How many signed heads there are.
    heads: int
    #: The first record that does not fit; None where everything fits.
    problem: Problem | None
    #: The facts that are late, each with its reason.
    late: tuple[times.LateFact, ...]
    #: How many facts count as of a moment more than a day from that of the clock.
    apart: int


def verify(
    at: installation.Installation, progress: Callable[[int], None] = lambda _: None
) -> LedgerVerdict:
    """Derive everything again and compare, up to the first record that does not fit.

    `progress` is called with the index of each fact.
    """
    run = _Verification(at, progress)
    problem = next(run.problems(), None)
    return LedgerVerdict(
        run.frontier.size,
        run.frontier.root(),
        len(run.heads),
        problem,
        tuple(run.times.late),
        run.times.apart,
    )


class _Verification:
    """One run over the ledger, adding up what the other tables must hold."""

    def __init__(
        self, at: installation.Installation, progress: Callable[[int], None]
    ) -> None:
        self._verifier = at.key.verifier
        self._progress = progress
        self.heads: dict[int, rows.HeadRow] = {}
        self.frontier = merkle.Frontier()
        self._reached: set[int] = set()
        self._leaves: list[bytes] = []
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._stored = (-1, b"")
        self._derived_tables = derived_tables.DerivedTables(at.pack)
        self._powers = powers.Powers(at.pack.local)
        self.times = times.Times()
        self._law = law_facts.LawFacts(at)
        self._draws = draws.Draws(at.seed, lambda moment: at.local(moment).date())

    def problems(self) -> Iterator[Problem]:
        """Everything that does not fit, facts first."""
        yield from _readable("head", self._heads)
        yield from _readable("tile", self._stored_tiles)
        yield from _readable("entry", self._entries)
        for table, stored, expected in self._derived_tables.tables():
            yield from _readable(
                table, functools.partial(_differences, table, stored, expected)
            )

    def _heads(self) -> Iterator[Problem]:
        self.heads = {head.size: head for head in log.heads()}
        yield from ()

    def _stored_tiles(self) -> Iterator[Problem]:
        """Read every tile; what they must hold comes from the facts."""
        for place in log.tile_places():
            log.read_tile(*place)
        yield from ()

    def _entries(self) -> Iterator[Problem]:
        for row in read.all_entries():
            yield from self._entry(row)
            self._progress(row.index)
        yield from self._end()
        for name, wrong in self._law.lying():
            yield Problem("law", name, wrong.column, wrong.stored, wrong.expected)

    def _entry(self, row: rows.EntryRow) -> Iterator[Problem]:
        name = f"{row.index} ({row.kind} {row.subject})"
        index = self.frontier.size + len(self._leaves)
        if row.index != index:
            stored = f"next is {row.index}"
            yield Problem(
                "entry", str(index), "index", stored, "every index once, without gaps"
            )
        leaf = entry.leaf_hash(row.body)
        yield from self._leaf(index, name, leaf)
        try:
            fact = facts.read(row.body)
        except msgspec.DecodeError as error:
            yield Problem("entry", name, "body", str(error), "a fact")
            return
        self._leaves.append(leaf)
        yield from self._columns(row, name, fact)
        found = (
            self._draws.check(fact, row.sealed),
            self.times.check(row.index, fact),
            self._law.check(row.index, fact),
        )
        for wrong in itertools.chain.from_iterable(found):
            yield Problem("entry", name, wrong.column, wrong.stored, wrong.expected)
        yield from self._authority(name, fact)
        self._derived_tables.add(row.index, fact)
        self._powers.add(row.index, fact)
        yield from self._head(row.at, row.recorded)

    def _authority(self, name: str, fact: facts.AnyFact) -> Iterator[Problem]:
        """Ask the register, as it was then, for who acts in a fact."""
        missing = self._powers.missing(fact)
        if missing:
            yield Problem("entry", name, "actor", missing, "a person who is so appointed")

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
        last = max([size for size in self.heads if isinstance(size, int)], default=0)
        if index >= last:
            expected = f"the last signed head counts {last}"
            yield Problem("entry", name, "index", str(index), expected)
        elif self._signed(index, last, kept):
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
        head = self.heads.get(self.frontier.size + len(self._leaves))
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
        yield from _cells("head", str(head.size), head, self._derived(head, at, recorded))
        signed = self._opened(head)
        if isinstance(signed, str):
            expected = "a note signed by the key of this ledger"
            yield Problem("head", str(head.size), "note", signed, expected)
        elif (signed.size, signed.root) != (head.size, head.root):
            yield Problem(
                "head", str(head.size), "note", signed.root.hex(), head.root.hex()
            )

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
            return checkpoint.open_note(head.note, [self._verifier])
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
        size = self.frontier.size + len(self._leaves)
        for head in self.heads.values():
            if head.size not in self._reached:
                yield self._unreached(head, size)
        if self._leaves:
            yield Problem("head", str(size), "size", "missing", "a signed head")
        for place in list(self._tiles):
            yield from self._tile(*place)
        places = set(_places(self.frontier.size))
        for level, index in log.tile_places():
            if (level, index) not in places:
                yield Problem(
                    "tile", f"{level} {index}", "", "a row", "no fact speaks of it"
                )

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


def _readable(table: str, look: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """What is found, or that the database itself cannot read what is stored."""
    try:
        yield from look()
    except DatabaseError as error:
        yield Problem(table, "unreadable", "", str(error), "rows that can be read")


def _differences(
    table: str,
    read_all: Callable[[], derived_tables.Records],
    expected: derived_tables.Records,
) -> Iterator[Problem]:
    """The records of a table that are not what the facts add up to.

    First those that the facts speak of, in their order, then those of no fact.
    """
    stored = read_all()
    for key, row in expected.items():
        name = _name(key)
        if key not in stored:
            yield Problem(table, name, "", "missing", "a row")
        elif stored[key] != row:
            yield from _cells(table, name, stored[key], row)
    for key in stored.keys() - expected.keys():
        yield Problem(table, _name(key), "", "a row", "no fact speaks of it")


def _name(key: object) -> str:
    """The key of a record as text."""
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)


def _cells(table: str, name: str, stored: object, expected: object) -> Iterator[Problem]:
    """The columns of a record in which it is not the expected one."""
    if not isinstance(stored, msgspec.Struct):
        yield Problem(table, name, "value", str(stored), str(expected))
        return
    for column in stored.__struct_fields__:
        here, derived = getattr(stored, column), getattr(expected, column)
        if here != derived:
            yield Problem(table, name, column, _shown(here), _shown(derived))


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
