"""The crossed ridge: log-odds that add up over levels and their crosses, each drawn towards
nothing as strongly as the data say.

Every grouping (a level, a cross of levels, a band within a level) is a random effect. Its
spread is estimated with the effects: a grouping that says nothing vanishes by itself, so
that nothing is chosen by hand. Levels of one grouping do not overlap, so each sweep over
the groupings solves them one by one.
"""

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from openkeden.risk.indicators.catalogue import Indicator
from openkeden.risk.indicators.indicator_set import PARTIES
from openkeden.risk.learning import additive, axes
from openkeden.risk.learning.additive import AdditiveScore
from openkeden.risk.learning.calibration import chances
from openkeden.risk.learning.examples import Examples, Floats, Ints, known
from openkeden.risk.model.tables import UNIT, Axis, ScoreTable

#: Sweeps over the groupings.
_SWEEPS: Final = 30

#: Passes over them in a sweep.
_PASSES: Final = 2

#: Sweeps before the spreads are estimated.
_SETTLING: Final = 2

#: The spread that every grouping begins with, as a variance of log-odds, and its bounds.
_FIRST_SPREAD: Final = 0.1
_LEAST_SPREAD: Final = 1e-5
_MOST_SPREAD: Final = 2.0

#: Examples of a cell or level at the least.
_LEAST: Final = 2

#: Entries smaller than this are left out, in log-odds.
_NOTHING: Final = 5e-4

#: Bands of a number: of counts and days, and of others. Each band is an effect of its own,
#: and more of them say less each.
_BANDS_OF_COUNTS: Final = 4
_BANDS: Final = 12

#: The doublings of an amount in its bands: narrow ones, and wide ones that lend them what
#: neighbours have in common.
_STEPS: Final = (axes.STEP, 4 * axes.STEP)

_GOODS: Final = ("hs2", "hs4", "hs6", "hs10")
_MEASURED: Final = ("line.net_mass", "line.duty")

#: The spread from which an axis alone says something.
_TELLING: Final = 5e-3


class Grouping(NamedTuple):
    """Examples grouped by the cells of some axes."""

    #: The axes, by number.
    axes: tuple[int, ...]

    #: The numbers of the cells that have an effect, ascending.
    cells: Ints

    #: Which of them each example is in; their count where in none.
    member: Ints


class RidgeEffects(NamedTuple):
    """What was learned."""

    #: Log-odds without any effect.
    start: float

    #: The effects of each grouping, with a nothing at the end.
    effects: list[Floats]

    #: The spread of each grouping, as a variance of log-odds.
    spreads: Floats


def fit(examples: Examples) -> AdditiveScore:
    """Learn from examples of both kinds."""
    chosen = tuple(_axes(examples))
    places = [additive.placed(axis, examples) for axis in chosen]
    alone = [(number,) for number in range(len(chosen))]
    single = _different(_groupings(alone, chosen, places))
    crosses = _crosses(chosen, _telling(single, examples.found))
    groupings = _different([*single, *_groupings(crosses, chosen, places)])
    learned = estimate([one.member for one in groupings], examples.found)
    found = [
        table
        for grouping, effects in zip(groupings, learned.effects, strict=True)
        if (table := _table(grouping, effects)) is not None
    ]
    return AdditiveScore(chosen, round(learned.start * UNIT), tuple(found))


def _groupings(
    crosses: Iterable[tuple[int, ...]], chosen: Sequence[Axis], places: Sequence[Ints]
) -> list[Grouping]:
    """The groupings by crosses, those without a cell left out."""
    made = [_grouping(numbers, chosen, places) for numbers in crosses]
    return [one for one in made if len(one.cells)]


def _different(groupings: Sequence[Grouping]) -> list[Grouping]:
    """The groupings, without those that group the examples as an earlier one does: one
    effect would be shared by all of them, and drawn to nothing in each.
    """
    found: dict[bytes, Grouping] = {}
    for one in groupings:
        found.setdefault(_as_they_come(one), one)
    return list(found.values())


def _as_they_come(grouping: Grouping) -> bytes:
    """Which examples are together, whatever their cells are called: cells are numbered as
    they come.
    """
    told, first, member = np.unique(grouping.member, return_index=True, return_inverse=True)
    numbers = np.empty(len(told), dtype=np.int64)
    numbers[np.argsort(first)] = np.arange(len(told))
    numbers[told == len(grouping.cells)] = -1
    return numbers[member].tobytes()


def _telling(groupings: Sequence[Grouping], found: Floats) -> set[int]:
    """The axes that say something alone: only those are crossed."""
    learned = estimate([one.member for one in groupings], found)
    spreads = zip(groupings, learned.spreads.tolist(), strict=True)
    return {one.axes[0] for one, spread in spreads if spread >= _TELLING}


