"""Own declarations: a caller sees and touches those of the firms that he acts for. To him
there is no other one.
"""

import msgspec

from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused
from openkeden.clearance import registration
from openkeden.flow import facts
from openkeden.flow.access.callers import Caller
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history, known_case
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.store import read, rows


class Message(msgspec.Struct, frozen=True):
    """A message as it was sent."""

    #: The message.
    body: bytes

    #: Its type.
    media_type: str


def versions(number: str, caller: Caller) -> list[rows.DeclarationRow] | Refused:
    """Every version of a caller's declaration by its registration number, the first one
    first.
    """
    found = read.versions(number)
    if found and found[0].declarant in caller.firms:
        return found
    return not_yours("declaration", number)


def of(number: str, caller: Caller, at: Installation) -> KnownCase | Refused:
    """A caller's declaration as it stands, by its registration number."""
    found = versions(number, caller)
    return found if isinstance(found, Refused) else known_case.of(found[-1], at)


def not_yours(what: str, value: object) -> Refused:
    """That there is no such thing which a caller may see."""
    return findings.refused(service_usage.NOT_YOURS, "path", what=what, value=value)


def steps(known: KnownCase) -> tuple[tuple[int, history.Step], ...]:
    """The facts about a caller's declaration with their indices, without what is sealed."""
    stored = read.entries_of(known.row.registration)
    read_facts = [(one.index, facts.read(one.body)) for one in stored]
    return tuple(
        [(index, fact) for index, fact in read_facts if isinstance(fact, history.Step)]
    )


def message(number: str, version: str, caller: Caller) -> Message | Refused:
    """The message of a version of a caller's declaration, as it was sent."""
    found = versions(number, caller)
    if isinstance(found, Refused):
        return found
    for row in found:
        if str(row.version) == version:
            stored = read.entries([row.lodged])[row.lodged]
            fact = facts.read(stored.body)
            assert isinstance(fact, facts.Lodging), "versions are lodged"
            return Message(stored.received, fact.media_type)
    known = f"1 to {found[-1].version}"
    return findings.refused(
        registration.NO_VERSION, "version", value=version, registration=number, known=known
    )


def entry(index: int, caller: Caller) -> int | Refused:
    """The index of a fact about what a caller's firms declared or paid."""
    stored = read.bodies([index]).get(index)
    if stored is not None:
        fact = facts.read(stored.body)
        if _firm_of(fact) in caller.firms:
            return index
    return not_yours("entry", index)


def _firm_of(fact: facts.AnyFact) -> str:
    """Whose a fact is; empty where it is no firm's."""
    match fact:
        case facts.Lodging() | facts.Refusal():
            return fact.declarant
        case facts.CaseStep():
            return read.versions(fact.registration)[0].declarant
        case facts.Deposit():
            return fact.payer
    return ""
