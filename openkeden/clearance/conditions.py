"""A case and an event in, every reason why the event may not happen out, each as a finding of a numbered rule."""

from collections.abc import Callable

from openkeden.base import findings, money, transitions
from openkeden.clearance import cases, deadlines, lifecycle

NOT_ALLOWED = findings.Rule(
    number="L.1",
    message="{value} is not possible in the state {state}.",
    fix="Possible here: {possible}.",
)
WRONG_ROLE = findings.Rule(
    number="L.2",
    message="The role {value} may not do {action} in the state {state}.",
    fix="Leave it to: {roles}.",
)
NOT_COVERED = findings.Rule(
    number="L.3",
    message="{value} of {payable} is paid or secured; {missing} is missing.",
    fix="Pay or secure {missing} before release.",
    box="47",
    basis="EAEU Customs Code art. 118(1), 136(9)",
)
ONE_PERSON = findings.Rule(
    number="L.4",
    message="{value} may not confirm {action}: two different persons at two devices must agree; proposed by {proposer}.",
    fix="Have an inspector propose it and the head of the office, at another device, confirm it.",
)
TOO_LATE = findings.Rule(
    number="L.5",
    message="The term of the state {state} ended on {due}; {action} came on {value}.",
    fix="Ask the head of the office for an extension before a term ends; now the office decides.",
    basis="EAEU Customs Code art. 114(6), 119, 325",
)
WRONG_ITEMS = findings.Rule(
    number="L.6",
    message="Goods lines {value} cannot be released: open lines are {open}.",
    fix="Name open lines, each once; use release when all of them are to go.",
    box="32",
    basis="EAEU Customs Code art. 118(5)",
)
NO_AMENDING = findings.Rule(
    number="L.7",
    message="{value} is no longer possible in the state {state}: documents were asked or control was announced.",
    fix="Until release only the location of goods and typing errors can be changed (amend_details).",
    basis="EAEU Customs Code art. 112(1)",
)
DOCUMENTS_LEFT = findings.Rule(
    number="L.8",
    message="Documents asked for and not given: {value}.",
    fix="Give them, release on security (art. 121), or drop the demand by two persons (ask again, then waive).",
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
    message="{value} is no ground for {action}.",
    fix="Name every ground that applies, from: {known}.",
    basis="EAEU Customs Code art. 111(5), 125(1)",
)
BAD_ARGUMENT = findings.Rule(
    number="L.11",
    message="{action} needs {name}; found {value}.",
    fix="Give {name} as {form}.",
)
TOO_LONG = findings.Rule(
    number="L.12",
    message="The term cannot be extended by {value} working days.",
    fix="It can be extended once, by 1 to {limit} working days.",
    basis="EAEU Customs Code art. 119(5), 119(6), 124",
)
TOO_EARLY = findings.Rule(
    number="L.13",
    message="The system may refuse only when the term is over: it ends on {due}, this came on {value}.",
    fix="Wait for the end of the term, or let an inspector decide.",
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
BACKWARDS = findings.Rule(
    number="L.16",
    message="The event is of {value}, before the last one of {last}.",
    fix="Send events in the order of their time, with an offset from UTC.",
)
ABOVE_SECURITY = findings.Rule(
    number="L.17",
    message="{value} became payable; the security taken at release was for {limit}.",
    fix="Take the excess as a correction after release.",
    box="47",
    basis="EAEU Customs Code art. 65(4), 121",
)
RULES = (
    NOT_ALLOWED,
    WRONG_ROLE,
    NOT_COVERED,
    ONE_PERSON,
    TOO_LATE,
    WRONG_ITEMS,
    NO_AMENDING,
    DOCUMENTS_LEFT,
    WRONG_LANE,
    NO_GROUND,
    BAD_ARGUMENT,
    TOO_LONG,
    TOO_EARLY,
    UNCURED,
    TOO_LITTLE_SECURITY,
    BACKWARDS,
    ABOVE_SECURITY,
)

_FORMS = {
    "text": "text",
    "amount": "a whole number that is not negative",
    "codes": "a list of codes",
    "numbers": "a list of numbers of goods lines",
}

#: Longest text, longest list and largest number that an event may say.
MAX_TEXT, MAX_LIST, MAX_AMOUNT = 2000, 1000, 10**20

_Test = Callable[[cases.Case, cases.Event, deadlines.Office], findings.Finding | None]


def objections(
    case: cases.Case, event: cases.Event, office: deadlines.Office
) -> tuple[transitions.Transition | None, list[findings.Finding]]:
    """The transition the event would make, and all that stands against it; no transition when the table has none."""
    row = transitions.find(lifecycle.TABLE, case.state, event.action, event.role)
    if row is None:
        return None, [_not_in_table(case, event)]
    found = [*_clock(case, event), *_arguments(event)]
    if found:
        return row, found
    tested = (_TESTS[need](case, event, office) for need in row.needs)
    return row, [finding for finding in tested if finding is not None]


def _not_in_table(case: cases.Case, event: cases.Event) -> findings.Finding:
    roles = transitions.roles(lifecycle.TABLE, case.state, event.action)
    if roles:
        return findings.of(
            WRONG_ROLE,
            "role",
            value=event.role,
            action=event.action,
            state=case.state,
            roles=", ".join(roles),
        )
    if event.action == "amend" and case.announced:
        return findings.of(NO_AMENDING, "action", value=event.action, state=case.state)
    possible = transitions.actions(lifecycle.TABLE, case.state)
    return findings.of(
        NOT_ALLOWED,
        "action",
        value=event.action,
        state=case.state,
        possible=", ".join(possible) or "nothing",
    )


def _clock(case: cases.Case, event: cases.Event) -> list[findings.Finding]:
    aware = event.at.utcoffset() is not None
    if aware and (case.at is None or event.at >= case.at):
        return []
    return [
        findings.of(
            BACKWARDS, "at", value=event.at.isoformat(), last=case.at.isoformat() if case.at else ""
        )
    ]


def _arguments(event: cases.Event) -> list[findings.Finding]:
    asked = lifecycle.ACTIONS[event.action]
    found = [_argument(event, one) for one in asked if not _reads(event.args.get(one.name), one)]
    known = {one.name for one in asked}
    found += [_unknown(event, name, asked) for name in event.args if name not in known]
    return found


def _argument(event: cases.Event, one: lifecycle.Argument) -> findings.Finding:
    form = f"one of {', '.join(one.choices)}" if one.choices else _FORMS[one.kind]
    value = repr(event.args.get(one.name, ""))
    return findings.of(
        BAD_ARGUMENT, f"args.{one.name}", action=event.action, name=one.name, value=value, form=form
    )


def _unknown(
    event: cases.Event, name: str, asked: tuple[lifecycle.Argument, ...]
) -> findings.Finding:
    names = ", ".join(one.name for one in asked) or "no argument"
    return findings.of(
        BAD_ARGUMENT, f"args.{name}", action=event.action, name=names, value=name, form="listed"
    )


def _reads(value: cases.Value | None, asked: lifecycle.Argument) -> bool:
    if value is None:
        return not asked.required
    return (not asked.choices or value in asked.choices) and _READS[asked.kind](value)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and value.strip() != "" and len(value) <= MAX_TEXT


def _is_amount(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_AMOUNT


def _is_codes(value: object) -> bool:
    return (
        isinstance(value, tuple | list) and 0 < len(value) <= MAX_LIST and all(map(_is_text, value))
    )


def _is_numbers(value: object) -> bool:
    right = (
        isinstance(value, tuple | list)
        and 0 < len(value) <= MAX_LIST
        and all(map(_is_amount, value))
    )
    return right and len(set(value)) == len(value)  # type: ignore[arg-type, call-overload]


_READS: dict[str, Callable[[object], bool]] = {
    "text": _is_text,
    "amount": _is_amount,
    "codes": _is_codes,
    "numbers": _is_numbers,
}


def _in_time(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    if case.due is None or event.at <= case.due:
        return None
    return findings.of(
        TOO_LATE,
        "at",
        value=event.at.isoformat(),
        due=case.due.isoformat(),
        state=case.state,
        action=event.action,
    )


def _term_over(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    if case.due is not None and event.at > case.due:
        return None
    return findings.of(
        TOO_EARLY, "at", value=event.at.isoformat(), due=case.due.isoformat() if case.due else ""
    )


def _grounds(
    _case: cases.Case, event: cases.Event, office: deadlines.Office
) -> findings.Finding | None:
    known = office.terms.grounds.get(event.action, {})
    wrong = [code for code in event.codes("grounds") if code not in known]
    if not wrong:
        return None
    listed = ", ".join(known)
    return findings.of(
        NO_GROUND, "args.grounds", value=", ".join(wrong), action=event.action, known=listed
    )


def _no_inspection(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    if case.lane != "red":
        return None
    return findings.of(WRONG_LANE, "action", value=case.lane, action=event.action)


def _clear_lane(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    if case.lane in {"green", "blue"}:
        return None
    return findings.of(WRONG_LANE, "action", value=case.lane, action=event.action)


def _covered(
    case: cases.Case, _event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
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


def _documents(
    case: cases.Case, _event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    return (
        findings.of(DOCUMENTS_LEFT, "documents", value=", ".join(case.documents))
        if case.documents
        else None
    )


def _no_breach(
    case: cases.Case, _event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    return findings.of(UNCURED, "acts", value=case.acts[-1]) if case.breach else None


def _second_person(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    first = case.proposal
    if first is None:
        return findings.of(
            ONE_PERSON, "actor", value=event.actor, action=event.action, proposer="nobody"
        )
    same_device = event.device != "" and event.device == first.device
    if first.actor == event.actor or same_device:
        return findings.of(
            ONE_PERSON, "actor", value=event.actor, action=event.action, proposer=first.actor
        )
    return None


def _unannounced(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    return (
        findings.of(NO_AMENDING, "action", value=event.action, state=case.state)
        if case.announced
        else None
    )


def _items(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    left = [number for number in case.items if number not in case.released]
    named = event.numbers("items")
    if set(named) < set(left):
        return None
    return findings.of(
        WRONG_ITEMS, "args.items", value=", ".join(map(str, named)), open=", ".join(map(str, left))
    )


def _extension(
    case: cases.Case, event: cases.Event, office: deadlines.Office
) -> findings.Finding | None:
    key, done = "extension", case.moments.extended
    if case.state == "suspended":
        key, done = "ip_suspension_extension", case.moments.suspension_extended
    limit, asked = office.term(key, event.at).quantity, event.amount("working_days")
    if 0 < asked <= limit and not done:
        return None
    return findings.of(TOO_LONG, "args.working_days", value=asked, limit=limit)


def _security_121(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
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


def _due_within_security(
    case: cases.Case, event: cases.Event, _office: deadlines.Office
) -> findings.Finding | None:
    due = event.amount("due")
    if due <= case.additional:
        return None
    return findings.of(
        ABOVE_SECURITY, "args.due", value=money.text(due), limit=money.text(case.additional)
    )


_TESTS: dict[str, _Test] = {
    "in_time": _in_time,
    "term_over": _term_over,
    "grounds": _grounds,
    "no_inspection": _no_inspection,
    "clear_lane": _clear_lane,
    "covered": _covered,
    "documents": _documents,
    "no_breach": _no_breach,
    "second_person": _second_person,
    "unannounced": _unannounced,
    "items": _items,
    "extension": _extension,
    "security_121": _security_121,
    "due_within_security": _due_within_security,
}
