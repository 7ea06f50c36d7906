"""Proof: the 95 % intervals that random checks give hold the truth in nineteen of twenty
worlds, whatever else is inspected.
"""

import datetime
import math
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import structs

from openkeden.risk.learning import random_stratum
from openkeden.world import goods, measures, mechanism, policies, trial
from openkeden.world.generated import GeneratedWorld, WorldPlan
from openkeden.world.selecting import Budget
from openkeden.world.trial import PastWeek, TrialRules
from prove.outcome import Asked, Outcome

#: Lines a week; weeks of chance alone, and those after them, which are measured.
_LINES, _FIRST, _MEASURED = 300, 4, 8

#: A fifth is inspected, a quarter of that by chance.
_RULES: Final = TrialRules(
    budget=Budget(inspected_ppm=200_000, random_ppm=250_000), first_weeks=_FIRST
)

#: Of a thousand worlds so many must be covered, and so many may be.
_LEAST, _MOST, _THOUSAND = 930, 970, 1_000

_MONDAY: Final = datetime.date(2025, 1, 6)

#: A million, in which shares are told.
_MILLION: Final = 1_000_000


def prove(asked: Asked) -> Outcome:
    """So many worlds, each with an interval by two estimators."""
    counted = dict.fromkeys(_ESTIMATORS, 0)
    for number in range(asked.count):
        weeks = _weeks(asked.seed * 1_000_003 + number)
        truth = measures.measure([week.result for week in weeks]).illicit
        for name, estimate in _ESTIMATORS.items():
            low, high = estimate(weeks)
            counted[name] += low <= truth <= high
    faults = [
        f"{name}: {count} of {asked.count} worlds"
        for name, count in counted.items()
        if not _is_fair(count, asked.count)
    ]
    return Outcome("intervals", {"worlds": asked.count, **counted}, tuple(faults))


def _is_fair(covered: int, worlds: int) -> bool:
    """Whether it is nineteen of twenty, as far as chance lets so few worlds tell."""
    slack = 0 if worlds >= _THOUSAND else 2 * math.isqrt(worlds)
    low, high = (worlds * share // _THOUSAND for share in (_LEAST, _MOST))
    return low - slack <= covered <= high + slack


def _weeks(seed: int) -> list[PastWeek]:
    """The measured weeks of a small world."""
    drawn = structs.replace(mechanism.SMALL, corrupt=0)
    plan = WorldPlan(
        seed=seed,
        mechanism=drawn,
        goods=goods.invented(seed, drawn),
        first_monday=_MONDAY,
        per_week=_LINES,
        scheme_week=_FIRST + _MEASURED // 2,
    )
    world = GeneratedWorld(plan)
    weeks = trial.run(world, policies.PastRates(), _RULES, _FIRST + _MEASURED)
    return list(weeks)[_FIRST:]


def _by_score(weeks: Sequence[PastWeek]) -> tuple[int, int]:
    """What trials tell: certain findings, and the score interval of the drawn share."""
    _, low, high = measures.estimate([week.result for week in weeks])
    return low, high


def _by_weights(weeks: Sequence[PastWeek]) -> tuple[int, int]:
    """What evaluations tell: findings weighed by their logged probabilities."""
    told = random_stratum.estimate([line for week in weeks for line in week.history])
    assert told is not None
    low, high = told.illicit_rate_low, told.illicit_rate_high
    return math.floor(low * _MILLION), math.ceil(high * _MILLION)


_ESTIMATORS: Final[dict[str, Callable[[Sequence[PastWeek]], tuple[int, int]]]] = {
    "covered by score": _by_score,
    "covered by weights": _by_weights,
}
