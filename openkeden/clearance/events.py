"""Events of a declaration: what each action changes in its case, and the only way a case
changes.

`apply` and `replay` are those of `base.cases`, run with the lifecycle of a declaration.
"""

from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base import case_conditions, cases, findings, separations
from openkeden.base.cases import Changes, Event
from openkeden.base.time_limits import Office
from openkeden.clearance import (
    conditions,
    deadlines,
    declaration_case,
    lifecycle,
    separation,
)
from openkeden.clearance.declaration_case import DeclarationCase


def _number(rule: findings.Rule) -> tuple[str, int]:
    letter, _, number = rule.number.partition(".")
    return letter, int(number)


#: Every rule that may speak against an event of a declaration, by number.
RULES = tuple(
    sorted(
        [
            *cases.RULES,
            *case_conditions.RULES,
            *conditions.RULES,
            *separations.RULES,
        ],
        key=_number,
    )
)


def apply(
    case: DeclarationCase, event: Event, office: Office
) -> DeclarationCase | findings.Finding:
    """The case after the event, or the first of its objections.

    Raises KeyError when the law of the office lacks a time limit of `deadlines.REQUIRED`.
    """
    return cases.apply(_LIFECYCLE, case, event, office)


def objections(
    case: DeclarationCase, event: Event, office: Office
) -> list[findings.Finding]:
    """Everything that stands against the event; nothing when it may happen."""
    return cases.objections(_LIFECYCLE, case, event, office)[1]


def replay(
    case: DeclarationCase, happened: Iterable[Event], office: Office
) -> DeclarationCase:
    """The case after events that were accepted before.

    Raises ValueError for an event that could not have been.
    """
    return cases.replay(_LIFECYCLE, case, happened, office)


def _moments(case: DeclarationCase, **changes: object) -> deadlines.Moments:
    return msgspec.structs.replace(case.moments, **changes)


def _under_control(case: DeclarationCase, office: Office) -> deadlines.Moments:
    """The time for release becomes that of art. 119(3), and never shorter again."""
    start, end = case.moments.release_from, case.moments.release_by
    if start is None or end is None:
        return case.moments
    return _moments(case, release_by=max(end, deadlines.control_by(office, start)))


