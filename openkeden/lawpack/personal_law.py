"""Goods of persons on one day: regimes and limits of quantity, their texts read."""

import datetime

from openkeden.base import money
from openkeden.base.validity import in_force
from openkeden.lawpack import charge_rows, limit_rows
from openkeden.lawpack.sources import Sources
from openkeden.tariff import duty
from openkeden.tariff.edition import Regime
from openkeden.tariff.personal_limits import PersonalLimit


def regimes(sources: Sources, day: datetime.date) -> dict[str, Regime]:
    """Ways of charging goods of persons, by code."""
    held = in_force(sources.regimes, day)
    return {regime.code: _regime(regime) for regime in held}


def limits(sources: Sources, day: datetime.date) -> tuple[PersonalLimit, ...]:
    """Limits of quantity on goods of persons."""
    return tuple([_limit(row) for row in in_force(sources.limits, day)])


def _regime(regime: charge_rows.RegimeRow) -> Regime:
    rate, free = regime.row.value, _read_rate(regime.free_value)
    assert free is None or isinstance(free, duty.Fixed), regime.row.id
    return Regime(
        code=regime.code,
        base="whole" if regime.base == "whole" else "excess",
        row=regime.row,
        rate=_read_rate(rate),
        free_value=free,
        free_mass=_millionths(regime.free_mass),
        vat=regime.vat,
        masks=regime.masks,
        excluded=regime.excluded,
    )


def _limit(row: limit_rows.LimitRow) -> PersonalLimit:
    """The limit that a row tells, its numbers read."""
    return PersonalLimit(
        code=row.code,
        regimes=row.regimes,
        masks=row.masks,
        row=row.row,
        goods=row.goods,
        ask=row.ask,
        unit=row.unit,
        free=_millionths(row.free) or 0,
        most=_millionths(row.most) or 0,
        rate=_read_rate(row.row.value),
    )


def _read_rate(text: str) -> duty.Expression | None:
    return duty.read(text) if text else None


def _millionths(text: str) -> int | None:
    return money.parse(text, money.QUANTITY_DIGITS) if text else None
