"""The track record: what is known of past goods lines, kept so that the indicators of the
next line cost the same however long the past is.

A record stands at a day. What it tells is what was registered before that day and what
inspections had found before it: it is the same all day, whatever comes in on it. So no line
sees itself, its own day or anything later, and the order within a day does not matter.
"""

import datetime
import operator
from collections.abc import Iterable
from typing import NamedTuple

from openkeden.base import fixed_point
from openkeden.risk.indicators import forgetting, groupings, parts
from openkeden.risk.indicators.catalogue import IndicatorValue
from openkeden.risk.indicators.groupings import RateGrouping, UsualGrouping
from openkeden.risk.indicators.indicator_reader import ValueReader
from openkeden.risk.indicators.indicator_set import (
    DEFAULT,
    EDITION,
    MORE,
    MOST_HALF_LIFE,
    IndicatorSet,
    RateKey,
)
from openkeden.risk.indicators.observation import InspectionOutcome, Observation
from openkeden.risk.indicators.rate_cells import WHOLE, RateCells
from openkeden.risk.indicators.usual_cells import UsualCells

_MILLION = 1_000_000
_BITS = fixed_point.POWER_BITS

#: Settings that nothing can be divided by, or kept in, where they are nought.
_POSITIVE = (
    *("prior_weight", "base_weight", "usual_lines"),
    *("outlier_spreads", "least_spread", "most_keys"),
)

#: The key of all lines together.
_ALL = ""


class AwaitedOutcome(NamedTuple):
    """The outcome of an inspection that does not count yet."""

    #: The number or reference of the declaration.
    declaration: str

    #: The number of the line.
    item: int

    #: Whether it found an irregularity.
    found: bool

    #: What copies of the consignment have in common.
    consignment: bytes

    #: The parts of the line.
    parts: tuple[str, ...]


