"""Plausibility of quantities: net mass and quantity of goods that cannot both be true, by
what a unit of them may weigh.
"""

from typing import NamedTuple

from openkeden.base import money
from openkeden.tariff.edition import Edition
from openkeden.tariff.lot import MASS, Lot

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


def doubts(lot: Lot, masses: tuple[UnitMass, ...], law: Edition) -> tuple[Doubt, ...]:
    """The quantities of a lot that its net mass contradicts."""
    net = lot.quantities.get(MASS, 0)
    found = []
    for unit, quantity in _singles(lot, law).items():
        bounds = _bounds(unit, lot.code, masses)
        if bounds is not None and net and quantity:
            each = net * _SCALE // quantity
            if not bounds.least <= each <= bounds.most:
                found.append(Doubt(quantity, each, bounds))
    return tuple(found)


def _bounds(unit: str, code: str, masses: tuple[UnitMass, ...]) -> UnitMass | None:
    for one in masses:
        if one.unit == unit and code.startswith(one.mask):
            return one
    return None


def _singles(lot: Lot, law: Edition) -> dict[str, int]:
    """The quantities by single units: a thousand pieces as a thousand times one."""
    found = {}
    multiples = law.lists.get("unit_multiples", {})
    for unit, quantity in lot.quantities.items():
        factor, single = multiples.get(unit, f"1 {unit}").split()
        found[single] = quantity * int(factor)
    return found


def _micrograms(text: str) -> int:
    return money.parse(text, money.QUANTITY_DIGITS)
