"""The cases of tests/cases: what a filing owes, or why it is refused, on a day; read
docs/cases.md to add one.
"""

import ast
import fractions
import re
from typing import Any

import pytest

from openkeden.base import money
from tests import casework, support
from tests.casework import Case

THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
WORDS = re.compile(r"\b(?!max\b|min\b)[^\W\d]\w*")

LAW = casework.Law(support.pack)


def _cases() -> list[Any]:
    """Each case as a parameter; one with `open`, a fault still in the program, has to fail."""
    found = []
    for stem, case in casework.known():
        marks = (
            [pytest.mark.xfail(reason=case["open"], raises=AssertionError)]
            if "open" in case
            else []
        )
        found.append(pytest.param(case, id=f"{stem}: {case['case']}", marks=marks))
    return found


@pytest.mark.parametrize("case", _cases())
def test_case(case: Case) -> None:
    LAW.check(case)


@pytest.mark.parametrize("stem", sorted({stem for stem, _ in casework.known()}))
def test_arithmetic(stem: str) -> None:
    """The reasons that a case gives are true by themselves, and they give what it expects."""
    for case in [case for of, case in casework.known() if of == stem]:
        expected = case.get("expect")
        if not isinstance(expected, dict):
            expected = dict.fromkeys(("duty", "interest"), expected)
        for label, text, result in casework.reasons(case):
            rounded = _rounded(text, len(result.partition(".")[2]))
            assert rounded == result, (case["case"], text)
            assert expected.get(label, result) == result, (case["case"], text)


def test_cases_are_told_apart_and_sourced() -> None:
    cases = casework.known()
    names = [(stem, case["case"]) for stem, case in cases]
    assert sorted(set(names)) == sorted(names)
    assert [case["case"] for _, case in cases if not case.get("source")] == []


def _rounded(text: str, decimals: int) -> str:
    """The exact value of arithmetic, rounded half up: `x` multiplies, `%` divides by 100,
    units are only words.
    """
    plain = THOUSANDS.sub("", text).replace("%", "/ 100").replace(" x ", " * ")
    source = WORDS.sub("", plain).strip()
    exact = _exact(ast.parse(source, mode="eval").body, source)
    return money.text(
        money.half_up(exact.numerator * 10**decimals, exact.denominator), decimals
    )


def _exact(node: ast.expr, source: str) -> fractions.Fraction:
    match node:
        case ast.Constant():
            return fractions.Fraction(str(ast.get_source_segment(source, node)))
        case ast.BinOp(left, operator, right):
            one, other = _exact(left, source), _exact(right, source)
            by = {
                ast.Add: one.__add__,
                ast.Sub: one.__sub__,
                ast.Mult: one.__mul__,
                ast.Div: one.__truediv__,
            }
            return by[type(operator)](other)
        case ast.Call(ast.Name(name), parts):
            return {"max": max, "min": min}[name](*[_exact(part, source) for part in parts])
    raise ValueError(source)
