"""Axes made from examples: the bands of numbers and the levels of categories."""

from typing import Final

import numpy as np

from openkeden.risk.learning.examples import UNKNOWN, Examples
from openkeden.risk.model.tables import Axis

#: Bands of a number that is cut by quantiles.
BANDS: Final = 32

#: The doublings from one cut of an amount to the next, and as far as cuts go.
STEP: Final = 0.72
_DOUBLINGS: Final = 62


def quantile_bands(examples: Examples, indicator: str, most: int = BANDS) -> Axis | None:
    """Bands of about as many examples each, at most `most`; None where there is one."""
    column = examples.numbers[indicator]
    known = np.sort(column[column != UNKNOWN])
    if not len(known):
        return None
    places = np.linspace(0, len(known) - 1, most + 1).astype(np.int64)[1:-1]
    ends = sorted(set(known[places].tolist()) - {int(known[-1])})
    return Axis(indicator, ends=tuple(ends)) if ends else None


def amount_bands(examples: Examples, indicator: str, step: float = STEP) -> Axis | None:
    """Bands of an amount that grow alike, as far as it goes; None where there is one."""
    column = examples.numbers[indicator]
    known = column[column != UNKNOWN]
    if not len(known) or known.min() == known.max():
        return None
    cuts = [round(2 ** (step * cut)) for cut in range(int(_DOUBLINGS / step))]
    ends = [cut for cut in dict.fromkeys(cuts) if known.min() <= cut < known.max()]
    return Axis(indicator, ends=tuple(ends)) if ends else None


def levels(examples: Examples, indicator: str, least: int) -> Axis | None:
    """The levels that at least `least` examples have; None where there is none."""
    column = examples.levels[indicator]
    counts = np.bincount(column.numbers, minlength=len(column.levels))
    kept = [
        level
        for level, count in zip(column.levels, counts.tolist(), strict=True)
        if level and count >= least
    ]
    return Axis(indicator, levels=tuple(sorted(kept))) if kept else None
