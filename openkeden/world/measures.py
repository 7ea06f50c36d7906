"""What a trial shows: shares of the best possible, and what the random checks say of all."""

import math
from collections.abc import Sequence

import msgspec

from openkeden.world.powers import MILLION
from openkeden.world.trial import TrialWeek

#: The square of the 97.5 % point of the normal distribution, 1.959964, and its root, in
#: millionths.
_Z_SQUARED, _Z = 3_841_459, 1_959_964


class TrialMeasures(msgspec.Struct, frozen=True, kw_only=True):
    """Shares in millionths."""

    #: Offences reached, as a share of those of the best choice by probability.
    hits_of_best: int

    #: Revenue found, as a share of that of the best choice by expected revenue.
    revenue_of_best: int

    #: The probability of offences, and the expected revenue, of what was inspected, as shares
    #: of those of the best choices: the same without the luck of what was found.
    worth_of_best: int
    worth_of_best_by_revenue: int

    #: Offences reached, as a share of the most that so many inspections could reach: the mean
    #: of weeks.
    hits_of_most: int

    #: Revenue found, as a share of the most that so many inspections could find: the mean
    #: of weeks.
    revenue_of_most: int

    #: Offences reached in a hundred inspections.
    hit_rate: int

    #: The share of the offences of the new scheme that was inspected.
    scheme_caught: int

    #: The share of all lines with an offence.
    illicit: int

    #: What is estimated of it: the value, the least and the most of a 95 % interval.
    estimated: int
    estimated_low: int
    estimated_high: int

    @property
    def covered(self) -> bool:
        """Whether the interval holds the truth."""
        return self.estimated_low <= self.illicit <= self.estimated_high


def measure(weeks: Sequence[TrialWeek]) -> TrialMeasures:
    """What these weeks show."""
    hits = [_share(week.caught.offences, week.most.offences) for week in weeks]
    best = [_share(week.best.offences, week.most.offences) for week in weeks]
    money = [_share(week.caught.revenue, week.most.revenue) for week in weeks]
    richest = [_share(week.best_by_revenue.revenue, week.most.revenue) for week in weeks]
    lines = sum([week.lines for week in weeks])
    estimated = estimate(weeks)
    return TrialMeasures(
        hits_of_best=_share(sum(hits), sum(best)),
        revenue_of_best=_share(sum(money), sum(richest)),
        worth_of_best=_share(
            sum([week.worth.offences for week in weeks]),
            sum([week.best_worth.offences for week in weeks]),
        ),
        worth_of_best_by_revenue=_share(
            sum([week.worth.revenue for week in weeks]),
            sum([week.best_worth_by_revenue.revenue for week in weeks]),
        ),
        hits_of_most=sum(hits) // len(weeks),
        revenue_of_most=sum(money) // len(weeks),
        hit_rate=_share(
            sum([week.caught.offences for week in weeks]),
            sum([week.inspected for week in weeks]),
        ),
        scheme_caught=_share(
            sum([week.scheme_caught for week in weeks]),
            sum([week.scheme for week in weeks]),
        ),
        illicit=_share(sum([week.all.offences for week in weeks]), lines),
        estimated=estimated[0],
        estimated_low=estimated[1],
        estimated_high=estimated[2],
    )


def estimate(weeks: Sequence[TrialWeek]) -> tuple[int, int, int]:
    """The share of lines with an offence, estimated from random checks: what was found where
    all was inspected, and what the drawn ones say of those they were drawn from.

    A value and a 95 % interval, in millionths.
    """
    lines = sum([week.lines for week in weeks])
    certain = sum([week.chosen_found for week in weeks])
    left = sum([week.left for week in weeks])
    drawn = sum([week.drawn for week in weeks])
    found = sum([week.drawn_found for week in weeks])
    if not drawn:
        return _share(certain, lines), _share(certain, lines), MILLION
    rates = (_share(found, drawn), *wilson(found, drawn))
    low, mid, high = sorted(rates)
    shares = [(certain * MILLION + left * rate) // lines for rate in (mid, low, high)]
    return shares[0], shares[1], shares[2]


def wilson(found: int, drawn: int) -> tuple[int, int]:
    """The 95 % interval of a share by its score (Wilson), in millionths.

    >>> wilson(0, 100), wilson(5, 100)
    ((0, 36993), (21543, 111750))
    """
    both = drawn * MILLION + _Z_SQUARED
    centre = found * MILLION + _Z_SQUARED // 2
    spread = found * (drawn - found) * MILLION // drawn + _Z_SQUARED // 4
    half = _Z * math.isqrt(spread * MILLION) // MILLION
    low, high = max(0, centre - half), centre + half
    return low * MILLION // both, high * MILLION // both


def _share(part: int, whole: int) -> int:
    return part * MILLION // whole if whole else 0
