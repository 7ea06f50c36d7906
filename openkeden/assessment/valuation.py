"""Customs value by method 1: each item's price, its share of the additions, less its share of the deductions.

EAEU Customs Code art. 38-40. Each amount is converted once, half up, at the rate of the day of registration; the total
(box 12) is the sum of the rounded items (box 45), never a conversion of its own.
"""

from collections.abc import Mapping

from openkeden.assessment import charges
from openkeden.base import exchange as rates
from openkeden.base import money
from openkeden.filing import declaration


def value(
    declared: declaration.Declaration, exchange: rates.Exchange, shares: Mapping[str, str]
) -> tuple[charges.Valued, ...]:
    """Value every item in minor national units. `shares` says for each kind of cost whether mass or price divides it.

    Raises exchange.NoRate only where gate 2 was passed over.
    """
    numerator, denominator = exchange.ratio(declared.filing.currency)
    goods = declared.goods
    prices = [(2 * line.price * numerator + denominator) // (2 * denominator) for line in goods]
    if not declared.additions and not declared.deductions:
        return tuple(
            [charges.Valued(line.item.number, price, 0, 0, price) for line, price in zip(goods, prices, strict=True)]
        )
    added = _shared(declared.additions, declared, prices, exchange, shares)
    deducted = _shared(declared.deductions, declared, prices, exchange, shares)
    return tuple(
        charges.Valued(line.item.number, price, plus, minus, max(price + plus - minus, 0))
        for line, price, plus, minus in zip(goods, prices, added, deducted, strict=True)
    )


def _shared(
    costs: tuple[declaration.Amount, ...],
    declared: declaration.Declaration,
    prices: list[int],
    exchange: rates.Exchange,
    shares: Mapping[str, str],
) -> list[int]:
    """The sum of the costs as it falls on each item, in minor national units; no tiyn is lost or made."""
    totals = [0] * len(prices)
    for cost in costs:
        by_mass = shares[cost.kind] == "mass"
        weights = [line.gross_mass_kg for line in declared.goods] if by_mass else prices
        for position, part in enumerate(money.apportion(exchange.convert(cost.amount, cost.currency), weights)):
            totals[position] += part
    return totals
