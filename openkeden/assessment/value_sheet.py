"""Customs value of each item rebuilt line by line, from declared prices and costs in
national currency and how the costs are divided.
"""

from collections.abc import Sequence
from typing import Literal

from openkeden.assessment import charges, valuation
from openkeden.assessment.explained import (
    Addend,
    Apportionment,
    Begun,
    ExplainedFigure,
    Figure,
    Given,
)
from openkeden.base import money, rates
from openkeden.filing import declaration
from openkeden.filing.subjects import TRANSACTION
from openkeden.tariff.edition import Edition


def quoted(amount: int, currency: str, exchange: rates.Rates) -> Given:
    """An amount as declared, with the quote that converts it."""
    return Given(amount, currency, exchange.quote(currency))


class ValueSheet:
    """The customs values of all items, and what they are made of."""

    def __init__(
        self,
        begun: Begun,
        valued: Sequence[charges.Valued],
        law: Edition,
        exchange: rates.Rates,
    ) -> None:
        self.begun, self.law, self.exchange = begun, law, exchange
        self.stored = {each.number: each for each in valued}
        self.given = [quoted(item.amount, item.currency, exchange) for item in begun.items]
        self.prices = [
            exchange.convert(given.amount, given.currency) for given in self.given
        ]
        self.added = [self._divided(cost) for cost in begun.additions]
        self.deducted = self._deducted()

    def lines(self, place: int) -> list[ExplainedFigure]:
        """The lines of an item's customs value, the last of them the value itself."""
        number = self.begun.items[place].number
        stored = self.stored.get(number)
        price = self._price(place)
        plus = self._costs("addition", place, self.begun.additions, self.added)
        if plus:
            plus.append(_sum("additions", plus, stored.additions if stored else None))
        minus = self._costs("deduction", place, self.begun.deductions, self.deducted)
        if minus:
            minus.append(_sum("deductions", minus, stored.deductions if stored else None))
        parts = [Addend("price", price.amount)]
        parts += [Addend("additions", line.amount) for line in plus[-1:]]
        parts += [Addend("deductions", -line.amount) for line in minus[-1:]]
        value = ExplainedFigure(
            figure="value",
            item=number,
            amount=sum([part.amount for part in parts]),
            stored=stored.value if stored else None,
            parts=tuple(parts),
        )
        return [price, *plus, *minus, value]

    def _price(self, place: int) -> ExplainedFigure:
        item = self.begun.items[place]
        stored = self.stored.get(item.number)
        return ExplainedFigure(
            figure="price",
            item=item.number,
            amount=self.prices[place],
            stored=stored.price if stored else None,
            given=self.given[place],
            method=item.method,
        )

    def _costs(
        self,
        figure: Literal["addition", "deduction"],
        place: int,
        costs: tuple[declaration.Amount, ...],
        divided: list[list[int]],
    ) -> list[ExplainedFigure]:
        """An item's part of each cost."""
        return [
            self._cost(figure, place, cost, parts)
            for cost, parts in zip(costs, divided, strict=True)
        ]

    def _cost(
        self,
        figure: Literal["addition", "deduction"],
        place: int,
        cost: declaration.Amount,
        parts: list[int],
    ) -> ExplainedFigure:
        rule, weights = self.law.costs[cost.kind], self._weights(cost)
        return ExplainedFigure(
            figure=figure,
            item=self.begun.items[place].number,
            code=cost.kind,
            amount=parts[place],
            stored=None,
            given=quoted(cost.amount, cost.currency, self.exchange),
            share=Apportionment(
                rule.share,
                weights[place],
                sum(weights),
                self.exchange.convert(cost.amount, cost.currency),
                parts != self._divided(cost),
            ),
            rows=(rule.row.id,),
        )

    def _weights(self, cost: declaration.Amount) -> list[int]:
        """What divides a cost: gross mass or price of the items valued by method 1."""
        items = self.begun.items
        by_mass = self.law.costs[cost.kind].share == "mass"
        amounts = [item.gross_mass for item in items] if by_mass else self.prices
        counted = [item.method == TRANSACTION for item in items]
        return valuation.weights_of(amounts, counted)

    def _divided(self, cost: declaration.Amount) -> list[int]:
        weights = self._weights(cost)
        if not any(weights):
            return [0] * len(weights)
        return money.apportion(self.exchange.convert(cost.amount, cost.currency), weights)

    def _deducted(self) -> list[list[int]]:
        """Each deduction as it falls on the items; what an item's value has no room for
        falls on the others.
        """
        room = [sum(parts) for parts in zip(self.prices, *self.added, strict=True)]
        return [self._taken(cost, room) for cost in self.begun.deductions]

    def _taken(self, cost: declaration.Amount, room: list[int]) -> list[int]:
        """What a deduction takes of each item; it leaves so much less room."""
        left = self.exchange.convert(cost.amount, cost.currency)
        weights = self._weights(cost)
        taken = [0] * len(room)
        while left and any(weights):
            for place, part in enumerate(money.apportion(left, weights)):
                fits = min(part, room[place])
                weights[place] = 0 if fits < part else weights[place]
                taken[place] += fits
                room[place] -= fits
                left -= fits
        return taken


def _sum(
    figure: Figure, lines: list[ExplainedFigure], stored: int | None
) -> ExplainedFigure:
    """The sum of some lines of one item."""
    parts = tuple([Addend(line.code, line.amount) for line in lines])
    return ExplainedFigure(
        figure=figure,
        item=lines[0].item,
        amount=sum([part.amount for part in parts]),
        stored=stored,
        parts=parts,
    )
