"""A declaration and the law of its day in, what it owes out: every charge line with its base, rate and rows of law.

The order of charges is that of `CHARGES`; inside a line arithmetic is exact and the line is rounded half up once, to
the minor unit. Assessment never fails on a `Declaration`: gate 2 has refused what it could not compute.
"""

import functools
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from openkeden.assessment import charges, national_rates, valuation
from openkeden.base import money, rates
from openkeden.filing import declaration
from openkeden.tariff import duty
from openkeden.tariff.edition import ChargeRate, Edition, Gap

#: A rate of one percent in the millionths that `duty.Percent` keeps, times the hundred of a percentage.
_WHOLE = 100 * 1_000_000
_TWICE = 2 * _WHOLE

_NO_CLAIMS = declaration.Preferences()

Key = str


class Rate(msgspec.Struct, frozen=True):
    """A rate that may apply to goods of one code, ready for use.

    terms: the row whose origin, attributes and value the goods must have (None: it applies to all of them); currencies:
    those that the rate is quoted in; percent: millionths of a percent where the rate is a plain percentage above zero,
    else 0.
    """

    expression: duty.Expression
    text: str
    rows: tuple[str, ...]
    terms: ChargeRate | None
    currencies: frozenset[str]
    percent: int


class Arising(NamedTuple):
    """The charges that have a rate for a code, in order, each with its rates, the most specific first.

    `plain` are the same where each is one percentage for all goods of the code (code of the charge, percent, text, rows,
    whether it is taken of the charges before it too); None where it takes more to compute them.
    """

    kinds: tuple[tuple[charges.ChargeKind, tuple[Rate, ...]], ...]
    plain: tuple[tuple[str, int, str, tuple[str, ...], bool], ...] | None


class Procedure:
    """What arises under one procedure: charges on each item, by code, and the fee of the declaration, if any."""

    def __init__(
        self, code: str, law: Edition, exchange: rates.Rates, indices: Mapping[str, int]
    ) -> None:
        keys = law.procedures[code].charges
        self._named = {key.partition(".")[0]: key for key in keys}
        self._law, self._indices = law, indices
        self._of_code: dict[str, Arising] = {}
        self._gaps_of: dict[str, tuple[Gap, ...]] = {}
        self.taxed = any(
            kind.per == "item" and not kind.always and kind.key in self._named
            for kind in charges.CHARGES
        )
        self.fee = self._fee(exchange)
        self.fee_on_value = self.fee is not None and _is_on_value(self.fee[2].expression)
        self.fee_currencies = self.fee[2].currencies if self.fee is not None else frozenset[str]()
        self.exemptions = (
            national_rates.under(code, law)
            if charges.DUTY.key in self._named
            else national_rates.NONE
        )

    def of_code(self, code: str) -> Arising:
        """The charges that have a rate for a code."""
        found = self._of_code.get(code)
        if found is None:
            kinds = [
                kind for kind in charges.CHARGES if kind.per == "item" and kind.key in self._named
            ]
            rated = [(kind, self._rates(kind.key, code)) for kind in kinds]
            found = self._of_code[code] = _arising(
                tuple([(kind, rates) for kind, rates in rated if rates])
            )
        return found

    def gaps_of(self, code: str) -> tuple[Gap, ...]:
        """What the law is known not to hold of the charges that arise for a code."""
        found = self._gaps_of.get(code)
        if found is None:
            gaps = [gap for gap in self._law.gaps_of(code) if gap.charge in self._named]
            found = self._gaps_of[code] = tuple(gaps)
        return found

    def exempt(self, code: str) -> Arising:
        """As `of_code`, with the duty at the lower rate of this country; the code must be one of `exemptions`."""
        lower = self.exemptions[code]
        rate = self._rate(lower.rate, (lower.row.id, self._law.lines[code].row))
        kinds = [
            (kind, (rate,) if kind is charges.DUTY else rates)
            for kind, rates in self.of_code(code).kinds
        ]
        return _arising(tuple(kinds))

    def _rates(self, key: Key, code: str) -> tuple[Rate, ...]:
        if key == charges.DUTY.key:
            line = self._law.lines[code]
            return (self._rate(line.rate, (line.row,)),)
        rows = self._law.rates_of(key, code)
        return tuple(
            [self._rate(row.rate, (row.row.id,), None if row.open else row) for row in rows]
        )

    def _fee(self, exchange: rates.Rates) -> tuple[charges.Charge, charges.ChargeKind, Rate] | None:
        """The fee in full, the same for every declaration of the day unless it is `fee_on_value`."""
        for kind in charges.CHARGES:
            if kind.per == "declaration" and kind.key in self._named:
                row = self._law.parameter(self._named[kind.key])
                expression = duty.parse(row.value)
                used = sorted(duty.needs(expression).currencies & self._indices.keys())
                rate = self._rate(
                    expression, (row.id, *[self._law.parameter(index.lower()).id for index in used])
                )
                computed = duty.amount(rate.expression, 0, {}, exchange, self._indices)
                return (
                    charges.Charge(kind.code, 0, 0, rate.text, computed, computed, "", rate.rows),
                    kind,
                    rate,
                )
        return None

    def _rate(
        self, expression: duty.Expression, rows: tuple[str, ...], terms: ChargeRate | None = None
    ) -> Rate:
        percent = (
            expression.rate if isinstance(expression, duty.Percent) and expression.over == 1 else 0
        )
        currencies = duty.needs(expression).currencies - self._indices.keys()
        return Rate(expression, duty.text(expression), rows, terms, currencies, percent)


