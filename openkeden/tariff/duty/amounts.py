"""Exact amount of a duty, from a duty expression and what was declared.

Inside, every figure is an exact fraction of integers, in minor national units; the result
is rounded once, half up.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

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
    Programmes,
    Reference,
    Seasonal,
    Specific,
    Sum,
    Table,
)
from openkeden.tariff.duty.requirements import obstacles

#: Divisors from stored figures to minor units: a percent is a hundredth, a quantity a
#: millionth, a unit 100 minor ones.
_PERCENT = 100 * 10**nodes.PERCENT_DIGITS
_FIXED = 10**nodes.AMOUNT_DIGITS // 10**money.MINOR_DIGITS
_SPECIFIC = _FIXED * 10**money.QUANTITY_DIGITS

#: For rates that name no index.
NO_INDICES: Mapping[str, int] = {}


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


class DutyFacts(NamedTuple):
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
Ratio = tuple[int, int]


def amount(
    expression: Expression,
    value: int,
    quantities: Mapping[str, int],
    exchange: rates.Rates,
    indices: Mapping[str, int] = NO_INDICES,
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
    numerator, denominator = ratio(
        expression, DutyFacts(value, quantities, exchange, indices)
    )
    return money.half_up(numerator * share, denominator * 100)


def ratio(expression: Expression, facts: DutyFacts) -> Ratio:
    return _RATIOS[type(expression)](expression, facts)


def _percent(percent: Percent, facts: DutyFacts) -> Ratio:
    return facts.value * percent.rate, _PERCENT * percent.over


def _specific(specific: Specific, facts: DutyFacts) -> Ratio:
    quantity = facts.quantities.get(specific.measure)
    if quantity is None:
        raise MissingQuantity(specific.measure)
    worth, units = _worth(specific.currency, facts)
    return specific.amount * quantity * worth, specific.per * _SPECIFIC * units


def _fixed(fixed: Fixed, facts: DutyFacts) -> Ratio:
    worth, units = _worth(fixed.currency, facts)
    return fixed.amount * worth, _FIXED * units


def _worth(currency: str, facts: DutyFacts) -> Ratio:
    """National units per unit of a currency or of an index."""
    index = facts.indices.get(currency)
    if index is not None:
        return index, 10**money.MINOR_DIGITS
    return facts.exchange.ratio(currency)


def _nothing(_: Free | Exempt, __: DutyFacts) -> Ratio:
    return 0, 1


def _sum(whole: Sum, facts: DutyFacts) -> Ratio:
    above, below = 0, 1
    for term in whole.terms:
        numerator, denominator = ratio(term, facts)
        above, below = above * denominator + numerator * below, below * denominator
    return above, below


def _difference(difference: Difference, facts: DutyFacts) -> Ratio:
    above, below = ratio(difference.rate, facts)
    numerator, denominator = ratio(difference.less, facts)
    return max(0, above * denominator - numerator * below), below * denominator


def _floor(floor: Floor, facts: DutyFacts) -> Ratio:
    rate, minimum = ratio(floor.rate, facts), ratio(floor.minimum, facts)
    return minimum if _less(rate, minimum) else rate


def _cap(cap: Cap, facts: DutyFacts) -> Ratio:
    rate, maximum = ratio(cap.rate, facts), ratio(cap.maximum, facts)
    return maximum if _less(maximum, rate) else rate


def _lower(lower: Lower, facts: DutyFacts) -> Ratio:
    return ratio(lowest(lower, facts), facts)


def lowest(lower: Lower, facts: DutyFacts) -> Expression:
    best = lower.alternatives[0]
    for other in lower.alternatives[1:]:
        if _less(ratio(other, facts), ratio(best, facts)):
            best = other
    return best


def _less(first: Ratio, second: Ratio) -> bool:
    return first[0] * second[1] < second[0] * first[1]


def _seasonal(seasonal: Seasonal, facts: DutyFacts) -> Ratio:
    return ratio(in_season(seasonal, facts), facts)


def in_season(seasonal: Seasonal, facts: DutyFacts) -> Expression:
    day = facts.exchange.on.month * 100 + facts.exchange.on.day
    for period in seasonal.periods:
        if period.holds(day):
            return period.rate
    raise NotEvaluable(f"no season holds on {facts.exchange.on}")


def _outside(expression: Expression, _: DutyFacts) -> Ratio:
    raise NotEvaluable(obstacles(expression)[0])


_RATIOS: dict[type, Callable[[Any, DutyFacts], Ratio]] = {
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
