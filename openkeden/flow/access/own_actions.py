"""Own actions: what a declarant's person may do with a declaration now, and what stands
against it.
"""

import datetime
from typing import Final

import msgspec

from openkeden.base import declaration_usage, findings, transitions
from openkeden.base.cases import Argument
from openkeden.base.findings import Finding
from openkeden.clearance import action_rules, lifecycle, possible, registration
from openkeden.flow.access.callers import Caller
from openkeden.flow.installation import Installation
from openkeden.flow.lodging.known_case import KnownCase

_DECLARANT: Final = lifecycle.DECLARANT

#: The actions of declarants that come with no message.
BY_KEY: Final = tuple(
    dict.fromkeys(
        [
            row.action
            for row in lifecycle.TABLE.rows
            if _DECLARANT in row.roles and registration.by_filing(row.action) is None
        ]
    )
)


class OwnAction(msgspec.Struct, frozen=True, kw_only=True):
    """An action of the declarant in the state of a declaration."""

    #: Its name.
    action: str

    #: What it takes; none where it comes with a message.
    arguments: tuple[Argument, ...]

    #: Whether it comes with a message.
    by_filing: bool

    #: What stands against it now.
    against: tuple[Finding, ...]


def of(
    known: KnownCase, caller: Caller, now: datetime.datetime, at: Installation
) -> tuple[OwnAction, ...]:
    """What the caller may do in the state of a declaration, in the order of the lifecycle."""
    office, case = at.office(known.row.office), known.case
    found = []
    for name in transitions.actions(lifecycle.TABLE, case.state, _DECLARANT):
        stands = possible.against(case, name, _DECLARANT, caller.person, now, office)
        by_filing = registration.by_filing(name) is not None
        found.append(
            OwnAction(
                action=name,
                arguments=() if by_filing else lifecycle.ACTIONS[name],
                by_filing=by_filing,
                against=tuple(stands),
            )
        )
    return tuple(found)


def not_by_key(action: str) -> Finding | None:
    """Why an action is never done with a key: there is no such one, it comes with a message,
    or it is an officer's.
    """
    wrong = action_rules.unknown_action(action) or registration.by_filing(action)
    if wrong is not None or action in BY_KEY:
        return wrong
    allowed = ", ".join(BY_KEY)
    return findings.of(
        declaration_usage.NOT_BY_KEY, "action", value=action, allowed=allowed
    )
