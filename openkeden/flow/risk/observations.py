"""Goods lines as risk selection observes them, from whatever is known of a declaration: a
declaration on its way, a recorded one with its message, or a filing that was not lodged.

The first two give the same, line by line.
"""

import datetime
from collections.abc import Iterable

from openkeden.assessment import charges
from openkeden.base import names
from openkeden.filing import declaration, subjects
from openkeden.flow import facts
from openkeden.risk.indicators.observation import Observation

_MILLION = 1_000_000


def of_declared(
    registration: str, declared: declaration.Declaration, assessed: charges.Assessment
) -> tuple[Observation, ...]:
    """The goods lines of a declaration that is being registered."""
    goods = [
        (one.item, one.net_mass_kg, one.quantities.get(one.item.supplementary_unit))
        for one in declared.goods
    ]
    return _assessed(registration, declared.filing, goods, assessed)


def of_lodging(fact: facts.Lodging, filing: declaration.Filing) -> tuple[Observation, ...]:
    """The goods lines of a recorded version, whose message holds the filing."""
    goods = [
        (item, one.net_mass, one.quantities.get(one.unit))
        for item, one in zip(filing.items, fact.items, strict=True)
    ]
    return _assessed(fact.registration, filing, goods, fact.assessment)


def of_filing(filing: declaration.Filing, day: datetime.date) -> tuple[Observation, ...]:
    """The goods lines of a filing that was not lodged here: its value is that which it
    states, its charges are not known.
    """
    seen = _Seen(filing, filing.reference, day)
    lines = []
    for item in filing.items:
        net_mass = subjects.quantity(item.net_mass_kg)
        quantity = subjects.quantity(item.supplementary_quantity)
        value = subjects.amount(item.customs_value)
        lines.append(seen.line(item, net_mass, quantity, value, None, None))
    return tuple(lines)


#: An item, its net mass, and its quantity in the supplementary unit.
_Goods = tuple[declaration.Item, int, int | None]


def _assessed(
    registration: str,
    filing: declaration.Filing,
    goods: Iterable[_Goods],
    assessed: charges.Assessment,
) -> tuple[Observation, ...]:
    seen = _Seen(filing, registration, assessed.on)
    owed, duty = _sums(assessed.charges)
    lines = []
    for (item, net_mass, quantity), valued in zip(goods, assessed.items, strict=True):
        value, number = valued.value, valued.number
        rate = duty.get(number, 0) * _MILLION // value if value else None
        charged = owed.get(number, 0)
        lines.append(seen.line(item, net_mass, quantity, value, charged, rate))
    return tuple(lines)


def _sums(lines: Iterable[charges.Charge]) -> tuple[dict[int, int], dict[int, int]]:
    """What charges, and what the import duty alone comes to by item."""
    owed: dict[int, int] = {}
    duty: dict[int, int] = {}
    code = charges.DUTY.code
    for line in lines:
        item, amount = line.item, line.amount
        owed[item] = owed.get(item, 0) + amount
        if line.code == code:
            duty[item] = duty.get(item, 0) + amount
    return owed, duty


class _Seen:
    """What the lines of a filing have in common."""

    def __init__(self, filing: declaration.Filing, key: str, day: datetime.date) -> None:
        self.filing, self.key, self.day = filing, key, day
        exports = filing.direction == subjects.EXPORT
        ours, other = filing.consignee, filing.exporter
        if exports:
            ours, other = other, ours
        declarant = _known(filing.declarant)
        self.trader = _known(ours) or declarant
        self.agent = declarant if declarant != self.trader else ""
        self.partner = _known(other)
        told = {
            "direction": filing.direction,
            "nature": filing.nature,
            "terms": filing.delivery_terms,
            "currency": filing.currency,
        }
        self.more = {name: text for name, text in told.items() if text}

    def line(
        self,
        item: declaration.Item,
        net_mass: int | None,
        quantity: int | None,
        value: int | None,
        charged: int | None,
        duty_ppm: int | None,
    ) -> Observation:
        """One goods line with its figures."""
        more = self.more
        method, preference = item.valuation_method, item.preferences.duty
        if method:
            more = {**more, "method": method}
        if preference:
            more = {**more, "preference": preference}
        return Observation(
            declaration=self.key,
            item=item.number,
            day=self.day,
            trader=self.trader,
            agent=self.agent,
            partner=self.partner,
            office=self.filing.office,
            code=item.code,
            origin=item.origin,
            dispatch=self.filing.dispatch_country,
            mode=self.filing.border_mode,
            procedure=item.procedure,
            value=value,
            net_mass=net_mass,
            quantity=quantity,
            charges=charged,
            duty_ppm=duty_ppm,
            description=item.description,
            more=more,
        )


def _known(party: declaration.Party | None) -> str:
    """What a party is known by; empty where nobody is named."""
    return names.person(party.id, party.name) if party is not None else ""
