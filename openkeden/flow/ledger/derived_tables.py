"""Tables derived from the facts of the ledger: what each of them must hold."""

import datetime
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from openkeden.flow import facts
from openkeden.flow.law import rates_import
from openkeden.flow.ledger import table_audit
from openkeden.flow.ledger.derived_accounts import DerivedAccounts
from openkeden.flow.ledger.problems import Problem
from openkeden.flow.lodging import earlier_lots, recorded_items
from openkeden.flow.lodging.batch import (
    REPLACED,
    counted,
    refusal_of,
    row_of,
    used_after,
)
from openkeden.flow.people import register
from openkeden.store import appointment_table, read, rows

#: The records that a table must hold, by their keys.
Records = Mapping[Any, object]


class DerivedTables:
    """What the tables beside the ledger must hold, added up from its facts.

    `local` gives a moment on the clock of the office.
    """

    def __init__(self, local: Callable[[datetime.datetime], datetime.datetime]) -> None:
        self._local = local
        self.declarations: dict[tuple[str, int], rows.DeclarationRow] = {}
        self._items = table_audit.FollowedTable("item", read.all_items, _item_key)
        self._lots = table_audit.FollowedTable("lot", read.all_lots, _lot_key)
        self.refusals: dict[int, rows.RefusalRow] = {}
        self.serials: dict[tuple[str, str], int] = {}
        self._accounts = DerivedAccounts()
        self.traders: dict[str, rows.TraderRow] = {}
        self.quotes: dict[tuple[str, str, str], rows.QuoteRow] = {}
        self.used: dict[tuple[str, str], int] = {}
        self.appointments: dict[int, rows.AppointmentRow] = {}

    def tables(self) -> Iterator[tuple[str, Callable[[], table_audit.Rows], Records]]:
        """Each table that is derived from facts: its name, what is stored, row for row,
        and what must be stored.
        """
        yield "declaration", _stored_declarations, self.declarations
        yield "refusal", _stored_refusals, self.refusals
        yield "trader", _stored_traders, self.traders
        yield from self._accounts.tables()
        yield "quote", _stored_quotes, self.quotes
        yield "serial", read.all_serials, self.serials
        yield "quota_use", read.all_quota_use, self.used
        yield "appointment", _stored_appointments, self.appointments

    def rest(self) -> Iterator[tuple[str, Callable[[], Iterator[Problem]]]]:
        """Each table whose rows are compared as the facts go by, and what is left in it."""
        yield "item", self._items.rest
        yield "lot", self._lots.rest

    def follow(self, index: int, fact: facts.AnyFact) -> Iterator[Problem]:
        """Compare the rows that a fact alone makes, and that never change."""
        if isinstance(fact, facts.Lodging):
            yield from self._items.follow(index, recorded_items.rows_of(fact, index))
            lots = sorted(earlier_lots.rows_of(fact, index), key=_lot_key)
            yield from self._lots.follow(index, lots)

    def add(self, index: int, fact: facts.AnyFact) -> None:
        """Add a fact to what the other tables must hold."""
        self._accounts.add(index, fact)
        match fact:
            case facts.Lodging():
                self._lodged(index, fact)
            case facts.Refusal():
                self.refusals[index] = refusal_of(fact, index)
            case facts.CaseStep():
                self._stepped(index, fact)
            case facts.PublishedRates():
                for quote in fact.quotes:
                    row = rates_import.row_of(quote)
                    self.quotes[_quote_key(row)] = row
            case facts.Appointment():
                self.appointments[index] = register.row_of(fact, index)
            case facts.AppointmentEnd():
                held = self.appointments[fact.entry]
                self.appointments[fact.entry] = register.ended(held, fact, index)

    def _stepped(self, index: int, fact: facts.CaseStep) -> None:
        key = (fact.registration, fact.version)
        row = self.declarations[key]
        after = msgspec.structs.replace(row, state=fact.state, latest=index)
        self.declarations[key] = after
        self.used |= used_after(self.used, (), fact.returned)
        breaches, refusals = facts.marks(fact)
        trader = self.traders[row.declarant]
        self.traders[row.declarant] = msgspec.structs.replace(
            trader,
            irregularities=trader.irregularities + breaches,
            refused=trader.refused + refusals,
        )

    def _lodged(self, index: int, fact: facts.Lodging) -> None:
        day = self._local(fact.at).date().isoformat()
        self.declarations[fact.registration, fact.version] = row_of(fact, index, day)
        before = self.declarations.get((fact.registration, fact.version - 1))
        if before is not None:
            replaced = msgspec.structs.replace(before, state=REPLACED, latest=index)
            self.declarations[before.registration, before.version] = replaced
        else:
            number = int(fact.registration.rpartition("/")[2])
            self.serials[fact.office, day] = max(
                self.serials.get((fact.office, day), 0), number
            )
        if fact.allocated or fact.returned:
            self.used |= used_after(self.used, fact.allocated, fact.returned)
        self.traders[fact.declarant] = counted(
            self.traders.get(fact.declarant), fact.declarant, day
        )


def _quote_key(row: rows.QuoteRow) -> tuple[str, str, str]:
    return row.authority, row.currency, row.effective_on


def _stored_declarations() -> table_audit.Rows:
    for row in read.all_declarations():
        yield (row.registration, row.version), row


def _item_key(row: rows.ItemRow) -> tuple[int, int]:
    return row.lodged, row.number


def _lot_key(row: rows.LotRow) -> tuple[bytes, int]:
    return row.key, row.lodged


def _stored_refusals() -> table_audit.Rows:
    for row in read.all_refusals():
        yield row.entry, row


def _stored_appointments() -> table_audit.Rows:
    for row in appointment_table.everybody():
        yield row.entry, row


def _stored_traders() -> table_audit.Rows:
    for row in read.all_traders():
        yield row.id, row


def _stored_quotes() -> table_audit.Rows:
    for row in read.quotes():
        yield _quote_key(row), row