def _axes(examples: Examples) -> Iterator[Axis]:
    """An axis for every indicator that has several values."""
    for indicator in known(examples):
        yield from filter(None, _axes_of(indicator, examples))


def _axes_of(indicator: Indicator, examples: Examples) -> list[Axis | None]:
    name = indicator.name
    if indicator.kind == "category":
        return [axes.levels(examples, name, _LEAST)]
    if indicator.kind == "amount":
        return [axes.amount_bands(examples, name, step) for step in _STEPS]
    counted = indicator.kind in ("count", "days")
    bands = _BANDS_OF_COUNTS if counted else _BANDS
    return [axes.quantile_bands(examples, name, bands)]


def _crosses(chosen: Sequence[Axis], telling: set[int]) -> Iterator[tuple[int, ...]]:
    """What is crossed: goods with places and measures, places with measures, and the
    narrowest goods with every two places.
    """
    goods = [place for place, axis in enumerate(chosen) if axis.indicator in _GOODS]
    others = [place for place in sorted(telling - set(goods)) if chosen[place].levels]
    places = [place for place in others if chosen[place].indicator not in PARTIES]
    measured = [place for place in sorted(telling) if chosen[place].indicator in _MEASURED]
    yield from itertools.product(goods, places + measured)
    yield from itertools.product(places, measured)
    if goods:
        pairs = itertools.combinations(places, 2)
        yield from [(goods[-1], *pair) for pair in pairs]


def _grouping(
    numbers: tuple[int, ...], chosen: Sequence[Axis], places: Sequence[Ints]
) -> Grouping:
    within = [chosen[number] for number in numbers]
    where = [places[number] for number in numbers]
    cells = additive.combined(within, where)
    told = np.ones(len(cells), dtype=bool)
    for axis, place in zip(within, where, strict=True):
        if axis.levels:
            told &= place != axis.other
    found, counts = np.unique(cells[told], return_counts=True)
    kept = found[counts >= _LEAST]
    if not len(kept):
        return Grouping(numbers, kept, cells)
    at = np.minimum(np.searchsorted(kept, cells), len(kept) - 1)
    member = np.where(told & (kept[at] == cells), at, len(kept))
    return Grouping(numbers, kept, member)


def estimate(members: Sequence[Ints], found: Floats) -> RidgeEffects:
    """The effects of groupings and their spreads, by penalised likelihood: each sweep makes
    a weighted least-squares problem of it (iteratively reweighted), and then the spread of
    each grouping that of its effects and of what is not known of them.
    """
    counts = [int(member.max(initial=0)) + 1 for member in members]
    effects = [np.zeros(count) for count in counts]
    spreads = np.full(len(members), _FIRST_SPREAD)
    base = float(np.clip(found.mean(), 1e-4, 1 - 1e-4))
    start = math.log(base / (1 - base))
    score = np.full(len(found), start)
    for sweep in range(_SWEEPS):
        chance = chances(score)
        weights = np.maximum(chance * (1 - chance), 1e-4)
        left = (found - chance) / weights
        totals = _totals(members, weights, effects)
        for _ in range(_PASSES):
            for number, member in enumerate(members):
                own, total = effects[number], totals[number]
                pulled = np.bincount(member, weights * left, len(own)) + total * own
                new = pulled / (total + 1 / spreads[number])
                new[-1] = 0.0
                moved = (new - own)[member]
                effects[number] = new
                left -= moved
                score += moved
            shift = float((weights * left).sum() / weights.sum())
            start, left, score = start + shift, left - shift, score + shift
        if sweep >= _SETTLING:
            spreads = _spreads(effects, totals, spreads)
    return RidgeEffects(start, effects, spreads)


def _totals(
    members: Sequence[Ints], weights: Floats, effects: Sequence[Floats]
) -> list[Floats]:
    """The weight of the examples of each effect."""
    pairs = zip(members, effects, strict=True)
    found = [np.bincount(member, weights, len(own)) for member, own in pairs]
    return [one.astype(np.float64) for one in found]


def _spreads(
    effects: Sequence[Floats], totals: Sequence[Floats], spreads: Floats
) -> Floats:
    """The sum of the squared effects of each grouping over how many of them the examples
    settle (MacKay's evidence).
    """
    found = []
    for own, total, spread in zip(effects, totals, spreads, strict=True):
        settled = (total[:-1] / (total[:-1] + 1 / spread)).sum()
        found.append(float(np.square(own[:-1]).sum() / max(settled, _LEAST_SPREAD)))
    return np.asarray(np.clip(np.array(found), _LEAST_SPREAD, _MOST_SPREAD))


def _table(grouping: Grouping, effects: Floats) -> ScoreTable | None:
    own = effects[: len(grouping.cells)]
    kept = np.abs(own) >= _NOTHING
    if not kept.any():
        return None
    cells = tuple(grouping.cells[kept].tolist())
    return ScoreTable(grouping.axes, additive.whole(own[kept]), cells)
