"""Advance rulings of an installation as its facts tell them."""

from collections.abc import Iterable

from openkeden.classification.advance_rulings import AdvanceRuling, RulingRegister
from openkeden.flow import facts

#: Facts about rulings.
RulingFact = facts.RulingEntered | facts.RulingWithdrawn


def register(rows: Iterable[tuple[int, bytes]]) -> RulingRegister:
    """The rulings that facts tell of, given their indices and bodies, the oldest first."""
    found = RulingRegister()
    for index, body in rows:
        fact = facts.read(body)
        assert isinstance(fact, RulingFact), index
        follow(found, fact, index)
    return found


def follow(found: RulingRegister, fact: RulingFact, index: int) -> None:
    """Take in what a fact changes. Raises LookupError where it does not follow."""
    match fact:
        case facts.RulingEntered():
            found.enter(entered(fact, index))
        case facts.RulingWithdrawn():
            found.withdraw(fact.entry, fact.on)


def entered(fact: facts.RulingEntered, index: int) -> AdvanceRuling:
    """A ruling, whose fact is at an index."""
    return AdvanceRuling(
        entry=index,
        number=fact.number,
        code=fact.code,
        text=fact.text,
        reasons=fact.reasons,
        decided=fact.decided,
        since=fact.since,
        until=fact.until,
        public=fact.public,
    )
