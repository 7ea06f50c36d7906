"""The whole store in, what does not fit out: every table is derived again from the facts, the facts from the tree.

Whoever changes a cell by hand is named here: a fact by its leaf in the tree, a row by the facts that made it. Whoever
also holds the key of the ledger can rewrite all of it; that is what the receipts of others are for.
"""

import functools
import hashlib
from collections.abc import Callable, Iterator

import msgspec
from django.db import DatabaseError

from openkeden.flow import installation
from openkeden.flow.law import rates_import
from openkeden.flow.lodging import facts
from openkeden.flow.lodging.batch import ADVANCE, GUARANTEE, REPLACED, counted, row_of, used_after
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import log, read, rows


class Problem(msgspec.Struct, frozen=True):
    """A record that does not fit: its table, which one, the column, what is stored and what the facts say."""

    table: str
    record: str
    column: str
    stored: str
    expected: str


class LedgerVerdict(msgspec.Struct, frozen=True):
    """What an audit found: the ledger's size, the root derived from its facts, and the first problem, if any."""

    size: int
    root: bytes
    heads: int
    problem: Problem | None


def verify(
    at: installation.Installation, progress: Callable[[int], None] = lambda _: None
) -> LedgerVerdict:
    """Derive everything again and compare; stops at the first record that does not fit. `progress` hears of entries."""
    audit = _Audit(at, progress)
    problem = next(audit.problems(), None)
    return LedgerVerdict(audit.frontier.size, audit.frontier.root(), len(audit.heads), problem)


