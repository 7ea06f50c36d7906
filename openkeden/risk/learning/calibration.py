"""Calibration: what share of lines with a score was found to be irregular."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from openkeden.risk.learning.examples import Floats, Ints
from openkeden.risk.model.risk_model import Calibration
from openkeden.risk.model.tables import UNIT

#: Lines of a point at the least, and points at the most.
_LEAST_LINES: Final = 100
_MOST_POINTS: Final = 40

#: Lines that the smooth curve counts for at each point.
_SMOOTH: Final = 200

#: Steps of the fit of the curve, and the pull towards leaving scores as they are.
_STEPS: Final = 30
_PULL: Final = 1.0

#: Log-odds beyond which a probability is one or nought.
_CERTAIN: Final = 30.0


class CurvePoint(NamedTuple):
    """A point of the curve."""

    #: The score, in log-odds.
    odds: float

    #: The probability.
    chance: float

    #: How many lines it stands for.
    weight: float


def fit(scores: Ints, found: Floats) -> Calibration:
    """The probability by score, from scores of lines that were not learned from.

    A straight line in log-odds is fitted first; the share that was found in parts of equal
    counts pulls it towards itself; what falls is pooled (isotonic regression).
    """
    odds = scores / UNIT
    offset, slope = weigh(odds[:, None], found)
    smooth = chances(offset + slope * odds)
    order = np.argsort(odds, kind="stable")
    count = int(np.clip(len(odds) // _LEAST_LINES, 1, _MOST_POINTS))
    parts = np.array_split(order, count)
    points = [_point(odds[part], smooth[part], found[part]) for part in parts]
    first, last = order[0], order[-1]
    points.insert(0, CurvePoint(float(odds[first]), float(smooth[first]), 1.0))
    points.append(CurvePoint(float(odds[last]), float(smooth[last]), 1.0))
    return _curve(_pooled(points))


def chances(odds: Floats) -> Floats:
    """The probabilities of log-odds; those that no longer change one are cut off."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -_CERTAIN, _CERTAIN))))


def _point(odds: Floats, smooth: Floats, found: Floats) -> CurvePoint:
    finds = float(found.sum() + _SMOOTH * smooth.mean())
    weight = float(len(odds) + _SMOOTH)
    return CurvePoint(float(odds.mean()), finds / weight, weight)


def _pooled(points: Sequence[CurvePoint]) -> list[CurvePoint]:
    """Points of which none lies lower than the one before: neighbours that do share one
    probability.
    """
    pools: list[tuple[float, float, int]] = []
    for point in points:
        chance, weight, count = point.chance, point.weight, 1
        while pools and pools[-1][0] > chance:
            before, heavy, more = pools.pop()
            chance = (chance * weight + before * heavy) / (weight + heavy)
            weight, count = weight + heavy, count + more
        pools.append((chance, weight, count))
    level: list[float] = []
    for chance, _, count in pools:
        level += [chance] * count
    return [
        CurvePoint(point.odds, chance, point.weight)
        for point, chance in zip(points, level, strict=True)
    ]


def _curve(points: Sequence[CurvePoint]) -> Calibration:
    by_score = {round(point.odds * UNIT): round(point.chance * UNIT) for point in points}
    scores = sorted(by_score)
    return Calibration(tuple(scores), tuple([by_score[score] for score in scores]))


def read(calibration: Calibration, scores: Ints) -> Ints:
    """The probability of each score, in millionths: that of `risk_model.calibrated`."""
    known = np.array(calibration.scores, dtype=np.int64)
    chances = np.array(calibration.probabilities_ppm, dtype=np.int64)
    if len(known) == 1:
        return np.full(len(scores), chances[0])
    bounded = np.clip(scores, known[0], known[-1])
    above = np.clip(np.searchsorted(known, bounded, side="right"), 1, len(known) - 1)
    low, high = known[above - 1], known[above]
    risen = chances[above] - chances[above - 1]
    return np.asarray(chances[above - 1] + risen * (bounded - low) // (high - low))


def weigh(parts: Floats, found: Floats) -> Floats:
    """An offset and the weight of each part of a score, pulled a little towards equal
    shares.
    """
    columns = np.column_stack([np.ones(len(found)), parts])
    usual = np.full(columns.shape[1], 1 / parts.shape[1])
    usual[0] = 0.0
    pull = np.full(columns.shape[1], _PULL)
    pull[0] = 1e-6
    weights = usual.copy()
    for _ in range(_STEPS):
        chance = chances(columns @ weights)
        spread = np.maximum(chance * (1 - chance), 1e-6)
        slope = columns.T @ (found - chance) - pull * (weights - usual)
        curve = (columns.T * spread) @ columns + np.diag(pull)
        weights = weights + np.linalg.solve(curve, slope)
    return np.asarray(weights)
