"""Calibration by tenths: what was said of a tenth of the scored lines, and what was found."""

from typing import Final

import msgspec
import numpy as np

from openkeden.risk.learning import random_stratum
from openkeden.risk.learning.examples import Floats, Ints

#: Parts of equal counts.
_TENTHS: Final = 10
_MILLION: Final = 1_000_000


class Decile(msgspec.Struct, frozen=True, kw_only=True):
    """A tenth of the scored lines, by the probability that was said."""

    #: Scored lines.
    lines: int

    #: The mean probability that was said.
    said: float

    #: How many of them are irregular.
    found: int

    #: The share of them that is irregular.
    rate: float

    #: The bounds of its 95 % interval.
    rate_low: float
    rate_high: float

    @property
    def holds(self) -> bool:
        """Whether what was said lies within the interval of what was found."""
        return self.rate_low <= self.said <= self.rate_high


def deciles(probabilities_ppm: Ints, found: Floats) -> tuple[Decile, ...]:
    """The tenths, the least likely first; fewer where there are fewer lines."""
    order = np.argsort(probabilities_ppm, kind="stable")
    parts = np.array_split(order, _TENTHS)
    said = probabilities_ppm / _MILLION
    return tuple([_decile(said[part], found[part]) for part in parts if len(part)])


def _decile(said: Floats, found: Floats) -> Decile:
    rate = float(found.mean())
    low, high = random_stratum.wilson(rate, len(found))
    return Decile(
        lines=len(found),
        said=float(said.mean()),
        found=int(found.sum()),
        rate=rate,
        rate_low=low,
        rate_high=high,
    )
