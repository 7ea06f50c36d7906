"""Rows of conditions in, checked conditions and their findings out; a condition and the day's rates in, a test out.

A condition is `{fact = "item.code", op = "starts", value = ["6401", "6402"]}`; `{any = [ ... ]}` holds when one of its
conditions does. Money is decimal text in the national currency, or in `unit`, converted at the day's rate.
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
    message="A condition asks for the fact {value}, which nobody defines.",
    fix="Use one of the facts listed in openkeden.risk.features.FACTS.",
)
UNKNOWN_OPERATOR = findings.Rule(
    number="K.2",
    message="The operator {value} does not fit the fact {fact}, which is a {kind}.",
    fix="Use one of: {known}.",
)
WRONG_VALUE = findings.Rule(
    number="K.3",
    message="The value {value} does not fit {fact} {op}, which compares a {kind}.",
    fix="Write texts in quotes, counts as whole numbers, money, masses and shares as decimal text, and give"
    " `between` two values, the smaller first.",
)
WRONG_FIELDS = findings.Rule(
    number="K.4",
    message="The row is not as it must be: {value}.",
    fix="Give every field that the row needs, in its type, and no other.",
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


class Condition(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A checked condition. `values` are texts, a flag, or integers scaled by the fact's kind; `unit` is a currency."""

    fact: str
    op: str
    values: tuple[Value, ...]
    unit: str = ""

    @property
    def of_item(self) -> bool:
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

    any: tuple[Condition, ...]

    @property
    def of_item(self) -> bool:
        return any(condition.of_item for condition in self.any)

    def text(self) -> str:
        return " or ".join(condition.text() for condition in self.any)


Clause = Condition | AnyOf


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    fact: str
    op: str
    value: Any
    unit: str = ""


def read(row: object, path: str) -> tuple[Clause | None, list[findings.Finding]]:
    """Check one clause of a profile; None when it has findings (K.1 to K.4)."""
    if not (isinstance(row, dict) and "any" in row):
        return _condition(row, path)
    members = row["any"]
    if len(row) > 1 or not isinstance(members, list) or not members:
        return None, [findings.of(WRONG_FIELDS, path, value=row)]
    pairs = [_condition(member, f"{path}.any[{n}]") for n, member in enumerate(members)]
    found = [finding for _, wrong in pairs for finding in wrong]
    return (None if found else AnyOf(tuple(made for made, _ in pairs if made))), found


def _condition(row: object, path: str) -> tuple[Condition | None, list[findings.Finding]]:
    try:
        given = msgspec.convert(row, _Row)
    except msgspec.ValidationError as wrong:
        return None, [findings.of(WRONG_FIELDS, path, value=wrong)]
    fact = features.FACTS.get(given.fact)
    if fact is None:
        return None, [findings.of(UNKNOWN_FACT, f"{path}.fact", value=given.fact)]
    known = OPERATORS[fact.kind]
    if given.op not in known:
        args = {"value": given.op, "fact": given.fact, "kind": fact.kind, "known": ", ".join(known)}
        return None, [findings.of(UNKNOWN_OPERATOR, f"{path}.op", **args)]
    try:
        return Condition(given.fact, given.op, _values(given, fact.kind), given.unit), []
    except ValueError:
        args = {
            "value": f"{given.value} {given.unit}".rstrip(),
            "fact": given.fact,
            "op": given.op,
            "kind": fact.kind,
        }
        return None, [findings.of(WRONG_VALUE, f"{path}.value", **args)]


def _values(given: _Row, kind: features.Kind) -> tuple[Value, ...]:
    """The values of a row as integers, texts or a flag. Raises ValueError where they do not fit fact and operator."""
    several = given.op in _SEVERAL
    listed = given.value if isinstance(given.value, list) else [given.value]
    wanted = range(1, len(listed) + 1) if several else (2,) if given.op == "between" else (1,)
    if len(listed) not in wanted or not _unit_fits(given.unit, kind):
        raise ValueError(given.value)
    values = tuple(_scaled(value, kind) for value in listed)
    if given.op == "between" and values != tuple(sorted(values)):
        raise ValueError(given.value)
    return values


def _unit_fits(unit: str, kind: features.Kind) -> bool:
    if not unit:
        return True
    return kind in ("money", "price") and len(unit) == 3 and unit.isascii() and unit.isupper()


def _scaled(value: object, kind: features.Kind) -> Value:
    decimals = DECIMALS.get(kind)
    if decimals is not None and isinstance(value, str):
        return money.parse(value, decimals)
    if kind == "flag" and isinstance(value, bool):
        return value
    if kind == "count" and type(value) is int and value >= 0:
        return value
    if kind in ("text", "texts") and isinstance(value, str):
        return value
    raise ValueError(value)


def test(clause: Clause, exchange: rates.Rates) -> Test:
    """Make the test of a clause for the day of `exchange`. Raises exchange.NoRate for an amount without a rate."""
    if isinstance(clause, AnyOf):
        return some([test(condition, exchange) for condition in clause.any])
    fact = features.FACTS[clause.fact]
    if fact.kind in ("text", "texts", "flag"):
        return _of_words(clause, fact)
    numerator, denominator = exchange.ratio(clause.unit or exchange.national)
    if fact.kind in ("share", "price"):
        scale = 10 ** DECIMALS["share"] if fact.kind == "share" else denominator
        return _of_ratio(clause, fact, [int(value) * numerator for value in clause.values], scale)
    return _of_number(
        clause,
        fact,
        [money.half_up(int(value) * numerator, denominator) for value in clause.values],
    )


def _of_words(clause: Condition, fact: features.Feature) -> Test:
    """Test of a text, several texts or a flag."""
    first, words = clause.values[0], frozenset(clause.values)
    texts = tuple([str(value) for value in clause.values])
    if fact.kind == "texts":
        return _of_texts(
            clause.op,
            cast("Callable[[features.View], tuple[str, ...]]", fact.read),
            frozenset(texts),
        )
    read = cast("Callable[[features.View], str]", fact.read)
    if clause.op == "=":
        return lambda view: read(view) == first
    if clause.op == "!=":
        return lambda view: read(view) != first
    if clause.op == "in":
        return lambda view: read(view) in words
    if clause.op == "not in":
        return lambda view: read(view) not in words
    if clause.op == "starts":
        return lambda view: read(view).startswith(texts)
    return _contains(read, texts)


def _of_texts(
    op: str, read: Callable[[features.View], tuple[str, ...]], wanted: frozenset[str]
) -> Test:
    if op == "has":
        return lambda view: not wanted.isdisjoint(read(view))
    return lambda view: wanted.isdisjoint(read(view))


def _contains(read: Callable[[features.View], str], texts: tuple[str, ...]) -> Test:
    folded = [text.casefold() for text in texts]

    def contains(view: features.View) -> bool:
        whole = read(view).casefold()
        return any(text in whole for text in folded)

    return contains


def _of_number(clause: Condition, fact: features.Feature, limits: Sequence[int]) -> Test:
    """Test of a scaled integer. The comparisons are written out, for each runs once a declaration or item."""
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


def _of_ratio(clause: Condition, fact: features.Feature, limits: Sequence[int], scale: int) -> Test:
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
        for one in tests:  # noqa: SIM110 - a generator costs more than the tests here
            if not one(view):
                return False
        return True

    return holds


def some(tests: Sequence[Test]) -> Test:
    """The test that at least one holds."""

    def holds(view: features.View) -> bool:
        for one in tests:  # noqa: SIM110 - a generator costs more than the tests here
            if one(view):
                return True
        return False

    return holds
