"""Arguments of an action from their text, each in its kind."""

from collections.abc import Iterable

from openkeden.base import bounded, cases, findings, money, usage
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import action_rules, lifecycle, possible, registration

#: Digits of a number; items are numbered with four at most.
_MOST_DIGITS = 9


def read(action: str, given: Iterable[str]) -> dict[str, cases.Value] | Refused:
    """The arguments that texts of the form `name=value` give, amounts in national currency;
    the last of a name counts. Refused with all that cannot be used.
    """
    unknown = action_rules.unknown_action(action)
    if unknown is not None:
        return Refused((unknown,))
    asked = {argument.name: argument for argument in lifecycle.ACTIONS[action]}
    made: dict[str, cases.Value] = {}
    wrong: list[Finding] = []
    for text in given:
        name, equals, value = text.partition("=")
        argument = asked.get(name.strip())
        if not equals:
            wrong.append(_unusable(text, "it is not written as name=value"))
        elif argument is None:
            known = ", ".join(map(described, asked.values())) or "nothing"
            wrong.append(_unusable(text, f"{action} takes {known}, and no {name}"))
        else:
            read_value = _value(argument.kind, value)
            if read_value is None:
                wrong.append(_unusable(text, f"it is not {cases.FORMS[argument.kind]}"))
            else:
                made[argument.name] = read_value
    return Refused(tuple(wrong)) if wrong else made


def described(argument: cases.Argument) -> str:
    """An argument by its name, with what may be given."""
    form = "|".join(argument.choices) or argument.kind
    return f"{argument.name}={form}"


def all_described() -> list[str]:
    """Every action of people in one line: who may do it, and what it takes."""
    lines = []
    for action, asked in lifecycle.ACTIONS.items():
        roles = [role for role in possible.ROLES if _may(role, action)]
        if roles and registration.by_filing(action) is None:
            takes = [_bracketed(argument) for argument in asked]
            lines.append(" ".join([f"{action} ({', '.join(roles)})", *takes]))
    return lines


def _may(role: str, action: str) -> bool:
    """Whether a role may do an action in any state."""
    rows = lifecycle.TABLE.rows
    return any(row.action == action and role in row.roles for row in rows)


def _bracketed(argument: cases.Argument) -> str:
    told = described(argument)
    return told if argument.required else f"[{told}]"


def _value(kind: str, text: str) -> cases.Value | None:
    """A value in its kind; None where the text is not of that kind."""
    parts = [part.strip() for part in text.split(",")]
    match kind:
        case "amount":
            return amount(text.strip())
        case "count":
            return int(text) if _is_number(text.strip()) else None
        case "codes":
            return tuple([part for part in parts if part])
        case "numbers" if all(map(_is_number, parts)):
            return tuple([int(part) for part in parts])
        case "numbers":
            return None
    return text


def _is_number(text: str) -> bool:
    """Whether it is a number of an item, in plain digits."""
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def amount(text: str) -> int | None:
    """An amount in minor units; None where the text is not one."""
    try:
        return money.parse(text)
    except ValueError:
        return None


def _unusable(text: str, reason: str) -> Finding:
    return findings.of(
        usage.BAD_ARGUMENT, "arg", value=bounded.beginning(text), reason=reason
    )
