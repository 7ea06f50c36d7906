"""A risk model: what it looks at, what it adds up, and how a sum is read as a probability
and as an expected revenue.
"""

import bisect
import datetime
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from openkeden.base import fixed_point
from openkeden.base.fixed_point import log2
from openkeden.risk.indicators import catalogue
from openkeden.risk.indicators.catalogue import IndicatorValue
from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.model import tables
from openkeden.risk.model.tables import Axis, ScoreTable

#: The form of a model file. One of another form cannot be used.
FORM: Final = 1

#: The largest revenue that is expected of a line, as a power of two of minor units.
_MOST_DOUBLINGS: Final = 60

#: The way from a power of `fixed_point` to minor units.
_POWER_BITS: Final = fixed_point.POWER_BITS


class Calibration(msgspec.Struct, frozen=True):
    """The probability of a finding by the score: straight lines between points."""

    #: Scores in millionths of log-odds, ascending.
    scores: tuple[int, ...]

    #: The probability at each, in millionths, never falling.
    probabilities_ppm: tuple[int, ...]


class RevenueHead(msgspec.Struct, frozen=True):
    """What a finding is expected to bring in: a share of what is at stake. It is the sum of
    logarithms of base two, in 65,536ths of a doubling.
    """

    #: The indicator that is at stake, whose logarithm is added; empty: none.
    stake: str

    #: What every line begins with.
    start: int

    #: What is added.
    tables: tuple[ScoreTable, ...] = ()


class Origins(msgspec.Struct, frozen=True, kw_only=True):
    """Where a model comes from."""

    #: The version of the program that trained it.
    program: str

    #: The law that was in use where it was trained: the country and the digest of its rows;
    #: empty: none was.
    law: str = ""

    #: SHA-256 of the training data, in hexadecimal.
    data: str

    #: The first day of the training data.
    since: datetime.date

    #: The last day of the training data.
    until: datetime.date

    #: The day on which the last outcome of the training data became known.
    known_until: datetime.date

    #: Goods lines of the training data.
    lines: int

    #: Those that were inspected.
    inspected: int

    #: Those in which something was found.
    found: int

    #: What was drawn by chance in training was drawn from this.
    seed: int

    #: How labels came about: inspections by the way in which their lines were chosen.
    ways: Mapping[str, int] = {}


class RiskModel(msgspec.Struct, frozen=True, kw_only=True):
    """A risk model."""

    #: The form of the file.
    form: int = FORM

    #: The name of the engine that trained it.
    engine: str

    #: The indicators that it looks at.
    indicators: IndicatorSet

    #: What of them its tables look at.
    axes: tuple[Axis, ...]

    #: What every score begins with, in millionths of log-odds.
    start: int

    #: What is added to it.
    tables: tuple[ScoreTable, ...]

    #: How a score is read.
    calibration: Calibration

    #: What a finding is expected to bring in; None: the training data do not tell.
    revenue: RevenueHead | None = None

    #: Where it comes from.
    origins: Origins

    #: What it was measured at when it was trained, by engine and figure, in millionths.
    figures: Mapping[str, Mapping[str, int]] = {}


class LineScore(msgspec.Struct, frozen=True, gc=False):
    """What a model says of a goods line."""

    #: The score, in millionths of log-odds.
    score: int

    #: The probability that an inspection finds something, in millionths.
    probability_ppm: int

    #: The revenue expected of an inspection, in minor units; None: the model does not tell.
    revenue: int | None


class ScoreReason(msgspec.Struct, frozen=True):
    """A part of a score."""

    #: The indicators that it comes from.
    indicators: tuple[str, ...]

    #: What they add, in millionths of log-odds.
    adds: int


def looked_at(model: RiskModel) -> tuple[str, ...]:
    """The names of the indicators that a model looks at, in the order of its set."""
    names = {axis.indicator for axis in model.axes}
    if model.revenue is not None:
        names.add(model.revenue.stake)
    known = [one.name for one in catalogue.catalogue(model.indicators)]
    return tuple([name for name in known if name in names])


class Scorer:
    """A model made ready to score one line after the other, by the indicators of these
    names; by all of its set where none are given.
    """

    def __init__(self, model: RiskModel, names: Sequence[str] | None = None) -> None:
        self.model = model
        if names is None:
            names = [one.name for one in catalogue.catalogue(model.indicators)]
        self._placing = tables.Placing(model.axes, names)
        self._sum = tables.TableSum(model.axes, model.tables)
        head = model.revenue
        self._revenue = tables.TableSum(model.axes, head.tables) if head else None
        self._stake = names.index(head.stake) if head and head.stake else None

    def places(self, values: Sequence[IndicatorValue]) -> list[int]:
        """The places of the indicators of a line on the axes."""
        return self._placing.places(values)

    def score(self, values: Sequence[IndicatorValue]) -> LineScore:
        """Score a line by its indicators."""
        staked = None if self._stake is None else values[self._stake]
        return self.score_at(self.places(values), staked)

    def score_at(self, places: Sequence[int], staked: IndicatorValue) -> LineScore:
        """Score a line by its places on the axes, and by what is at stake."""
        score = self.model.start + self._sum.total(places)
        probability = calibrated(self.model.calibration, score)
        brings = self._brings(places, staked)
        expected = None if brings is None else brings * probability // tables.UNIT
        return LineScore(score, probability, expected)

    def _brings(self, places: Sequence[int], staked: IndicatorValue) -> int | None:
        """What a finding brings in, in minor units; None: the model does not tell."""
        head = self.model.revenue
        if head is None or self._revenue is None:
            return None
        logarithm = head.start + self._revenue.total(places)
        if isinstance(staked, int):
            logarithm += log2(max(staked, 1))
        return revenue(logarithm)

    def reasons(self, values: Sequence[IndicatorValue]) -> list[ScoreReason]:
        """The parts of the score of a line, the largest first; with `start` they add up."""
        places = self.places(values)
        sums: dict[tuple[str, ...], int] = {}
        for table, adds in zip(self.model.tables, self._sum.each(places), strict=True):
            names = [self.model.axes[axis].indicator for axis in table.axes]
            key = tuple(dict.fromkeys(names))
            sums[key] = sums.get(key, 0) + adds
        found = [ScoreReason(names, adds) for names, adds in sums.items() if adds]
        return sorted(found, key=lambda reason: (-abs(reason.adds), reason.indicators))


def calibrated(calibration: Calibration, score: int) -> int:
    """The probability of a finding at a score, in millionths."""
    scores, found = calibration.scores, calibration.probabilities_ppm
    place = bisect.bisect_right(scores, score)
    if not place:
        return found[0]
    if place == len(scores):
        return found[-1]
    low, high = scores[place - 1], scores[place]
    risen = found[place] - found[place - 1]
    return found[place - 1] + risen * (score - low) // (high - low)


def revenue(logarithm: int) -> int:
    """Minor units by their logarithm in 65,536ths of a doubling."""
    most = _MOST_DOUBLINGS * fixed_point.DOUBLING
    return fixed_point.power(max(0, min(logarithm, most))) >> _POWER_BITS


def shared_score(scores: Sequence[LineScore]) -> LineScore:
    """The score of a declaration: the likeliest of its lines, and the revenue of all."""
    top = max(scores, key=lambda line: line.score)
    known = [line.revenue for line in scores if line.revenue is not None]
    return LineScore(top.score, top.probability_ppm, sum(known) if known else None)