class TrackRecord:
    """What is known of past goods lines."""

    def __init__(self, settings: IndicatorSet = DEFAULT) -> None:
        _check(settings)
        self.settings = settings
        #: The day that it stands at, as an ordinal; 0: it has not begun.
        self.day = 0
        self.all = RateCells(settings.half_life_days)
        self.rates = [
            RateCells(key.half_life_days or settings.half_life_days)
            for key in settings.rates
        ]
        self.usual = [UsualCells(settings) for _ in settings.usual]
        #: Outcomes that are not known before today: by the day from which they are.
        self.awaited: dict[int, list[AwaitedOutcome]] = {}
        #: Consignments whose outcome counts already, with the day on which it was known.
        self.counted: dict[bytes, int] = {}
        #: The share of all inspections that found something, in millionths.
        self.base_ppm = settings.base_ppm
        self._compile(settings)
        self._reader = ValueReader(self)

    def _compile(self, settings: IndicatorSet) -> None:
        """Resolve what the settings name to places in lists."""
        names = [*settings.levels, *settings.copy_parts]
        for rate in settings.rates:
            names += rate.parts
        for usual in settings.usual:
            names += usual.parts
        self.further = parts.further_of(names)
        known = [*parts.PARTS, *[MORE + name for name in self.further]]
        place = {name: number for number, name in enumerate(known)}
        self.levels = [place[name] for name in settings.levels]
        self._copy_parts = [place[name] for name in settings.copy_parts]
        self.rate_groupings = [
            RateGrouping(
                groupings.reader_of(key, place), rates, within, _prior(key, settings)
            )
            for key, rates, within in zip(
                settings.rates, self.rates, _within(settings), strict=True
            )
        ]
        measures = list(dict.fromkeys([key.measure for key in settings.usual]))
        self.ratios = parts.ratios(measures)
        self.usual_groupings = [
            UsualGrouping(
                groupings.reader_of(key, place), usual, measures.index(key.measure)
            )
            for key, usual in zip(settings.usual, self.usual, strict=True)
        ]

    @property
    def stands_at(self) -> datetime.date | None:
        """The day that it stands at; None: it has not begun."""
        return datetime.date.fromordinal(self.day) if self.day else None

    def advance(self, day: datetime.date) -> None:
        """A day has come: what was registered, and what became known, before it is of the
        past.

        A day that is over does not come again.
        """
        ordinal = day.toordinal()
        if ordinal <= self.day:
            return
        for rates in self.rates:
            rates.close(self.day)
        for usual in self.usual:
            usual.close(self.day)
        for known in sorted([known for known in self.awaited if known < ordinal]):
            self._count(self.awaited.pop(known), known)
        self._forget()
        self.stand_at(ordinal)

    def stand_at(self, ordinal: int) -> None:
        """Stand at a day, as a record that was kept did."""
        self.day = ordinal
        self.base_ppm = self._base_ppm()

    def register(self, line: Observation) -> None:
        """A line was registered. One of an earlier day counts as registered today."""
        self.advance(line.day)
        known = parts.read(line, self.further)
        for read, rates, _, _ in self.rate_groupings:
            key, today = read(known), rates.today
            if key in today:
                today[key] += 1
            elif parts.is_known(key):
                today[key] = 1
        logarithms = parts.logarithms(line, self.ratios)
        for read, usual, measure in self.usual_groupings:
            key, logarithm = read(known), logarithms[measure]
            if logarithm is not None and parts.is_known(key):
                usual.register(key, logarithm)

    def learn(self, line: Observation, outcome: InspectionOutcome) -> None:
        """The outcome of an inspection is known: it counts from the day after it became
        so, or from tomorrow.
        """
        known = parts.read(line, self.further)
        copied = [known[place] for place in self._copy_parts]
        same = parts.consignment(line, copied, self.settings)
        awaited = AwaitedOutcome(*line.key, outcome.found, same, tuple(known))
        day = max(outcome.known_on.toordinal(), self.day)
        self.awaited.setdefault(day, []).append(awaited)

    def _count(self, outcomes: Iterable[AwaitedOutcome], day: int) -> None:
        """Outcomes that became known on a day: of copies of a consignment one counts."""
        for outcome in sorted(outcomes):
            if outcome.consignment not in self.counted:
                self.counted[outcome.consignment] = day
                self._inspect(outcome.parts, found=outcome.found, day=day)

    def _inspect(self, known: parts.Parts, *, found: bool, day: int) -> None:
        self.all.inspect(_ALL, found=found, day=day)
        for read, rates, _, _ in self.rate_groupings:
            key = read(known)
            if parts.is_known(key):
                rates.inspect(key, found=found, day=day)

    def _base_ppm(self) -> int:
        cell = self.all.cells.get(_ALL)
        if cell is None:
            return self.settings.base_ppm
        left = self.all.fading[min(self.day - cell[7], self.all.faded)]
        weight, found = cell[5] * left >> _BITS, cell[6] * left >> _BITS
        prior = self.settings.base_weight * WHOLE
        return (found * _MILLION + prior * self.settings.base_ppm) // (weight + prior)

    def _forget(self) -> None:
        """Keep the bounds of memory."""
        most = self.settings.most_keys
        for rates in self.rates:
            rates.forget(most)
        for usual in self.usual:
            usual.forget(most)
        forgetting.forget(self.counted, most, operator.pos)

    def row(self, line: Observation) -> tuple[IndicatorValue, ...]:
        """The indicators of a line on the day that the record stands at, in the order of
        `catalogue`. Nothing changes by asking.
        """
        return self._reader.row(line)


def _check(settings: IndicatorSet) -> None:
    """Raise ValueError for settings that no record can be kept by."""
    if settings.edition != EDITION:
        raise ValueError(f"indicators of edition {settings.edition}, not {EDITION}")
    for name in _POSITIVE:
        if getattr(settings, name) < 1:
            raise ValueError(f"{name} is {getattr(settings, name)}, not 1 or more")
    own = [key.half_life_days for key in settings.rates if key.half_life_days]
    for days in (settings.half_life_days, *own):
        if not 1 <= days <= MOST_HALF_LIFE:
            raise ValueError(f"a half-life of {days} days is not 1 to {MOST_HALF_LIFE}")
    for key in settings.rates:
        if key.prior_weight < 0:
            raise ValueError(f"the prior weight of {key.name} is {key.prior_weight}")


def _prior(key: RateKey, settings: IndicatorSet) -> int:
    return (key.prior_weight or settings.prior_weight) * WHOLE


def _within(settings: IndicatorSet) -> list[int]:
    """For each grouping the place of that which it is within, behind all lines at 0.

    Raises ValueError where that does not stand before it, and for a name given twice.
    """
    places = {"": 0}
    found = []
    for number, key in enumerate(settings.rates, 1):
        if key.name in places:
            raise ValueError(f"two groupings are named {key.name}")
        if key.within not in places:
            raise ValueError(f"{key.name} is within {key.within}, which is not before it")
        found.append(places[key.within])
        places[key.name] = number
    return found
