"""Time in the ledger: which facts are late, and which run backwards without a reason."""

import datetime
from collections.abc import Iterator

import msgspec

from openkeden.flow import facts
from openkeden.flow.ledger.wrong_fact import WrongFact

#: Facts that count as of a moment further than this from that of the clock are counted.
APART = datetime.timedelta(days=1)


class LateFact(msgspec.Struct, frozen=True):
    """A fact that runs backwards, with the reason that was given."""

    #: Its index.
    index: int

    #: The moment that it counts as of.
    at: datetime.datetime

    #: The latest moment that the ledger had spoken of.
    before: datetime.datetime

    #: Why.
    reason: str

    #: Who recorded it.
    actor: str


class Times:
    """The moments of all facts, fed one by one in the order of the ledger."""

    def __init__(self) -> None:
        #: The facts that are late, each with its reason.
        self.late: list[LateFact] = []
        #: How many facts count as of a moment far from that of the clock.
        self.apart = 0
        self._at = self._recorded = facts.EPOCH

    def check(self, index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        """What is wrong with the moments of a fact: it runs backwards and does not say why."""
        before = self._at
        backwards = fact.at < before or fact.recorded < self._recorded
        if backwards and not fact.late:
            yield from self._unsaid(fact)
        if fact.late:
            self.late.append(LateFact(index, fact.at, before, fact.late, fact.actor))
        self.apart += abs(fact.recorded - fact.at) > APART
        self._at = max(self._at, fact.at)
        self._recorded = max(self._recorded, fact.recorded)

    def _unsaid(self, fact: facts.AnyFact) -> Iterator[WrongFact]:
        for column, moment, last in (
            ("at", fact.at, self._at),
            ("recorded", fact.recorded, self._recorded),
        ):
            if moment < last:
                expected = f"{last} or later, or a reason why it is late"
                yield WrongFact(column, str(moment), expected)
