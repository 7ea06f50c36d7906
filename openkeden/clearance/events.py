"""A case and an event in, the case after it out, or the finding why it may not be: the only way a case ever changes.

A case is the fold of its events; nothing is kept that replaying them would not give. Nothing is raised for a user's
error.
"""

from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from openkeden.base import findings
from openkeden.clearance import conditions, deadlines, lifecycle
from openkeden.clearance.cases import Case, Event, Proposal, Value

__all__ = ["RULES", "Case", "Event", "Proposal", "Value", "apply", "objections", "replay"]

RULES = conditions.RULES

_Changes = dict[str, Any]


def apply(case: Case, event: Event, office: deadlines.Office) -> Case | findings.Finding:
    """The case after the event, or the first thing that stands against it; `objections` gives all of them.

    Raises KeyError when the law of the office lacks a term of `deadlines.REQUIRED`.
    """
    row, found = conditions.objections(case, event, office)
    if row is None or found:
        return found[0]
    changes = _EFFECTS[event.action](case, event, office) if event.action in _EFFECTS else {}
    if row.to != case.state:
        changes["proposal"] = None
    after = msgspec.structs.replace(case, state=row.to, at=event.at, **changes)
    if row.to != case.state or after.moments != case.moments:
        after = msgspec.structs.replace(
            after, due=deadlines.due(row.to, after.moments, event.at, office)
        )
    assert after.covered or after.state not in lifecycle.RELEASED, (
        "released implies paid or secured"
    )
    return after


def objections(case: Case, event: Event, office: deadlines.Office) -> list[findings.Finding]:
    """All that stands against the event; nothing when it may happen."""
    return conditions.objections(case, event, office)[1]


def replay(case: Case, happened: Iterable[Event], office: deadlines.Office) -> Case:
    """The case after events that were accepted before. Raises ValueError for one that could not have been."""
    for event in happened:
        after = apply(case, event, office)
        if isinstance(after, Case):
            case = after
            continue
        raise ValueError(
            f"{case.reference}: {event.action} at {event.at}: {after.rule} {dict(after.args)}"
        )
    return case


def _moments(case: Case, **changes: object) -> deadlines.Moments:
    return msgspec.structs.replace(case.moments, **changes)


def _under_control(case: Case, office: deadlines.Office) -> deadlines.Moments:
    """The term of release moves to that of art. 119(3), and never back."""
    term, end = case.moments.term, case.moments.release_by
    if term is None or end is None:
        return case.moments
    return _moments(case, release_by=max(end, deadlines.control_by(office, term)))


def _file(_case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {
        "versions": (event.text("digest"),),
        "items": tuple(sorted(event.numbers("items"))),
        "moments": deadlines.Moments(filed=event.at),
    }


def _register(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    by = deadlines.release_by(office, event.at)
    moments = _moments(case, registered=event.at, term=event.at, release_by=by)
    return {
        "registration": event.text("number"),
        "payable": event.amount("payable"),
        "moments": moments,
    }


def _register_preliminary(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    moments = _moments(case, registered=event.at)
    return {
        "registration": event.text("number"),
        "payable": event.amount("payable"),
        "moments": moments,
    }


def _present_goods(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    return {
        "moments": _moments(case, term=event.at, release_by=deadlines.release_by(office, event.at))
    }


def _select_lane(_case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"lane": event.text("lane"), "reasons": event.codes("profiles")}


def _ask(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    """What was asked before stays asked: only giving it or two persons take it away."""
    asked = tuple(dict.fromkeys((*case.documents, *event.codes("documents"))))
    return {"documents": asked, "announced": True, "moments": _under_control(case, office)}


def _supply_documents(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    given = event.codes("documents")
    left = tuple(code for code in case.documents if code not in given)
    return {"documents": left, "moments": _moments(case, supplied=event.at)}


def _report_inspection(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    """A breach stays until an amendment cures it: a later inspection does not."""
    return {
        "acts": (*case.acts, event.text("act")),
        "breach": case.breach or event.text("result") == "breach",
    }


def _propose(_case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"proposal": Proposal(event.action, event.actor, event.device)}


def _confirm_waiver(_case: Case, _event: Event, _office: deadlines.Office) -> _Changes:
    return {"documents": (), "waived": True}


def _demand_amendment(case: Case, _event: Event, office: deadlines.Office) -> _Changes:
    return {"announced": True, "moments": _under_control(case, office)}


def _amend(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    """A new version: of its own accord it is selected anew, on demand it cures the breach."""
    changes: _Changes = {
        "versions": (*case.versions, event.text("digest")),
        "items": tuple(sorted(event.numbers("items"))),
        "payable": event.amount("payable"),
        "moments": _under_control(case, office),
    }
    if case.state == "amendment_demanded":
        return changes | {"breach": False}
    return changes | {"lane": "", "reasons": ()}


def _amend_details(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"versions": (*case.versions, event.text("digest"))}


def _confirm_payment(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"paid": case.paid + event.amount("amount")}


def _secure(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"secured": case.secured + event.amount("amount")}


def _release(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"released": case.items, "moments": _moments(case, released=event.at)}


def _release_items(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    released = tuple(sorted({*case.released, *event.numbers("items")}))
    return {"released": released, "moments": _moments(case, released=event.at)}


def _release_on_security(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {
        "additional": event.amount("additional"),
        "released": case.items,
        "moments": _moments(case, released=event.at, supplied=None),
    }


def _close_check(case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"payable": case.payable + event.amount("due"), "additional": 0, "documents": ()}


def _extend_term(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    days, until = event.amount("working_days"), case.moments.suspended_until
    if case.state == "suspended" and until is not None:
        later = office.calendar.working_days_after(until, days)
        return {"moments": _moments(case, suspended_until=later, suspension_extended=True)}
    term, end = case.moments.term, case.moments.release_by
    assert term is not None, "every state that can be extended has a term"
    assert end is not None, "every state that can be extended has a term"
    later = max(end, office.calendar.working_days_after(term, days))
    return {"moments": _moments(case, release_by=later, extended=True)}


def _suspend(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    return {"moments": _moments(case, suspended_until=office.end("ip_suspension", event.at))}


def _resume(case: Case, event: Event, office: deadlines.Office) -> _Changes:
    again = office.end("control", event.at)
    end = case.moments.release_by
    later = again if end is None else max(end, again)
    return {"moments": _moments(case, release_by=later, suspended_until=None)}


def _refuse(_case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"reasons": event.codes("grounds")}


def _annul_release(_case: Case, event: Event, _office: deadlines.Office) -> _Changes:
    return {"released": (), "reasons": (event.text("reason"),)}


_EFFECTS: dict[str, Callable[[Case, Event, deadlines.Office], _Changes]] = {
    "file": _file,
    "register": _register,
    "register_preliminary": _register_preliminary,
    "refuse_registration": _refuse,
    "present_goods": _present_goods,
    "select_lane": _select_lane,
    "ask_documents": _ask,
    "supply_documents": _supply_documents,
    "order_inspection": _ask,
    "report_inspection": _report_inspection,
    "propose_waiver": _propose,
    "confirm_waiver": _confirm_waiver,
    "demand_amendment": _demand_amendment,
    "amend": _amend,
    "amend_details": _amend_details,
    "confirm_payment": _confirm_payment,
    "secure": _secure,
    "release": _release,
    "release_items": _release_items,
    "release_on_security": _release_on_security,
    "close_check": _close_check,
    "extend_term": _extend_term,
    "suspend": _suspend,
    "resume": _resume,
    "refuse_release": _refuse,
    "propose_annulment": _propose,
    "annul_release": _annul_release,
}
