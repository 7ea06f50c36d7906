"""Chance from a seed, in integers: the same draws on every machine."""

import bisect
import itertools
import random
from collections.abc import Iterable, Sequence

from openkeden.world import powers

_BITS = 64

#: Of how many equal parts a share is a number.
_ALL = powers.MILLION**2
_LN_ALL = powers.ln(_ALL)

#: A sum of so many bytes has the bell of a normal distribution: their mean and, nearly, the
#: standard deviation.
_BYTES, _MEAN, _SPREAD = 48, 6_120, 512


class Chance:
    """Draws that follow from a seed and a name."""

    def __init__(self, seed: int, name: str = "") -> None:
        # Nothing here is a secret.
        self._bits = random.Random(f"{seed} {name}").getrandbits  # noqa: S311

    def below(self, bound: int) -> int:
        """A whole number from 0, below a bound."""
        return self._bits(_BITS) * bound >> _BITS

    def between(self, least: int, most: int) -> int:
        """A whole number between two, both possible."""
        return least + self.below(most - least + 1)

    def hit(self, ppm: int) -> bool:
        """Whether what has this probability happens."""
        return self.below(powers.MILLION) < ppm

    def normal(self, mean: int, spread: int) -> int:
        """Of a normal distribution, in the unit of its mean and spread."""
        drawn = self._bits(8 * _BYTES).to_bytes(_BYTES, "big")
        return mean + (sum(drawn) - _MEAN) * spread // _SPREAD

    def pareto(self, shape: int) -> int:
        """Of a Pareto distribution that begins at 0 (Lomax), in millionths; the shape is in
        millionths too.
        """
        share = 1 + self.below(_ALL)
        tail = (_LN_ALL - powers.ln(share)) * powers.MILLION // shape
        return powers.exp(tail) - powers.MILLION

    def sample(self, bound: int, count: int) -> list[int]:
        """So many different whole numbers from 0, below a bound, in ascending order."""
        chosen: set[int] = set()
        for top in range(bound - count, bound):
            drawn = self.below(top + 1)
            chosen.add(top if drawn in chosen else drawn)
        return sorted(chosen)


class Weights:
    """Places, to be drawn as often as they weigh."""

    def __init__(self, weights: Iterable[int]) -> None:
        self._reached: Sequence[int] = list(itertools.accumulate(weights))

    def pick(self, chance: Chance) -> int:
        """One of the places, from 0."""
        drawn = chance.below(self._reached[-1])
        return bisect.bisect_right(self._reached, drawn)
