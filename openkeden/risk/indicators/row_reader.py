"""Reading of a track record: the indicators of a goods line that somebody asks for.

What a record tells of a key is the same all day, so it is worked out once a day and kept.
"""

import operator
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from openkeden.base.bounded import Remembered
from openkeden.risk.indicators import catalogue, fixed_point, parts
from openkeden.risk.indicators.catalogue import OF_LINE, OF_RATES, OF_USUAL, IndicatorValue
from openkeden.risk.indicators.groupings import KeyReader, RateGrouping
from openkeden.risk.indicators.observation import Observation

if TYPE_CHECKING:
    from openkeden.risk.indicators.track_record import TrackRecord

_MILLION = 1_000_000
_BITS = fixed_point.POWER_BITS

#: Ratios are cut off at this many doublings.
_MOST_DOUBLINGS = 20 * fixed_point.DOUBLING

#: A key, and the rate of the grouping that its own is within.
_RateSubject = tuple[parts.Key, int]

#: The rate of a key, and what is asked for of it.
_ToldRate = tuple[int, tuple[IndicatorValue, ...]]


class _Rates(NamedTuple):
    """A grouping with rates that something is asked of."""

    #: What reads the key of a line.
    read: KeyReader

    #: What is told of each key.
    told: Remembered[_RateSubject, _ToldRate]

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


class RowReader:
    """The indicators of these names, in their order, as a record tells them; all that it
    has where none are named. Raises ValueError for a name that it does not have.
    """

    def __init__(self, record: "TrackRecord", names: Sequence[str] | None = None) -> None:
        self._record = record
        self._day = -1
        known = [one.name for one in catalogue.catalogue(record.settings)]
        self.names = tuple(known if names is None else names)
        asked = set(self.names)
        read = [name for name in known if name in asked]
        order = [read.index(name) for name in self.names]
        in_order = order == list(range(len(read)))
        self._ordered = None if in_order else _itemgetter(order)
        self._compile(asked)

    def _compile(self, asked: set[str]) -> None:
        record, settings = self._record, self._record.settings
        pairs = zip(settings.levels, record.levels, strict=True)
        self._levels = [place for name, place in pairs if name in asked]
        self._line = [read for tells, _, _, read in OF_LINE if f"line.{tells}" in asked]
        self._rates = self._compile_rates(asked)
        self._usual = []
        for key, grouping in zip(settings.usual, record.usual_groupings, strict=True):
            ratio, distance = [f"{key.name}.{tells}" in asked for tells, _, _ in OF_USUAL]
            if ratio or distance:
                told = Remembered(grouping.cells.usual)
                known = (grouping.read, told, grouping.measure)
                self._usual.append(_Usual(*known, ratio, distance))

    def _compile_rates(self, asked: set[str]) -> list[_Rates]:
        """The groupings that are asked, and those that they are within."""
        record, settings = self._record, self._record.settings
        picked = [
            [place for place, of in enumerate(OF_RATES) if f"{key.name}.{of[0]}" in asked]
            for key in settings.rates
        ]
        needed = {number for number, places in enumerate(picked, 1) if places}
        for number in range(len(picked), 0, -1):
            if number in needed:
                needed.add(record.rate_groupings[number - 1].within)
        places: dict[int, int] = {0: 0}
        found: list[_Rates] = []
        for number, grouping in enumerate(record.rate_groupings, 1):
            if number in needed:
                tell = _RateTeller(record, grouping, picked[number - 1]).tell
                within = places[grouping.within]
                places[number] = len(found) + 1
                found.append(_Rates(grouping.read, Remembered(tell), within))
        return found

    def row(self, line: Observation) -> tuple[IndicatorValue, ...]:
        """The indicators of a line on the day that the record stands at. Nothing changes by
        asking.
        """
        if self._record.day != self._day:
            self._begin()
        known = parts.read(line, self._record.further)
        values: list[IndicatorValue] = [known[place] or None for place in self._levels]
        values += [read(line) for read in self._line]
        rates = [self._record.base_ppm]
        for read, told, within in self._rates:
            rate, asked = told[read(known), rates[within]]
            rates.append(rate)
            values += asked
        if self._usual:
            self._add_usual(line, known, values)
        return tuple(values) if self._ordered is None else self._ordered(values)

    def _begin(self) -> None:
        """Another day: what was told of keys is to be worked out anew."""
        for rates in self._rates:
            rates.told.clear()
        for usual in self._usual:
            usual.told.clear()
        self._day = self._record.day

    def _add_usual(
        self, line: Observation, known: parts.Parts, values: list[IndicatorValue]
    ) -> None:
        logarithms = parts.logarithms(line, self._record.ratios)
        for read, told, measure, ratio, distance in self._usual:
            logarithm = logarithms[measure]
            usual = None if logarithm is None else told[read(known)]
            away = logarithm - usual[0] if logarithm is not None and usual else 0
            if ratio:
                values.append(_ratio(away) if usual else None)
            if distance:
                values.append(away * _MILLION // usual[1] if usual else None)


class _RateTeller:
    """What a record tells of the keys of one grouping."""

    def __init__(
        self, record: "TrackRecord", grouping: RateGrouping, picked: Sequence[int]
    ) -> None:
        self._record, self._prior = record, grouping.prior
        self._rates = grouping.cells
        self._pick = _itemgetter(picked)

    def tell(self, subject: _RateSubject) -> _ToldRate:
        """The rate of a key, which is drawn towards that of the wider grouping, and what is
        asked for.
        """
        key, rate = subject
        base, day = self._record.base_ppm, self._record.day
        cell = self._rates.cells.get(key)
        if cell is None:
            if not parts.is_known(key):
                return base, self._pick((None,) * len(OF_RATES))
            return rate, self._pick((rate - base, 0, 0, 0, None, None))
        first, last, seen, inspected, finds, weight, found, on = cell
        if weight:
            left = self._rates.fading[min(day - on, self._rates.faded)]
            weight, found = weight * left >> _BITS, found * left >> _BITS
            rate = (found * _MILLION + self._prior * rate) // (weight + self._prior)
        told = (rate - base, inspected, finds, seen, day - first, day - last)
        return rate, self._pick(told)


def _itemgetter(
    places: Sequence[int],
) -> Callable[[Sequence[IndicatorValue]], tuple[IndicatorValue, ...]]:
    """What picks the values at these places."""
    if len(places) > 1:
        return operator.itemgetter(*places)
    return lambda values: tuple([values[place] for place in places])


def _ratio(away: int) -> int:
    """A distance from what is usual, as a ratio in millionths."""
    cut = min(max(away, -_MOST_DOUBLINGS), _MOST_DOUBLINGS)
    return fixed_point.power(cut) * _MILLION >> fixed_point.POWER_BITS
