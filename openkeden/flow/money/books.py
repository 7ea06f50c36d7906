"""Books of one transaction: facts, postings and states, written together at its end."""

from collections.abc import Iterable

from openkeden.flow import facts, recording, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.money.accounts import Accounts
from openkeden.store import write


class Books:
    """What a transaction records: one signed head for all of its facts."""

    def __init__(
        self, act: recording.Recording, at: Installation, payers: Iterable[str] = ()
    ) -> None:
        self.act, self._at = act, at
        self.accounts = Accounts()
        self.accounts.read(payers)
        self._states: list[tuple[str, int, str, int]] = []

    @property
    def next(self) -> int:
        """The index that the next fact will have."""
        return self.act.next

    def record(self, fact: facts.AnyFact) -> int:
        """Take in a fact with what it moves; its index in the ledger."""
        index, sealed = self.next, b""
        if isinstance(fact, facts.CaseStep):
            fact, sealed = sealing.of_step(fact, sealing.salt(self._at.salts, index))
        self.act.take(fact, sealed=sealed)
        if isinstance(fact, facts.CaseStep | facts.Deposit | facts.Reversal):
            self.accounts.post(index, fact.postings)
        if isinstance(fact, facts.CaseStep):
            state = (fact.state, index, fact.registration, fact.version)
            self._states.append(state)
        return index

    def close(self) -> None:
        """Write everything; the balances before the head that they must allow."""
        cursor = self.act.cursor
        self.accounts.write_balances(cursor)
        self.act.write()
        self.accounts.write_postings(cursor)
        write.states(cursor, self._states)
