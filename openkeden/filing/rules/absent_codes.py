"""Rules on commodity codes that are not in the tariff of the day: box 33."""

from openkeden.base import codes
from openkeden.base.findings import Finding
from openkeden.filing.context import Context
from openkeden.filing.rules.rule import Breach, finding, rule
from openkeden.filing.subjects import ItemCodes
from openkeden.tariff.code_standing import CodeStanding, standing

_TARIFF = "EAEU Common Customs Tariff"
_DIGITS = 10


@rule("G33.1", "code", basis=_TARIFF)
def code_form(line: ItemCodes, context: Context) -> Breach:  # noqa: ARG001
    """{value} is not a valid commodity code: it needs exactly ten digits.

    Fix: give all ten digits.
    """
    return _misformed(line.code)


@rule("G33.2", "code", basis=_TARIFF)
def code_unknown(line: ItemCodes, context: Context) -> Breach:
    """The code {value} is not in the tariff in force on {on}.

    Fix: look the goods up in the tariff of that day; {near} codes begin with {begin}.
    """
    return _unknown(line.code, context)


@rule("G33.20", "code", basis=_TARIFF)
def code_not_held(line: ItemCodes, context: Context) -> Breach:
    """The tariff of chapter {chapter} is not held here before {held}: whether it had the
    code {value} on {on} is not known.

    Fix: give a day from {held} on, or import the tariff of that time (`keden tariff
    import`).
    """
    return _not_held(line.code, context)


@rule("G33.3", "code", basis=_TARIFF)
def code_ended(line: ItemCodes, context: Context) -> Breach:
    """The code {value} is no longer in the tariff on {on}.

    Fix: use the successor that fits the goods: {successors}.
    """
    return _ended(line.code, context)


@rule("G33.21", "code", basis=_TARIFF)
def code_later(line: ItemCodes, context: Context) -> Breach:
    """The code {value} is in the tariff from {since} on, and was not yet on {on}.

    Fix: use a code of that day; {near} codes begin with {begin}.
    """
    return _later(line.code, context)


def _misformed(code: str) -> Breach:
    return None if codes.digits(code, _DIGITS) else {"value": code}


def _unknown(code: str, context: Context) -> Breach:
    if _found(code, context).status != "unknown":
        return None
    begin, near = context.nearest(code)
    return {"value": code, "on": context.on, "begin": begin, "near": near}


def _not_held(code: str, context: Context) -> Breach:
    found = _found(code, context)
    if found.status != "not_held":
        return None
    chapter = code[:2]
    return {"value": code, "on": context.on, "chapter": chapter, "held": found.day}


def _ended(code: str, context: Context) -> Breach:
    found = _found(code, context)
    if found.status != "ended":
        return None
    successors = ", ".join(found.successors) or "-"
    return {"value": code, "on": context.on, "successors": successors}


def _later(code: str, context: Context) -> Breach:
    found = _found(code, context)
    if found.status != "later":
        return None
    begin, near = context.nearest(code)
    near_ones = {"begin": begin, "near": near}
    return {"value": code, "on": context.on, "since": found.day, **near_ones}


_IN_FORCE = CodeStanding("in_force")


def _found(code: str, context: Context) -> CodeStanding:
    """Where the code stands; one that is no code is told by its form alone."""
    if code in context.edition.lines or not codes.digits(code, _DIGITS):
        return _IN_FORCE
    return standing(code, context.edition)


CHECKS = (code_form, code_unknown, code_not_held, code_ended, code_later)


def of_code(code: str, context: Context) -> tuple[Finding, ...]:
    """What the rules say of a code that somebody asks about without a declaration."""
    wrong = (
        (code_form, _misformed(code)),
        (code_unknown, _unknown(code, context)),
        (code_not_held, _not_held(code, context)),
        (code_ended, _ended(code, context)),
        (code_later, _later(code, context)),
    )
    return tuple([finding(check, breach) for check, breach in wrong if breach is not None])
