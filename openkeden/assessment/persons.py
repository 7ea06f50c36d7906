"""Goods of a person and the regime of the day in, what they owe beside the tariff out (EAEU Customs Code art. 256-267).

Up to a value and a mass nothing is owed; above, a rate is taken of the excess or of the whole. Declarations of persons
are forms of their own, so no declaration passes here: it answers what would be owed.
"""

from collections.abc import Mapping

import msgspec

from openkeden.assessment import assess, charges
from openkeden.tariff import asked, duty
from openkeden.tariff.edition import ChargeRate, Regime

_VAT = "vat"
_MASS = "kg"
_KINDS = {kind.key: kind for kind in charges.CHARGES}


class PersonalGoods(msgspec.Struct, frozen=True, kw_only=True):
    """What a person brings: `value` in minor national units, `quantities` by unit in millionths, `kg` among them."""

    code: str
    value: int
    quantities: Mapping[str, int]
    attributes: Mapping[str, str] = {}


class PersonalCharge(msgspec.Struct, frozen=True, kw_only=True):
    """One charge: its code, the base and the rate, what is payable, the steps to it and the rows of law.

    currencies: those that the rate, or a condition under which it applies, is told in.
    """

    code: str
    base: int
    rate: str
    amount: int
    steps: tuple[duty.Step, ...]
    rows: tuple[str, ...]
    currencies: frozenset[str]


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What goods owe under a regime. Money is in minor national units, mass in millionths of a kilogram.

    free_value, free_mass: what is free (None: no limit of that kind); value, mass: what the rate is taken of, zero where
    nothing is owed.
    """

    regime: Regime
    free_value: int | None
    free_mass: int | None
    value: int
    mass: int
    lines: tuple[PersonalCharge, ...]

    @property
    def total(self) -> int:
        """All charges together."""
        return sum([line.amount for line in self.lines])


class Unrated(ValueError):
    """No rate of the regime fits the goods; `asks` are the attributes and units that its rates ask for."""

    def __init__(self, asks: tuple[str, ...]) -> None:
        super().__init__(", ".join(asks))
        self.asks = asks


def owed(goods: PersonalGoods, regime: Regime, plan: assess.Plan) -> Owed:
    """What goods owe under a regime that takes them. Raises Unrated, duty.MissingQuantity and exchange.NoRate."""
    free_value = plan.worth(regime.free_value) if regime.free_value is not None else None
    mass = goods.quantities[_MASS]
    over_value = free_value is None or goods.value > free_value
    over_mass = regime.free_mass is not None and mass > regime.free_mass
    if not (over_value or over_mass):
        return Owed(
            regime=regime,
            free_value=free_value,
            free_mass=regime.free_mass,
            value=0,
            mass=0,
            lines=(),
        )
    value, weight = goods.value, mass
    if regime.base == "excess":
        value = max(0, goods.value - (free_value or 0))
        weight = max(0, mass - (regime.free_mass or 0))
    lines = [_own(goods, regime, plan, value, weight)]
    if regime.vat:
        lines.append(_vat(goods, plan, value + lines[0].amount))
    return Owed(
        regime=regime,
        free_value=free_value,
        free_mass=regime.free_mass,
        value=value,
        mass=weight,
        lines=tuple(lines),
    )


def _own(
    goods: PersonalGoods, regime: Regime, plan: assess.Plan, value: int, mass: int
) -> PersonalCharge:
    """The charge of the regime itself: an import duty where VAT comes on top, else one rate for duty and taxes."""
    kind = charges.DUTY if regime.vat else charges.SINGLE
    quantities = {**goods.quantities, _MASS: mass}
    if regime.rate is not None:
        return _line(kind, value, quantities, regime.rate, (regime.row.id,), plan)
    rate = _single(goods, plan)
    line = _line(kind, value, quantities, rate.rate, (rate.row.id, regime.row.id), plan)
    decided = {one.amount.currency for one in rate.when if one.amount is not None}
    return msgspec.structs.replace(line, currencies=line.currencies | decided)


def _single(goods: PersonalGoods, plan: assess.Plan) -> ChargeRate:
    """The single rate whose terms the goods meet."""
    rates = plan.law.rates_of(charges.SINGLE.key, goods.code)
    names = {name for rate in rates for name in asked.missing(rate.needs, goods.attributes)}
    units = {
        unit for rate in rates for one in rate.when for unit in one.units
    } - goods.quantities.keys()
    if names or units:
        raise Unrated((*sorted(names), *sorted(units)))
    for rate in rates:
        if rate.holds(goods.attributes, goods.value, goods.quantities, plan.worth):
            return rate
    raise Unrated(())


def _vat(goods: PersonalGoods, plan: assess.Plan, base: int) -> PersonalCharge:
    rate = next(rate for rate in plan.law.rates_of(_VAT, goods.code) if rate.open)
    return _line(_KINDS[_VAT], base, goods.quantities, rate.rate, (rate.row.id,), plan)


def _line(
    kind: charges.ChargeKind,
    base: int,
    quantities: Mapping[str, int],
    rate: duty.Expression,
    rows: tuple[str, ...],
    plan: assess.Plan,
) -> PersonalCharge:
    steps = duty.steps(rate, base, quantities, plan.exchange, plan.indices)
    return PersonalCharge(
        code=kind.code,
        base=base,
        rate=duty.text(rate),
        amount=steps[-1].amount,
        steps=steps,
        rows=rows,
        currencies=duty.needs(rate).currencies,
    )
