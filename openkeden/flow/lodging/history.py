"""History: the facts of a declaration, and the case that they add up to."""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from openkeden.assessment import charges
from openkeden.base.cases import Event, Value
from openkeden.base.findings import Refused
from openkeden.base.time_limits import Office
from openkeden.clearance import events, lifecycle, people, registration
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.flow import facts, sealing

#: A fact that adds to the case of a declaration.
Step = facts.Lodging | facts.CaseStep

Known = Sequence[Step]


def of(number: str, entries: Iterable[sealing.Stored]) -> Known | Refused:
    """The facts about the declaration of a registration number from its entries, with
    confidential arguments; or that one of them is damaged.
    """
    try:
        found = [sealing.whole(entry) for entry in entries]
    except (sealing.Damaged, msgspec.DecodeError) as damaged:
        return registration.damaged(number, damaged)
    return [fact for fact in found if isinstance(fact, Step)]


def case_of(known: Known, office: Office) -> DeclarationCase:
    """What a declaration has come to by its facts, oldest first; the first of them is a
    lodging.
    """
    first = known[0]
    assert isinstance(first, facts.Lodging)
    case = DeclarationCase(reference=first.reference)
    for fact in known:
        case = events.replay(case, happened(fact), office)
    return case


def happened(fact: Step) -> tuple[Event, ...]:
    """The events of a fact: of a lodging the filing or amending itself, then what the
    system decided.
    """
    if isinstance(fact, facts.CaseStep):
        return fact.events
    start = filed if fact.version == 1 else amended
    by = sender(fact.actor, fact.declarant)
    return (start(fact.digest, fact.assessment, by, fact.at), *fact.decision.events)


def sender(actor: str, declarant: str) -> str:
    """Who did what a filing does: the person who handed it in, else the declarant."""
    return declarant if actor == people.UNNAMED else actor


def filed(
    digest: bytes, assessed: charges.Assessment, by: str, at: datetime.datetime
) -> Event:
    """The event that a first version was filed."""
    args: dict[str, Value] = {"digest": digest.hex(), "items": _items(assessed)}
    return Event("file", lifecycle.DECLARANT, by, at, args)


def amended(
    digest: bytes, assessed: charges.Assessment, by: str, at: datetime.datetime
) -> Event:
    """The event that a further version was filed."""
    args: dict[str, Value] = {
        "digest": digest.hex(),
        "items": _items(assessed),
        "payable": assessed.payable,
    }
    return Event("amend", lifecycle.DECLARANT, by, at, args)


def _items(assessed: charges.Assessment) -> tuple[int, ...]:
    return tuple([valued.number for valued in assessed.items])
