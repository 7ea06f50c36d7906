"""Books of one transaction: facts, postings and states, written together at its end."""

from collections.abc import Iterable
from typing import Any

from openkeden.flow import facts, recording, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.money.accounts import Accounts
from openkeden.store import log, write


class Books:
    """What a transaction records: one signed head for all of its facts."""

    def __init__(self, cursor: Any, at: Installation, payers: Iterable[str] = ()) -> None:
        self.cursor, self._at = cursor, at
        self.accounts = Accounts(payers)
        self._first = log.size()
        self._records: list[log.LogRecord] = []
        self._states: list[tuple[str, int, str, int]] = []

    @property
    def next(self) -> int:
        """The index that the next fact will have."""
        return self._first + len(self._records)

    def record(self, fact: facts.AnyFact) -> int:
        """Take in a fact with what it moves; its index in the ledger."""
        index, sealed = self.next, b""
        if isinstance(fact, facts.CaseStep):
            fact, sealed = sealing.of_step(fact, sealing.salt(self._at.salts, index))
        self._records.append(recording.log_record(fact, sealed=sealed))
        if isinstance(fact, facts.CaseStep | facts.Deposit | facts.Reversal):
            self.accounts.post(index, fact.postings)
        if isinstance(fact, facts.CaseStep):
            state = (fact.state, index, fact.registration, fact.version)
            self._states.append(state)
        return index

    def close(self) -> None:
        """Write everything; the balances before the head that they must allow."""
        self.accounts.write_balances(self.cursor)
        log.append(self.cursor, self._records, self._at.key)
        self.accounts.write_postings(self.cursor)
        write.states(self.cursor, self._states)
