"""Limits of quantity on goods of a person: what is above what is free is charged, what is
more than for personal use is refused, and so are goods that persons may not bring.
"""

from collections.abc import Iterator, Mapping

from openkeden.assessment import price_rules
from openkeden.base import findings, money
from openkeden.base.findings import Finding
from openkeden.tariff.edition import Edition
from openkeden.tariff.lot import Lot
from openkeden.tariff.personal_limits import PersonalLimit


def of_goods(law: Edition, regime: str, code: str) -> tuple[PersonalLimit, ...]:
    """The limits on goods of a code under a regime."""
    return tuple([limit for limit in law.limits if limit.holds_for(regime, code)])


def counted(lot: Lot, limit: PersonalLimit, law: Edition) -> int | None:
    """How much of the goods there is, in millionths of the unit of a limit; None where it
    is not stated.
    """
    if limit.unit in lot.quantities:
        return lot.quantities[limit.unit]
    for unit, (factor, single) in law.unit_multiples.items():
        if single == limit.unit and unit in lot.quantities:
            return lot.quantities[unit] * factor
    return None


def breaches(lot: Lot, regime: str, law: Edition) -> Iterator[Finding]:
    """Why goods cannot be brought by a person: they are not taken, or are too many."""
    for limit in of_goods(law, regime, lot.code):
        if not limit.unit:
            told = {"value": lot.code, "regime": regime}
            yield findings.of(price_rules.NOT_BROUGHT, "code", **told, **_told(limit))
            continue
        stated = counted(lot, limit, law)
        if stated is not None and stated > limit.most:
            told = _figures(limit, stated)
            yield findings.of(price_rules.TOO_MANY, "qty", **told)


def unstated(lot: Lot, regime: str, law: Edition) -> tuple[str, ...]:
    """The units that limits are told in and that the lot does not state."""
    limits = of_goods(law, regime, lot.code)
    lacking = [one.unit for one in limits if counted(lot, one, law) is None]
    return tuple(dict.fromkeys([unit for unit in lacking if unit]))


def notices(lot: Lot, regime: str, law: Edition) -> Iterator[Finding]:
    """The limits that the goods keep: those of one person count together."""
    for limit in of_goods(law, regime, lot.code):
        told = _figures(limit, counted(lot, limit, law) or 0)
        yield findings.of(price_rules.LIMITED, "qty", **told)


def _figures(limit: PersonalLimit, stated: int) -> dict[str, str]:
    return {
        "value": _number(stated),
        "unit": limit.unit,
        "free": _number(limit.free),
        "most": _number(limit.most),
        "act": limit.row.act,
        "mark": limit.row.mark,
        **_told(limit),
    }


def _told(limit: PersonalLimit) -> Mapping[str, str]:
    return findings.told("goods", limit.goods) | findings.told("ask", limit.ask)


def _number(millionths: int) -> str:
    return money.short(millionths, money.QUANTITY_DIGITS)
