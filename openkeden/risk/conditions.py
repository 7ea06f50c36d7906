"""Conditions of risk profiles: check how they are written, then make a test of each for a
day.

A condition is `{fact = "item.code", op = "starts", value = ["6401", "6402"]}`; `{any = [
... ]}` holds when one of its conditions does. Money is decimal text in the national
currency, or in `unit`, converted at the day's rate.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import msgspec

from openkeden.base import findings, money, rates
from openkeden.risk import features

Test = Callable[[features.View], bool]
Value = str | int | bool

UNKNOWN_FACT = findings.Rule(
    number="K.1",
    message="The condition asks for the fact {value}, which does not exist.",
    fix="Use one of the facts listed in openkeden.risk.features.FACTS.",
)
UNKNOWN_OPERATOR = findings.Rule(
    number="K.2",
    message="The operator {value} cannot be used with the fact {fact}, which is a {kind}.",
    fix="Use one of: {known}.",
)
WRONG_VALUE = findings.Rule(
    number="K.3",
    message="{value} is not a valid value for {fact} {op}, which compares a {kind}.",
    fix="Write texts in quotes, counts as whole numbers, and money, masses and shares as decimal"
    " text. Give `between` two values, the smaller first.",
)
WRONG_FIELDS = findings.Rule(
    number="K.4",
    message="The row is not valid: {value}.",
    fix="Give every field that the row needs, with the right type, and no other fields.",
)

#: Operators of each kind of fact. `between` includes both ends.
_ORDER = ("<", "<=", ">", ">=", "between")
OPERATORS: Mapping[features.Kind, tuple[str, ...]] = {
    "text": ("=", "!=", "in", "not in", "starts", "contains"),
    "texts": ("has", "lacks"),
    "flag": ("=",),
    "count": ("=", "!=", *_ORDER),
    "money": ("=", "!=", *_ORDER),
    "quantity": ("=", "!=", *_ORDER),
    "share": _ORDER,
    "price": _ORDER,
}

#: Decimals that a value of each kind may have.
DECIMALS: Mapping[features.Kind, int] = {"money": 2, "price": 2, "quantity": 6, "share": 6}

_SEVERAL = ("in", "not in", "starts", "contains", "has", "lacks")
#: Comparisons of ratios; `between` has its upper end besides.
_COMPARE = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "between": operator.ge,
}


class Condition(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A checked condition."""

    #: The fact it compares, by its name in `features.FACTS`.
    fact: str

    #: One of the operators that the kind of the fact allows.
    op: str

    #: Texts, a flag, or integers scaled by the kind of the fact.
    values: tuple[Value, ...]

    #: The currency of an amount; empty is the national one.
    unit: str = ""

    @property
    def of_item(self) -> bool:
        """Whether it is a condition on one item, not on the whole declaration."""
        return features.FACTS[self.fact].of_item

    def text(self) -> str:
        """The condition as an officer reads it: `item.value_per_kg < 6.00 USD`."""
        kind = features.FACTS[self.fact].kind
        shown = ", ".join([_shown(value, kind) for value in self.values])
        return f"{self.fact} {self.op} {shown} {self.unit}".rstrip()


def _shown(value: Value, kind: features.Kind) -> str:
    if kind == "flag":
        return "yes" if value else "no"
    decimals = DECIMALS.get(kind)
    return money.short(int(value), decimals) if decimals else str(value) or '""'


class AnyOf(msgspec.Struct, frozen=True):
    """Holds when one of its conditions does."""

    #: The conditions, one of which is enough.
    any: tuple[Condition, ...]

    @property
    def of_item(self) -> bool:
        """Whether one of them is a condition on one item."""
        return any(condition.of_item for condition in self.any)

    def text(self) -> str:
        """The conditions as an officer reads them."""
        return " or ".join(condition.text() for condition in self.any)


Clause = Condition | AnyOf


class _ConditionRow(msgspec.Struct, forbid_unknown_fields=True):
    """A condition as it is written in a policy file."""

    #: The name of the fact.
    fact: str

    #: The operator, not yet compared with the kind of the fact.
    op: str

    #: One value or a list of them.
    value: Any

    #: The currency of an amount; empty is the national one.
    unit: str = ""


