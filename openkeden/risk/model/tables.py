"""Axes and tables: what of a goods line is looked at, and what is added to its score for it.

Everything is a whole number: sums have one value in any order.
"""

import array
import bisect
import math
from collections.abc import Sequence
from typing import Final

import msgspec

from openkeden.risk.indicators.catalogue import IndicatorValue

#: One unit of log-odds in the numbers of tables.
UNIT: Final = 1_000_000


class Axis(msgspec.Struct, frozen=True, omit_defaults=True):
    """An indicator, and the places that its values fall into.

    A number falls into the band whose upper end it does not exceed, of which there is one
    more than there are ends; what is not known has the place after the last. A category has
    the place of its level; any other level, and what is not known, has the place after the
    last.
    """

    #: The name of the indicator.
    indicator: str

    #: The upper ends of the bands of a number, ascending.
    ends: tuple[int, ...] = ()

    #: The levels of a category, in order.
    levels: tuple[str, ...] = ()

    #: How many of the last lines that the model learned from fell in each place; empty: it
    #: does not tell.
    lines: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many places it has."""
        return len(self.levels) + 1 if self.levels else len(self.ends) + 2

    @property
    def other(self) -> int:
        """The place of what is not known."""
        return self.size - 1


class ScoreTable(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is added for the place on an axis, or for the places on several together.

    The cells of a table are numbered: the place on the last axis counts singly.
    """

    #: Its axes, by their numbers in the model.
    axes: tuple[int, ...]

    #: What is added, in millionths of log-odds, cell by cell.
    entries: tuple[int, ...]

    #: The numbers of these cells, ascending, where the others add nothing; empty: all cells
    #: have an entry.
    cells: tuple[int, ...] = ()


def cells(table: ScoreTable, axes: Sequence[Axis]) -> int:
    """How many cells a table has."""
    return math.prod([axes[axis].size for axis in table.axes])


class Placing:
    """Axes made ready to place the indicators of one line after the other."""

    def __init__(self, axes: Sequence[Axis], indicators: Sequence[str]) -> None:
        self._count = len(axes)
        self._bands: list[tuple[int, int, tuple[int, ...], int]] = []
        self._levels: list[tuple[int, int, dict[IndicatorValue, int], int]] = []
        for number, axis in enumerate(axes):
            read = indicators.index(axis.indicator)
            if axis.levels:
                places: dict[IndicatorValue, int] = {
                    level: place for place, level in enumerate(axis.levels)
                }
                self._levels.append((number, read, places, axis.other))
            else:
                self._bands.append((number, read, axis.ends, axis.other))

    def places(self, values: Sequence[IndicatorValue]) -> list[int]:
        """The places of the indicators of a line on the axes."""
        found = [0] * self._count
        for number, read, ends, other in self._bands:
            value = values[read]
            found[number] = _left(ends, value) if isinstance(value, int) else other
        for number, read, places, other in self._levels:
            found[number] = places.get(values[read], other)
        return found


_left = bisect.bisect_left

#: The most that a number of four bytes holds.
_FOUR_BYTES: Final = 2**31 - 1

#: What a table of up to so many cells is spread out to.
_SPREAD: Final = 4096

#: One axis with what is added; two with the size of the second; several with their sizes.
_Single = tuple[int, Sequence[int]]
_Pair = tuple[int, int, int, Sequence[int]]
_Cross = tuple[int, int, int, dict[int, int]]
_Wide = tuple[tuple[tuple[int, int], ...], dict[int, int]]


class TableSum:
    """Tables made ready to be looked up for one line after the other."""

    def __init__(self, axes: Sequence[Axis], tables: Sequence[ScoreTable]) -> None:
        self._axes, self._tables = axes, tables
        self._singles: list[_Single] = []
        self._pairs: list[_Pair] = []
        self._crosses: list[_Cross] = []
        self._wide: list[_Wide] = []
        for table in tables:
            self._add(table)
        self._singles = [single for single in self._singles if not self._folded(*single)]
        self._pairs = [
            (first, second, size, _packed(entries))
            for first, second, size, entries in self._pairs
        ]

    def _add(self, table: ScoreTable) -> None:
        axes = table.axes
        sizes = [self._axes[axis].size for axis in axes]
        count = math.prod(sizes)
        known = dict(zip(table.cells or range(count), table.entries, strict=True))
        if table.cells and (len(axes) > 2 or count > _SPREAD):
            if len(axes) == 2:
                self._crosses.append((axes[0], axes[1], sizes[1], known))
            else:
                self._wide.append((tuple(zip(axes, sizes, strict=True)), known))
            return
        entries = [known.get(cell, 0) for cell in range(count)]
        if len(axes) == 1:
            self._singles.append((axes[0], entries))
        elif len(axes) == 2:
            self._pairs.append((axes[0], axes[1], sizes[1], entries))
        else:
            self._wide.append((tuple(zip(axes, sizes, strict=True)), known))

    def _folded(self, axis: int, entries: Sequence[int]) -> bool:
        """Add a table of one axis to one of two that has it, so that one of them is looked
        up; whether there is one.
        """
        for number, (first, second, size, added) in enumerate(self._pairs):
            if axis == first:
                both = [one + entries[cell // size] for cell, one in enumerate(added)]
            elif axis == second:
                both = [one + entries[cell % size] for cell, one in enumerate(added)]
            else:
                continue
            self._pairs[number] = (first, second, size, both)
            return True
        return False

    def total(self, places: Sequence[int]) -> int:
        """What the tables add for places on the axes of the model."""
        total = 0
        for axis, entries in self._singles:
            total += entries[places[axis]]
        for first, second, size, entries in self._pairs:
            total += entries[places[first] * size + places[second]]
        for first, second, size, known in self._crosses:
            cell = places[first] * size + places[second]
            if cell in known:
                total += known[cell]
        for steps, known in self._wide:
            cell = 0
            for axis, size in steps:
                cell = cell * size + places[axis]
            total += known.get(cell, 0)
        return total

    def each(self, places: Sequence[int]) -> list[int]:
        """What each table adds, in their order."""
        return [self._looked_up(table, places) for table in self._tables]

    def _looked_up(self, table: ScoreTable, places: Sequence[int]) -> int:
        cell = 0
        for axis in table.axes:
            cell = cell * self._axes[axis].size + places[axis]
        if not table.cells:
            return table.entries[cell]
        at = _left(table.cells, cell)
        there = at < len(table.cells) and table.cells[at] == cell
        return table.entries[at] if there else 0


def _packed(entries: Sequence[int]) -> Sequence[int]:
    """Entries side by side in memory: so many are looked up that caches matter."""
    fits = max(map(abs, entries), default=0) <= _FOUR_BYTES
    return array.array("i" if fits else "q", entries)
