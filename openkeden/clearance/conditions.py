"""Conditions of a declaration's lifecycle: each says why an event may not happen, by its
rule.

Conditions that hold for every kind of case are in `base.case_conditions`.
"""

from collections.abc import Iterable, Mapping

from openkeden.base import case_conditions, cases, findings, money
from openkeden.base.cases import Event
from openkeden.base.time_limits import Office
from openkeden.clearance import lifecycle
from openkeden.clearance.declaration_case import DeclarationCase

NOT_COVERED = findings.Rule(
    number="L.3",
    message="{value} of {payable} is paid or secured; {missing} is missing.",
    fix="Pay or secure {missing} before release.",
    box="47",
    basis="EAEU Customs Code art. 118(1), 136(9)",
)
TOO_LATE = findings.Rule(
    number="L.5",
    message="The deadline of the state {state} was {due}; {action} came on {value}.",
    fix="A deadline can be extended only before it expires. Contact the office.",
    basis="EAEU Customs Code art. 114(6), 119, 325",
)
WRONG_ITEMS = findings.Rule(
    number="L.6",
    message="Goods lines {value} cannot be released: open lines are {open}.",
    fix="Name open lines, each once; use release when all of them are to go.",
    box="32",
    basis="EAEU Customs Code art. 118(5)",
)
UNKNOWN_ITEMS = findings.Rule(
    number="M.30",
    message="The declaration has no goods lines {value}: it has {known}.",
    fix="Name the lines in which the breach was found, or none where it is all of them.",
    box="32",
    basis="EAEU Customs Code art. 328",
)
NO_AMENDING = findings.Rule(
    number="L.7",
    message="{value} is no longer possible in the state {state}: "
    "documents were asked for or control was announced.",
    fix="Until release only the location of goods and typing errors can be changed "
    "(amend_details).",
    basis="EAEU Customs Code art. 112(1)",
)
DOCUMENTS_LEFT = findings.Rule(
    number="L.8",
    message="Documents asked for and not given: {value}.",
    fix="Give them, release on security (art. 121), or drop the demand by two persons "
    "(ask again, then waive).",
    box="44",
    basis="EAEU Customs Code art. 325",
)
WRONG_LANE = findings.Rule(
    number="L.9",
    message="{action} is not possible in the lane {value}.",
    fix="Do what the lane asks for: documents in yellow, inspection in red.",
    basis="EAEU Customs Code art. 322, 378",
)
NO_GROUND = findings.Rule(
    number="L.10",
    message="{value} is not a valid ground for {action}.",
    fix="Name every ground that applies, from: {known}.",
    basis="EAEU Customs Code art. 111(5), 125(1)",
)
TOO_LONG = findings.Rule(
    number="L.12",
    message="The time limit cannot be extended by {value} working days.",
    fix="It can be extended once, by 1 to {limit} working days.",
    basis="EAEU Customs Code art. 119(5), 119(6), 124",
)
TOO_EARLY = findings.Rule(
    number="L.13",
    message=(
        "The system may refuse only after the deadline: it is {due}, this came on {value}."
    ),
    fix="Wait for the deadline, or let an inspector decide.",
    basis="EAEU Customs Code art. 119, 325",
)
UNCURED = findings.Rule(
    number="L.14",
    message="Inspection {value} found a breach that is not cured.",
    fix="Demand an amendment and have it made, or refuse release.",
    basis="EAEU Customs Code art. 112(2), 125(1)",
)
TOO_LITTLE_SECURITY = findings.Rule(
    number="L.15",
    message="Paid or secured is {value}; release on security needs {needed}.",
    fix="Secure {missing} more.",
    box="52",
    basis="EAEU Customs Code art. 65(4), 121",
)
ABOVE_SECURITY = findings.Rule(
    number="L.17",
    message="{value} became payable; the security taken at release was for {limit}.",
    fix="Take the excess as a correction after release.",
    box="47",
    basis="EAEU Customs Code art. 65(4), 121",
)
RULES = (
    NOT_COVERED,
    TOO_LATE,
    WRONG_ITEMS,
    UNKNOWN_ITEMS,
    NO_AMENDING,
    DOCUMENTS_LEFT,
    WRONG_LANE,
    NO_GROUND,
    TOO_LONG,
    TOO_EARLY,
    UNCURED,
    TOO_LITTLE_SECURITY,
    ABOVE_SECURITY,
)

