"""Boosted trees as tables: LightGBM with native categories, no tree path of which asks for
more than two indicators, so that each leaf is a rectangle in a table of two.

Trees, and whole forests grown from several seeds, are added into the tables that their
leaves lie in: the sum is the same, and many trees cost no more to score than few.
"""

import collections
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

import lightgbm
import numpy as np

from openkeden.base.fixed_point import DOUBLING
from openkeden.risk.indicators.indicator_set import PARTIES
from openkeden.risk.learning import additive, axes
from openkeden.risk.learning.additive import AdditiveScore
from openkeden.risk.learning.examples import Examples, Flags, Floats, Ints, known
from openkeden.risk.model.tables import UNIT, Axis, ScoreTable

#: Examples of a level at the least.
_LEAST: Final = 3
#: Cells of a table at the most.
_MOST_CELLS: Final = 60_000
#: Indicators, and pairs of them, at the most.
_INDICATORS: Final = 28
_PAIRS: Final = 40

_TREES: Final = 400
_REVENUE_TREES: Final = 150
#: Forests whose mean is taken.
_FORESTS: Final = 3
#: Trees of the first look, by which pairs are chosen.
_FIRST_TREES: Final = 80

#: What the trees are grown by. Categories are smoothed strongly: rare levels say little.
_GROWN: Final[Mapping[str, Any]] = {
    "objective": "binary",
    "num_leaves": 7,
    "learning_rate": 0.03,
    "min_child_samples": 30,
    "lambda_l2": 5.0,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "cat_smooth": 50.0,
    "cat_l2": 50.0,
    "max_cat_threshold": 128,
    "min_data_per_group": 10,
    "max_bin": 255,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbosity": -1,
}

#: What else the trees of a revenue are grown by: few lines tell one.
_OF_REVENUE: Final[Mapping[str, Any]] = {"objective": "regression", "min_child_samples": 10}

#: A leaf: the places that it holds on the axes that it asks for, and what it adds.
Leaf = tuple[dict[int, Flags], float]

#: Cells by the axes of their table.
Cells = dict[tuple[int, ...], Floats]


class Orchard(NamedTuple):
    """What trees are grown on."""

    #: The axes of the indicators.
    axes: tuple[Axis, ...]

    #: The place of each example on each axis.
    places: Ints

    #: What the trees come near to.
    target: Floats

    #: What they are grown by.
    grown: Mapping[str, Any]


def fit(examples: Examples, seed: int) -> AdditiveScore:
    """Learn the log-odds of a finding from examples of both kinds."""
    chosen = tuple(_axes(examples))
    if not chosen:
        return AdditiveScore((), _log_odds(examples.found), ())
    orchard = Orchard(chosen, _places(chosen, examples), examples.found, _GROWN)
    return _grow_tables(_narrowed(orchard, seed), seed, _TREES, UNIT)


def fit_revenue(examples: Examples, logarithms: Floats, seed: int) -> AdditiveScore:
    """Learn the logarithm of a revenue, in doublings, from examples that have one; entries
    are in 65,536ths.
    """
    chosen = tuple(_axes(examples))
    if not chosen:
        return AdditiveScore((), round(float(logarithms.mean()) * DOUBLING), ())
    grown = {**_GROWN, **_OF_REVENUE}
    orchard = Orchard(chosen, _places(chosen, examples), logarithms, grown)
    return _grow_tables(_narrowed(orchard, seed), seed, _REVENUE_TREES, DOUBLING)


def _narrowed(orchard: Orchard, seed: int) -> Orchard:
    """The orchard with the indicators that a first look gains most by."""
    if len(orchard.axes) <= _INDICATORS:
        return orchard
    every = [list(range(len(orchard.axes)))]
    gains = _grow(orchard, every, seed, _FIRST_TREES).feature_importance("gain")
    best = np.sort(np.argsort(-gains, kind="stable")[:_INDICATORS])
    chosen = tuple([orchard.axes[axis] for axis in best.tolist()])
    return orchard._replace(axes=chosen, places=orchard.places[:, best])


def _log_odds(found: Floats) -> int:
    base = float(np.clip(found.mean(), 1e-4, 1 - 1e-4))
    return round(math.log(base / (1 - base)) * UNIT)


def _places(chosen: Sequence[Axis], examples: Examples) -> Ints:
    return np.column_stack([additive.placed(axis, examples) for axis in chosen])


def _axes(examples: Examples) -> Iterator[Axis]:
    for indicator in known(examples):
        name = indicator.name
        if name in PARTIES:
            # Few lines tell of each: trees are told their records.
            continue
        if indicator.kind == "category":
            axis = axes.levels(examples, name, _LEAST)
        else:
            axis = axes.quantile_bands(examples, name)
        if axis is not None:
            yield axis


