"""Reading of a track record: of a goods line the indicators that somebody asks for, as they
are or as he sees them.

What a record tells of a key is the same all day, so it is worked out once a day and kept.
"""

from collections.abc import Callable, Container, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from openkeden.base import fixed_point
from openkeden.base.bounded import Remembered
from openkeden.risk.indicators import catalogue, parts
from openkeden.risk.indicators.catalogue import OF_LINE, OF_RATES, OF_USUAL, IndicatorValue
from openkeden.risk.indicators.groupings import KeyReader, RateGrouping, UsualGrouping
from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.indicators.observation import Observation
from openkeden.risk.indicators.rate_cells import RateCells

T = TypeVar("T")

_MILLION = 1_000_000
_BITS = fixed_point.POWER_BITS

#: Ratios are cut off at this many doublings.
_MOST_DOUBLINGS = 20 * fixed_point.DOUBLING

_Values = Sequence[IndicatorValue]

#: How values are seen, and what says so for those of some names.
_Seen = Callable[[_Values], Sequence[T]]
Seeing = Callable[[tuple[str, ...]], _Seen[T]]


class ReadRecord(Protocol):
    """What a reader asks a track record for."""

    #: What it is kept by.
    settings: IndicatorSet

    #: The day that it stands at, as an ordinal.
    day: int

    #: The share of all inspections that found something, in millionths.
    base_ppm: int

    #: The further parts of a line that are read, and the places of levels among all parts.
    further: list[str]
    levels: list[int]

    #: The groupings, and the ratios that the usual ones are of.
    rate_groupings: list[RateGrouping]
    usual_groupings: list[UsualGrouping]
    ratios: list[tuple[int, int]]


#: A key, and the rate of the grouping that its own is within.
_RateSubject = tuple[parts.Key, int]

#: A rate, and what is seen of its key.
_SeenRate = tuple[int, Sequence[T]]


class _Rates(NamedTuple, Generic[T]):
    """A grouping with rates that something is asked of."""

    #: What reads the key of a line.
    read: KeyReader

    #: Whether the key is one part.
    single: bool

    #: The cells that there are.
    cells: Container[parts.Key]

    #: What is seen of each key that has a cell.
    told: Remembered[_RateSubject, _SeenRate[T]]

    #: What is seen of a new key, by the rate that it is within.
    new: Remembered[int, _SeenRate[T]]

    #: What is seen where a part of the key is not known.
    nothing: Sequence[T]

    #: The place of the rate that it is within among those that are read; 0: all lines.
    within: int


class _Usual(NamedTuple):
    """A grouping with what is usual that something is asked of."""

    #: What reads the key of a line.
    read: KeyReader

    #: What is usual for each key.
    told: Remembered[parts.Key, tuple[int, int] | None]

    #: The place of what is measured.
    measure: int

    #: Whether the ratio to what is usual is asked for.
    ratio: bool

    #: Whether the distance from it is.
    distance: bool


