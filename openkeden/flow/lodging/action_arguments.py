"""Arguments of an action from their text, each in its kind."""

from collections.abc import Iterable

from openkeden.base import bounded, cases, findings, money, usage
from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle

#: Digits of a number; items are numbered with four at most.
_MOST_DIGITS = 9


def read(action: str, given: Iterable[str]) -> dict[str, cases.Value] | Refused:
    """The arguments that texts of the form `name=value` give, amounts in national currency;
    the last of a name counts.
    """
    kinds = {argument.name: argument.kind for argument in lifecycle.ACTIONS.get(action, ())}
    made: dict[str, cases.Value] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or name not in kinds:
            known = ", ".join(kinds) or "none"
            return _unusable(text, f"{action} takes {known}")
        read_value = _value(kinds[name], value)
        if read_value is None:
            return _unusable(text, f"it is not of the kind {kinds[name]}")
        made[name] = read_value
    return made


def _value(kind: str, text: str) -> cases.Value | None:
    """A value in its kind; None where the text is not of that kind."""
    parts = [part.strip() for part in text.split(",")]
    match kind:
        case "amount":
            return amount(text)
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


def _unusable(text: str, reason: str) -> Refused:
    return findings.refused(
        usage.BAD_ARGUMENT, "arg", value=bounded.beginning(text), reason=reason
    )
