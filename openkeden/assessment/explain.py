"""Explanation: every figure of an assessment rebuilt from its parts, by the law of its day.

Nothing is taken from a stored figure but the rate of a charge and the rows it names:
prices, quantities, costs and exchange rates are followed to the total, and each line bears
the figure that the assessment states beside its own.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

from openkeden.assessment import charges, valuation
from openkeden.assessment.explained import (
    DE_MINIMIS,
    Addend,
    Apportionment,
    Begun,
    BegunItem,
    ExplainedCondition,
    ExplainedFigure,
    Figure,
    Given,
)
from openkeden.base import money, rates
from openkeden.filing import declaration
from openkeden.filing.subjects import TRANSACTION
from openkeden.tariff import conditions, duty
from openkeden.tariff.edition import Edition

_KINDS = {kind.code: kind for kind in charges.CHARGES}


def explain(
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    law: Edition,
    exchange: rates.Rates,
) -> tuple[ExplainedFigure, ...]:
    """Rebuild every figure of `assessed`: values, charges of each item, those of the
    declaration, totals.

    `law` is the edition of the day and `exchange` holds the quotes of the assessment and of
    the law's thresholds. Raises exchange.NoRate, duty.MissingQuantity, duty.Malformed and
    KeyError where these are not the ones it was assessed with.
    """
    return rebuild(_begun(declared, exchange.national), assessed, law, exchange)


def rebuild(
    begun: Begun, assessed: charges.Assessment, law: Edition, exchange: rates.Rates
) -> tuple[ExplainedFigure, ...]:
    """As `explain`, for goods that nobody declared."""
    return _Sheet(begun, assessed, law, exchange).lines()


def _begun(declared: declaration.Declaration, national: str) -> Begun:
    items = []
    for goods in declared.goods:
        method, amount, currency = (
            goods.item.valuation_method,
            goods.price,
            declared.filing.currency,
        )
        if method != TRANSACTION:
            amount, currency = money.parse(goods.item.customs_value), national
        items.append(
            BegunItem(
                goods.item.number,
                method,
                amount,
                currency,
                goods.gross_mass_kg,
                goods.quantities,
            )
        )
    return Begun(tuple(items), declared.additions, declared.deductions)


def difference(lines: tuple[ExplainedFigure, ...]) -> ExplainedFigure | None:
    """The first line whose figure is not the stored one; None when all are exact."""
    return next((line for line in lines if not line.exact), None)


class _Sheet:
    """What the lines are rebuilt from: declared prices and costs in national currency, and
    how the costs are divided.
    """

    def __init__(
        self,
        begun: Begun,
        assessed: charges.Assessment,
        law: Edition,
        exchange: rates.Rates,
    ) -> None:
        self.begun, self.assessed, self.law, self.exchange = begun, assessed, law, exchange
        self.indices = {
            code: money.parse(law.parameter(code.lower()).value)
            for code in law.lists.get("indices", ())
        }
        self.stored = {valued.number: valued for valued in assessed.items}
        self.given = [self._quoted(one.amount, one.currency) for one in begun.items]
        self.prices = [
            exchange.convert(given.amount, given.currency) for given in self.given
        ]
        self.added = [self._divided(cost) for cost in begun.additions]
        self.deducted = self._deducted()
        self.when: dict[str, tuple[conditions.Condition, ...]] = {}
        for rates_of_charge in law.charge_rates.values():
            self.when |= {rate.row.id: rate.when for rate in rates_of_charge}

    def lines(self) -> tuple[ExplainedFigure, ...]:
        """Every figure in order: items with their charges, the charges of the whole,
        totals.
        """
        valued = [self._value(place) for place in range(len(self.given))]
        values = [lines[-1].amount for lines in valued]
        whole: list[ExplainedFigure] = []
        for charge in self.assessed.charges:
            if not charge.item:
                whole += self._fee(charge, values)
        fee = [Addend(line.code, line.amount) for line in whole if line.figure == "amount"]
        shared = fee if self.law.parameter("vat.base.includes_fee").value == "true" else []
        found: list[ExplainedFigure] = []
        for place, lines in enumerate(valued):
            found += [*lines, *self._charges(place, values, [] if place else shared)]
        found += whole
        owed = [Addend(line.code, line.amount) for line in found if line.figure == "amount"]
        found.append(_total("customs_value", sum(values), self.assessed.customs_value))
        payable = sum([part.amount for part in owed])
        found.append(_total("payable", payable, self.assessed.payable, _by_code(owed)))
        return tuple(found)

    def _quoted(self, amount: int, currency: str) -> Given:
        return Given(amount, currency, self.exchange.quote(currency))

    def _weights(self, cost: declaration.Amount) -> list[int]:
        """What divides a cost: gross mass or price of the items valued by method 1."""
        items = self.begun.items
        by_mass = self.law.costs[cost.kind].share == "mass"
        amounts = [one.gross_mass for one in items] if by_mass else self.prices
        return valuation.weights_of(amounts, [one.method == TRANSACTION for one in items])

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
        found = []
        for cost in self.begun.deductions:
            left, weights = (
                self.exchange.convert(cost.amount, cost.currency),
                self._weights(cost),
            )
            taken = [0] * len(room)
            while left and any(weights):
                for place, part in enumerate(money.apportion(left, weights)):
                    fits = min(part, room[place])
                    weights[place] = 0 if fits < part else weights[place]
                    taken[place] += fits
                    room[place] -= fits
                    left -= fits
            found.append(taken)
        return found

    def _value(self, place: int) -> list[ExplainedFigure]:
        """The lines of an item's customs value, the last of them the value itself."""
        item = self.begun.items[place]
        stored = self.stored.get(item.number)
        price = ExplainedFigure(
            figure="price",
            item=item.number,
            amount=self.prices[place],
            stored=stored.price if stored else None,
            given=self.given[place],
            method=item.method,
        )
        found, parts = [price], [Addend("price", price.amount)]
        plus = self._costs("addition", place, self.begun.additions, self.added)
        if plus:
            found += [
                *plus,
                _sum("additions", item.number, plus, stored.additions if stored else None),
            ]
            parts.append(Addend("additions", found[-1].amount))
        minus = self._costs("deduction", place, self.begun.deductions, self.deducted)
        if minus:
            found += [
                *minus,
                _sum(
                    "deductions", item.number, minus, stored.deductions if stored else None
                ),
            ]
            parts.append(Addend("deductions", -found[-1].amount))
        value, known = (
            sum([part.amount for part in parts]),
            stored.value if stored else None,
        )
        found.append(
            ExplainedFigure(
                figure="value",
                item=item.number,
                amount=value,
                stored=known,
                parts=tuple(parts),
            )
        )
        return found

    def _costs(
        self,
        figure: Literal["addition", "deduction"],
        place: int,
        costs: tuple[declaration.Amount, ...],
        divided: list[list[int]],
    ) -> list[ExplainedFigure]:
        """An item's part of each cost."""
        found = []
        for cost, parts in zip(costs, divided, strict=True):
            rule, weights = self.law.costs[cost.kind], self._weights(cost)
            total = self.exchange.convert(cost.amount, cost.currency)
            line = ExplainedFigure(
                figure=figure,
                item=self.begun.items[place].number,
                code=cost.kind,
                amount=parts[place],
                stored=None,
                given=self._quoted(cost.amount, cost.currency),
                share=Apportionment(
                    rule.share,
                    weights[place],
                    sum(weights),
                    total,
                    parts != self._divided(cost),
                ),
                rows=(rule.row.id,),
            )
            found.append(line)
        return found

    def _charges(
        self, place: int, values: list[int], fee: list[Addend]
    ) -> list[ExplainedFigure]:
        """The lines of an item's charges: each with its base, what the rate gives, and what
        is payable.
        """
        goods = self.begun.items[place]
        found: list[ExplainedFigure] = []
        taxed = [Addend("value", values[place]), *fee]
        for charge in self.assessed.charges:
            if charge.item == goods.number:
                parts = taxed if _KINDS[charge.code].cumulative else taxed[:1]
                base = _base(charge, parts)
                computed, payable = self._charge(
                    charge, base.amount, goods.quantities, values
                )
                conditions = self._conditions(charge, goods.quantities, values[place])
                found += [
                    base,
                    msgspec.structs.replace(computed, conditions=conditions),
                    payable,
                ]
                taxed = [*taxed, Addend(charge.code, found[-1].amount)]
        return found

    def _fee(self, charge: charges.Charge, values: list[int]) -> list[ExplainedFigure]:
        """The lines of a charge of the declaration as a whole; it has a base where its rate
        is a percentage.
        """
        if not _on_value(duty.parse(charge.rate)):
            return self._charge(charge, 0, {}, values)
        base = _base(charge, [Addend("customs_value", sum(values))])
        return [base, *self._charge(charge, base.amount, {}, values)]

    def _charge(
        self,
        charge: charges.Charge,
        base: int,
        quantities: Mapping[str, int],
        values: list[int],
    ) -> list[ExplainedFigure]:
        expression = duty.parse(charge.rate)
        steps = duty.steps(expression, base, quantities, self.exchange, self.indices)
        computed = ExplainedFigure(
            figure="computed",
            item=charge.item,
            code=charge.code,
            amount=steps[-1].amount,
            stored=charge.computed,
            rate=charge.rate,
            steps=steps,
            rows=charge.rows,
        )
        payable = msgspec.structs.replace(
            computed,
            figure="amount",
            stored=charge.amount,
            steps=(),
            relief=charge.preference,
        )
        if charge.preference:
            preference = self.law.preferences[charge.preference]
            percent = preference.factor_percent
            amount = duty.amount(
                expression, base, quantities, self.exchange, self.indices, percent
            )
            payable = msgspec.structs.replace(
                payable, amount=amount, percent=percent, offset=preference.offset
            )
        elif self.law.de_minimis.row.id in charge.rows:
            payable = self._small(payable, values)
        return [computed, payable]

    def _conditions(
        self, charge: charges.Charge, quantities: Mapping[str, int], value: int
    ) -> tuple[ExplainedCondition, ...]:
        """The conditions on value and quantities under which the rate of a charge applies."""
        found = []
        for one in conditions.thresholds(self.when.get(charge.rows[0], ())):
            condition = ExplainedCondition(
                text=one.text,
                of=one.of,
                limit=one.limit(self._amount),
                stated=one.stated(value, quantities),
                quantity=quantities[one.per] if one.per else None,
                holds=one.holds(value, quantities, self._amount),
            )
            found.append(condition)
        return tuple(found)

    def _amount(self, fixed: duty.Fixed) -> int:
        return duty.amount(fixed, 0, {}, self.exchange, self.indices)

    def _small(self, payable: ExplainedFigure, values: list[int]) -> ExplainedFigure:
        """A charge that does not arise where the goods are worth no more than the threshold
        (art. 136(2)).
        """
        threshold = self.law.de_minimis.row
        limit = self.exchange.convert(money.parse(threshold.value), threshold.unit)
        left_out = self.law.de_minimis.left_out
        parts = [Addend("customs_value", sum(values))]
        parts += [
            Addend(cost.kind, -self.exchange.convert(cost.amount, cost.currency))
            for cost in self.begun.additions
            if cost.kind in left_out
        ]
        amount = 0 if sum([part.amount for part in parts]) <= limit else payable.amount
        given = self._quoted(money.parse(threshold.value), threshold.unit)
        compared = (*parts, Addend("threshold", limit))
        return msgspec.structs.replace(
            payable, amount=amount, parts=compared, relief=DE_MINIMIS, given=given
        )


