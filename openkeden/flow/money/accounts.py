"""Accounts of payers inside a transaction: read when first asked for, kept in memory,
written at its end.
"""

import datetime
from collections.abc import Iterable
from typing import Any

import msgspec

from openkeden.accounting import account_rules, chart, mandates, posting
from openkeden.accounting.mandates import StandingMandate
from openkeden.accounting.posting import Posting
from openkeden.base import findings, money
from openkeden.base.findings import Finding
from openkeden.clearance.decision import Funds
from openkeden.store import account_tables, rows

#: A payer and the declarant who uses its accounts.
Pair = tuple[str, str]


class Parties(msgspec.Struct, frozen=True):
    """Who pays for a declaration, and whose goods they are."""

    #: Empty where nobody with a number pays.
    payer: str

    #: By number; empty where the declarant has none.
    declarant: str

    #: Empty where there is none with a number.
    consignee: str

    @property
    def own(self) -> bool:
        """Whether the payer needs no mandate: the goods are its own."""
        return self.payer in (self.declarant, self.consignee)


class Purse(msgspec.Struct, frozen=True):
    """What may be drawn for a declaration."""

    payer: str

    funds: Funds = Funds()

    #: The mandate that it is drawn under; empty where none is needed.
    mandate: str = ""

    #: Why nothing, or not all that is missing, may be drawn.
    told: tuple[Finding, ...] = ()


def mandate_of(row: rows.MandateRow) -> StandingMandate:
    """A mandate from its row."""
    return StandingMandate(
        str(row.entry),
        row.payer,
        row.holder,
        row.limit,
        rows.day(row.since),
        rows.day(row.until),
        row.document,
        row.used,
        row.ended is not None,
    )


def row_of(mandate: StandingMandate) -> rows.MandateRow:
    """The row of a mandate that stands."""
    return rows.MandateRow(
        int(mandate.id),
        mandate.payer,
        mandate.holder,
        mandate.limit,
        mandate.since.isoformat(),
        mandate.until.isoformat(),
        mandate.document,
        mandate.used,
        None,
    )


class Accounts:
    """Balances and mandates, as the postings of a transaction change them."""

    def __init__(self) -> None:
        self._read: set[str] = set()
        self._balances: posting.Balances = {}
        self._mandates: dict[str, StandingMandate] = {}
        self._between: dict[Pair, list[str]] = {}
        self._rows: list[rows.PostingRow] = []
        self._touched: set[tuple[str, str]] = set()
        self._drawn: set[str] = set()
        self._given: list[str] = []

    def read(self, payers: Iterable[str], pairs: Iterable[Pair] = ()) -> None:
        """Read the accounts of payers, and the mandates of pairs, that are not read yet: in
        one statement each, where `purse` would need one for each.
        """
        self._read_payers(payers)
        self._read_mandates(pairs)

    def _read_payers(self, payers: Iterable[str]) -> None:
        new = {payer for payer in payers if payer not in self._read}
        self._balances |= account_tables.balances(new)
        self._read |= new

    def _know(self, payer: str) -> None:
        if payer not in self._read:
            self._read_payers((payer,))

    def _read_mandates(self, pairs: Iterable[Pair]) -> None:
        new = [pair for pair in pairs if pair not in self._between]
        for pair, known in account_tables.mandates_between(new).items():
            standing = [mandate_of(row) for row in known]
            self._between[pair] = [mandate.id for mandate in standing]
            read = {mandate.id: mandate for mandate in standing}
            self._mandates = read | self._mandates

    def balance(self, payer: str, kind: str) -> int:
        """What an account holds."""
        self._know(payer)
        return self._balances.get((payer, kind), 0)

    def free(self, payer: str) -> Funds:
        """What of a payer is free."""
        return Funds(
            self.balance(payer, chart.ADVANCE), self.balance(payer, chart.GUARANTEE)
        )

    def add_mandate(self, given: StandingMandate) -> None:
        """Take in a mandate that is given by a fact of this transaction."""
        pair = (given.payer, given.holder)
        self._read_mandates((pair,))
        self._between[pair].append(given.id)
        self._mandates[given.id] = given
        self._given.append(given.id)

    def mandate(self, pair: Pair, on: datetime.date, amount: int) -> StandingMandate | None:
        """The mandate of a (payer, holder) to draw an amount under on a day."""
        if pair not in self._between:
            self._read_mandates((pair,))
        known = [self._mandates[name] for name in self._between[pair]]
        return mandates.choose(known, on, amount)

    def purse(self, parties: Parties, on: datetime.date, missing: int) -> Purse:
        """What may be drawn on a day for a declaration that misses an amount."""
        payer, declarant = parties.payer, parties.declarant
        if not payer:
            return Purse(payer)
        if parties.own:
            return Purse(payer, self.free(payer))
        mandate = self.mandate((payer, declarant), on, missing)
        if mandate is None:
            told = findings.of(
                account_rules.NO_MANDATE,
                "financial.id",
                value=payer,
                holder=declarant or "–",
            )
            return Purse(payer, told=(told,) if missing else ())
        free, left = self.free(payer), mandate.left
        funds = Funds(min(free.advance, left), min(free.guarantee, left))
        if missing <= left:
            return Purse(payer, funds, mandate.id)
        return Purse(payer, funds, mandate.id, (_used_up(mandate, missing),))

    def post(self, entry: int, postings: Iterable[Posting]) -> None:
        """Take in the postings of the fact at an index."""
        moved = tuple(postings)
        for line, one in enumerate(moved):
            assert posting.sound(one), one
            self._know(one.payer)
            posting.add(self._balances, one)
            self._check(one.payer, one.debit)
            self._touched |= {(one.payer, one.debit), (one.payer, one.credit)}
            self._rows.append(rows.PostingRow(entry, line, *msgspec.structs.astuple(one)))
        for name, amount in posting.drawn(moved).items():
            self._draw(name, amount)

    def _check(self, payer: str, kind: str) -> None:
        """Nothing but what is outside falls below nought."""
        allowed = kind in chart.OUTSIDE or self._balances[payer, kind] >= 0
        assert allowed, (payer, kind)

    def _draw(self, name: str, amount: int) -> None:
        mandate = self._mandates.get(name)
        if mandate is None:
            row = account_tables.mandate(int(name))
            assert row is not None, name
            mandate = mandate_of(row)
        used = mandate.used + amount
        assert 0 <= used <= mandate.limit, (name, used)
        self._mandates[name] = msgspec.structs.replace(mandate, used=used)
        self._drawn.add(name)

    def write_balances(self, cursor: Any) -> None:
        """Write the balances that changed: before the head of the ledger, which the
        database refuses while the sum of all accounts is not nought.
        """
        changed = {key: self._balances[key] for key in self._touched}
        account_tables.set_balances(cursor, changed)

    def write_postings(self, cursor: Any) -> None:
        """Write postings and mandates: after their facts, for SQLite looks through every
        table that refers to facts, for each new fact, while a row waits for its own.
        """
        account_tables.post(cursor, self._rows)
        for name in self._given:
            account_tables.give(cursor, row_of(self._mandates[name]))
        used = {name: self._mandates[name].used for name in self._drawn}
        account_tables.set_used(cursor, used)


def _used_up(mandate: StandingMandate, missing: int) -> Finding:
    return findings.of(
        account_rules.MANDATE_USED_UP,
        "financial.id",
        value=mandate.payer,
        mandate=mandate.id,
        left=money.text(mandate.left),
        missing=money.text(missing),
    )