def read(row: object, path: str) -> tuple[Clause | None, list[findings.Finding]]:
    """Check one clause of a profile; None when it has findings (K.1 to K.4)."""
    if not (isinstance(row, dict) and "any" in row):
        return _condition(row, path)
    members = row["any"]
    if len(row) > 1 or not isinstance(members, list) or not members:
        return None, [findings.of(WRONG_FIELDS, path, value=row)]
    return _any_of(members, path)


def _any_of(
    members: list[object], path: str
) -> tuple[AnyOf | None, list[findings.Finding]]:
    made: list[Condition] = []
    wrong: list[findings.Finding] = []
    for place, member in enumerate(members):
        condition, faults = _condition(member, f"{path}.any[{place}]")
        wrong += faults
        if condition is not None:
            made.append(condition)
    return (None if wrong else AnyOf(tuple(made))), wrong


def _condition(row: object, path: str) -> tuple[Condition | None, list[findings.Finding]]:
    try:
        written = msgspec.convert(row, _ConditionRow)
    except msgspec.ValidationError as error:
        return None, [findings.of(WRONG_FIELDS, path, value=error)]
    fact = features.FACTS.get(written.fact)
    if fact is None:
        return None, [findings.of(UNKNOWN_FACT, f"{path}.fact", value=written.fact)]
    if written.op not in OPERATORS[fact.kind]:
        return None, [_unknown_operator(written, fact.kind, path)]
    try:
        values = _values(written, fact.kind)
    except ValueError:
        return None, [_wrong_value(written, fact.kind, path)]
    return Condition(written.fact, written.op, values, written.unit), []


def _unknown_operator(
    written: _ConditionRow, kind: features.Kind, path: str
) -> findings.Finding:
    return findings.of(
        UNKNOWN_OPERATOR,
        f"{path}.op",
        value=written.op,
        fact=written.fact,
        kind=kind,
        known=", ".join(OPERATORS[kind]),
    )


def _wrong_value(
    written: _ConditionRow, kind: features.Kind, path: str
) -> findings.Finding:
    return findings.of(
        WRONG_VALUE,
        f"{path}.value",
        value=f"{written.value} {written.unit}".rstrip(),
        fact=written.fact,
        op=written.op,
        kind=kind,
    )


def _values(written: _ConditionRow, kind: features.Kind) -> tuple[Value, ...]:
    """The values of a row as integers, texts or a flag.

    Raises ValueError where they do not fit the fact and the operator.
    """
    listed = written.value if isinstance(written.value, list) else [written.value]
    if not _count_fits(len(listed), written.op) or not _unit_fits(written.unit, kind):
        raise ValueError(written.value)
    values = tuple([_scaled(value, kind) for value in listed])
    if written.op == "between" and values != tuple(sorted(values)):
        raise ValueError(written.value)
    return values


def _count_fits(count: int, op: str) -> bool:
    """Whether an operator takes so many values."""
    if op in _SEVERAL:
        return count > 0
    return count == (2 if op == "between" else 1)


def _unit_fits(unit: str, kind: features.Kind) -> bool:
    if not unit:
        return True
    return (
        kind in ("money", "price") and len(unit) == 3 and unit.isascii() and unit.isupper()
    )


def _scaled(value: object, kind: features.Kind) -> Value:
    """One value as it is compared. Raises ValueError where it does not fit the kind."""
    if isinstance(value, str):
        return _of_text(value, kind)
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "count" and type(value) is int and value >= 0:
        return value
    raise ValueError(value)


def _of_text(text: str, kind: features.Kind) -> Value:
    decimals = DECIMALS.get(kind)
    if decimals is not None:
        return money.parse(text, decimals)
    if kind in ("text", "texts"):
        return text
    raise ValueError(text)