def _on_value(expression: duty.Expression) -> bool:
    return isinstance(expression, duty.Percent) or any(
        _on_value(part) for part in duty.parts(expression)
    )


def _base(charge: charges.Charge, parts: Sequence[Addend]) -> ExplainedFigure:
    amount = sum([part.amount for part in parts])
    return ExplainedFigure(
        figure="base",
        item=charge.item,
        code=charge.code,
        amount=amount,
        stored=charge.base,
        parts=tuple(parts),
    )


def _sum(
    figure: Figure, item: int, lines: list[ExplainedFigure], stored: int | None
) -> ExplainedFigure:
    parts = tuple([Addend(line.code, line.amount) for line in lines])
    return ExplainedFigure(
        figure=figure,
        item=item,
        amount=sum([part.amount for part in parts]),
        stored=stored,
        parts=parts,
    )


def _total(
    figure: Figure, amount: int, stored: int, parts: tuple[Addend, ...] = ()
) -> ExplainedFigure:
    return ExplainedFigure(figure=figure, item=0, amount=amount, stored=stored, parts=parts)


def _by_code(parts: list[Addend]) -> tuple[Addend, ...]:
    """The parts with one name added up, in the order in which they first come."""
    sums: dict[str, int] = {}
    for part in parts:
        sums[part.name] = sums.get(part.name, 0) + part.amount
    return tuple([Addend(name, amount) for name, amount in sums.items()])
