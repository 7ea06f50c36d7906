"""Advance rulings in the verification of the ledger: each entered and withdrawn as the
register allows.
"""

import datetime
from collections.abc import Callable, Iterator

from openkeden.classification.advance_rulings import AdvanceRuling, RulingRegister
from openkeden.flow import facts
from openkeden.flow.classification import known_rulings
from openkeden.flow.ledger.wrong_fact import WrongFact


class RulingFacts:
    """The rulings that facts speak of, fed one by one in the order of the ledger.

    `day` gives the day of a moment here.
    """

    def __init__(self, day: Callable[[datetime.datetime], datetime.date]) -> None:
        self._day = day
        self._register = RulingRegister()

    def check(self, index: int, fact: facts.AnyFact, _: bytes) -> Iterator[WrongFact]:
        """What does not follow in a fact about a ruling from those before it."""
        match fact:
            case facts.RulingEntered():
                wrong = self._against_entry(fact, index)
            case facts.RulingWithdrawn():
                wrong = self._against_withdrawal(fact)
            case _:
                return
        if wrong is None:
            known_rulings.follow(self._register, fact, index)
        else:
            yield wrong

    def _against_entry(self, fact: facts.RulingEntered, index: int) -> WrongFact | None:
        against = self._register.against(known_rulings.entered(fact, index))
        for one in against:
            return WrongFact(one.path, str(one.args["value"]), f"see {one.rule}")
        return None

    def _against_withdrawal(self, fact: facts.RulingWithdrawn) -> WrongFact | None:
        found = self._register.standing(fact.number)
        if not isinstance(found, AdvanceRuling) or found.entry != fact.entry:
            return WrongFact("entry", str(fact.entry), "that of a ruling that stands")
        day = self._day(fact.at)
        if fact.on != day:
            return WrongFact("on", str(fact.on), str(day))
        return None if fact.reason else WrongFact("reason", "", "a reason")