_Found = findings.Finding | None


def _no_inspection(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    if case.lane != "red":
        return None
    return findings.of(WRONG_LANE, "action", value=case.lane, action=event.action)


def _clear_lane(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    if case.lane in {"green", "blue"}:
        return None
    return findings.of(WRONG_LANE, "action", value=case.lane, action=event.action)


def _covered(case: DeclarationCase, _event: Event, _office: Office) -> _Found:
    if case.covered:
        return None
    have, needed = case.paid + case.secured, case.payable + case.additional
    return findings.of(
        NOT_COVERED,
        "payable",
        value=money.text(have),
        payable=money.text(needed),
        missing=money.text(needed - have),
    )


def _documents(case: DeclarationCase, _event: Event, _office: Office) -> _Found:
    if not case.documents:
        return None
    return findings.of(DOCUMENTS_LEFT, "documents", value=", ".join(case.documents))


def _no_breach(case: DeclarationCase, _event: Event, _office: Office) -> _Found:
    if not case.breach:
        return None
    return findings.of(UNCURED, "acts", value=case.acts[-1])


def unannounced(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    """Neither documents were asked for nor an inspection was announced."""
    if not case.announced:
        return None
    return findings.of(NO_AMENDING, "action", value=event.action, state=case.state)


def _items(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    left = [number for number in case.items if number not in case.released]
    named = event.numbers("items")
    if set(named) < set(left):
        return None
    return findings.of(
        WRONG_ITEMS, "args.items", value=_numbers(named), open=_numbers(left)
    )


def _known_items(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    unknown = [number for number in event.numbers("items") if number not in case.items]
    if not unknown:
        return None
    return findings.of(
        UNKNOWN_ITEMS, "args.items", value=_numbers(unknown), known=_numbers(case.items)
    )


def _numbers(numbers: Iterable[int]) -> str:
    return ", ".join([str(number) for number in numbers])


def _extension(case: DeclarationCase, event: Event, office: Office) -> _Found:
    key, done = "extension", case.moments.extended
    if case.state == "suspended":
        key, done = "ip_suspension_extension", case.moments.suspension_extended
    limit = office.limit(key, event.at).quantity
    asked = event.amount("working_days")
    if 0 < asked <= limit and not done:
        return None
    return findings.of(TOO_LONG, "args.working_days", value=asked, limit=limit)


def _security_121(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    needed = case.payable + event.amount("additional")
    have = case.paid + case.secured
    if have >= needed:
        return None
    return findings.of(
        TOO_LITTLE_SECURITY,
        "args.additional",
        value=money.text(have),
        needed=money.text(needed),
        missing=money.text(needed - have),
    )


def _due_within_security(case: DeclarationCase, event: Event, _office: Office) -> _Found:
    due = event.amount("due")
    if due <= case.additional:
        return None
    return findings.of(
        ABOVE_SECURITY, "args.due", value=money.text(due), limit=money.text(case.additional)
    )


#: The conditions of `lifecycle.CONDITIONS`, each with its test.
TESTS: Mapping[str, cases.Condition[DeclarationCase]] = {
    "in_time": case_conditions.in_time(TOO_LATE),
    "overdue": case_conditions.overdue(TOO_EARLY),
    "grounds": case_conditions.listed_grounds(NO_GROUND),
    "no_inspection": _no_inspection,
    "clear_lane": _clear_lane,
    "covered": _covered,
    "documents": _documents,
    "no_breach": _no_breach,
    "second_person": case_conditions.second_person(lifecycle.CONFIRMS),
    "device": case_conditions.named_device,
    "unannounced": unannounced,
    "items": _items,
    "known_items": _known_items,
    "extension": _extension,
    "security_121": _security_121,
    "due_within_security": _due_within_security,
}
