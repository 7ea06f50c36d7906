"""Possible actions: which of the table's actions people could do on a case now.

A condition that hangs on what an action says is asked with the least that it could say.
"""

import datetime
from collections.abc import Mapping

from openkeden.base import transitions
from openkeden.base.cases import Argument, Event, Value
from openkeden.base.findings import Finding
from openkeden.base.time_limits import Office
from openkeden.clearance import conditions, events, lifecycle
from openkeden.clearance.declaration_case import DeclarationCase

#: Conditions about who acts at which device: whoever asks has not said yet.
_PERSONAL = frozenset({"second_person", "device"})

#: The roles in which people act.
ROLES = tuple([role for role in lifecycle.ROLES if role != lifecycle.SYSTEM])


def of(
    case: DeclarationCase, now: datetime.datetime, office: Office
) -> Mapping[str, tuple[str, ...]]:
    """The actions that each role could do now, of the roles that could do any."""
    found: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        names = transitions.actions(lifecycle.TABLE, case.state, role)
        able = [name for name in names if _is_possible(case, name, role, now, office)]
        if able:
            found[role] = tuple(able)
    return found


def _is_possible(
    case: DeclarationCase,
    action: str,
    role: str,
    now: datetime.datetime,
    office: Office,
) -> bool:
    row = transitions.find(lifecycle.TABLE, case.state, action, role)
    assert row is not None, "the table names it"
    if action == "confirm_payment" and not case.missing:
        return False
    if "second_person" in row.needs and not _is_proposed(case, action):
        return False
    event = Event(action, role, "", now, _least(case))
    asked = [name for name in row.needs if name not in _PERSONAL]
    return all(conditions.TESTS[name](case, event, office) is None for name in asked)


def _is_proposed(case: DeclarationCase, action: str) -> bool:
    proposal = case.proposal
    return proposal is not None and proposal.action == lifecycle.CONFIRMS[action]


def _least(case: DeclarationCase) -> dict[str, Value]:
    """What asks least of each condition: a line, a day, nothing more that is due."""
    left = [number for number in case.items if number not in case.released]
    return {"items": tuple(left[:1]), "working_days": 1, "additional": 0, "due": 0}


def against(
    case: DeclarationCase,
    action: str,
    role: str,
    actor: str,
    now: datetime.datetime,
    office: Office,
) -> list[Finding]:
    """What stands against an action of a person now, whatever it will say."""
    asked = lifecycle.ACTIONS[action]
    args = {argument.name: _fitting(case, argument) for argument in asked}
    return events.objections(case, Event(action, role, actor, now, args), office)


def _fitting(case: DeclarationCase, argument: Argument) -> Value:
    """What an argument may well say."""
    if argument.choices:
        return argument.choices[0]
    match argument.kind:
        case "codes":
            return case.documents or ("-",)
        case "numbers":
            return case.items
        case "amount":
            return case.payable
        case "count":
            return 1
        case "text":
            return "-"
