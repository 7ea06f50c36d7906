"""What a finding brings in: a share of what is at stake, learned from those that brought in
something.
"""

from typing import Final, NamedTuple

import numpy as np

from openkeden.base import fixed_point
from openkeden.base.fixed_point import DOUBLING
from openkeden.risk.learning import additive, boosted
from openkeden.risk.learning.additive import AdditiveScore
from openkeden.risk.learning.examples import UNKNOWN, Examples, Flags, Floats, Ints

#: What may be at stake: of what the examples tell that of which findings bring the most
#: even share.
_STAKES: Final = ("line.value", "line.charges")

#: Findings with a revenue at the least: for a mean, and for tables.
_LEAST: Final = 20
_LEAST_OF_TABLES: Final = 100

#: The mean is set right by so many doublings at the most.
_MOST_SHIFT: Final = 3


class RevenueScore(NamedTuple):
    """What was learned."""

    #: The indicator whose logarithm is added; empty: none.
    stake: str

    #: The logarithm of the share of it, in 65,536ths of a doubling.
    share: AdditiveScore


def fit(examples: Examples, held: Flags, seed: int) -> RevenueScore | None:
    """Learn from findings that brought in something; the mean is set right on those that
    were held out. None where there are too few.
    """
    brings = (examples.found == 1) & (examples.revenue != UNKNOWN) & (examples.revenue > 0)
    if int(brings.sum()) < _LEAST:
        return None
    told = examples.part(brings)
    stakes = [name for name in _STAKES if _is_known(told, name)]
    stake = min(stakes, key=lambda name: float(_shares(told, name).std()), default="")
    learned = _learned(told, stake, seed)
    test = brings & held
    if test.sum() >= _LEAST and (brings & ~held).sum() >= _LEAST:
        before = RevenueScore(stake, _learned(examples.part(brings & ~held), stake, seed))
        shift = _shift(before, examples.part(test))
    else:
        shift = _shift(RevenueScore(stake, learned), told)
    return RevenueScore(stake, learned._replace(start=learned.start + shift))


def _is_known(examples: Examples, name: str) -> bool:
    """Whether all examples tell a stake."""
    return bool((examples.numbers[name] > 0).all())


def _shares(examples: Examples, stake: str) -> Floats:
    """The logarithm of the share of a stake that each finding brought in."""
    return np.asarray(np.log2(examples.revenue) - _at_stake(examples, stake) / DOUBLING)


def _learned(examples: Examples, stake: str, seed: int) -> AdditiveScore:
    shares = _shares(examples, stake)
    if len(examples) < _LEAST_OF_TABLES:
        return AdditiveScore((), round(float(shares.mean()) * DOUBLING), ())
    return additive.pruned(boosted.fit_revenue(examples, shares, seed))


def _shift(learned: RevenueScore, examples: Examples) -> int:
    """What sets the mean right: that of a logarithm is not that of the revenue."""
    said = np.exp2(logarithms(learned, examples) / DOUBLING)
    most = _MOST_SHIFT * DOUBLING
    shift = round(
        float(np.log2(examples.revenue.astype(np.float64).sum() / said.sum())) * DOUBLING
    )
    return max(-most, min(shift, most))


def logarithms(learned: RevenueScore, examples: Examples) -> Ints:
    """The logarithm of what a finding in each example brings in, in 65,536ths of a
    doubling.
    """
    return additive.scores(learned.share, examples) + _at_stake(examples, learned.stake)


def _at_stake(examples: Examples, stake: str) -> Ints:
    if not stake:
        return np.zeros(len(examples), dtype=np.int64)
    values, places = np.unique(examples.numbers[stake], return_inverse=True)
    told = [fixed_point.log2(max(value, 1)) for value in values.tolist()]
    return np.array(told, dtype=np.int64)[places]
