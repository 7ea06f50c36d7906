"""Accounts, postings, payment documents and mandates derived from the facts of the ledger."""

import operator
from collections.abc import Iterator
from typing import Any

import msgspec

from openkeden.accounting import posting
from openkeden.accounting.posting import Posting
from openkeden.flow import facts
from openkeden.flow.ledger import table_audit
from openkeden.flow.ledger.problems import Problem
from openkeden.flow.money import deposits, mandates
from openkeden.flow.money.accounts import row_of
from openkeden.store import account_tables, rows
from openkeden.store.expected_rows import ExpectedTable

#: What the database keeps as the sum of all accounts: nought, in its one row.
_BALANCED = rows.AccountTotalRow(1, 0)


class DerivedAccounts:
    """What the tables of money must hold, added up from facts."""

    def __init__(self) -> None:
        self.postings = table_audit.FollowedTable(
            "posting",
            account_tables.all_postings,
            operator.attrgetter("entry"),
            operator.attrgetter("entry", "line"),
        )
        self._balances = ExpectedTable("account", rows.AccountRow, ("payer", "kind"))
        self._total = ExpectedTable("account_total", rows.AccountTotalRow, ("id",))
        self._total.put(_BALANCED)
        self._documents = ExpectedTable(
            "payment_document", rows.DocumentRow, ("entry", "number")
        )
        self._mandates = ExpectedTable(
            "mandate", rows.MandateRow, ("entry",), {"limit": "most"}
        )

    def tables(self) -> tuple[ExpectedTable[Any], ...]:
        """What each table must hold."""
        return self._balances, self._total, self._documents, self._mandates

    def follow(self, index: int, moved: tuple[Posting, ...]) -> Iterator[Problem]:
        """Compare the stored postings of a fact with its own."""
        if moved:
            expected = [
                rows.PostingRow(index, line, *msgspec.structs.astuple(one))
                for line, one in enumerate(moved)
            ]
            yield from self.postings.follow(index, expected)

    def add(self, index: int, fact: facts.AnyFact) -> None:
        """Add a fact to what the tables must hold."""
        match fact:
            case facts.Lodging() | facts.CaseStep():
                self._post(fact.postings)
            case facts.Deposit():
                self._post(fact.postings)
                self._documents.put(deposits.row_of(deposits.document_of(fact), index))
            case facts.Reversal():
                self._post(fact.postings)
                for back in fact.postings:
                    self._documents.remove((fact.entry, back.document))
            case facts.Mandate():
                given = row_of(mandates.of_fact(fact))
                self._mandates.put(msgspec.structs.replace(given, entry=index))
            case facts.MandateEnd():
                self._change(int(fact.id), ended=index)

    def _post(self, moved: tuple[Posting, ...]) -> None:
        for one in moved:
            self._move(one.payer, one.debit, -one.amount)
            self._move(one.payer, one.credit, one.amount)
        for name, amount in posting.drawn(moved).items():
            entry = int(name)
            self._change(entry, used=self._mandates[entry].used + amount)

    def _move(self, payer: str, kind: str, amount: int) -> None:
        known = self._balances.get((payer, kind))
        before = known.balance if known is not None else 0
        self._balances.put(rows.AccountRow(payer, kind, before + amount))

    def _change(self, entry: int, **changes: object) -> None:
        known = self._mandates[entry]
        self._mandates.put(msgspec.structs.replace(known, **changes))