def _file(_case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {
        "versions": (event.text("digest"),),
        "items": tuple(sorted(event.numbers("items"))),
        "moments": deadlines.Moments(filed=event.at),
    }


def _register(case: DeclarationCase, event: Event, office: Office) -> Changes:
    start = event.at
    end = deadlines.release_by(office, start)
    moments = _moments(case, registered=start, release_from=start, release_by=end)
    return _registered(event, moments)


def _register_preliminary(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return _registered(event, _moments(case, registered=event.at))


def _registered(event: Event, moments: deadlines.Moments) -> Changes:
    number, payable = event.text("number"), event.amount("payable")
    return {"registration": number, "payable": payable, "moments": moments}


def _present_goods(case: DeclarationCase, event: Event, office: Office) -> Changes:
    end = deadlines.release_by(office, event.at)
    return {"moments": _moments(case, release_from=event.at, release_by=end)}


def _select_lane(_case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"lane": event.text("lane")}


def _ask(case: DeclarationCase, event: Event, office: Office) -> Changes:
    """What was asked before stays asked: only giving it or two persons take it away."""
    asked = tuple(dict.fromkeys((*case.documents, *event.codes("documents"))))
    return {"documents": asked, "announced": True, "moments": _under_control(case, office)}


def _supply_documents(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    given = event.codes("documents")
    left = tuple(code for code in case.documents if code not in given)
    return {"documents": left, "moments": _moments(case, supplied=event.at)}


def _report_inspection(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    """A breach stays until an amendment cures it: a later inspection does not."""
    return {
        "acts": (*case.acts, event.text("act")),
        "breach": case.breach or event.text("result") == "breach",
    }


def _confirm_waiver(_case: DeclarationCase, _event: Event, _office: Office) -> Changes:
    return {"documents": (), "waived": True}


def _demand_amendment(case: DeclarationCase, _event: Event, office: Office) -> Changes:
    return {"announced": True, "moments": _under_control(case, office)}


def _amend(case: DeclarationCase, event: Event, office: Office) -> Changes:
    """A new version: of its own accord it is selected anew, on demand it cures the breach."""
    changes: Changes = {
        "versions": (*case.versions, event.text("digest")),
        "items": tuple(sorted(event.numbers("items"))),
        "payable": event.amount("payable"),
        "moments": _under_control(case, office),
    }
    if case.state == "amendment_demanded":
        return changes | {"breach": False}
    return changes | {"lane": "", "reasons": ()}


def _amend_details(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"versions": (*case.versions, event.text("digest"))}


def _confirm_payment(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"paid": case.paid + event.amount("amount")}


def _secure(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"secured": case.secured + event.amount("amount")}


def _release(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"released": case.items, "moments": _moments(case, released=event.at)}


def _release_items(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    released = tuple(sorted({*case.released, *event.numbers("items")}))
    return {"released": released, "moments": _moments(case, released=event.at)}


def _release_on_security(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {
        "additional": event.amount("additional"),
        "released": case.items,
        "moments": _moments(case, released=event.at, supplied=None),
    }


def _close_check(case: DeclarationCase, event: Event, _office: Office) -> Changes:
    """What became payable is covered by the security; what is left of it is given back."""
    payable = case.payable + event.amount("due")
    needed = max(payable - case.paid, 0)
    return {
        "payable": payable,
        "additional": 0,
        "documents": (),
        "secured": min(case.secured, needed),
    }


def _extend_term(case: DeclarationCase, event: Event, office: Office) -> Changes:
    days, until = event.amount("working_days"), case.moments.suspended_until
    if case.state == "suspended" and until is not None:
        later = office.calendar.working_days_after(until, days)
        return {"moments": _moments(case, suspended_until=later, suspension_extended=True)}
    start, end = case.moments.release_from, case.moments.release_by
    assert start is not None, "every state that can be extended has a time for release"
    assert end is not None, "every state that can be extended has a time for release"
    later = max(end, office.calendar.working_days_after(start, days))
    return {"moments": _moments(case, release_by=later, extended=True)}


def _suspend(case: DeclarationCase, event: Event, office: Office) -> Changes:
    until = office.end("ip_suspension", event.at)
    return {"moments": _moments(case, suspended_until=until)}


def _resume(case: DeclarationCase, event: Event, office: Office) -> Changes:
    again = office.end("control", event.at)
    end = case.moments.release_by
    later = again if end is None else max(end, again)
    return {"moments": _moments(case, release_by=later, suspended_until=None)}


def _refuse(_case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"reasons": event.codes("grounds")}


def _refuse_release(case: DeclarationCase, event: Event, office: Office) -> Changes:
    """Where nothing was released, what was paid or secured is given back."""
    changes = _refuse(case, event, office)
    return changes if case.released else changes | _NOTHING_STANDS


def _withdraw(_case: DeclarationCase, _event: Event, _office: Office) -> Changes:
    return _NOTHING_STANDS


#: What was paid and secured is given back.
_NOTHING_STANDS: Changes = {"paid": 0, "secured": 0}


def _annul_release(_case: DeclarationCase, event: Event, _office: Office) -> Changes:
    return {"released": (), "reasons": (event.text("reason"),)}


#: What each action changes; those not named here only move the case.
EFFECTS: Mapping[str, cases.Effect[DeclarationCase]] = {
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
    "propose_waiver": case_conditions.propose,
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
    "refuse_release": _refuse_release,
    "withdraw": _withdraw,
    "propose_annulment": case_conditions.propose,
    "annul_release": _annul_release,
}

_LIFECYCLE = cases.Lifecycle(
    table=lifecycle.TABLE,
    actions=lifecycle.ACTIONS,
    conditions=conditions.TESTS,
    effects=EFFECTS,
    due=declaration_case.due,
    sound=declaration_case.sound,
    absent={"amend": conditions.unannounced},
    duties=separation.DUTIES,
    impersonal=frozenset({lifecycle.SYSTEM}),
)