def test(clause: Clause, exchange: rates.Rates) -> Test:
    """Make the test of a clause for the day of `exchange`.

    Raises rates.NoRate for an amount in a currency without a rate.
    """
    if isinstance(clause, AnyOf):
        return some([test(condition, exchange) for condition in clause.any])
    fact = features.FACTS[clause.fact]
    if fact.kind in ("text", "texts", "flag"):
        return _of_words(clause, fact)
    return _of_amounts(clause, fact, exchange)


def _of_amounts(clause: Condition, fact: features.Feature, exchange: rates.Rates) -> Test:
    """Test of a number, an amount or a ratio, its limits converted once."""
    numerator, denominator = exchange.ratio(clause.unit or exchange.national)
    limits = [int(value) * numerator for value in clause.values]
    if fact.kind == "share":
        return _of_ratio(clause, fact, limits, 10 ** DECIMALS["share"])
    if fact.kind == "price":
        return _of_ratio(clause, fact, limits, denominator)
    rounded = [money.half_up(limit, denominator) for limit in limits]
    return _of_number(clause, fact, rounded)


def _of_words(clause: Condition, fact: features.Feature) -> Test:
    """Test of a text, several texts or a flag."""
    if fact.kind == "texts":
        return _of_texts(clause, fact)
    read = cast("Callable[[features.View], str]", fact.read)
    first, words = clause.values[0], frozenset(clause.values)
    texts = tuple([str(value) for value in clause.values])
    tests: dict[str, Test] = {
        "=": lambda view: read(view) == first,
        "!=": lambda view: read(view) != first,
        "in": lambda view: read(view) in words,
        "not in": lambda view: read(view) not in words,
        "starts": lambda view: read(view).startswith(texts),
        "contains": _contains(read, texts),
    }
    return tests[clause.op]


def _of_texts(clause: Condition, fact: features.Feature) -> Test:
    """Test of a fact with several texts."""
    read = cast("Callable[[features.View], tuple[str, ...]]", fact.read)
    words = frozenset(clause.values)
    if clause.op == "has":
        return lambda view: not words.isdisjoint(read(view))
    return lambda view: words.isdisjoint(read(view))


def _contains(read: Callable[[features.View], str], texts: tuple[str, ...]) -> Test:
    folded = [text.casefold() for text in texts]

    def contains(view: features.View) -> bool:
        whole = read(view).casefold()
        return any(text in whole for text in folded)

    return contains


def _of_number(clause: Condition, fact: features.Feature, limits: Sequence[int]) -> Test:
    """Test of a scaled integer.

    The comparisons are written out, for each runs once a declaration or item.
    """
    read = cast("Callable[[features.View], int]", fact.read)
    low, high = limits[0], limits[-1]
    tests: dict[str, Test] = {
        "<": lambda view: read(view) < low,
        "<=": lambda view: read(view) <= low,
        ">": lambda view: read(view) > low,
        ">=": lambda view: read(view) >= low,
        "=": lambda view: read(view) == low,
        "!=": lambda view: read(view) != low,
        "between": lambda view: low <= read(view) <= high,
    }
    return tests[clause.op]


def _of_ratio(
    clause: Condition, fact: features.Feature, limits: Sequence[int], scale: int
) -> Test:
    """Test of a ratio by cross-multiplying, exactly; a ratio to nothing meets no condition."""
    read = cast("Callable[[features.View], tuple[int, int]]", fact.read)
    compare, limit = _COMPARE[clause.op], limits[0]
    highest = limits[-1] if clause.op == "between" else None

    def holds(view: features.View) -> bool:
        top, bottom = read(view)
        if bottom == 0 or not compare(top * scale, limit * bottom):
            return False
        return highest is None or top * scale <= highest * bottom

    return holds


def every(tests: Sequence[Test]) -> Test:
    """The test that all hold, in their order; the first that fails ends it."""
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda view: first(view) and second(view)

    def holds(view: features.View) -> bool:
        for member in tests:  # noqa: SIM110 - a generator costs more than the tests here
            if not member(view):
                return False
        return True

    return holds


def some(tests: Sequence[Test]) -> Test:
    """The test that at least one holds."""

    def holds(view: features.View) -> bool:
        for member in tests:  # noqa: SIM110 - a generator costs more than the tests here
            if member(view):
                return True
        return False

    return holds
