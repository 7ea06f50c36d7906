"""Customs value: by method 1 each item's price with its share of the additions, less its
share of the deductions.

EAEU Customs Code art. 38-40. Each amount is converted once, half up, at the rate of the day
of registration; the total (box 12) is the sum of the rounded items (box 45), never a
conversion of its own. By another method (art. 41-45) the value is the one declared in box
45: additions and deductions belong to method 1 alone.
"""

from collections.abc import Mapping, Sequence

from openkeden.assessment import charges, explained
from openkeden.base import money, rates
from openkeden.filing import declaration
from openkeden.filing.subjects import TRANSACTION


def of_goods(
    begun: explained.Begun, exchange: rates.Rates, shares: Mapping[str, str]
) -> tuple[charges.Valued, ...]:
    """Value goods that nobody declared, each by its price in its own currency, with its
    share of what is added. Raises NoRate.
    """
    prices = [exchange.convert(item.amount, item.currency) for item in begun.items]
    masses = [item.gross_mass for item in begun.items]
    added = [0] * len(prices)
    for cost in begun.additions:
        amounts = masses if shares[cost.kind] == "mass" else prices
        weights = weights_of(amounts, [True] * len(prices))
        converted = exchange.convert(cost.amount, cost.currency)
        parts = money.apportion(converted, weights)
        added = [before + part for before, part in zip(added, parts, strict=True)]
    return tuple(
        [
            charges.Valued(item.number, price, plus, 0, price + plus)
            for item, price, plus in zip(begun.items, prices, added, strict=True)
        ]
    )


def value(
    declared: declaration.Declaration, exchange: rates.Rates, shares: Mapping[str, str]
) -> tuple[charges.Valued, ...]:
    """Value every item in minor national units. `shares` says for each kind of cost whether
    mass or price divides it.

    Raises exchange.NoRate only where gate 2 was passed over.
    """
    numerator, denominator = exchange.ratio(declared.filing.currency)
    goods = declared.goods
    prices = [
        (2 * line.price * numerator + denominator) // (2 * denominator)
        if line.item.valuation_method == TRANSACTION
        else money.parse(line.item.customs_value)
        for line in goods
    ]
    if not declared.additions and not declared.deductions:
        return tuple(
            [
                charges.Valued(line.item.number, price, 0, 0, price)
                for line, price in zip(goods, prices, strict=True)
            ]
        )
    added = _added(declared, prices, exchange, shares)
    room = [price + plus for price, plus in zip(prices, added, strict=True)]
    deducted = _deducted(declared, room, prices, exchange, shares)
    return tuple(
        charges.Valued(line.item.number, price, plus, minus, price + plus - minus)
        for line, price, plus, minus in zip(goods, prices, added, deducted, strict=True)
    )


def _added(
    declared: declaration.Declaration,
    prices: Sequence[int],
    exchange: rates.Rates,
    shares: Mapping[str, str],
) -> list[int]:
    """The sum of the additions as it falls on each item; no tiyn is lost or made."""
    totals = [0] * len(prices)
    for cost in declared.additions:
        weights = _weights(declared, prices, shares[cost.kind])
        if any(weights):
            for place, part in enumerate(
                money.apportion(exchange.convert(cost.amount, cost.currency), weights)
            ):
                totals[place] += part
    return totals


def _deducted(
    declared: declaration.Declaration,
    room: Sequence[int],
    prices: Sequence[int],
    exchange: rates.Rates,
    shares: Mapping[str, str],
) -> list[int]:
    """The sum of the deductions as it falls on each item, never more than its `room`: the
    rest falls on the others.
    """
    totals = [0] * len(prices)
    for cost in declared.deductions:
        left = exchange.convert(cost.amount, cost.currency)
        weights = _weights(declared, prices, shares[cost.kind])
        while left and any(weights):
            parts = money.apportion(left, weights)
            for place, part in enumerate(parts):
                taken = min(part, room[place] - totals[place])
                totals[place] += taken
                left -= taken
                if taken < part:
                    weights[place] = 0
    return totals


def _weights(
    declared: declaration.Declaration, prices: Sequence[int], share: str
) -> list[int]:
    masses = [line.gross_mass_kg for line in declared.goods]
    counted = [line.item.valuation_method == TRANSACTION for line in declared.goods]
    return weights_of(masses if share == "mass" else prices, counted)


def weights_of(amounts: Sequence[int], counted: Sequence[bool]) -> list[int]:
    """What divides a cost by these amounts among the items `counted`, which are those
    valued by method 1.

    It falls evenly where all amounts are zero.
    """
    weights = [
        amount if counts else 0 for counts, amount in zip(counted, amounts, strict=True)
    ]
    return weights if any(weights) else [int(counts) for counts in counted]
