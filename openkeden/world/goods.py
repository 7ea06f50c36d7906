"""The goods of a generated world: codes with their duty and what a kilogram costs."""

from typing import Final

import msgspec

from openkeden.world.chance import Chance
from openkeden.world.mechanism import Mechanism

#: Rates of duty of invented goods, in millionths.
_RATES: Final = (0, 30_000, 50_000, 80_000, 100_000, 150_000, 200_000, 300_000)

#: Countries of origin outside of the union.
ORIGINS: Final = (
    *("CN", "DE", "TR", "KR", "US", "IT", "JP", "PL", "IN", "FR", "UZ", "CZ", "GB"),
    *("AE", "VN", "TH", "NL", "ES", "BE", "SE", "CH", "AT", "BR", "MY", "ID"),
)


class TradedGoods(msgspec.Struct, frozen=True):
    """Goods of one commodity code."""

    #: The ten digits.
    code: str

    #: The rate of duty, in millionths of the value.
    duty_ppm: int

    #: The supplementary unit (empty: none).
    unit: str = ""

    #: A neighbouring code of a higher duty (empty: none).
    dearer: str = ""

    #: What importers call the goods of that code.
    dearer_names: tuple[str, ...] = ()

    #: What importers call them: each keeps to one of these.
    names: tuple[str, ...] = ("Goods",)


def invented(seed: int, mechanism: Mechanism) -> tuple[TradedGoods, ...]:
    """Goods that no tariff has: for worlds in which nothing is cleared."""
    chance = Chance(seed, "goods")
    made = []
    for number in range(mechanism.goods):
        heading = f"{1 + number // 4 % 97:02d}{1 + number % 4:02d}"
        code = f"{heading}{number:06d}"
        made.append(TradedGoods(code, _RATES[chance.below(len(_RATES))]))
    return with_neighbours(made)


def with_neighbours(goods: list[TradedGoods]) -> tuple[TradedGoods, ...]:
    """The goods, each with the dearest of its chapter where that is dearer."""
    dearest: dict[str, TradedGoods] = {}
    for one in goods:
        known = dearest.setdefault(one.code[:2], one)
        if one.duty_ppm > known.duty_ppm:
            dearest[one.code[:2]] = one
    return tuple([_neighboured(one, dearest[one.code[:2]]) for one in goods])


def _neighboured(one: TradedGoods, dearest: TradedGoods) -> TradedGoods:
    if dearest.duty_ppm <= one.duty_ppm:
        return one
    named = {"dearer": dearest.code, "dearer_names": dearest.names}
    return msgspec.structs.replace(one, **named)