class _Audit:
    """One run over the ledger, adding up what the other tables must hold."""

    def __init__(self, at: installation.Installation, progress: Callable[[int], None]) -> None:
        self._verifier = at.key.verifier
        self._progress = progress
        self._local = at.pack.local
        self.heads: dict[int, rows.HeadRow] = {}
        self.frontier = merkle.Frontier()
        self._reached: set[int] = set()
        self._leaves: list[bytes] = []
        self._tiles: dict[tuple[int, int], bytes] = {}
        self._stored = (-1, b"")
        self._declarations: dict[tuple[str, int], rows.DeclarationRow] = {}
        self._refusals: dict[int, rows.RefusalRow] = {}
        self._serials: dict[tuple[str, str], int] = {}
        self._balances: dict[tuple[str, str], int] = {}
        self._traders: dict[str, rows.TraderRow] = {}
        self._quotes: dict[tuple[str, str, str], rows.QuoteRow] = {}
        self._used: dict[tuple[str, str], int] = {}

    def problems(self) -> Iterator[Problem]:
        """Everything that does not fit, facts first."""
        yield from _readable("head", self._heads)
        yield from _readable("tile", self._stored_tiles)
        yield from _readable("entry", self._entries)
        for table, stored, expected in (
            ("declaration", lambda: _by_version(read.all_declarations()), self._declarations),
            ("refusal", lambda: {row.entry: row for row in read.all_refusals()}, self._refusals),
            ("trader", read.all_traders, self._traders),
            ("account", read.all_balances, self._balances),
            ("quote", lambda: {_quote_key(row): row for row in read.quotes()}, self._quotes),
            ("serial", read.all_serials, self._serials),
            ("quota_use", read.all_quota_use, self._used),
        ):
            yield from _readable(table, functools.partial(_differences, table, stored, expected))

    def _heads(self) -> Iterator[Problem]:
        self.heads = {head.size: head for head in log.heads()}
        yield from ()

    def _stored_tiles(self) -> Iterator[Problem]:
        """Only whether they can be read: what they must hold comes from the facts."""
        for place in log.tile_places():
            log.read_tile(*place)
        yield from ()

    def _entries(self) -> Iterator[Problem]:
        for row in read.all_entries():
            yield from self._entry(row)
            self._progress(row.index)
        yield from self._end()

    def _entry(self, row: rows.EntryRow) -> Iterator[Problem]:
        name = f"{row.index} ({row.kind} {row.subject})"
        index = self.frontier.size + len(self._leaves)
        if row.index != index:
            yield Problem(
                "entry",
                str(index),
                "index",
                f"next is {row.index}",
                "every index once, without gaps",
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
        self._add(row.index, fact)
        yield from self._head(row.at)

    def _columns(self, row: rows.EntryRow, name: str, fact: facts.AnyFact) -> Iterator[Problem]:
        expected = (
            type(fact).__struct_config__.tag,
            facts.subject(fact),
            facts.microseconds(fact.at),
        )
        for column, stored, said in zip(
            ("kind", "subject", "at"), (row.kind, row.subject, row.at), expected, strict=True
        ):
            if stored != said:
                yield Problem("entry", name, column, str(stored), str(said))
        digest = hashlib.sha256(row.received).digest()
        said_digest = (
            fact.digest
            if isinstance(fact, facts.Lodging | facts.Refusal)
            else hashlib.sha256(b"").digest()
        )
        if digest != said_digest:
            yield Problem("entry", name, "received", digest.hex(), said_digest.hex())

    def _leaf(self, index: int, name: str, leaf: bytes) -> Iterator[Problem]:
        """Compare a fact with its leaf in the tree; where they differ, the signed root tells which one is wrong."""
        tile, place = divmod(index, merkle.TILE_WIDTH)
        if self._stored[0] != tile:
            self._stored = (tile, log.read_tile(0, tile))
        kept = self._stored[1][place * len(leaf) : (place + 1) * len(leaf)]
        if kept == leaf:
            return
        last = max([size for size in self.heads if isinstance(size, int)], default=0)
        if index >= last:
            yield Problem("entry", name, "index", str(index), f"the last signed head counts {last}")
        elif self._signed(index, last, kept):
            yield Problem("entry", name, "body", leaf.hex(), f"leaf {kept.hex()} of the tree")
        else:
            yield Problem(
                "tile", f"0 {tile}", "hashes", f"{kept.hex() or 'nothing'} at {place}", leaf.hex()
            )

    def _signed(self, index: int, size: int, leaf: bytes) -> bool:
        """Whether the stored tiles lead from this leaf to the root that is signed at `size`."""
        try:
            path = merkle.inclusion(index, size, log.read_tile)
        except merkle.MissingHash:
            return False
        return merkle.verify_inclusion(leaf, index, size, path, self.heads[size].root)

    def _head(self, at: int) -> Iterator[Problem]:
        """Compare a signed head, and the tiles that are full, with the tree as far as it has come."""
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
        yield from _cells("head", str(head.size), head, self._derived(head, at))
        signed = self._opened(head)
        if isinstance(signed, str):
            yield Problem(
                "head", str(head.size), "note", signed, "a note signed by the key of this ledger"
            )
        elif (signed.size, signed.root) != (head.size, head.root):
            yield Problem("head", str(head.size), "note", signed.root.hex(), head.root.hex())

    def _derived(self, head: rows.HeadRow, at: int) -> rows.HeadRow:
        return rows.HeadRow(
            self.frontier.size, self.frontier.root(), self.frontier.packed, head.note, at
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
            count = f"{len(stored) // merkle.HASH_BYTES} hashes, SHA-256 {hashlib.sha256(stored).hexdigest()}"
            said = f"{len(derived) // merkle.HASH_BYTES} hashes, SHA-256 {hashlib.sha256(derived).hexdigest()}"
            yield Problem("tile", f"{level} {index}", "hashes", count, said)

    def _end(self) -> Iterator[Problem]:
        """What is left when all facts were seen: heads without facts, facts without a head, tiles at the edge."""
        size = self.frontier.size + len(self._leaves)
        for head in self.heads.values():
            signed = self._opened(head) if head.size not in self._reached else ""
            if isinstance(signed, checkpoint.Checkpoint) and (signed.size, signed.root) == (
                head.size,
                head.root,
            ):
                yield Problem(
                    "entry", str(size), "index", "missing", f"the signed head counts {head.size}"
                )
            elif head.size not in self._reached:
                yield Problem(
                    "head", str(head.size), "size", str(head.size), "a size that its note signs"
                )
        if self._leaves:
            yield Problem("head", str(size), "size", "missing", "a signed head")
        for place in list(self._tiles):
            yield from self._tile(*place)
        known = set(_places(self.frontier.size))
        for level, index in log.tile_places():
            if (level, index) not in known:
                yield Problem("tile", f"{level} {index}", "", "a row", "no fact speaks of it")

    def _add(self, index: int, fact: facts.AnyFact) -> None:
        match fact:
            case facts.Lodging():
                self._lodged(index, fact)
            case facts.Refusal():
                self._refusals[index] = rows.RefusalRow(
                    index, fact.declarant, fact.reference, fact.digest
                )
            case facts.CaseStep():
                key = (fact.registration, fact.version)
                row = self._declarations[key]
                self._declarations[key] = msgspec.structs.replace(
                    row, state=fact.state, latest=index
                )
                self._used |= used_after(self._used, (), fact.returned)
                breaches, refusals = facts.marks(fact)
                known = self._traders[row.declarant]
                self._traders[row.declarant] = msgspec.structs.replace(
                    known,
                    irregularities=known.irregularities + breaches,
                    refused=known.refused + refusals,
                )
            case facts.Deposit():
                account = (fact.payer, fact.kind)
                self._balances[account] = self._balances.get(account, 0) + fact.amount
            case facts.Rates():
                for quote in fact.quotes:
                    row_of = rates_import.row_of(quote)
                    self._quotes[_quote_key(row_of)] = row_of

    def _lodged(self, index: int, fact: facts.Lodging) -> None:
        day = self._local(fact.at).date().isoformat()
        self._declarations[fact.registration, fact.version] = row_of(fact, index, day)
        before = self._declarations.get((fact.registration, fact.version - 1))
        if before is not None:
            replaced = msgspec.structs.replace(before, state=REPLACED, latest=index)
            self._declarations[before.registration, before.version] = replaced
        else:
            number = int(fact.registration.rpartition("/")[2])
            self._serials[fact.office, day] = max(self._serials.get((fact.office, day), 0), number)
        self._used |= used_after(self._used, fact.draws, fact.returned)
        for kind, amount in ((ADVANCE, fact.decision.drawn), (GUARANTEE, fact.decision.held)):
            if amount:
                self._balances[fact.payer, kind] -= amount
        self._traders[fact.declarant] = counted(
            self._traders.get(fact.declarant), fact.declarant, day
        )


def _places(size: int) -> Iterator[tuple[int, int]]:
    """Level and index of every tile of a tree of this size."""
    for level in range(size.bit_length() // merkle.TILE_HEIGHT + 1):
        nodes = size >> merkle.TILE_HEIGHT * level
        for index in range(-(-nodes // merkle.TILE_WIDTH)):
            yield level, index


def _quote_key(row: rows.QuoteRow) -> tuple[str, str, str]:
    return row.authority, row.currency, row.effective_on


def _by_version(
    stored: Iterator[rows.DeclarationRow],
) -> dict[tuple[str, int], rows.DeclarationRow]:
    return {(row.registration, row.version): row for row in stored}


def _readable(table: str, found: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """What is found, or that the database itself cannot read what is stored."""
    try:
        yield from found()
    except DatabaseError as error:
        yield Problem(table, "unreadable", "", str(error), "rows that can be read")


def _differences(table: str, read_all: Callable[[], dict], expected: dict) -> Iterator[Problem]:  # type: ignore[type-arg]
    """The records of a table that are not what the facts add up to, in the facts' order, then those of no fact."""
    stored = read_all()
    for key, row in expected.items():
        name = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
        if key not in stored:
            yield Problem(table, name, "", "missing", "a row")
        elif stored[key] != row:
            yield from _cells(table, name, stored[key], row)
    for key in stored.keys() - expected.keys():
        name = " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
        yield Problem(table, name, "", "a row", "no fact speaks of it")


def _cells(table: str, name: str, stored: object, expected: object) -> Iterator[Problem]:
    if not isinstance(stored, msgspec.Struct):
        yield Problem(table, name, "value", str(stored), str(expected))
        return
    for column in stored.__struct_fields__:
        here, said = getattr(stored, column), getattr(expected, column)
        if here != said:
            yield Problem(table, name, column, _shown(here), _shown(said))


def _shown(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)
