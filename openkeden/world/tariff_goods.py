"""Goods of a real tariff for a generated world: lines that need no paper of any authority."""

from collections.abc import Callable

from openkeden.tariff import duty
from openkeden.tariff.edition import Edition, TariffLine
from openkeden.world import untouched
from openkeden.world.chance import Chance
from openkeden.world.goods import TradedGoods, with_neighbours
from openkeden.world.powers import MILLION

#: Millionths of a percent in a millionth of the whole.
_OF_PERCENT = 100

#: Chapters whose goods are counted in pieces of tons each: no world has their like.
_VEHICLES = ("86", "87", "88", "89")


def of_tariff(
    law: Edition, seed: int, count: int, names: Callable[[str], tuple[str, ...]]
) -> tuple[TradedGoods, ...]:
    """So many goods of an edition, drawn from it; `names` gives what a code is called."""
    every = [*untouched.lines(law), *untouched.measured_lines(law)]
    usable = [line for line in every if _is_usable(line)]
    drawn = Chance(seed, "tariff").sample(len(usable), min(count, len(usable)))
    return with_neighbours([_goods(usable[place], names) for place in drawn])


def duty_ppm(rate: duty.Expression) -> int | None:
    """The percentage of a rate, in millionths of the value; None: it has none."""
    if isinstance(rate, duty.Percent):
        return rate.rate // rate.over // _OF_PERCENT
    if isinstance(rate, duty.Free):
        return 0
    if isinstance(rate, duty.Floor):
        return duty_ppm(rate.rate)
    return None


def _is_usable(line: TariffLine) -> bool:
    is_vehicle = bool(line.unit) and line.code.startswith(_VEHICLES)
    return duty_ppm(line.rate) is not None and not is_vehicle


def _goods(line: TariffLine, names: Callable[[str], tuple[str, ...]]) -> TradedGoods:
    rate = duty_ppm(line.rate) or 0
    called = tuple([name for name in names(line.code) if name])
    fallback = (f"Goods of heading {line.code[:4]}",)
    return TradedGoods(line.code, min(rate, MILLION), line.unit, names=called or fallback)