class Plan:
    """What assessing needs of one edition and one day's exchange rates, looked up once and kept.

    A plan serves all declarations of its day; it holds no state but memory of look-ups.
    """

    def __init__(self, law: Edition, exchange: rates.Rates) -> None:
        self.law = law
        self.exchange = exchange
        self.indices = law.indices
        self.shares = {kind: cost.share for kind, cost in law.costs.items()}
        self.fee_in_vat_base = law.parameter("vat.base.includes_fee").value == "true"
        threshold = law.de_minimis.row
        self.de_minimis_row = threshold.id
        self._threshold = (money.parse(threshold.value), threshold.unit)
        self.left_out = law.de_minimis.left_out
        self._procedures: dict[str, Procedure] = {}
        self._quotes: dict[frozenset[str], tuple[rates.Quote, ...]] = {}

    @functools.cached_property
    def de_minimis(self) -> int:
        """The value of goods up to which import duties and taxes do not arise, in minor national units.

        Below zero, so that nothing is exempt, on a day when the threshold's currency has no usable rate.
        """
        try:
            return self.exchange.convert(*self._threshold)
        except rates.NoRate:
            return -1

    @functools.cached_property
    def selective(self) -> Mapping[str, str]:
        """Charges of which some goods of a code have a rate of their own by an attribute: their keys by their codes."""
        rates = self.law.charge_rates
        return {
            kind.code: kind.key
            for kind in charges.CHARGES
            if any(rate.needs for rate in rates.get(kind.key, ()))
        }

    def quotes(self, currencies: frozenset[str]) -> tuple[rates.Quote, ...]:
        """The quotes that figures in these currencies rest on, by currency; none for the national one."""
        found = self._quotes.get(currencies)
        if found is None:
            every = [self.exchange.quote(currency) for currency in sorted(currencies)]
            found = self._quotes[currencies] = tuple(
                [quote for quote in every if quote is not None]
            )
        return found

    def worth(self, amount: duty.Fixed) -> int:
        """An amount of a currency or an index in minor national units."""
        return duty.amount(amount, 0, {}, self.exchange, self.indices)

    def procedure(self, code: str) -> Procedure:
        """What arises under a procedure of box 1."""
        found = self._procedures.get(code)
        if found is None:
            found = self._procedures[code] = Procedure(code, self.law, self.exchange, self.indices)
        return found


