"""How good a ranking is: figures at fixed shares of inspection, their uncertainty, and
calibration.
"""

import dataclasses
from collections.abc import Mapping
from typing import Final

import numpy as np

from openkeden.risk.learning.examples import UNKNOWN, Floats, Ints

#: Shares of lines that are inspected, in percent.
SHARES: Final = (1, 2, 5, 10)

#: Draws of the bootstrap.
_DRAWS: Final = 300

#: Parts of equal counts in which calibration is looked at.
_PARTS: Final = 20

_LOW, _HIGH = 2.5, 97.5


@dataclasses.dataclass(frozen=True, slots=True)
class Ranked:
    """Lines with the scores of an engine."""

    #: The scores: the higher, the sooner inspected.
    scores: Floats

    #: Whether something was found, as 0 or 1.
    found: Floats

    #: The revenue of each, `UNKNOWN` where not told.
    revenue: Ints

    #: Which lines belong together.
    clusters: Ints


def figures(ranked: Ranked, seed: int) -> dict[str, float]:
    """All figures, each with the bounds of its 95 % interval as `_low` and `_high`."""
    ties = np.random.default_rng(seed).random(len(ranked.scores))
    order = np.lexsort((ties, -ranked.scores))
    in_order = Ranked(
        ranked.scores[order],
        ranked.found[order],
        ranked.revenue[order],
        ranked.clusters[order],
    )
    found = _figures(in_order, np.ones(len(order)))
    drawn = _drawn(in_order, seed)
    told: dict[str, float] = {}
    for name, value in found.items():
        told[name] = value
        values = [figure[name] for figure in drawn if name in figure]
        if values:
            told[f"{name}_low"] = float(np.percentile(values, _LOW))
            told[f"{name}_high"] = float(np.percentile(values, _HIGH))
    return told


def _drawn(ranked: Ranked, seed: int) -> list[dict[str, float]]:
    """The figures of samples of whole clusters with replacement."""
    random = np.random.default_rng([seed, 1])
    _, cluster = np.unique(ranked.clusters, return_inverse=True)
    count = int(cluster.max(initial=-1)) + 1
    drawn = []
    for _ in range(_DRAWS):
        times = np.bincount(random.integers(0, count, count), minlength=count)
        drawn.append(_figures(ranked, times[cluster].astype(np.float64)))
    return drawn


def _figures(ranked: Ranked, times: Floats) -> dict[str, float]:
    """The figures of lines in falling order of score, each of which counts so many times."""
    found = ranked.found
    told = {"auc": _auc(ranked.scores, found, times)}
    below = np.cumsum(times)
    total, finds = below[-1], float((times * found).sum())
    known = np.where(ranked.revenue == UNKNOWN, 0, ranked.revenue)
    brought = times * known * found
    for share in SHARES:
        wanted = max(1.0, round(total * share / 100))
        taken = np.clip(wanted - (below - times), 0, times)
        hits = float((taken * found).sum())
        told[f"precision_at_{share}"] = hits / wanted
        told[f"recall_at_{share}"] = hits / finds if finds else 0.0
        if brought.sum() > 0:
            part = np.divide(taken, times, out=np.zeros_like(times), where=times > 0)
            told[f"revenue_at_{share}"] = float((part * brought).sum() / brought.sum())
    return told


def area(scores: Floats, found: Floats) -> float:
    """The area under the curve of lines in any order."""
    order = np.argsort(-scores, kind="stable")
    return _auc(scores[order], found[order], np.ones(len(order)))


def _auc(scores: Floats, found: Floats, times: Floats) -> float:
    """The area under the curve: how often a line with a finding stands above one without.

    The lines come in falling order of score.
    """
    edges = np.flatnonzero(np.diff(scores)) + 1
    starts = np.concatenate([[0], edges])
    good = np.add.reduceat(times * found, starts)
    bad = np.add.reduceat(times * (1 - found), starts)
    lower = bad.sum() - np.cumsum(bad)
    pairs = good.sum() * bad.sum()
    return float((good * (lower + bad / 2)).sum() / pairs) if pairs else 0.5


def calibration_error(probabilities_ppm: Ints, found: Floats) -> float:
    """The mean distance of what was said from what was found, in parts of equal counts."""
    order = np.argsort(probabilities_ppm, kind="stable")
    parts = [part for part in np.array_split(order, _PARTS) if len(part)]
    said = probabilities_ppm / 1_000_000
    off = [abs(said[part].mean() - found[part].mean()) * len(part) for part in parts]
    return float(sum(off) / len(order))


def calibration_floor(probabilities_ppm: Ints, seed: int) -> float:
    """The calibration error that chance alone leaves to probabilities that are true: the
    mean of worlds in which they are.
    """
    random = np.random.default_rng([seed, 2])
    said = probabilities_ppm / 1_000_000
    worlds = [(random.random(len(said)) < said).astype(np.float64) for _ in range(50)]
    return float(np.mean([calibration_error(probabilities_ppm, world) for world in worlds]))


def in_words(figures_told: Mapping[str, float], name: str) -> str:
    """A figure with its interval."""
    low, high = figures_told.get(f"{name}_low"), figures_told.get(f"{name}_high")
    told = f"{figures_told[name]:.3f}"
    return told if low is None or high is None else f"{told} [{low:.3f}, {high:.3f}]"
