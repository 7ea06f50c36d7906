"""Additive scores: axes and tables as they are learned, scored for many lines at once.

The numbers are those that `openkeden.risk.model` looks up for one line.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from openkeden.risk.learning.examples import UNKNOWN, Examples, Floats, Ints
from openkeden.risk.model.tables import UNIT, Axis, ScoreTable

#: A table none of whose entries is larger is left out, in millionths of log-odds.
_NOTHING: Final = 10_000


class AdditiveScore(NamedTuple):
    """A score that adds up."""

    #: Its axes.
    axes: tuple[Axis, ...]

    #: What it begins with, in millionths of log-odds.
    start: int

    #: What is added.
    tables: tuple[ScoreTable, ...]


def placed(axis: Axis, examples: Examples) -> Ints:
    """The place of each example on an axis."""
    if not axis.levels:
        column = examples.numbers[axis.indicator]
        ends = np.array(axis.ends, dtype=np.int64)
        found = np.searchsorted(ends, column, side="left").astype(np.int64)
        return np.where(column == UNKNOWN, axis.other, found)
    told = examples.levels[axis.indicator]
    places = {level: place for place, level in enumerate(axis.levels)}
    by_number = [places.get(level, axis.other) for level in told.levels]
    return np.array(by_number, dtype=np.int64)[told.numbers]


def combined(axes: Sequence[Axis], places: Sequence[Ints]) -> Ints:
    """The number of the cell of each example in the product of axes."""
    found = places[0]
    for axis, place in zip(axes[1:], places[1:], strict=True):
        found = found * axis.size + place
    return found


def looked_up(table: ScoreTable, cells: Ints) -> Ints:
    """The entries of cells by their numbers."""
    entries = np.array(table.entries, dtype=np.int64)
    if not table.cells:
        return entries[cells]
    known = np.array(table.cells, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, cells), len(known) - 1)
    return np.where(known[at] == cells, entries[at], 0)


def scores(learned: AdditiveScore, examples: Examples) -> Ints:
    """The score of each example, in millionths of log-odds."""
    places = [placed(axis, examples) for axis in learned.axes]
    total = np.full(len(examples), learned.start, dtype=np.int64)
    for table in learned.tables:
        axes = [learned.axes[axis] for axis in table.axes]
        cells = combined(axes, [places[axis] for axis in table.axes])
        total += looked_up(table, cells)
    return total


def whole(numbers: Floats, unit: int = UNIT) -> tuple[int, ...]:
    """Numbers as entries of a table, in so many parts of one."""
    return tuple(np.rint(numbers * unit).astype(np.int64).tolist())


def blended(parts: Sequence[AdditiveScore], weights: Sequence[float]) -> AdditiveScore:
    """The weighted sum of scores as one score; tables over the same axes become one."""
    axes: dict[Axis, int] = {}
    cells: dict[tuple[int, ...], dict[int, float]] = {}
    start = 0.0
    for part, weight in zip(parts, weights, strict=True):
        if not weight:
            continue
        start += part.start * weight
        numbers = [axes.setdefault(axis, len(axes)) for axis in part.axes]
        for table in part.tables:
            told = cells.setdefault(tuple([numbers[axis] for axis in table.axes]), {})
            for cell, entry in _entries(table):
                told[cell] = told.get(cell, 0.0) + entry * weight
    order = tuple(axes)
    found = [_table(key, told, order) for key, told in cells.items()]
    return AdditiveScore(order, round(start), tuple(filter(None, found)))


def pruned(score: AdditiveScore) -> AdditiveScore:
    """The score without tables that add next to nothing and axes that no table has."""
    kept = [table for table in score.tables if max(map(abs, table.entries)) >= _NOTHING]
    used = sorted(set(itertools.chain.from_iterable([table.axes for table in kept])))
    numbers = {axis: number for number, axis in enumerate(used)}
    axes = tuple([score.axes[axis] for axis in used])
    return AdditiveScore(axes, score.start, renumbered(kept, numbers))


def renumbered(
    tables: Sequence[ScoreTable], numbers: Mapping[int, int]
) -> tuple[ScoreTable, ...]:
    """Tables over axes that have got other numbers."""
    found = []
    for table in tables:
        axes = tuple([numbers[axis] for axis in table.axes])
        found.append(ScoreTable(axes, table.entries, table.cells))
    return tuple(found)


def _entries(table: ScoreTable) -> Sequence[tuple[int, int]]:
    numbers = table.cells or range(len(table.entries))
    return list(zip(numbers, table.entries, strict=True))


def _table(
    key: tuple[int, ...], told: dict[int, float], axes: Sequence[Axis]
) -> ScoreTable | None:
    """The table of cells: whole where most of them have an entry."""
    known = {cell: round(told[cell]) for cell in sorted(told)}
    known = {cell: entry for cell, entry in known.items() if entry}
    if not known:
        return None
    count = 1
    for axis in key:
        count *= axes[axis].size
    if len(known) * 2 > count:
        return ScoreTable(key, tuple([known.get(cell, 0) for cell in range(count)]))
    return ScoreTable(key, tuple(known.values()), tuple(known))
