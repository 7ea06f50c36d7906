"""Amendment: a new version of a registered declaration, decided on anew; the version before
it never changes.
"""

import msgspec

from openkeden.base import findings
from openkeden.base.cases import Event
from openkeden.base.findings import Refused
from openkeden.base.time_limits import Office
from openkeden.clearance import decision, events, registration
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.flow import facts
from openkeden.flow.lodging import history
from openkeden.risk import selection


class Amending(msgspec.Struct, frozen=True):
    """An amendment that may happen."""

    #: The number of the new version.
    version: int

    #: The case after it.
    after: DeclarationCase


def amend(
    number: str, known: history.Known, declarant: str, event: Event, office: Office
) -> Amending | Refused:
    """What the amendment of declaration `number` makes of it, or why it cannot be amended.

    `known` are the facts of the declaration, none when there is no such number; `event` is
    the amending.
    """
    first = known[0] if known else None
    if not isinstance(first, facts.Lodging) or first.declarant != declarant:
        return findings.refused(registration.NOTHING_TO_AMEND, "amends", value=number)
    after = events.apply(history.case_of(known, office), event, office)
    if isinstance(after, findings.Finding):
        return Refused((after,))
    return Amending(max(fact.version for fact in known) + 1, after)


def decide(
    amending: Amending,
    selected: selection.Selection,
    funds: decision.Funds,
    desk: decision.RegistrationMoment,
) -> decision.Decision:
    """The decision on an amendment."""
    after = amending.after
    if after.state != "registered":
        # An amendment that was demanded goes back to the inspector who waits for it.
        return decision.Decision(after.state, after.lane, (), after.due, 0, 0, ())
    return decision.decide_again(desk.office, after, desk.at, selected, funds)