def _grow_tables(orchard: Orchard, seed: int, trees: int, unit: int) -> AdditiveScore:
    """Grow forests from several seeds, and add them up in tables."""
    pairs = _pairs(orchard, seed)
    cells: Cells = {}
    start = 0.0
    for forest in range(_FORESTS):
        booster = _grow(orchard, pairs, seed + forest, trees)
        start += sum([_add(tree, orchard.axes, cells) for tree in _trees(booster)])
    begin, found = start / _FORESTS, []
    for key, told in cells.items():
        mean, entries = _centred(key, told / _FORESTS, orchard)
        begin += mean
        found.append(ScoreTable(key, additive.whole(entries, unit)))
    return AdditiveScore(orchard.axes, round(begin * unit), tuple(found))


def _grow(orchard: Orchard, pairs: Sequence[Sequence[int]], seed: int, trees: int) -> Any:
    """The trees of one seed."""
    names = [f"a{number}" for number in range(len(orchard.axes))]
    levels = [name for name, axis in zip(names, orchard.axes, strict=True) if axis.levels]
    grown = {**orchard.grown, "seed": seed, "interaction_constraints": pairs}
    data = lightgbm.Dataset(
        orchard.places.astype(np.float64),
        orchard.target,
        feature_name=names,
        categorical_feature=levels,
        params=grown,
    )
    return lightgbm.train(grown, data, trees)


def _trees(booster: Any) -> list[Mapping[str, Any]]:
    return [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]


def _pairs(orchard: Orchard, seed: int) -> list[list[int]]:
    """The pairs of indicators that trees may ask for together: those that trees without
    bounds gain most by, as far as a table can hold them. Each may be asked for alone.
    """
    count = len(orchard.axes)
    every = [list(range(count))]
    gains: collections.Counter[tuple[int, int]] = collections.Counter()
    for tree in _trees(_grow(orchard, every, seed, _FIRST_TREES)):
        _count_gains(tree, (), gains)
    sizes = [axis.size for axis in orchard.axes]
    pairs = [
        list(pair)
        for pair, _ in gains.most_common()
        if sizes[pair[0]] * sizes[pair[1]] <= _MOST_CELLS
    ]
    return pairs[:_PAIRS] + [[number] for number in range(count)]


def _count_gains(
    node: Mapping[str, Any],
    above: tuple[int, ...],
    gains: collections.Counter[tuple[int, int]],
) -> None:
    """Add the gain of each split to the pairs that it makes with those above it."""
    if "split_feature" not in node:
        return
    own = int(node["split_feature"])
    for other in set(above) - {own}:
        gains[min(own, other), max(own, other)] += node["split_gain"]
    for side in ("left_child", "right_child"):
        _count_gains(node[side], (*above, own), gains)


def _add(tree: Mapping[str, Any], chosen: Sequence[Axis], cells: Cells) -> float:
    """Add the leaves of a tree to tables; what stands in no table is given back."""
    start = 0.0
    for held, adds in _leaves(tree, chosen, {}):
        key = tuple(sorted(held))
        if not key:
            start += adds
            continue
        sizes = [chosen[axis].size for axis in key]
        table = cells.setdefault(key, np.zeros(math.prod(sizes)))
        where = held[key[0]]
        if len(key) > 1:
            where = np.outer(where, held[key[1]]).ravel()
        table[where] += adds
    return start


def _leaves(
    node: Mapping[str, Any], chosen: Sequence[Axis], held: dict[int, Flags]
) -> Iterator[Leaf]:
    """The leaves below a node that holds these places."""
    if "split_feature" not in node:
        yield held, float(node["leaf_value"])
        return
    axis = int(node["split_feature"])
    left = _goes_left(node, chosen[axis])
    before = held.get(axis, np.ones(len(left), dtype=bool))
    yield from _leaves(node["left_child"], chosen, {**held, axis: before & left})
    yield from _leaves(node["right_child"], chosen, {**held, axis: before & ~left})


def _goes_left(node: Mapping[str, Any], axis: Axis) -> Flags:
    """The places on an axis that a split sends to the left."""
    places = np.arange(axis.size)
    if node["decision_type"] == "==":
        told = [int(place) for place in str(node["threshold"]).split("||")]
        return np.isin(places, told)
    return np.asarray(places <= float(node["threshold"]))


def _centred(key: tuple[int, ...], told: Floats, orchard: Orchard) -> tuple[float, Floats]:
    """A table less its mean over the examples, and that mean: what is added for a line is
    told beside a line like all others.
    """
    within = [orchard.axes[axis] for axis in key]
    cells = additive.combined(within, [orchard.places[:, axis] for axis in key])
    mean = float(told[cells].mean())
    return mean, told - mean
