"""How good rankings are: shares of right answers with their uncertainty, how many texts can
be answered at a precision, and whether chances are true.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
import numpy as np

from openkeden.classification.learning.arrays import Flags, Floats, Ints

#: Draws of the bootstrap, and worlds in which chances are true.
_DRAWS: Final = 1_000
_WORLDS: Final = 100
#: Parts of equal counts in which calibration is looked at.
_PARTS: Final = 15
_LOW, _HIGH = 2.5, 97.5


class Share(msgspec.Struct, frozen=True):
    """A share of texts, with its 95 % interval."""

    #: The share.
    value: float

    #: The lower bound of the interval.
    low: float

    #: Its upper bound.
    high: float


def shares(counted: Mapping[str, Flags], groups: Ints, seed: int) -> dict[str, Share]:
    """The share of texts for which each flag holds; groups are drawn with replacement."""
    everybody = np.ones(len(groups), dtype=np.bool_)
    told = {name: ratio(flags, everybody, groups, seed) for name, flags in counted.items()}
    return {name: share for name, share in told.items() if share is not None}


def ratio(hits: Flags, among: Flags, groups: Ints, seed: int) -> Share | None:
    """The share of hits among some texts; None where there are none."""
    if not among.any():
        return None
    which = np.unique(groups, return_inverse=True)[1]
    count = int(which.max()) + 1
    good = np.bincount(which, hits & among, count)
    asked = np.bincount(which, among, count)
    random = np.random.default_rng([seed, 1])
    drawn = []
    for _ in range(_DRAWS):
        taken = random.integers(0, count, count)
        total = asked[taken].sum()
        if total:
            drawn.append(good[taken].sum() / total)
    low, high = np.percentile(drawn, [_LOW, _HIGH])
    return Share(float(good.sum() / asked.sum()), float(low), float(high))


def coverage(sure: Floats, hits: Flags, precision: float) -> float:
    """The largest share of texts, the surest first, of which at least this part is right."""
    order = np.argsort(-sure, kind="stable")
    right = np.cumsum(hits[order]) / np.arange(1, len(order) + 1)
    # Texts that are equally sure are answered together or not at all.
    last = np.append(np.diff(sure[order]) != 0, True)
    good = np.flatnonzero(last & (right >= precision))
    return float((good[-1] + 1) / len(order)) if len(good) else 0.0


def surer_half(sure: Floats) -> Flags:
    """Which texts are in the surer half."""
    chosen = np.zeros(len(sure), dtype=np.bool_)
    chosen[np.argsort(-sure, kind="stable")[: (len(sure) + 1) // 2]] = True
    return chosen


def calibration_error(chances: Floats, hits: Flags) -> float:
    """The mean distance of what was said from what was right, in parts of equal counts."""
    order = np.argsort(chances, kind="stable")
    parts = [part for part in np.array_split(order, _PARTS) if len(part)]
    off = [abs(chances[part].mean() - hits[part].mean()) * len(part) for part in parts]
    return float(sum(off) / len(order))


def calibration_floor(chances: Floats, seed: int) -> float:
    """The calibration error that chance alone leaves where every chance is true."""
    random = np.random.default_rng([seed, 2])
    worlds = [random.random(len(chances)) < chances for _ in range(_WORLDS)]
    return float(np.mean([calibration_error(chances, world) for world in worlds]))
