"""Amendment: a new version of a registered declaration, decided on anew; the version before
it never changes.
"""

from openkeden.base import findings
from openkeden.base.cases import Event
from openkeden.base.findings import Refused
from openkeden.clearance import decision, events, registration
from openkeden.flow import facts
from openkeden.flow.lodging import history
from openkeden.risk import selection


def amend(
    number: str,
    known: history.Known,
    declarant: str,
    event: Event,
    selected: selection.Selection,
    funds: decision.Funds,
    desk: decision.RegistrationMoment,
) -> tuple[int, decision.Decision] | Refused:
    """The number of the new version of declaration `number` and the decision on it, or why
    it cannot be amended.

    `known` are the facts of the declaration, none when there is no such number; `event` is
    the amending.
    """
    first = known[0] if known else None
    if not isinstance(first, facts.Lodging) or first.declarant != declarant:
        return findings.refused(registration.NOTHING_TO_AMEND, "amends", value=number)
    case = history.case_of(known, desk.office)
    after = events.apply(case, event, desk.office)
    if isinstance(after, findings.Finding):
        return Refused((after,))
    version = max(fact.version for fact in known) + 1
    if after.state != "registered":
        # An amendment that was demanded goes back to the inspector who waits for it.
        return version, decision.Decision(after.state, after.lane, (), after.due, 0, 0, ())
    return version, decision.decide_again(desk.office, after, desk.at, selected, funds)
