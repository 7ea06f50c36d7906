"""The floor and the controls: the ladder of shrunk rates over the levels of goods, and the
dictionary that only remembers.
"""

from typing import Final

import numpy as np

from openkeden.risk.learning import additive, axes
from openkeden.risk.learning.additive import AdditiveScore
from openkeden.risk.learning.examples import Examples, Floats, Ints
from openkeden.risk.model.tables import UNIT, Axis, ScoreTable

#: The levels of goods, each with the inspections that the rate above it counts for.
_STEPS: Final = (("hs2", 40), ("hs4", 40), ("hs6", 30), ("hs10", 20))

#: Inspections that the base counts for in the dictionary.
_REMEMBERED: Final = 0.5

#: No rate is nearer to nothing or to all.
_EDGE: Final = 1e-4


def fit(examples: Examples) -> AdditiveScore:
    """Learn the ladder: the rate of each level is drawn towards that of the level above."""
    rates = np.full(len(examples), examples.found.mean())
    start = round(float(_log_odds(rates[:1])[0]) * UNIT)
    chosen: list[Axis] = []
    found: list[ScoreTable] = []
    for indicator, prior in _STEPS:
        axis = axes.levels(examples, indicator, 1) if indicator in examples.levels else None
        if axis is not None:
            places = additive.placed(axis, examples)
            added, rates = _step(axis, places, examples.found, rates, prior)
            found.append(ScoreTable((len(chosen),), additive.whole(added)))
            chosen.append(axis)
    return AdditiveScore(tuple(chosen), start, tuple(found))


def _step(
    axis: Axis, places: Ints, found: Floats, above: Floats, prior: int
) -> tuple[Floats, Floats]:
    """What each level adds to the log-odds above it, and the new rate of each example."""
    counts = np.bincount(places, minlength=axis.size)
    finds = np.bincount(places, found, axis.size)
    base = np.bincount(places, above, axis.size) / np.maximum(counts, 1)
    rates = (finds + prior * base) / (counts + prior)
    added = np.where(counts > 0, _log_odds(rates) - _log_odds(base), 0.0)
    added[axis.other] = 0.0
    return added, np.where(places == axis.other, above, rates[places])


def _log_odds(rates: Floats) -> Floats:
    bounded = np.clip(rates, _EDGE, 1 - _EDGE)
    return np.asarray(np.log(bounded / (1 - bounded)))


def remembered(learned: Examples, scored: Examples) -> Floats:
    """The rate of the block of each scored line among those learned from: no learning at
    all, and the best there is where the same lines stand on both sides.
    """
    count = 1 + int(max(learned.blocks.max(initial=0), scored.blocks.max(initial=0)))
    seen = np.bincount(learned.blocks, minlength=count)
    finds = np.bincount(learned.blocks, learned.found, count)
    base = float(learned.found.mean())
    rates = (finds + _REMEMBERED * base) / (seen + _REMEMBERED)
    return np.asarray(rates[scored.blocks])