def _arising(kinds: tuple[tuple[charges.ChargeKind, tuple[Rate, ...]], ...]) -> Arising:
    plain = [
        (kind.code, rates[0].percent, rates[0].text, rates[0].rows, kind.cumulative)
        for kind, rates in kinds
        if rates[0].percent and rates[0].terms is None
    ]
    return Arising(kinds, tuple(plain) if len(plain) == len(kinds) else None)


def _is_on_value(expression: duty.Expression) -> bool:
    """Whether some part of a rate is a percentage, so that it depends on the customs value."""
    return isinstance(expression, duty.Percent) or any(
        _is_on_value(part) for part in duty.parts(expression)
    )


def assess(declared: declaration.Declaration, plan: Plan) -> charges.Assessment:
    """Assess one declaration: customs values, then the charges of its procedure in order."""
    procedure = plan.procedure(declared.filing.procedure)
    values = valuation.value(declared, plan.exchange, plan.shares)
    freed = procedure.taxed and _within_de_minimis(declared, values, plan)
    fee = _fee(declared, procedure, plan, values)
    fee_share = fee.amount if fee and plan.fee_in_vat_base else 0
    lines: list[charges.Charge] = []
    spared: list[charges.ReducedItem] = []
    exemptions = procedure.exemptions
    currencies = {declared.filing.currency}
    currencies.update([cost.currency for cost in (*declared.additions, *declared.deductions)])
    for goods, valued in zip(declared.goods, values, strict=True):
        code = goods.item.code
        if exemptions and code in exemptions and not freed and not goods.item.preferences.duty:
            _charge_exempt(lines, spared, currencies, goods, valued, procedure, plan, fee_share)
        else:
            _charge_item(
                lines, currencies, goods, valued, procedure.of_code(code), plan, fee_share, freed
            )
        fee_share = 0
    if fee is not None:
        lines.append(fee)
        currencies.update(procedure.fee_currencies)
    return charges.Assessment(
        declared.registered_on,
        plan.law.version,
        plan.quotes(frozenset(currencies)),
        values,
        tuple(lines),
        sum([valued.value for valued in values]),
        sum([line.amount for line in lines]),
        tuple(spared),
    )


def _charge_exempt(
    lines: list[charges.Charge],
    spared: list[charges.ReducedItem],
    currencies: set[str],
    goods: declaration.Goods,
    valued: charges.Valued,
    procedure: Procedure,
    plan: Plan,
    fee_share: int,
) -> None:
    """Add the charge lines of an item at the lower rate of this country, or at the common one where that saves nothing.

    A lower rate that asks for a quantity or currency that is not at hand is not applied: `exempted.notices` says so.
    """
    common: list[charges.Charge] = []
    code = goods.item.code
    _charge_item(
        common, currencies, goods, valued, procedure.of_code(code), plan, fee_share, freed=False
    )
    lower: list[charges.Charge] = []
    if not national_rates.lacking(procedure.exemptions[code], goods, plan.exchange, plan.indices):
        quoted: set[str] = set()
        _charge_item(
            lower, quoted, goods, valued, procedure.exempt(code), plan, fee_share, freed=False
        )
        saved = sum([line.amount for line in common]) - sum([line.amount for line in lower])
        if saved > 0:
            full = next(line for line in common if line.code == charges.DUTY.code)
            spared.append(charges.ReducedItem(valued.number, full.rate, full.amount, saved))
            currencies.update(quoted)
            lines += lower
            return
    lines += common


