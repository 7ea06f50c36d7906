"""Explanation: every figure of an assessment rebuilt from its parts, by the law of its day.

Nothing is taken from a stored figure but the rate of a charge and the rows it names:
prices, quantities, costs and exchange rates are followed to the total, and each line bears
the figure that the assessment states beside its own.
"""

from collections.abc import Mapping, Sequence

import msgspec

from openkeden.assessment import charges, list_rates, value_sheet
from openkeden.assessment.explained import (
    DE_MINIMIS,
    Addend,
    Begun,
    BegunItem,
    ExplainedCondition,
    ExplainedFigure,
    Figure,
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
    items = [
        _begun_item(goods, declared.filing.currency, national) for goods in declared.goods
    ]
    return Begun(tuple(items), declared.additions, declared.deductions)


def _begun_item(goods: declaration.Goods, currency: str, national: str) -> BegunItem:
    item = goods.item
    by_price = item.valuation_method == TRANSACTION
    return BegunItem(
        item.number,
        item.valuation_method,
        goods.price if by_price else money.parse(item.customs_value),
        currency if by_price else national,
        goods.gross_mass_kg,
        goods.quantities,
    )


def difference(lines: tuple[ExplainedFigure, ...]) -> ExplainedFigure | None:
    """The first line whose figure is not the stored one; None when all are exact."""
    return next((line for line in lines if not line.exact), None)


class _Sheet:
    """What the lines are rebuilt from: the customs values, the recorded charges, and the
    law.
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
        sheet = value_sheet.ValueSheet(begun, assessed.items, law, exchange)
        self.value_lines = [sheet.lines(place) for place in range(len(begun.items))]
        self.values = [lines[-1].amount for lines in self.value_lines]
        self.when: dict[str, tuple[conditions.Condition, ...]] = {}
        for rates_of_charge in law.charge_rates.values():
            self.when |= {rate.row.id: rate.when for rate in rates_of_charge}

    def lines(self) -> tuple[ExplainedFigure, ...]:
        """Every figure in order: items with their charges, the charges of the whole,
        totals.
        """
        whole = self._whole()
        shared: list[Addend] = []
        if self.law.parameter("vat.base.includes_fee").value == "true":
            shared = _payable(whole)
        figures: list[ExplainedFigure] = []
        for place, value_lines in enumerate(self.value_lines):
            figures += value_lines
            figures += self._charges(place, [] if place else shared)
        figures += whole
        return (*figures, *self._totals(_payable(figures)))

    def _whole(self) -> list[ExplainedFigure]:
        """The lines of the charges of the declaration as a whole."""
        figures: list[ExplainedFigure] = []
        for charge in self.assessed.charges:
            if not charge.item:
                figures += self._fee(charge)
        return figures

    def _totals(self, owed: list[Addend]) -> tuple[ExplainedFigure, ExplainedFigure]:
        stated, payable = self.assessed, sum([part.amount for part in owed])
        return (
            _total("customs_value", sum(self.values), stated.customs_value),
            _total("payable", payable, stated.payable, _by_code(owed)),
        )

    def _charges(self, place: int, fee: list[Addend]) -> list[ExplainedFigure]:
        """The lines of an item's charges: each with its base, what the rate gives, and what
        is payable.
        """
        goods, value = self.begun.items[place], self.values[place]
        figures: list[ExplainedFigure] = []
        taxed = [Addend("value", value), *fee]
        for charge in self.assessed.charges:
            if charge.item == goods.number:
                parts = taxed if _KINDS[charge.code].cumulative else taxed[:1]
                base = _base(charge, parts)
                computed, payable = self._charge(charge, base.amount, goods.quantities)
                met = self._conditions(charge, goods.quantities, value)
                figures += [
                    base,
                    msgspec.structs.replace(computed, conditions=met),
                    payable,
                ]
                taxed.append(Addend(charge.code, payable.amount))
        return figures

    def _fee(self, charge: charges.Charge) -> list[ExplainedFigure]:
        """The lines of a charge of the declaration as a whole; it has a base where its rate
        is a percentage.
        """
        if not _on_value(duty.parse(charge.rate)):
            return self._charge(charge, 0, {})
        base = _base(charge, [Addend("customs_value", sum(self.values))])
        return [base, *self._charge(charge, base.amount, {})]

    def _charge(
        self, charge: charges.Charge, base: int, quantities: Mapping[str, int]
    ) -> list[ExplainedFigure]:
        """What a rate gives of a base, and what is payable of it."""
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
            payable = self._preferred(payable, charge, base, quantities)
        elif self.law.de_minimis.row.id in charge.rows:
            payable = self._small(payable)
        return [computed, payable]

    def _preferred(
        self,
        payable: ExplainedFigure,
        charge: charges.Charge,
        base: int,
        quantities: Mapping[str, int],
    ) -> ExplainedFigure:
        """What is payable of a charge after its preference."""
        preference = self.law.preferences[charge.preference]
        terms = preference.recorded(charge.rows)
        expression, exchange = duty.parse(charge.rate), self.exchange
        amount = duty.amount(
            expression, base, quantities, exchange, self.indices, terms.percent
        )
        own_rate = ""
        if terms.rate is not None:
            own_rate = duty.text(terms.rate)
            own = list_rates.amount(terms.rate, base, quantities, exchange)
            amount = amount if own is None else min(amount, own)
        return msgspec.structs.replace(
            payable,
            amount=amount,
            names=preference.names,
            percent=terms.percent,
            own_rate=own_rate,
            offset=preference.offset,
        )

    def _conditions(
        self, charge: charges.Charge, quantities: Mapping[str, int], value: int
    ) -> tuple[ExplainedCondition, ...]:
        """The conditions on value and quantities under which the rate of a charge applies."""
        explained = []
        for threshold in conditions.thresholds(self.when.get(charge.rows[0], ())):
            condition = ExplainedCondition(
                text=threshold.text,
                of=threshold.of,
                limit=threshold.limit(self._amount),
                stated=threshold.stated(value, quantities),
                quantity=quantities[threshold.per] if threshold.per else None,
                holds=threshold.holds(value, quantities, self._amount),
            )
            explained.append(condition)
        return tuple(explained)

    def _amount(self, fixed: duty.Fixed) -> int:
        return duty.amount(fixed, 0, {}, self.exchange, self.indices)

    def _small(self, payable: ExplainedFigure) -> ExplainedFigure:
        """A charge that does not arise where the goods are worth no more than the threshold
        (art. 136(2)).
        """
        threshold = self.law.de_minimis.row
        limit = self.exchange.convert(money.parse(threshold.value), threshold.unit)
        left_out = self.law.de_minimis.left_out
        parts = [Addend("customs_value", sum(self.values))]
        parts += [
            Addend(cost.kind, -self.exchange.convert(cost.amount, cost.currency))
            for cost in self.begun.additions
            if cost.kind in left_out
        ]
        if self.assessed.before:
            parts.append(Addend("earlier", self.assessed.before))
        amount = 0 if sum([part.amount for part in parts]) <= limit else payable.amount
        given = value_sheet.quoted(
            money.parse(threshold.value), threshold.unit, self.exchange
        )
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


def _payable(lines: list[ExplainedFigure]) -> list[Addend]:
    """The payable amounts among some lines, by the codes of their charges."""
    return [Addend(line.code, line.amount) for line in lines if line.figure == "amount"]


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
