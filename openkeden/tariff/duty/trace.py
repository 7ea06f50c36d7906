"""Steps of a computed duty: every term and operation with what it gives, to show how the
amount arises.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from openkeden.base import money, rates
from openkeden.tariff.duty.amounts import (
    NO_INDICES,
    DutyFacts,
    in_season,
    lowest,
    ratio,
)
from openkeden.tariff.duty.nodes import (
    Cap,
    Expression,
    Fixed,
    Floor,
    Lower,
    Percent,
    Seasonal,
    Specific,
    parts,
)
from openkeden.tariff.duty.notation import text


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


def steps(
    expression: Expression,
    value: int,
    quantities: Mapping[str, int],
    exchange: rates.Rates,
    indices: Mapping[str, int] = NO_INDICES,
) -> tuple[Step, ...]:
    """Every term and operation of `amount`, parts before wholes.

    The amount of the last step is the duty. Raises as `amount` does.
    """
    return tuple(_trace(expression, DutyFacts(value, quantities, exchange, indices)))


def _trace(expression: Expression, facts: DutyFacts) -> list[Step]:
    traced: list[Step] = []
    for part in _computed_parts(expression, facts):
        traced += _trace(part, facts)
    step = Step(formula=text(expression), amount=money.half_up(*ratio(expression, facts)))
    traced.append(msgspec.structs.replace(step, **_details(expression, facts)))
    return traced


def _computed_parts(expression: Expression, facts: DutyFacts) -> tuple[Expression, ...]:
    """The parts that a figure comes from: of seasons, the one of the day."""
    if isinstance(expression, Seasonal):
        return (in_season(expression, facts),)
    return parts(expression)


def _details(expression: Expression, facts: DutyFacts) -> dict[str, Any]:
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
            taken = ratio(expression, facts) == ratio(rate, facts)
            return {"chosen": text(rate if taken else other)}
        case Lower():
            return {"chosen": text(lowest(expression, facts))}
        case Seasonal():
            return {"chosen": text(in_season(expression, facts))}
    return {}


def _rate_of(currency: str, facts: DutyFacts) -> dict[str, Any]:
    if currency in facts.indices:
        return {"index": facts.indices[currency]}
    return {"quote": facts.exchange.quote(currency)}