def _charge_item(
    lines: list[charges.Charge],
    currencies: set[str],
    goods: declaration.Goods,
    valued: charges.Valued,
    arising: Arising,
    plan: Plan,
    fee_share: int,
    freed: bool,
) -> None:
    """Add the charge lines of one item, and the currencies that their rates are quoted in."""
    item, value, number = goods.item, valued.value, valued.number
    claims, taxed = item.preferences, value + fee_share
    in_full = claims == _NO_CLAIMS and not freed
    if in_full and arising.plain is not None:
        for code, percent, text, rows, cumulative in arising.plain:
            base = taxed if cumulative else value
            computed = (2 * base * percent + _WHOLE) // _TWICE
            taxed += computed
            lines.append(charges.Charge(code, number, base, text, computed, computed, "", rows))
        return
    for kind, rates_of_code in arising.kinds:
        rate = rates_of_code[0]
        if rate.terms is not None:
            fitting = _applicable(rates_of_code, goods, value, plan)
            if fitting is None:
                continue
            rate = fitting
        base = taxed if kind.cumulative else value
        percent = rate.percent
        if percent:
            computed = (2 * base * percent + _WHOLE) // _TWICE
        else:
            computed = duty.amount(
                rate.expression, base, goods.quantities, plan.exchange, plan.indices
            )
        claimed = "" if in_full or not kind.preference else getattr(claims, kind.preference)
        spared = freed and not kind.always
        if claimed or spared:
            line = _relieved(
                kind, number, base, rate, computed, goods.quantities, claimed, plan, spared
            )
            taxed += line.amount
        else:
            line = charges.Charge(
                kind.code, number, base, rate.text, computed, computed, "", rate.rows
            )
            taxed += computed
        lines.append(line)
        if rate.currencies:
            currencies.update(rate.currencies)


def _applicable(
    rates_of_code: tuple[Rate, ...], goods: declaration.Goods, value: int, plan: Plan
) -> Rate | None:
    """The first rate whose terms the goods meet."""
    item = goods.item
    for rate in rates_of_code:
        terms = rate.terms
        if terms is None or (
            terms.concerns(item.origin)
            and terms.holds(item.attributes, value, goods.quantities, plan.worth)
        ):
            return rate
    return None


def _relieved(
    kind: charges.ChargeKind,
    number: int,
    base: int,
    rate: Rate,
    computed: int,
    quantities: Mapping[str, int],
    claimed: str,
    plan: Plan,
    freed: bool,
) -> charges.Charge:
    """The charge line after the preference of box 36, or after the exemption of small consignments."""
    if freed:
        rows = (*rate.rows, plan.de_minimis_row)
        return charges.Charge(kind.code, number, base, rate.text, computed, 0, "", rows)
    preference = plan.law.preferences[claimed]
    share = preference.factor_percent
    amount = duty.amount(rate.expression, base, quantities, plan.exchange, plan.indices, share)
    rows = (*rate.rows, preference.row.id)
    return charges.Charge(kind.code, number, base, rate.text, computed, amount, claimed, rows)


def _fee(
    declared: declaration.Declaration,
    procedure: Procedure,
    plan: Plan,
    values: tuple[charges.Valued, ...],
) -> charges.Charge | None:
    """The fee of the declaration, if its procedure owes one; the claim of its first item speaks for the whole."""
    if procedure.fee is None:
        return None
    full, kind, rate = procedure.fee
    if procedure.fee_on_value:
        base = sum([valued.value for valued in values])
        computed = duty.amount(rate.expression, base, {}, plan.exchange, plan.indices)
        full = charges.Charge(kind.code, 0, base, rate.text, computed, computed, "", rate.rows)
    claimed = declared.goods[0].item.preferences.fee
    return (
        _relieved(kind, 0, full.base, rate, full.computed, {}, claimed, plan, freed=False)
        if claimed
        else full
    )


def _within_de_minimis(
    declared: declaration.Declaration, values: tuple[charges.Valued, ...], plan: Plan
) -> bool:
    """Whether import duties and taxes do not arise (art. 136(2)): the value without transport, handling, insurance."""
    worth = sum([valued.value for valued in values])
    for cost in declared.additions:
        if cost.kind in plan.left_out:
            worth -= plan.exchange.convert(cost.amount, cost.currency)
    return worth <= plan.de_minimis
