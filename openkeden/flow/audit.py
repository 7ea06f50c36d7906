"""The whole store in, what does not fit out: every table is derived again from the facts, the facts from the tree.

Whoever changes a cell by hand is named here: a fact by its leaf in the tree, a row by the facts that made it. Whoever
also holds the key of the ledger can rewrite all of it; that is what the receipts of others are for.
"""

import hashlib
from collections.abc import Callable, Iterator

import msgspec

from openkeden.flow import books, facts, house, quotes
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import log, read, rows


class Problem(msgspec.Struct, frozen=True):
    """A record that does not fit: its table, which one, the column, what is stored and what the facts say."""

    table: str
    record: str
    column: str
    stored: str
    expected: str


class Verdict(msgspec.Struct, frozen=True):
    """What an audit found: the ledger's size, the root derived from its facts, and the first problem, if any."""

    size: int
    root: bytes
    heads: int
    problem: Problem | None


def verify(at: house.House, progress: Callable[[int], None] = lambda _: None) -> Verdict:
    """Derive everything again and compare; stops at the first record that does not fit. `progress` hears of entries."""
    audit = _Audit(at, progress)
    problem = next(audit.problems(), None)
    return Verdict(audit.frontier.size, audit.frontier.root(), len(audit.heads), problem)


class _Audit:
    """One run over the ledger, adding up what the other tables must hold."""

    def __init__(self, at: house.House, progress: Callable[[int], None]) -> None:
        self._verifier = at.key.verifier
        self._progress = progress
        self._local = at.pack.local
        self.heads = {size: (root, note) for size, root, note in log.heads()}
        self.frontier = merkle.Frontier()
        self._leaves: list[bytes] = []
        self._declarations: dict[tuple[str, int], rows.Declaration] = {}
        self._refusals: dict[int, rows.Refusal] = {}
        self._serials: dict[tuple[str, str], int] = {}
        self._balances: dict[tuple[str, str], int] = {}
        self._traders: dict[str, rows.Trader] = {}
        self._quotes: dict[tuple[str, str, str], rows.Quote] = {}

    def problems(self) -> Iterator[Problem]:
        """Everything that does not fit, facts first."""
        for row in read.all_entries():
            yield from self._entry(row)
            self._progress(row.index)
        yield from self._end()
        yield from _differences("declaration", _by_version(read.all_declarations()), self._declarations)
        yield from _differences("refusal", {row.entry: row for row in read.all_refusals()}, self._refusals)
        yield from _differences("trader", read.all_traders(), self._traders)
        yield from _differences("account", read.all_balances(), self._balances)
        yield from _differences("quote", {_quote_key(row): row for row in read.quotes()}, self._quotes)
        yield from _differences("serial", read.all_serials(), self._serials)

    def _entry(self, row: rows.Entry) -> Iterator[Problem]:
        name = f"{row.index} ({row.kind} {row.subject})"
        index = self.frontier.size + len(self._leaves)
        if row.index != index:
            yield Problem("entry", str(index), "index", f"next is {row.index}", "every index once, without gaps")
        leaf = entry.leaf_hash(row.body)
        level, place = divmod(index, merkle.TILE_WIDTH)
        kept = log.read_tile(0, level)[place * len(leaf) : (place + 1) * len(leaf)]
        if kept != leaf:
            yield Problem("entry", name, "body", leaf.hex(), f"leaf {kept.hex()} of the tree")
        try:
            fact = facts.read(row.body)
        except msgspec.DecodeError as error:
            yield Problem("entry", name, "body", str(error), "a fact")
            return
        self._leaves.append(leaf)
        yield from self._columns(row, name, fact)
        self._add(row.index, fact)
        yield from self._head()

    def _columns(self, row: rows.Entry, name: str, fact: facts.AnyFact) -> Iterator[Problem]:
        expected = (type(fact).__struct_config__.tag, facts.subject(fact), facts.microseconds(fact.at))
        for column, stored, said in zip(
            ("kind", "subject", "at"), (row.kind, row.subject, row.at), expected, strict=True
        ):
            if stored != said:
                yield Problem("entry", name, column, str(stored), str(said))
        digest = hashlib.sha256(row.received).digest()
        said_digest = fact.digest if isinstance(fact, facts.Lodging | facts.Refusal) else hashlib.sha256(b"").digest()
        if digest != said_digest:
            yield Problem("entry", name, "received", digest.hex(), said_digest.hex())

    def _head(self) -> Iterator[Problem]:
        """Compare a signed head with the tree as far as it has come."""
        head = self.heads.get(self.frontier.size + len(self._leaves))
        if head is None:
            return
        self.frontier = self.frontier.extend(self._leaves)
        self._leaves = []
        root, note = head
        derived, size = self.frontier.root(), self.frontier.size
        if root != derived:
            yield Problem("head", str(size), "root", root.hex(), derived.hex())
        try:
            signed = checkpoint.open_note(note, [self._verifier])
        except checkpoint.BadNote as bad:
            yield Problem("head", str(size), "note", bad.reason, "a note signed by the key of this ledger")
            return
        if (signed.size, signed.root) != (size, derived):
            yield Problem("head", str(size), "note", signed.root.hex(), derived.hex())

    def _end(self) -> Iterator[Problem]:
        if self._leaves:
            yield Problem("head", str(self.frontier.size + len(self._leaves)), "size", "missing", "a signed head")
        last = max(self.heads, default=0)
        if last > self.frontier.size:
            yield Problem("entry", str(self.frontier.size), "index", "missing", f"the signed head counts {last}")
        if self.frontier.size and merkle.Tree(self.frontier.size, log.read_tile).root() != self.frontier.root():
            yield Problem("tile", "above the leaves", "hashes", "another root", self.frontier.root().hex())

    def _add(self, index: int, fact: facts.AnyFact) -> None:
        match fact:
            case facts.Lodging():
                self._lodged(index, fact)
            case facts.Refusal():
                self._refusals[index] = rows.Refusal(index, fact.declarant, fact.reference, fact.digest)
            case facts.Step():
                key = (fact.registration, fact.version)
                row = self._declarations[key]
                self._declarations[key] = msgspec.structs.replace(row, state=fact.state, latest=index)
                breaches, refusals = facts.marks(fact)
                known = self._traders[row.declarant]
                self._traders[row.declarant] = msgspec.structs.replace(
                    known, irregularities=known.irregularities + breaches, refused=known.refused + refusals
                )
            case facts.Deposit():
                account = (fact.payer, fact.kind)
                self._balances[account] = self._balances.get(account, 0) + fact.amount
            case facts.Rates():
                for quote in fact.quotes:
                    row_of = quotes.row_of(quote)
                    self._quotes[_quote_key(row_of)] = row_of

    def _lodged(self, index: int, fact: facts.Lodging) -> None:
        day = self._local(fact.at).date().isoformat()
        self._declarations[fact.registration, fact.version] = books.row_of(fact, index, day)
        before = self._declarations.get((fact.registration, fact.version - 1))
        if before is not None:
            replaced = msgspec.structs.replace(before, state=books.REPLACED, latest=index)
            self._declarations[before.registration, before.version] = replaced
        else:
            number = int(fact.registration.rpartition("/")[2])
            self._serials[fact.office, day] = max(self._serials.get((fact.office, day), 0), number)
        for kind, amount in ((books.ADVANCE, fact.decision.drawn), (books.GUARANTEE, fact.decision.held)):
            if amount:
                self._balances[fact.payer, kind] -= amount
        self._traders[fact.declarant] = books.counted(self._traders.get(fact.declarant), fact.declarant, day)


def _quote_key(row: rows.Quote) -> tuple[str, str, str]:
    return row.authority, row.currency, row.effective_on


def _by_version(stored: Iterator[rows.Declaration]) -> dict[tuple[str, int], rows.Declaration]:
    return {(row.registration, row.version): row for row in stored}


def _differences(table: str, stored: dict, expected: dict) -> Iterator[Problem]:  # type: ignore[type-arg]
    """The records of a table that are not what the facts add up to, in the facts' order, then those of no fact."""
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
