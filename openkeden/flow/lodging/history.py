"""The facts of a declaration in, the case that they add up to out."""

import datetime
from collections.abc import Iterable, Sequence

from openkeden.assessment import charges
from openkeden.clearance import cases, deadlines, events, lifecycle
from openkeden.flow.lodging import facts

Known = Sequence[facts.Lodging | facts.CaseStep]


def of(bodies: Iterable[bytes]) -> Known:
    """The facts about one declaration from the bodies of its entries."""
    found = [facts.read(body) for body in bodies]
    return [fact for fact in found if isinstance(fact, facts.Lodging | facts.CaseStep)]


def case_of(known: Known, office: deadlines.Office) -> cases.Case:
    """What a declaration has come to by its facts, oldest first; the first of them is a lodging."""
    first = known[0]
    assert isinstance(first, facts.Lodging)
    case = cases.Case(reference=first.reference)
    for fact in known:
        case = events.replay(case, happened(fact), office)
    return case


def happened(fact: facts.Lodging | facts.CaseStep) -> tuple[cases.Event, ...]:
    """The events of a fact: of a lodging the filing or amending itself, then what the system decided."""
    if isinstance(fact, facts.CaseStep):
        return fact.events
    start = filed if fact.version == 1 else amended
    return (start(fact.digest, fact.assessment, fact.declarant, fact.at), *fact.decision.events)


def filed(
    digest: bytes, assessed: charges.Assessment, declarant: str, at: datetime.datetime
) -> cases.Event:
    """The event that a first version was filed."""
    args: dict[str, cases.Value] = {"digest": digest.hex(), "items": _items(assessed)}
    return cases.Event("file", lifecycle.DECLARANT, declarant, at, args)


def amended(
    digest: bytes, assessed: charges.Assessment, declarant: str, at: datetime.datetime
) -> cases.Event:
    """The event that a further version was filed."""
    args: dict[str, cases.Value] = {
        "digest": digest.hex(),
        "items": _items(assessed),
        "payable": assessed.payable,
    }
    return cases.Event("amend", lifecycle.DECLARANT, declarant, at, args)


def _items(assessed: charges.Assessment) -> tuple[int, ...]:
    return tuple([valued.number for valued in assessed.items])
