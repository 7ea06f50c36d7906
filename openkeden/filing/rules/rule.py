"""Make a rule of a function: its docstring is the message and the fix, its body the test."""

import inspect
from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

import msgspec

from openkeden.base import findings
from openkeden.filing.context import Context

#: What a test says: nothing when the rule holds, else the arguments of its sentence, among
#: them `value`.
Breach = Mapping[str, object] | None

S = TypeVar("S")
Test = Callable[[S, Context], Breach]

#: Data missing or filled in against the rules: the ground on which registration is refused.
DATA = "EAEU CC art. 111(5)(4)"
#: The rate of exchange of the day of registration.
RATE = "EAEU CC art. 38(8), 52(6)"

_FIX = " Fix: "
#: Larger integers are named by their size: printing them takes quadratic time, or is
#: refused.
_PRINTABLE = 10**30


class Check(msgspec.Struct, Generic[S], frozen=True):
    """A rule and its test."""

    rule: findings.Rule
    #: The field of the subject that a finding points to.
    at: str
    test: Test[S]


def rule(
    number: str,
    at: str,
    *,
    box: str = "",
    basis: str = "",
    severity: findings.Severity = "error",
) -> Callable[[Test[S]], Check[S]]:
    """Make the decorated test the rule `number`; its docstring is the message and the fix.

    The box is that of the number (`G38.1`: box 38) unless given.
    """

    def make(test: Test[S]) -> Check[S]:
        sentences = " ".join((inspect.getdoc(test) or "").split())
        message, fixed, fix = sentences.partition(_FIX)
        assert fixed, number
        row = findings.Rule(
            number=number,
            message=message,
            fix=fix[0].upper() + fix[1:],
            severity=severity,
            box=box or number[1:].partition(".")[0],
            basis=basis,
        )
        return Check(row, at, test)

    return make


def place(box: str) -> int:
    """Where a box stands on the form: A first, then by number, the value declaration last."""
    if box == "A":
        return 0
    return int(box) if box.isdecimal() else 100


def finding(
    check: Check[S], breach: Mapping[str, object], prefix: str = "", box: str = ""
) -> findings.Finding:
    """The finding that a check is breached.

    `prefix` is the path of its subject; `box` names the box where roles share a rule.
    """
    return findings.Finding(
        rule=check.rule.number,
        path=prefix + check.at if check.at else prefix.rstrip("."),
        severity=check.rule.severity,
        box=box or check.rule.box,
        basis=check.rule.basis,
        args={name: _shown(value) for name, value in breach.items()},
    )


def _shown(value: object) -> str:
    if isinstance(value, int) and abs(value) >= _PRINTABLE:
        return "> 10^30"
    return str(value)