class IndicatorReader(Generic[T]):
    """The indicators of these names as `seeing` has them, as a record tells them: what is
    seen of one grouping after the other, in the order of the catalogue.
    """

    def __init__(self, record: ReadRecord, names: Sequence[str], seeing: Seeing[T]) -> None:
        self._record, self._seeing = record, seeing
        self._day = -1
        asked, settings = set(names), record.settings
        pairs = zip(settings.levels, record.levels, strict=True)
        levels = {name: place for name, place in pairs if name in asked}
        self._levels, self._see_levels = list(levels.values()), seeing(tuple(levels))
        own = {f"line.{tells}": read for tells, _, _, read in OF_LINE}
        told = tuple([name for name in own if name in asked])
        self._own, self._see_own = [own[name] for name in told], seeing(told)
        self._rates = self._compile_rates(asked)
        self._usual = self._compile_usual(asked)
        usual: list[str] = []
        for key in settings.usual:
            usual += [f"{key.name}.{tells}" for tells, _, _ in OF_USUAL]
        self._see_usual = seeing(tuple([name for name in usual if name in asked]))
        self._reads_parts = bool(self._levels or self._rates or self._usual)

    def _compile_rates(self, asked: set[str]) -> list[_Rates[T]]:
        """The groupings that are asked, and those that they are within."""
        record = self._record
        picked = [_picked(key.name, asked) for key in record.settings.rates]
        needed = {number for number, places in enumerate(picked, 1) if places}
        for number in range(len(picked), 0, -1):
            if number in needed:
                needed.add(record.rate_groupings[number - 1].within)
        places: dict[int, int] = {0: 0}
        found: list[_Rates[T]] = []
        for number, grouping in enumerate(record.rate_groupings, 1):
            if number in needed:
                within = places[grouping.within]
                places[number] = len(found) + 1
                found.append(self._rates_of(number - 1, picked[number - 1], within))
        return found

    def _rates_of(self, number: int, picked: Sequence[int], within: int) -> _Rates[T]:
        record = self._record
        grouping, key = record.rate_groupings[number], record.settings.rates[number]
        see = self._seeing(tuple([f"{key.name}.{OF_RATES[place][0]}" for place in picked]))
        cells, prior = grouping.cells, grouping.prior

        def told(subject: _RateSubject) -> _SeenRate[T]:
            rate, values = _told_rate(record, cells, prior, *subject)
            return rate, see([values[place] for place in picked])

        def new(rate: int) -> _SeenRate[T]:
            values = (rate - record.base_ppm, 0, 0, 0, None, None)
            return rate, see([values[place] for place in picked])

        return _Rates(
            read=grouping.read,
            single=len(key.parts) == 1,
            cells=cells.cells.keys(),
            told=Remembered(told),
            new=Remembered(new),
            nothing=see([None] * len(picked)),
            within=within,
        )

    def _compile_usual(self, asked: set[str]) -> list[_Usual]:
        """The groupings that are asked what is usual."""
        settings, found = self._record.settings, []
        for key, grouping in zip(settings.usual, self._record.usual_groupings, strict=True):
            ratio, distance = [f"{key.name}.{of[0]}" in asked for of in OF_USUAL]
            if ratio or distance:
                told = Remembered(grouping.cells.usual)
                known = (grouping.read, told, grouping.measure)
                found.append(_Usual(*known, ratio, distance))
        return found

    def row(self, line: Observation) -> list[T]:
        """What is seen of a line on the day that the record stands at. Nothing changes by
        asking.
        """
        record = self._record
        if record.day != self._day:
            self._begin()
        known = parts.read(line, record.further) if self._reads_parts else ()
        seen: list[T] = []
        if self._levels:
            seen += self._see_levels([known[place] or None for place in self._levels])
        if self._own:
            seen += self._see_own([read(line) for read in self._own])
        rates = [record.base_ppm]
        for read, single, cells, told, new, nothing, within in self._rates:
            key = read(known)
            if key in cells:
                rate, of_key = told[key, rates[within]]
            elif key if single else "" not in key:
                rate, of_key = new[rates[within]]
            else:
                rate, of_key = record.base_ppm, nothing
            rates.append(rate)
            seen += of_key
        if self._usual:
            seen += self._see_usual(self._usual_values(line, known))
        return seen

    def _begin(self) -> None:
        """Another day: what was told of keys is to be worked out anew."""
        for rates in self._rates:
            rates.told.clear()
            rates.new.clear()
        for usual in self._usual:
            usual.told.clear()
        self._day = self._record.day

    def _usual_values(self, line: Observation, known: parts.Parts) -> list[IndicatorValue]:
        values: list[IndicatorValue] = []
        logarithms = parts.logarithms(line, self._record.ratios)
        for read, told, measure, ratio, distance in self._usual:
            logarithm = logarithms[measure]
            usual = None if logarithm is None else told[read(known)]
            if logarithm is None or usual is None:
                values += (None, None) if ratio and distance else (None,)
                continue
            away = logarithm - usual[0]
            if ratio:
                values.append(_ratio(away))
            if distance:
                values.append(away * _MILLION // usual[1])
        return values


def _picked(name: str, asked: set[str]) -> list[int]:
    """The places of what is asked of a grouping with rates."""
    told = [f"{name}.{tells}" for tells, _, _ in OF_RATES]
    return [place for place, one in enumerate(told) if one in asked]


def _told_rate(
    record: ReadRecord, rates: RateCells, prior: int, key: parts.Key, wide: int
) -> tuple[int, _Values]:
    """The rate of a key, which is drawn towards that of the wider grouping, and all that is
    told of it.
    """
    base, day = record.base_ppm, record.day
    first, last, seen, inspected, finds, weight, found, on = rates.cells[key]
    rate = wide
    if weight:
        left = rates.fading[min(day - on, rates.faded)]
        weight, found = weight * left >> _BITS, found * left >> _BITS
        rate = (found * _MILLION + prior * wide) // (weight + prior)
    return rate, (rate - base, inspected, finds, seen, day - first, day - last)


class ValueReader:
    """The indicators of these names as they are, in their order; all that a record has
    where none are named. Raises ValueError for a name that it does not have.
    """

    def __init__(self, record: ReadRecord, names: Sequence[str] | None = None) -> None:
        known = [one.name for one in catalogue.catalogue(record.settings)]
        self.names = tuple(known if names is None else names)
        asked = set(self.names)
        read = [name for name in known if name in asked]
        order = [read.index(name) for name in self.names]
        self._order = None if order == list(range(len(read))) else order
        self._reader = IndicatorReader(record, self.names, _as_it_is)

    def row(self, line: Observation) -> tuple[IndicatorValue, ...]:
        """The indicators of a line on the day that the record stands at. Nothing changes by
        asking.
        """
        values = self._reader.row(line)
        if self._order is not None:
            values = [values[place] for place in self._order]
        return tuple(values)


def _as_it_is(_: tuple[str, ...]) -> _Seen[IndicatorValue]:
    return list


def _ratio(away: int) -> int:
    """A distance from what is usual, as a ratio in millionths."""
    cut = min(max(away, -_MOST_DOUBLINGS), _MOST_DOUBLINGS)
    return fixed_point.power(cut) * _MILLION >> fixed_point.POWER_BITS
