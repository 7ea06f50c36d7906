"""Powers: the register of people as the ledger goes, so that an audit can tell of each act
whether its person was appointed.
"""

import datetime
from collections.abc import Callable, Iterator

import msgspec

from openkeden.clearance import lifecycle, people
from openkeden.flow import facts

#: What may pass between allowing an act and stamping it.
_GRACE = datetime.timedelta(minutes=5)


def tenure_of(fact: facts.Appointment, index: int) -> people.Tenure:
    """What an appointment gives, whose fact is at an index."""
    return people.Tenure(
        index,
        fact.person,
        fact.name,
        fact.role,
        fact.office,
        fact.firm,
        fact.since,
        fact.until,
    )


class Powers:
    """Who holds which role after the facts so far."""

    def __init__(self, local: Callable[[datetime.datetime], datetime.datetime]) -> None:
        self._local = local
        self._held: dict[int, people.Tenure] = {}
        self._by_person: dict[str, list[int]] = {}

    def add(self, index: int, fact: facts.AnyFact) -> None:
        """Take in what a fact changes in the register."""
        match fact:
            case facts.Appointment():
                self._held[index] = tenure_of(fact, index)
                self._by_person.setdefault(fact.person, []).append(index)
            case facts.AppointmentEnd() if fact.entry in self._held:
                held = self._held[fact.entry]
                self._held[fact.entry] = msgspec.structs.replace(held, until=fact.until)

    def missing(self, fact: facts.AnyFact) -> str:
        """The first act of a fact whose person held no such role; empty where all did."""
        for person, role in self._acts(fact):
            held = [self._held[index] for index in self._by_person.get(person, ())]
            allowed = [
                people.may_act(held, person, role, days) is None
                for days in self._days(fact)
            ]
            if not any(allowed):
                return f"{person} as {role}"
        return ""

    def _days(self, fact: facts.AnyFact) -> list[tuple[datetime.date, datetime.date]]:
        """The days that an appointment had to hold on: that of the clock may be the one
        before, for an act is allowed a moment before it is stamped.
        """
        on = self._local(fact.at).date()
        clock = (fact.recorded - _GRACE, fact.recorded)
        return [(on, self._local(moment).date()) for moment in clock]

    def _acts(self, fact: facts.AnyFact) -> Iterator[tuple[str, str]]:
        """Persons and roles that a fact speaks of."""
        match fact:
            case facts.Lodging() | facts.Refusal() | facts.Paper() if (
                fact.actor != people.UNNAMED
            ):
                yield fact.actor, lifecycle.DECLARANT
            case facts.CaseStep():
                for event in fact.events:
                    if event.role != lifecycle.SYSTEM:
                        yield event.actor, event.role
            case facts.Deposit() | facts.Reversal():
                yield fact.actor, lifecycle.TREASURY
            case facts.Appointment() | facts.AppointmentEnd() if self._held:
                yield fact.actor, people.ADMINISTRATOR
            case facts.KeyIssued() | facts.KeyRevoked() | facts.AuditorReading():
                yield from _of_access(fact)
            case (
                facts.SeedOpened()
                | facts.ModelProposed()
                | facts.AuthorityTrusted()
                | facts.AuthorityEnded()
            ):
                yield fact.actor, people.ADMINISTRATOR
            case (
                facts.ModelPromoted()
                | facts.ModelWithdrawn()
                | facts.RulingEntered()
                | facts.RulingWithdrawn()
            ):
                yield fact.actor, lifecycle.CHIEF


def _of_access(
    fact: facts.KeyIssued | facts.KeyRevoked | facts.AuditorReading,
) -> Iterator[tuple[str, str]]:
    """Persons and roles that a fact about keys and readings speaks of."""
    if isinstance(fact, facts.AuditorReading):
        yield fact.actor, people.AUDITOR
        return
    if isinstance(fact, facts.KeyIssued):
        yield fact.person, lifecycle.DECLARANT
    if fact.actor != fact.person:
        yield fact.actor, people.ADMINISTRATOR
