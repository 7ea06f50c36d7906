"""Compute a duty, and show every step to it, from a duty expression and what was declared.

It takes the customs value, quantities and exchange rates. Inside, every figure is an exact
fraction of integers, in minor national units; the result is rounded once, half up. The
nodes are `openkeden.tariff.duty.nodes`, their written form
`openkeden.tariff.duty.notation`; both are offered here.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import msgspec

from openkeden.base import money, rates
from openkeden.tariff.duty import nodes
from openkeden.tariff.duty.nodes import (
    Cap,
    Conditional,
    Difference,
    Exempt,
    Expression,
    Fixed,
    Floor,
    Free,
    Lower,
    On,
    Percent,
    Period,
    ProgrammeClaim,
    Programmes,
    Reference,
    Seasonal,
    Specific,
    Sum,
    Table,
    parts,
)
from openkeden.tariff.duty.notation import Malformed, parse, text

__all__ = [
    "Cap",
    "Conditional",
    "Difference",
    "Exempt",
    "Expression",
    "Fixed",
    "Floor",
    "Free",
    "Lower",
    "Malformed",
    "MissingQuantity",
    "Needs",
    "NotEvaluable",
    "On",
    "Percent",
    "Period",
    "ProgrammeClaim",
    "Programmes",
    "Reference",
    "Seasonal",
    "Specific",
    "Step",
    "Sum",
    "Table",
    "amount",
    "claimed",
    "needs",
    "obstacles",
    "parse",
    "parts",
    "steps",
    "text",
]

#: Divisors from stored figures to minor units: a percent is a hundredth, a quantity a
#: millionth, a unit 100 minor ones.
_PERCENT = 100 * 10**nodes.PERCENT_DIGITS
_FIXED = 10**nodes.AMOUNT_DIGITS // 10**money.MINOR_DIGITS
_SPECIFIC = _FIXED * 10**money.QUANTITY_DIGITS

_NONE: Mapping[str, int] = {}


class MissingQuantity(ValueError):
    """The rate needs a quantity that is missing; `unit` is its key, as `kg` or
    `kg[drained]`.
    """

    def __init__(self, unit: str) -> None:
        super().__init__(f"no quantity in {unit}")
        self.unit = unit


class NotEvaluable(ValueError):
    """The rate depends on something outside the declaration, named by `reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Needs(msgspec.Struct, frozen=True):
    """What is needed to compute a rate."""

    #: Keys of quantities, as `kg` or `kg[drained]`.
    units: frozenset[str]

    #: Currencies and indices to be quoted.
    currencies: frozenset[str]


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One term or operation of a computed duty, in order; the last step is the whole."""

    #: The canonical text of the term or operation.
    formula: str

    #: What it gives in minor national units, rounded half up for showing only.
    amount: int

    #: The customs value that a percentage was taken of.
    base: int | None = None

    #: The key of the quantity of a specific term.
    unit: str = ""

    #: That quantity, in millionths.
    quantity: int | None = None

    #: The exchange rate used.
    quote: rates.Quote | None = None

    #: The minor units that one unit of an index was worth.
    index: int | None = None

    #: The branch that a comparison or a season took.
    chosen: str = ""


class _Facts(NamedTuple):
    """What a rate is computed from."""

    #: The customs value in minor national units.
    value: int

    #: Quantities in millionths, by their keys.
    quantities: Mapping[str, int]

    #: The exchange rates of the day.
    exchange: rates.Rates

    #: What indices are worth in minor national units, by their codes.
    indices: Mapping[str, int]


#: An exact amount of minor national units; the denominator is positive.
_Ratio = tuple[int, int]


def amount(
    expression: Expression,
    value: int,
    quantities: Mapping[str, int],
    exchange: rates.Rates,
    indices: Mapping[str, int] = _NONE,
    share: int = 100,
) -> int:
    """The duty in minor national units, or `share` per cent of it; exact, rounded half up
    once.

    `value` is the customs value in minor national units; `quantities` map units to
    millionths; `indices` map index codes (MCI) to minor national units. Seasons take the
    day of `exchange`. Raises MissingQuantity, NotEvaluable and rates.NoRate.
    """
    if type(expression) is Percent:
        return money.half_up(
            value * expression.rate * share, _PERCENT * expression.over * 100
        )
    numerator, denominator = _ratio(
        expression, _Facts(value, quantities, exchange, indices)
    )
    return money.half_up(numerator * share, denominator * 100)


def _ratio(expression: Expression, facts: _Facts) -> _Ratio:
    return _RATIOS[type(expression)](expression, facts)


def _percent(percent: Percent, facts: _Facts) -> _Ratio:
    return facts.value * percent.rate, _PERCENT * percent.over


def _specific(specific: Specific, facts: _Facts) -> _Ratio:
    quantity = facts.quantities.get(specific.measure)
    if quantity is None:
        raise MissingQuantity(specific.measure)
    worth, units = _worth(specific.currency, facts)
    return specific.amount * quantity * worth, specific.per * _SPECIFIC * units


def _fixed(fixed: Fixed, facts: _Facts) -> _Ratio:
    worth, units = _worth(fixed.currency, facts)
    return fixed.amount * worth, _FIXED * units


def _worth(currency: str, facts: _Facts) -> _Ratio:
    """National units per unit of a currency or of an index."""
    index = facts.indices.get(currency)
    if index is not None:
        return index, 10**money.MINOR_DIGITS
    return facts.exchange.ratio(currency)


def _nothing(_: Free | Exempt, __: _Facts) -> _Ratio:
    return 0, 1


def _sum(whole: Sum, facts: _Facts) -> _Ratio:
    above, below = 0, 1
    for term in whole.terms:
        numerator, denominator = _ratio(term, facts)
        above, below = above * denominator + numerator * below, below * denominator
    return above, below


def _difference(difference: Difference, facts: _Facts) -> _Ratio:
    above, below = _ratio(difference.rate, facts)
    numerator, denominator = _ratio(difference.less, facts)
    return max(0, above * denominator - numerator * below), below * denominator


def _floor(floor: Floor, facts: _Facts) -> _Ratio:
    rate, minimum = _ratio(floor.rate, facts), _ratio(floor.minimum, facts)
    return minimum if _less(rate, minimum) else rate


def _cap(cap: Cap, facts: _Facts) -> _Ratio:
    rate, maximum = _ratio(cap.rate, facts), _ratio(cap.maximum, facts)
    return maximum if _less(maximum, rate) else rate


def _lower(lower: Lower, facts: _Facts) -> _Ratio:
    return _ratio(_lowest(lower, facts), facts)


def _lowest(lower: Lower, facts: _Facts) -> Expression:
    best = lower.alternatives[0]
    for other in lower.alternatives[1:]:
        if _less(_ratio(other, facts), _ratio(best, facts)):
            best = other
    return best


def _less(first: _Ratio, second: _Ratio) -> bool:
    return first[0] * second[1] < second[0] * first[1]


def _seasonal(seasonal: Seasonal, facts: _Facts) -> _Ratio:
    return _ratio(_in_season(seasonal, facts), facts)


def _in_season(seasonal: Seasonal, facts: _Facts) -> Expression:
    day = facts.exchange.on.month * 100 + facts.exchange.on.day
    for period in seasonal.periods:
        if period.holds(day):
            return period.rate
    raise NotEvaluable(f"no season holds on {facts.exchange.on}")


def _outside(expression: Expression, _: _Facts) -> _Ratio:
    raise NotEvaluable(obstacles(expression)[0])


_RATIOS: dict[type, Callable[[Any, _Facts], _Ratio]] = {
    Percent: _percent,
    Specific: _specific,
    Fixed: _fixed,
    Free: _nothing,
    Exempt: _nothing,
    Sum: _sum,
    Difference: _difference,
    Floor: _floor,
    Cap: _cap,
    Lower: _lower,
    Seasonal: _seasonal,
    On: _outside,
    Conditional: _outside,
    Reference: _outside,
    Table: _outside,
    Programmes: _outside,
}


def obstacles(expression: Expression) -> tuple[str, ...]:
    """Why an expression cannot be computed from a declaration alone, a reason for each
    node.

    There are none if it can.
    """
    own = _obstacle(expression)
    if own:
        return (own,)
    reasons: list[str] = []
    for part in parts(expression):
        reasons += obstacles(part)
    return tuple(reasons)


def _obstacle(expression: Expression) -> str:
    """What the node itself depends on outside the declaration; empty: nothing."""
    match expression:
        case On(_, part):
            return f"depends on the value of: {part}"
        case Conditional(_, condition):
            return f"depends on a condition: {condition}"
        case Reference(to):
            return f"depends on another rate: {to}"
        case Table(name):
            return f"depends on table {name}"
        case Programmes():
            return "depends on the preference programme claimed"
    return ""


def claimed(expression: Expression, programme: str) -> Expression | None:
    """The rate that `programme` may claim under an expression of programmes; None if none."""
    if not isinstance(expression, Programmes):
        return expression
    for claim in expression.claims:
        if programme in claim.programmes:
            return claim.rate
    return None


def needs(expression: Expression) -> Needs:
    """The quantities, currencies and indices that computing may need, on any branch."""
    units: set[str] = set()
    currencies: set[str] = set()
    _collect(expression, units, currencies)
    return Needs(frozenset(units), frozenset(currencies))


def _collect(expression: Expression, units: set[str], currencies: set[str]) -> None:
    if isinstance(expression, Specific):
        units.add(expression.measure)
    if isinstance(expression, Specific | Fixed):
        currencies.add(expression.currency)
    for part in parts(expression):
        _collect(part, units, currencies)


def steps(
    expression: Expression,
    value: int,
    quantities: Mapping[str, int],
    exchange: rates.Rates,
    indices: Mapping[str, int] = _NONE,
) -> tuple[Step, ...]:
    """Every term and operation of `amount`, parts before wholes.

    The amount of the last step is the duty. Raises as `amount` does.
    """
    return tuple(_trace(expression, _Facts(value, quantities, exchange, indices)))


def _trace(expression: Expression, facts: _Facts) -> list[Step]:
    traced: list[Step] = []
    for part in _computed_parts(expression, facts):
        traced += _trace(part, facts)
    step = Step(formula=text(expression), amount=money.half_up(*_ratio(expression, facts)))
    traced.append(msgspec.structs.replace(step, **_details(expression, facts)))
    return traced


def _computed_parts(expression: Expression, facts: _Facts) -> tuple[Expression, ...]:
    """The parts that a figure comes from: of seasons, the one of the day."""
    if isinstance(expression, Seasonal):
        return (_in_season(expression, facts),)
    return parts(expression)


def _details(expression: Expression, facts: _Facts) -> dict[str, Any]:
    """The fields of a step that only its kind of node has."""
    match expression:
        case Percent():
            return {"base": facts.value}
        case Specific():
            unit = expression.measure
            quantity = facts.quantities[unit]
            rate_used = _rate_of(expression.currency, facts)
            return {"unit": unit, "quantity": quantity, **rate_used}
        case Fixed():
            return _rate_of(expression.currency, facts)
        case Floor(rate, other) | Cap(rate, other):
            taken = _ratio(expression, facts) == _ratio(rate, facts)
            return {"chosen": text(rate if taken else other)}
        case Lower():
            return {"chosen": text(_lowest(expression, facts))}
        case Seasonal():
            return {"chosen": text(_in_season(expression, facts))}
    return {}


def _rate_of(currency: str, facts: _Facts) -> dict[str, Any]:
    if currency in facts.indices:
        return {"index": facts.indices[currency]}
    return {"quote": facts.exchange.quote(currency)}
