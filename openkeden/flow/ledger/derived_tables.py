"""Tables derived from the facts of the ledger: what each of them must hold."""

import datetime
import operator
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from openkeden.flow import facts
from openkeden.flow.access import keys
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
from openkeden.store import read, rows
from openkeden.store.expected_rows import ExpectedTable
from openkeden.tariff import quotas

_LODGED, _ENTRY = operator.attrgetter("lodged"), operator.attrgetter("entry")
_LOT_KEY = operator.attrgetter("key", "lodged")


class DerivedTables:
    """What the tables beside the ledger must hold, added up from its facts.

    `local` gives a moment on the clock of the office.
    """

    def __init__(self, local: Callable[[datetime.datetime], datetime.datetime]) -> None:
        self._local = local
        item_key = operator.attrgetter("lodged", "number")
        self._items = table_audit.FollowedTable("item", read.all_items, _LODGED, item_key)
        self._lots = table_audit.FollowedTable("lot", read.all_lots, _LODGED, _LOT_KEY)
        self._refusals = table_audit.FollowedTable(
            "refusal", read.all_refusals, _ENTRY, _ENTRY
        )
        self._accounts = DerivedAccounts()
        self._declarations = ExpectedTable(
            "declaration", rows.DeclarationRow, ("registration", "version")
        )
        self._serials = ExpectedTable("serial", rows.SerialRow, ("office", "day"))
        self._traders = ExpectedTable("trader", rows.TraderRow, ("id",))
        self._quotes = ExpectedTable(
            "quote", rows.QuoteRow, ("authority", "currency", "effective_on")
        )
        self._used = ExpectedTable("quota_use", rows.QuotaUseRow, ("quota", "share"))
        self._appointments = ExpectedTable("appointment", rows.AppointmentRow, ("entry",))
        self._keys = ExpectedTable("api_key", rows.KeyRow, ("entry",))

    def tables(self) -> tuple[ExpectedTable[Any], ...]:
        """What each table must hold whose rows change as the facts go by."""
        return (
            self._declarations,
            self._traders,
            *self._accounts.tables(),
            self._quotes,
            self._serials,
            self._used,
            self._appointments,
            self._keys,
        )

    def followed(self) -> tuple[table_audit.FollowedTable, ...]:
        """Each table whose rows are compared as the facts go by."""
        return self._items, self._lots, self._refusals, self._accounts.postings

    def follow(self, index: int, fact: facts.AnyFact) -> Iterator[Problem]:
        """Compare the rows that a fact alone makes, and that never change."""
        match fact:
            case facts.Lodging():
                yield from self._items.follow(index, recorded_items.rows_of(fact, index))
                lots = sorted(earlier_lots.rows_of(fact, index), key=_LOT_KEY)
                yield from self._lots.follow(index, lots)
                yield from self._accounts.follow(index, fact.postings)
            case facts.Refusal():
                yield from self._refusals.follow(index, [refusal_of(fact, index)])
            case facts.CaseStep() | facts.Deposit() | facts.Reversal():
                yield from self._accounts.follow(index, fact.postings)

    def add(self, index: int, fact: facts.AnyFact) -> None:
        """Add a fact to what the other tables must hold."""
        self._accounts.add(index, fact)
        match fact:
            case facts.Lodging():
                self._lodged(index, fact)
            case facts.CaseStep():
                self._stepped(index, fact)
            case facts.PublishedRates():
                for quote in fact.quotes:
                    self._quotes.put(rates_import.row_of(quote))
            case facts.Appointment():
                self._appointments.put(register.row_of(fact, index))
            case facts.AppointmentEnd():
                held = self._appointments[fact.entry]
                self._appointments.put(register.ended(held, fact, index))
            case facts.KeyIssued():
                self._keys.put(keys.row_of(fact, index))
            case facts.KeyRevoked():
                key = self._keys[fact.entry]
                self._keys.put(msgspec.structs.replace(key, revoked=index))

    def _stepped(self, index: int, fact: facts.CaseStep) -> None:
        row = self._declarations[fact.registration, fact.version]
        after = msgspec.structs.replace(row, state=fact.state, latest=index)
        self._declarations.put(after)
        self._use((), fact.returned)
        breaches, refusals = facts.marks(fact)
        if breaches or refusals:
            trader = self._traders[row.declarant]
            marked = msgspec.structs.replace(
                trader,
                irregularities=trader.irregularities + breaches,
                refused=trader.refused + refusals,
            )
            self._traders.put(marked)

    def _lodged(self, index: int, fact: facts.Lodging) -> None:
        day = self._local(fact.at).date().isoformat()
        self._declarations.put(row_of(fact, index, day))
        if not self._replaced(index, fact):
            self._numbered(fact, day)
        self._use(fact.allocated, fact.returned)
        known = self._traders.get(fact.declarant)
        self._traders.put(counted(known, fact.declarant, day))

    def _replaced(self, index: int, fact: facts.Lodging) -> bool:
        """Whether a version replaced the one before it, which says so now."""
        key = (fact.registration, fact.version - 1)
        before = self._declarations.get(key) if fact.version > 1 else None
        if before is not None:
            after = msgspec.structs.replace(before, state=REPLACED, latest=index)
            self._declarations.put(after)
        return before is not None

    def _numbered(self, fact: facts.Lodging, day: str) -> None:
        """Count the serial number of a registration."""
        number = int(fact.registration.rpartition("/")[2])
        known = self._serials.get((fact.office, day))
        last = max(known.last if known is not None else 0, number)
        self._serials.put(rows.SerialRow(fact.office, day, last))

    def _use(
        self, taken: Iterable[quotas.Allocation], returned: Iterable[quotas.Allocation]
    ) -> None:
        """Count what is taken from quotas, and what goes back."""
        if not taken and not returned:
            return
        before = {share: self._used_of(share) for share in quotas.sums([*taken, *returned])}
        for share, used in used_after(before, taken, returned).items():
            self._used.put(rows.QuotaUseRow(*share, used))

    def _used_of(self, share: quotas.Share) -> int:
        known = self._used.get(share)
        return known.used if known is not None else 0
