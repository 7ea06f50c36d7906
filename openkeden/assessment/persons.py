"""Goods of persons: what they owe beside the tariff under the regime of a day (EAEU Customs
Code art. 256-267).

Up to a value and a mass nothing is owed; above, a rate is taken of the excess or of the
whole. Declarations of persons are forms of their own, so no declaration passes here: it
answers what would be owed.
"""

from collections.abc import Mapping

import msgspec

from openkeden.assessment import charges, plans, quantity_limits
from openkeden.tariff import duty, rate_book
from openkeden.tariff.edition import Regime
from openkeden.tariff.lot import MASS, Lot
from openkeden.tariff.rate_book import Rate

_VAT = "vat"
_KINDS = {kind.key: kind for kind in charges.CHARGES}


class PersonalCharge(msgspec.Struct, frozen=True, kw_only=True):
    """One charge on goods of a person. Money is in minor national units."""

    #: The code of the charge.
    code: str

    #: The amount that the rate is taken of.
    base: int

    #: The duty expression.
    rate: str

    #: What is payable.
    amount: int

    #: The steps to it.
    steps: tuple[duty.Step, ...]

    #: The ids of the rows of law, the rate's first.
    rows: tuple[str, ...]

    #: The currencies that the rate, or a condition under which it applies, is told in.
    currencies: frozenset[str]


class Owed(msgspec.Struct, frozen=True, kw_only=True):
    """What goods owe under a regime. Money is in minor national units, mass in millionths
    of a kilogram.
    """

    #: The regime that they are charged under.
    regime: Regime

    #: The value up to which nothing is owed; None: no value is free.
    free_value: int | None

    #: The mass up to which nothing is owed; None: mass does not count.
    free_mass: int | None

    #: The value that the rate is taken of, zero where nothing is owed.
    value: int

    #: The mass that the rate is taken of, zero where nothing is owed.
    mass: int

    #: The charges.
    lines: tuple[PersonalCharge, ...]

    @property
    def total(self) -> int:
        """All charges together."""
        return sum([line.amount for line in self.lines])


class Unrated(ValueError):
    """No rate of the regime fits the goods; `asks` are the attributes and units that its
    rates ask for.
    """

    def __init__(self, asks: tuple[str, ...]) -> None:
        super().__init__(", ".join(asks))
        self.asks = asks


def owed(lot: Lot, price: int, regime: Regime, plan: plans.Plan) -> Owed:
    """What goods owe under a regime that takes them; `price` is their value in minor
    national units.

    Raises Unrated, duty.MissingQuantity and exchange.NoRate.
    """
    free_value = plan.worth(regime.free_value) if regime.free_value is not None else None
    taken = _taken(regime, free_value, price, lot.quantities[MASS])
    value, mass = taken or (0, 0)
    lines = _above_limits(lot, regime, plan)
    if taken:
        lines += _lines(lot, price, regime, plan, value, mass)
    return Owed(
        regime=regime,
        free_value=free_value,
        free_mass=regime.free_mass,
        value=value,
        mass=mass,
        lines=lines,
    )


def _above_limits(lot: Lot, regime: Regime, plan: plans.Plan) -> tuple[PersonalCharge, ...]:
    """What is owed on the quantities above those that are free."""
    lines = []
    for limit in quantity_limits.of_goods(plan.law, regime.code, lot.code):
        above = (quantity_limits.counted(lot, limit, plan.law) or 0) - limit.free
        if above > 0 and limit.rate is not None:
            quantities = {**lot.quantities, limit.unit: above}
            rows = (limit.row.id, regime.row.id)
            lines.append(_line(charges.SINGLE, 0, quantities, limit.rate, rows, plan))
    return tuple(lines)


def _taken(
    regime: Regime, free_value: int | None, value: int, mass: int
) -> tuple[int, int] | None:
    """The value and the mass that the rate is taken of; None where both are free."""
    over_value = free_value is None or value > free_value
    over_mass = regime.free_mass is not None and mass > regime.free_mass
    if not (over_value or over_mass):
        return None
    if regime.base != "excess":
        return value, mass
    return max(0, value - (free_value or 0)), max(0, mass - (regime.free_mass or 0))


def _lines(
    lot: Lot, price: int, regime: Regime, plan: plans.Plan, value: int, mass: int
) -> tuple[PersonalCharge, ...]:
    """The charge of the regime, taken of this value and mass, and VAT where it comes on
    top.
    """
    kind = charges.DUTY if regime.vat else charges.SINGLE
    quantities = {**lot.quantities, MASS: mass}
    if regime.rate is not None:
        own = _line(kind, value, quantities, regime.rate, (regime.row.id,), plan)
    else:
        rate = _single(lot, price, plan)
        rows = (*rate.rows, regime.row.id)
        own = _line(kind, value, quantities, rate.expression, rows, plan)
        decided = own.currencies | rate_book.limit_currencies(rate.limits)
        own = msgspec.structs.replace(own, currencies=decided)
    return (own, _vat(lot, plan, value + own.amount)) if regime.vat else (own,)


def _single(lot: Lot, price: int, plan: plans.Plan) -> Rate:
    """The single rate whose conditions the goods meet."""
    lacking = plan.book.unanswered(charges.SINGLE.key, lot)
    if lacking:
        raise Unrated(lacking)
    rate = plan.book.applicable(charges.SINGLE.key, lot, price, plan.worth)
    if rate is None:
        raise Unrated(())
    return rate


def _vat(lot: Lot, plan: plans.Plan, base: int) -> PersonalCharge:
    rate = next(rate for rate in plan.book.rates(_VAT, lot.code) if rate.open)
    return _line(_KINDS[_VAT], base, lot.quantities, rate.expression, rate.rows, plan)


def _line(
    kind: charges.ChargeKind,
    base: int,
    quantities: Mapping[str, int],
    rate: duty.Expression,
    rows: tuple[str, ...],
    plan: plans.Plan,
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
