"""Examples: inspected goods lines with their indicators, as columns of numbers."""

import dataclasses
import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from openkeden.risk.indicators import catalogue
from openkeden.risk.indicators.catalogue import Indicator, IndicatorValue
from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.indicators.replay import IndicatorRow, replay
from openkeden.risk.indicators.track_record import TrackRecord

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: What stands for a number that is not known; no indicator is so low.
UNKNOWN: Final = np.iinfo(np.int64).min

#: Further categories of a source that are looked at, at the most.
_MOST_FURTHER: Final = 24

#: What tells a line from all others.
LineKey = tuple[str, int]


class LevelColumn(NamedTuple):
    """A category: the number of the level of each line, and the levels; an empty level is
    not known.
    """

    #: The number of the level of each line.
    numbers: Ints

    #: The levels.
    levels: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Examples:
    """Inspected goods lines."""

    #: The indicators.
    indicators: IndicatorSet

    #: The columns of numbers, by indicator.
    numbers: dict[str, Ints]

    #: The columns of categories, by indicator.
    levels: dict[str, LevelColumn]

    #: Whether the inspection found something, as 0 or 1.
    found: Floats

    #: The day of registration of each, as an ordinal.
    days: Ints

    #: The revenue of each in minor units, `UNKNOWN` where not told.
    revenue: Ints

    #: The block of each, by number: copies of one line have the same.
    blocks: Ints

    #: The trader of each, by number.
    traders: Ints

    #: The lines themselves.
    lines: tuple[HistoryLine, ...]

    def __len__(self) -> int:
        return len(self.found)

    def part(self, which: Ints | Flags) -> "Examples":
        """Some of them: by numbers, or by a mask."""
        numbers = np.flatnonzero(which) if which.dtype == bool else which
        return Examples(
            self.indicators,
            {name: column[numbers] for name, column in self.numbers.items()},
            {
                name: LevelColumn(column.numbers[numbers], column.levels)
                for name, column in self.levels.items()
            },
            self.found[numbers],
            self.days[numbers],
            self.revenue[numbers],
            self.blocks[numbers],
            self.traders[numbers],
            tuple([self.lines[number] for number in numbers.tolist()]),
        )

    def day(self, number: int) -> datetime.date:
        """The day of registration of one."""
        return datetime.date.fromordinal(int(self.days[number]))


def with_further(given: IndicatorSet, further: Sequence[str]) -> IndicatorSet:
    """The set with the further categories of a source as indicators."""
    names = [f"more.{name}" for name in further[:_MOST_FURTHER]]
    levels = (*given.levels, *[name for name in names if name not in given.levels])
    return msgspec.structs.replace(given, levels=levels)


def own_parts(given: IndicatorSet) -> IndicatorSet:
    """The set without what the past says: a line by itself, which may stand in any order."""
    return msgspec.structs.replace(given, rates=(), usual=())


def replayed(
    lines: Iterable[HistoryLine],
    given: IndicatorSet,
    record: TrackRecord | None = None,
) -> list[IndicatorRow]:
    """The lines of a history with their indicators, by day."""
    return list(replay(lines, record or TrackRecord(given)))


def alone(lines: Iterable[HistoryLine], given: IndicatorSet) -> list[IndicatorRow]:
    """The lines in their order, each by itself."""
    record = TrackRecord(own_parts(given))
    return [IndicatorRow(line, record.row(line.observation)) for line in lines]


def of_rows(
    rows: Sequence[IndicatorRow], given: IndicatorSet, blocks: Mapping[LineKey, int]
) -> Examples:
    """The examples of rows, with the blocks of lines by their keys; a line without one is
    a block.
    """
    names = catalogue.catalogue(given)
    numbers: dict[str, Ints] = {}
    levels: dict[str, LevelColumn] = {}
    for place, indicator in enumerate(names):
        values = [row.values[place] for row in rows]
        if indicator.kind == "category":
            levels[indicator.name] = _levels(values)
        else:
            numbers[indicator.name] = _numbers(values)
    lines = tuple([row.line for row in rows])
    return Examples(
        given,
        numbers,
        levels,
        np.array([_found(line) for line in lines], dtype=np.float64),
        _days(lines),
        np.array([_revenue(line) for line in lines], dtype=np.int64),
        _blocks(lines, blocks),
        np.array(_traders(lines), dtype=np.int64),
        lines,
    )


def joined(parts: Sequence[Examples]) -> Examples:
    """Parts of the same examples, one after the other."""
    first = parts[0]
    numbers = {}
    for name in first.numbers:
        numbers[name] = np.concatenate([part.numbers[name] for part in parts])
    levels = {}
    for name, told in first.levels.items():
        column = np.concatenate([part.levels[name].numbers for part in parts])
        levels[name] = LevelColumn(column, told.levels)
    return Examples(
        first.indicators,
        numbers,
        levels,
        np.concatenate([part.found for part in parts]),
        np.concatenate([part.days for part in parts]),
        np.concatenate([part.revenue for part in parts]),
        np.concatenate([part.blocks for part in parts]),
        np.concatenate([part.traders for part in parts]),
        tuple(itertools.chain.from_iterable([part.lines for part in parts])),
    )


def known(examples: Examples) -> tuple[Indicator, ...]:
    """The indicators of examples that have several values in them."""
    return tuple(
        [one for one in catalogue.catalogue(examples.indicators) if _varies(examples, one)]
    )


def _varies(examples: Examples, indicator: Indicator) -> bool:
    if indicator.kind == "category":
        column = examples.levels[indicator.name].numbers
    else:
        column = examples.numbers[indicator.name]
    return bool(len(column)) and bool((column != column[0]).any())


def _numbers(values: Sequence[IndicatorValue]) -> Ints:
    told = [UNKNOWN if value is None else int(value) for value in values]
    return np.array(told, dtype=np.int64)


def _levels(values: Sequence[IndicatorValue]) -> LevelColumn:
    places: dict[str, int] = {}
    told = [places.setdefault(str(value or ""), len(places)) for value in values]
    return LevelColumn(np.array(told, dtype=np.int64), tuple(places))


def _days(lines: Sequence[HistoryLine]) -> Ints:
    days = [line.observation.day.toordinal() for line in lines]
    return np.array(days, dtype=np.int64)


def _found(line: HistoryLine) -> int:
    return int(line.outcome is not None and line.outcome.found)


def _revenue(line: HistoryLine) -> int:
    told = None if line.outcome is None else line.outcome.revenue
    return UNKNOWN if told is None else told


def _blocks(lines: Sequence[HistoryLine], blocks: Mapping[LineKey, int]) -> Ints:
    alone = 1 + max(blocks.values(), default=0)
    told = [
        blocks.get(line.observation.key, alone + number)
        for number, line in enumerate(lines)
    ]
    return np.array(told, dtype=np.int64)


def _traders(lines: Sequence[HistoryLine]) -> list[int]:
    """The trader of each line by number; a line without one is by itself."""
    places: dict[str, int] = {}
    found = []
    for number, line in enumerate(lines):
        trader = line.observation.trader or f"\0{number}"
        found.append(places.setdefault(trader, len(places)))
    return found
