"""An assessment, a selection and the payer's funds in, what the system decides on its own out, with its reasons.

A `Desk` holds what is the same for every declaration registered at one office at one moment: make one a batch.
"""

import datetime

import msgspec

from openkeden.assessment import charges
from openkeden.clearance import cases, deadlines
from openkeden.risk import selection

#: Who acts when nobody does.
SYSTEM = "openkeden"

#: The first reason of a decision: what followed from the lane and the money. Profiles that were hit come after it.
NOTHING_PAYABLE, PAID, SECURED, NOT_COVERED, DOCUMENTS, INSPECTION = OUTCOMES = (
    "nothing_payable",
    "paid_from_advance",
    "secured_by_guarantee",
    "payment_missing",
    "documents_asked",
    "inspection_ordered",
)


class Funds(msgspec.Struct, frozen=True, gc=False):
    """What a payer may still draw on, in minor national units: money paid in advance, and a guarantee's free part.

    `account` and `document` name them in the events.
    """

    advance: int = 0
    guarantee: int = 0
    account: str = "advance"
    document: str = "guarantee"


class Decision(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the system decided: the state come to and by when it must be left, the events in order, the reasons.

    `drawn` is taken from the advance, `held` from the guarantee, both in minor national units.
    """

    state: str
    lane: str
    events: tuple[cases.Event, ...]
    due: datetime.datetime | None = None
    drawn: int = 0
    held: int = 0
    reasons: tuple[str, ...] = ()


class RegistrationMoment(msgspec.Struct, frozen=True):
    """The moment of registration at an office, and the terms that start with it."""

    at: datetime.datetime
    office: deadlines.Office
    actor: str
    release_by: datetime.datetime
    control_by: datetime.datetime
    documents_by: datetime.datetime


def desk(
    office: deadlines.Office, at: datetime.datetime, actor: str = SYSTEM
) -> RegistrationMoment:
    """Open a desk for everything that is registered at `at`, an aware moment."""
    return _desk(office, at, deadlines.Moments(term=at), actor)


def decide(
    desk: RegistrationMoment,
    number: str,
    assessment: charges.Assessment,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    """Register under `number` and decide: release what is green and covered, else say what is waited for.

    Replaying the events on a filed case gives the same state and due moment.
    """
    payable = assessment.payable
    registered = _event(desk, "register", {"number": number, "payable": payable})
    return _follow(desk, (registered, _lane(desk, selection)), payable, selection, funds)


def decide_again(
    office: deadlines.Office,
    case: cases.Case,
    at: datetime.datetime,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    """Decide on a case that is registered already: amended, or preliminary with its goods presented.

    Its terms go on; what was paid or secured before counts.
    """
    reopened = _desk(office, at, case.moments, SYSTEM)
    missing = max(case.payable - case.paid - case.secured, 0)
    return _follow(reopened, (_lane(reopened, selection),), missing, selection, funds)


def next_step(case: cases.Case, at: datetime.datetime, actor: str = SYSTEM) -> cases.Event | None:
    """What the system does by itself as time passes and money comes: release, or refusal after the term; else None."""
    if case.state == "awaiting_payment" and case.covered and not (case.documents or case.breach):
        return cases.Event("release", "system", actor, at)
    ground = _OVERDUE.get(case.state)
    if ground is None or case.due is None or at <= case.due:
        return None
    return cases.Event("refuse_release", "system", actor, at, {"grounds": (ground,)})


#: The ground of art. 125(1) on which the system refuses when a term has run out on the declarant.
_OVERDUE = {
    "awaiting_goods": "125(1).3",
    "documents_asked": "125(1).7",
    "awaiting_payment": "125(1).1",
}


def _desk(
    office: deadlines.Office, at: datetime.datetime, moments: deadlines.Moments, actor: str
) -> RegistrationMoment:
    term = moments.term or at
    release_by = moments.release_by or deadlines.release_by(office, term)
    control_by = max(release_by, deadlines.control_by(office, term))
    asked = msgspec.structs.replace(moments, release_by=control_by)
    documents_by = deadlines.due("documents_asked", asked, at, office)
    return RegistrationMoment(at, office, actor, release_by, control_by, documents_by or control_by)


def _event(desk: RegistrationMoment, action: str, args: dict[str, cases.Value]) -> cases.Event:
    return cases.Event(action, "system", desk.actor, desk.at, args)


def _lane(desk: RegistrationMoment, selection: selection.Selection) -> cases.Event:
    if not selection.hits:
        return _event(desk, "select_lane", {"lane": selection.lane})
    profiles = tuple(dict.fromkeys([hit.profile for hit in selection.hits]))
    return _event(desk, "select_lane", {"lane": selection.lane, "profiles": profiles})


def _follow(
    desk: RegistrationMoment,
    before: tuple[cases.Event, ...],
    payable: int,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    """What follows from the lane; `payable` is what is still to be covered."""
    lane = selection.lane
    if lane == "red":
        asked: dict[str, cases.Value] = (
            {"documents": selection.documents} if selection.documents else {}
        )
        step, state, due, reason = (
            "order_inspection",
            "inspection_ordered",
            desk.control_by,
            INSPECTION,
        )
    elif lane == "yellow":
        asked = {"documents": selection.documents}
        step, state, due, reason = "ask_documents", "documents_asked", desk.documents_by, DOCUMENTS
    elif payable > funds.advance and payable > funds.guarantee:
        asked = {}
        step, state, due, reason = (
            "demand_payment",
            "awaiting_payment",
            desk.release_by,
            NOT_COVERED,
        )
    else:
        return _released(desk, before, payable, selection, funds)
    events = (*before, _event(desk, step, asked))
    return Decision(state, lane, events, due, 0, 0, (reason, *_profiles(before)))


def _released(
    desk: RegistrationMoment,
    before: tuple[cases.Event, ...],
    payable: int,
    selection: selection.Selection,
    funds: Funds,
) -> Decision:
    release = _event(desk, "release", {})
    drawn = held = 0
    if payable == 0:
        events, reason = (*before, release), NOTHING_PAYABLE
    elif payable <= funds.advance:
        drawn, reason = payable, PAID
        paid = _event(desk, "confirm_payment", {"amount": payable, "document": funds.account})
        events = (*before, paid, release)
    else:
        held, reason = payable, SECURED
        secured = _event(desk, "secure", {"amount": payable, "document": funds.document})
        events = (*before, secured, release)
    return Decision(
        "released", selection.lane, events, None, drawn, held, (reason, *_profiles(before))
    )


def _profiles(before: tuple[cases.Event, ...]) -> tuple[str, ...]:
    return before[-1].args.get("profiles", ())  # type: ignore[return-value]
