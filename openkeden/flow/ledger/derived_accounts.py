"""Accounts, postings, payment documents and mandates derived from the facts of the ledger."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from openkeden.accounting import posting
from openkeden.accounting.posting import Posting
from openkeden.flow import facts
from openkeden.flow.money import deposits, mandates
from openkeden.flow.money.accounts import row_of
from openkeden.store import account_tables, rows

#: What the database keeps as the sum of all accounts: nought, in its one row.
_BALANCED = {1: 0}


class DerivedAccounts:
    """What the tables of money must hold, added up from facts."""

    def __init__(self) -> None:
        self.balances: posting.Balances = {}
        self.postings: dict[tuple[int, int], rows.PostingRow] = {}
        self.documents: dict[tuple[int, str], rows.DocumentRow] = {}
        self.mandates: dict[int, rows.MandateRow] = {}

    def tables(
        self,
    ) -> Iterator[tuple[str, Callable[[], Mapping[Any, object]], Mapping[Any, object]]]:
        """Each table: its name, what is stored, what must be stored."""
        yield "posting", account_tables.all_postings, self.postings
        yield "account", account_tables.all_balances, self.balances
        yield "account_total", account_tables.totals, _BALANCED
        yield "payment_document", account_tables.all_documents, self.documents
        yield "mandate", _stored_mandates, self.mandates

    def add(self, index: int, fact: facts.AnyFact) -> None:
        """Add a fact to what the tables must hold."""
        match fact:
            case facts.Lodging() | facts.CaseStep():
                self._post(index, fact.postings)
            case facts.Deposit():
                self._post(index, fact.postings)
                row = deposits.row_of(deposits.document_of(fact), index)
                self.documents[index, row.number] = row
            case facts.Reversal():
                self._post(index, fact.postings)
                for back in fact.postings:
                    del self.documents[fact.entry, back.document]
            case facts.Mandate():
                self.mandates[index] = row_of(mandates.of_fact(fact))
            case facts.MandateEnd():
                self._change(int(fact.id), ended=index)

    def _post(self, index: int, moved: tuple[Posting, ...]) -> None:
        for line, one in enumerate(moved):
            posting.add(self.balances, one)
            row = rows.PostingRow(index, line, *msgspec.structs.astuple(one))
            self.postings[index, line] = row
        for name, amount in posting.drawn(moved).items():
            entry = int(name)
            self._change(entry, used=self.mandates[entry].used + amount)

    def _change(self, entry: int, **changes: object) -> None:
        known = self.mandates[entry]
        self.mandates[entry] = msgspec.structs.replace(known, **changes)


def _stored_mandates() -> Mapping[Any, object]:
    return {row.entry: row for row in account_tables.mandates_of("")}
