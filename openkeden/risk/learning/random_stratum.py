"""What is known of all goods, not of selected ones: estimates from inspections whose
probability was logged beforehand (Horvitz-Thompson).
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from openkeden.risk.indicators.observation import HistoryLine

#: Half the width of a 95 % interval, in standard errors.
_WIDTH: Final = 1.959964
_MILLION: Final = 1_000_000

#: The share of lines that is taken not to have been seen, at the least.
_LEAST_UNSEEN: Final = 1e-6


class RandomStratum(msgspec.Struct, frozen=True):
    """Estimates of all goods."""

    #: Goods lines, inspected or not.
    lines: int

    #: Inspections that were drawn by chance.
    drawn: int

    #: Those of them that found something.
    found: int

    #: The share of all goods that is irregular.
    illicit_rate: float

    #: The bounds of its 95 % interval.
    illicit_rate_low: float
    illicit_rate_high: float

    #: The share of the drawn inspections that found something.
    hit_rate: float

    #: The bounds of its 95 % interval.
    hit_rate_low: float
    hit_rate_high: float


class WeighedInspection(NamedTuple):
    """An inspection with the probability that it had beforehand."""

    #: The probability; 0: not told.
    chance: float

    #: Whether it was drawn by chance.
    drawn: bool

    #: Whether it found something.
    found: bool


def estimate(lines: Iterable[HistoryLine]) -> RandomStratum | None:
    """The estimates; None where no inspection is known to have been drawn by chance.

    What was certain to be inspected counts as it was found. Every other inspection with a
    probability stands for one divided by it (Horvitz-Thompson, as the ratio of Hajek); the
    interval is that of Wilson for as many draws of equal weight as these are worth, less
    for the part of all goods that was drawn.
    """
    every = list(lines)
    weighed = [_inspected(line) for line in every if line.outcome is not None]
    random = [one for one in weighed if one.chance and one.drawn]
    if not random:
        return None
    certain = [one.found for one in weighed if one.chance == 1]
    left = len(every) - len(certain)
    rate, low, high = _share_of_rest([one for one in weighed if 0 < one.chance < 1], left)
    found = sum([one.found for one in random])
    hits = wilson(found / len(random), len(random))
    finds = sum(certain)
    return RandomStratum(
        lines=len(every),
        drawn=len(random),
        found=found,
        illicit_rate=(finds + rate * left) / len(every),
        illicit_rate_low=(finds + low * left) / len(every),
        illicit_rate_high=(finds + high * left) / len(every),
        hit_rate=found / len(random),
        hit_rate_low=hits[0],
        hit_rate_high=hits[1],
    )


def _share_of_rest(
    drawn: Sequence[WeighedInspection], lines: int
) -> tuple[float, float, float]:
    """The irregular share of so many lines that were not certain to be inspected, and its
    interval.
    """
    if not drawn or not lines:
        return 0.0, 0.0, 0.0
    weights = [1 / one.chance for one in drawn]
    total = sum(weights)
    finds = sum([weight for weight, one in zip(weights, drawn, strict=True) if one.found])
    worth = total**2 / sum([weight**2 for weight in weights])
    seen = min(len(drawn) / lines, 1 - _LEAST_UNSEEN)
    return finds / total, *wilson(finds / total, worth / (1 - seen))


def _inspected(line: HistoryLine) -> WeighedInspection:
    outcome = line.outcome
    assert outcome is not None
    told = outcome.inclusion_ppm or line.inclusion_ppm or 0
    return WeighedInspection(told / _MILLION, outcome.way == "random", outcome.found)


def wilson(share: float, count: float) -> tuple[float, float]:
    """The 95 % interval of a share of so many draws (Wilson)."""
    square = _WIDTH**2
    middle = (share + square / (2 * count)) / (1 + square / count)
    half = _WIDTH * math.sqrt(share * (1 - share) / count + square / (4 * count**2))
    half /= 1 + square / count
    return max(0.0, middle - half), min(1.0, middle + half)
