"""Plausibility of quantities: net mass and quantity of goods that cannot both be true, by
what a unit of them may weigh.
"""

from collections.abc import Mapping
from typing import NamedTuple

from openkeden.base import money
from openkeden.tariff.edition import Edition
from openkeden.tariff.lot import MASS

#: What begins the key of a parameter with such bounds; a unit follows, and after a stroke
#: the beginning of codes.
_KEY = "grams_each."

#: A millionth of a gram a unit, of millionths of a kilogram and millionths of a unit.
_SCALE = 10**9


class UnitMass(NamedTuple):
    """What a unit of goods may weigh, in millionths of a gram."""

    unit: str
    mask: str
    least: int
    most: int

    #: The bounds as the law pack has them.
    text: str


class Doubt(NamedTuple):
    """A quantity that the net mass contradicts."""

    #: The quantity, in millionths.
    quantity: int

    #: What a unit would weigh, in millionths of a gram.
    each: int

    #: What it may weigh.
    bounds: UnitMass


def unit_masses(law: Edition) -> tuple[UnitMass, ...]:
    """What units of goods may weigh, those of more exact codes first."""
    found = []
    for key, row in law.parameters.items():
        if key.startswith(_KEY):
            unit, _, mask = key.removeprefix(_KEY).partition("/")
            least, most = [_micrograms(text) for text in row.value.split("..")]
            found.append(UnitMass(unit, mask, least, most, row.value))
    return tuple(sorted(found, key=lambda one: -len(one.mask)))


def bounds_of(
    code: str, masses: tuple[UnitMass, ...], law: Edition
) -> dict[str, tuple[int, UnitMass]]:
    """What a unit of goods of a code may weigh, by the units that they are counted in, each
    with the number of single units in it: a thousand pieces are a thousand times one.
    """
    single: dict[str, UnitMass] = {}
    for one in masses:
        if code.startswith(one.mask):
            single.setdefault(one.unit, one)
    found = {unit: (1, bounds) for unit, bounds in single.items()}
    for unit, (factor, name) in law.unit_multiples.items():
        if name in single:
            found[unit] = (factor, single[name])
    return found


def doubts(
    quantities: Mapping[str, int], bounds: Mapping[str, tuple[int, UnitMass]]
) -> list[Doubt]:
    """The quantities of goods that their net mass contradicts."""
    net = quantities.get(MASS, 0)
    found: list[Doubt] = []
    for unit, counted in quantities.items():
        known = bounds.get(unit)
        if known is not None and net and counted:
            factor, one = known
            quantity = counted * factor
            if not one.least * quantity <= net * _SCALE <= one.most * quantity:
                found.append(Doubt(quantity, net * _SCALE // quantity, one))
    return list(dict.fromkeys(found))


def _micrograms(text: str) -> int:
    return money.parse(text, money.QUANTITY_DIGITS)
