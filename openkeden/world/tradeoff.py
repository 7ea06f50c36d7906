"""What fewer inspections cost: findings and revenue at shares of inspection, by the order in
which lines are inspected, with 95 % intervals over traders.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from openkeden.world import selecting
from openkeden.world.chance import Chance
from openkeden.world.powers import MILLION

#: The shares of lines that are inspected, in percent.
SHARES: Final = (100, 75, 50, 30, 20, 15, 10, 7, 5, 3, 2, 1)

#: Samples of whole traders that intervals come from, and the places of their ends.
_SAMPLES, _LOW, _HIGH = 200, 5, 194

#: The policy that has an order of its own in every sample.
AT_RANDOM: Final = "random"

_HUNDRED, _HOUR = 100, 60


class TriedLine(msgspec.Struct, frozen=True, gc=False):
    """A goods line of which it is known what an inspection finds."""

    #: The trader, by number.
    trader: str

    #: Whether it finds something.
    found: bool

    #: What it brings, in minor units.
    revenue: int


class Spanned(msgspec.Struct, frozen=True):
    """A share in millionths with its 95 % interval."""

    #: The share.
    value: int

    #: The ends of the interval.
    low: int
    high: int


class TradeoffPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a share of inspections finds."""

    #: The share of lines that is inspected, in percent.
    share: int

    #: How many lines that are.
    inspected: int

    #: The hours that they take, rounded up.
    hours: int

    #: How many findings.
    found: int

    #: What they bring, in minor units.
    revenue: int

    #: The share of all findings.
    found_share: Spanned

    #: The share of all revenue.
    revenue_share: Spanned


class TradeoffCurve(msgspec.Struct, frozen=True):
    """A way to choose, at every share."""

    #: What it is called.
    policy: str

    #: From all lines to few.
    points: tuple[TradeoffPoint, ...]


class _Reached(msgspec.Struct, frozen=True):
    """What was reached when so many lines were inspected."""

    inspected: int
    found: int
    revenue: int


def curves(
    lines: Sequence[TriedLine],
    scores: Mapping[str, Sequence[int]],
    minutes: int,
    seed: int,
) -> tuple[TradeoffCurve, ...]:
    """The curve of chance, and of each order: the highest score is inspected first. An
    inspection takes so many minutes.
    """
    chance = Chance(seed, "tradeoff")
    orders = {name: selecting.ranked(given, chance) for name, given in scores.items()}
    orders = {AT_RANDOM: _shuffled(len(lines), chance), **orders}
    ones = [1] * len(lines)
    sampled: dict[str, list[list[_Reached]]] = {name: [] for name in orders}
    traders = _numbered(lines)
    for _ in range(_SAMPLES):
        times = _sample(traders, chance)
        orders[AT_RANDOM] = _shuffled(len(lines), chance)
        for name, order in orders.items():
            sampled[name].append(_reached(lines, order, times))
    made = []
    for name, order in orders.items():
        reached = _reached(lines, order, ones)
        if name == AT_RANDOM:
            reached = [_expected(reached[0], share) for share in SHARES]
        made.append(_curve(name, reached, sampled[name], minutes))
    return tuple(made)


def _curve(
    name: str, reached: list[_Reached], samples: list[list[_Reached]], minutes: int
) -> TradeoffCurve:
    points = []
    for place, (share, one) in enumerate(zip(SHARES, reached, strict=True)):
        others = [sample[place] for sample in samples]
        wholes = [sample[0] for sample in samples]
        pairs = list(zip(others, wholes, strict=True))
        found = [_ppm(part.found, whole.found) for part, whole in pairs]
        revenue = [_ppm(part.revenue, whole.revenue) for part, whole in pairs]
        points.append(
            TradeoffPoint(
                share=share,
                inspected=one.inspected,
                hours=-(-one.inspected * minutes // _HOUR),
                found=one.found,
                revenue=one.revenue,
                found_share=_spanned(_ppm(one.found, reached[0].found), found),
                revenue_share=_spanned(_ppm(one.revenue, reached[0].revenue), revenue),
            )
        )
    return TradeoffCurve(name, tuple(points))


def _reached(
    lines: Sequence[TriedLine], order: Sequence[int], times: Sequence[int]
) -> list[_Reached]:
    """What is reached at each share, when a line counts so many times."""
    whole = sum(times)
    ends = [whole * share // _HUNDRED for share in reversed(SHARES)]
    reached, place = [], 0
    inspected = found = revenue = 0
    for end in ends:
        while inspected < end:
            line, often = lines[order[place]], times[order[place]]
            inspected += often
            found += often * line.found
            revenue += often * line.revenue
            place += 1
        reached.append(_Reached(inspected, found, revenue))
    return reached[::-1]


def _expected(whole: _Reached, share: int) -> _Reached:
    """What chance reaches on average."""
    parts = (whole.inspected, whole.found, whole.revenue)
    return _Reached(*[part * share // _HUNDRED for part in parts])


def _spanned(value: int, samples: list[int]) -> Spanned:
    ordered = sorted(samples)
    return Spanned(value, min(value, ordered[_LOW]), max(value, ordered[_HIGH]))


def _numbered(lines: Sequence[TriedLine]) -> list[int]:
    """The trader of each line as a number."""
    numbers: dict[str, int] = {}
    return [numbers.setdefault(line.trader, len(numbers)) for line in lines]


def _sample(traders: Sequence[int], chance: Chance) -> list[int]:
    """How often each line counts in a sample of whole traders, drawn with repetition."""
    count = 1 + max(traders)
    often = [0] * count
    for _ in range(count):
        often[chance.below(count)] += 1
    return [often[trader] for trader in traders]


def _shuffled(count: int, chance: Chance) -> list[int]:
    return selecting.ranked([0] * count, chance)


def _ppm(part: int, whole: int) -> int:
    return part * MILLION // whole if whole else 0
