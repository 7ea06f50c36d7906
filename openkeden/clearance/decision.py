"""The automatic decision: release, or what is missing, from the assessment, lane and funds.

A `RegistrationMoment` holds what is the same for every declaration registered at one office
at one moment: make one a batch.
"""

import datetime
import itertools

import msgspec

from openkeden.assessment import charges
from openkeden.base.cases import Event, Value
from openkeden.base.time_limits import Office
from openkeden.clearance import deadlines
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.risk import selection

#: Who acts when nobody does.
SYSTEM = "openkeden"

#: The reason of a decision: what followed from the lane and the money. Why the lane was
#: chosen is not told.
NOTHING_PAYABLE, PAID, SECURED, NOT_COVERED, DOCUMENTS, INSPECTION = OUTCOMES = (
    "nothing_payable",
    "paid_from_advance",
    "secured_by_guarantee",
    "payment_missing",
    "documents_asked",
    "inspection_ordered",
)


class Funds(msgspec.Struct, frozen=True, gc=False):
    """What a payer may still draw on, in minor national units."""

    #: Money paid in advance.
    advance: int = 0

    #: The free part of a guarantee.
    guarantee: int = 0

    #: How events name the money.
    account: str = "advance"

    #: How events name the guarantee.
    document: str = "guarantee"


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the system decided. Money is in minor national units."""

    #: The state that the case came to.
    state: str

    #: The lane of the selection.
    lane: str

    #: The events that lead there, in order.
    events: tuple[Event, ...]

    #: By when the state must be left.
    due: datetime.datetime | None = None

    #: What is taken from the money paid in advance.
    debited: int = 0

    #: What is taken from the guarantee.
    held: int = 0

    #: One of `OUTCOMES`; none where an amendment that was demanded changes no lane.
    reasons: tuple[str, ...] = ()

    @property
    def documents(self) -> tuple[str, ...]:
        """The kinds of documents that are asked for, in order."""
        asking = [event for event in self.events if "documents" in event.args]
        asked = [event.codes("documents") for event in asking]
        return tuple(sorted(itertools.chain.from_iterable(asked)))


class RegistrationMoment(msgspec.Struct, frozen=True):
    """The moment of registration at an office, and the deadlines that follow from it."""

    #: The moment.
    at: datetime.datetime

    #: The office.
    office: Office

    #: Who acts.
    actor: str

    #: When the plain time for release ends.
    release_by: datetime.datetime

    #: When it ends where a control comes in.
    control_by: datetime.datetime

    #: Until when documents must be given that are asked for now.
    documents_by: datetime.datetime


def registration_at(
    office: Office, at: datetime.datetime, actor: str = SYSTEM
) -> RegistrationMoment:
    """The deadlines of everything that is registered at `at`, an aware moment."""
    return _moment(office, at, deadlines.Moments(release_from=at), actor)


def decide(
    moment: RegistrationMoment,
    number: str,
    assessment: charges.Assessment,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    """Register under `number` and decide: release what is green and covered, else say why
    not.

    Replaying the events on a filed case gives the same state and deadline.
    """
    payable = assessment.payable
    registered = _event(moment, "register", {"number": number, "payable": payable})
    return _follow(
        moment, (registered, _lane(moment, selection)), payable, selection, funds
    )


def decide_again(
    office: Office,
    case: DeclarationCase,
    at: datetime.datetime,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    """Decide on a case that is registered already: amended, or with its goods presented
    now.

    Its time limits run on; what was paid or secured before counts.
    """
    moment = _moment(office, at, case.moments, SYSTEM)
    missing = max(case.payable - case.paid - case.secured, 0)
    return _follow(moment, (_lane(moment, selection),), missing, selection, funds)


def next_step(
    case: DeclarationCase, at: datetime.datetime, actor: str = SYSTEM
) -> Event | None:
    """What the system does by itself as time passes and money comes.

    It releases what waited for payment alone, and refuses release when the declarant is
    overdue.
    """
    if _waited_for_payment(case):
        return Event("release", "system", actor, at)
    ground = _OVERDUE.get(case.state)
    if ground is None or case.due is None or at <= case.due:
        return None
    return Event("refuse_release", "system", actor, at, {"grounds": (ground,)})


def _waited_for_payment(case: DeclarationCase) -> bool:
    """Whether payment was missing, is so no more, and nothing else is."""
    waits = case.state == "awaiting_payment"
    return waits and case.covered and not (case.documents or case.breach)


#: The ground of art. 125(1) on which the system refuses when the declarant missed a
#: deadline.
_OVERDUE = {
    "awaiting_goods": "125(1).3",
    "documents_asked": "125(1).7",
    "awaiting_payment": "125(1).1",
}


def _moment(
    office: Office, at: datetime.datetime, moments: deadlines.Moments, actor: str
) -> RegistrationMoment:
    start = moments.release_from or at
    release_by = moments.release_by or deadlines.release_by(office, start)
    control_by = max(release_by, deadlines.control_by(office, start))
    asked = msgspec.structs.replace(moments, release_by=control_by)
    documents_by = deadlines.due("documents_asked", asked, at, office) or control_by
    return RegistrationMoment(at, office, actor, release_by, control_by, documents_by)


def _event(moment: RegistrationMoment, action: str, args: dict[str, Value]) -> Event:
    return Event(action, "system", moment.actor, moment.at, args)


def _lane(moment: RegistrationMoment, selection: selection.Selection) -> Event:
    return _event(moment, "select_lane", {"lane": selection.lane})


def _follow(
    moment: RegistrationMoment,
    before: tuple[Event, ...],
    payable: int,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    """What follows from the lane; `payable` is what is still to be covered."""
    if selection.lane == "red":
        return _inspected(moment, before, selection)
    if selection.lane == "yellow":
        return _asked(moment, before, selection)
    if payable > funds.advance and payable > funds.guarantee:
        return _unpaid(moment, before, selection)
    return _released(moment, before, payable, selection, funds)


def _inspected(
    moment: RegistrationMoment, before: tuple[Event, ...], selection: selection.Selection
) -> Decision:
    args: dict[str, Value] = {}
    if selection.documents:
        args["documents"] = selection.documents
    events = (*before, _event(moment, "order_inspection", args))
    return Decision(
        "inspection_ordered",
        selection.lane,
        events,
        moment.control_by,
        reasons=(INSPECTION,),
    )


def _asked(
    moment: RegistrationMoment, before: tuple[Event, ...], selection: selection.Selection
) -> Decision:
    event = _event(moment, "ask_documents", {"documents": selection.documents})
    return Decision(
        "documents_asked",
        selection.lane,
        (*before, event),
        moment.documents_by,
        reasons=(DOCUMENTS,),
    )


def _unpaid(
    moment: RegistrationMoment, before: tuple[Event, ...], selection: selection.Selection
) -> Decision:
    events = (*before, _event(moment, "demand_payment", {}))
    return Decision(
        "awaiting_payment",
        selection.lane,
        events,
        moment.release_by,
        reasons=(NOT_COVERED,),
    )


def _released(
    moment: RegistrationMoment,
    before: tuple[Event, ...],
    payable: int,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    covering, debited, held, reason = _cover(moment, payable, funds)
    events = (*before, *covering, _event(moment, "release", {}))
    return Decision("released", selection.lane, events, None, debited, held, (reason,))


def _cover(
    moment: RegistrationMoment, payable: int, funds: Funds
) -> tuple[tuple[Event, ...], int, int, str]:
    """The events that cover what is payable, what they draw, what they hold, and the
    reason.
    """
    covering = cover(payable, funds, moment.at, moment.actor)
    if covering is None:
        return (), 0, 0, NOTHING_PAYABLE
    if covering.action == "confirm_payment":
        return (covering,), payable, 0, PAID
    return (covering,), 0, payable, SECURED


def cover(
    missing: int, funds: Funds, at: datetime.datetime, actor: str = SYSTEM
) -> Event | None:
    """The event by which funds cover what is missing: with money, else with a guarantee;
    None where nothing is missing or neither has enough.
    """
    if missing <= 0:
        return None
    if missing <= funds.advance:
        paid: dict[str, Value] = {"amount": missing, "document": funds.account}
        return Event("confirm_payment", "system", actor, at, paid)
    if missing <= funds.guarantee:
        secured: dict[str, Value] = {"amount": missing, "document": funds.document}
        return Event("secure", "system", actor, at, secured)
    return None
