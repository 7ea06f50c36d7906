"""Lines of the tariff that nothing touches: no measure that a declaration is asked for, and
no rate with conditions. What is declared of them is clean without papers of any authority.
"""

from openkeden.tariff import duty
from openkeden.tariff.edition import ChargeRate, Edition, TariffLine

#: Supplementary units that any whole number is a quantity of.
_COUNTED = frozenset(("pc", "pair", "m2", "m", "m3", "l"))


def lines(law: Edition) -> list[TariffLine]:
    """Those that need only value or net mass."""
    return [line for line in _untouched(law) if not line.unit and _needs(line) <= {"kg"}]


def measured_lines(law: Edition) -> list[TariffLine]:
    """Those with a supplementary unit, that need only value, net mass and that unit."""
    found = [line for line in _untouched(law) if line.unit in _COUNTED]
    return [line for line in found if _needs(line) <= {"kg", line.unit}]


def charge_rates(law: Edition) -> list[ChargeRate]:
    """All rates of charges beside the duty."""
    rates: list[ChargeRate] = []
    for rows in law.charge_rates.values():
        rates += rows
    return rates


def _untouched(law: Edition) -> list[TariffLine]:
    masks = [rate.mask for rate in charge_rates(law) if not _is_simple(rate)]
    for measure in law.measures:
        if measure.effect != "advise":
            masks += measure.masks
    touching = tuple(masks)
    return [line for line in law.lines.values() if not line.code.startswith(touching)]


def _is_simple(rate: ChargeRate) -> bool:
    """Whether it is charged on whatever the code covers, by value or net mass."""
    return rate.open and duty.needs(rate.rate).units <= {"kg"}


def _needs(line: TariffLine) -> frozenset[str]:
    return frozenset(duty.needs(line.rate).units)
