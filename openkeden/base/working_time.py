"""The working calendar of an office: when it is open, and when a stretch of its time ends.

Moments are aware; those given back are on the office's own clock. Working time is data:
hours by weekday, public holidays, days moved by decree, and the offset from UTC, each a
dated row.
"""

import datetime
import functools
from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from openkeden.base.validity import Row

DAY = datetime.timedelta(days=1)

HOUR = datetime.timedelta(hours=1)

#: Longest stretch without a working day that a calendar may have before it is taken for a
#: mistake.
MAX_CLOSED_DAYS = 60

_MONTHS = 12
_LAST = 24 * 60
_DEFAULT = "default"

Weekday = Annotated[int, msgspec.Meta(ge=1, le=7)]
MonthDay = Annotated[str, msgspec.Meta(pattern="^[0-9]{2}-[0-9]{2}$")]
Clock = Annotated[str, msgspec.Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$")]


def parse_day(text: str) -> datetime.date | None:
    """The day that `YYYY-MM-DD` in ASCII digits names.

    None for any other text, or a day that does not exist.

    >>> parse_day("2026-04-02"), parse_day("2026-4-2"), parse_day("2026-02-30")
    (datetime.date(2026, 4, 2), None, None)
    """
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


class Offset(Row, frozen=True, kw_only=True):
    """The offset of the local clock."""

    #: Minutes to add to UTC.
    minutes: Annotated[int, msgspec.Meta(gt=-1440, lt=1440)]


class Hours(Row, frozen=True, kw_only=True):
    """Opening hours of the offices that use the calendar of this name."""

    #: The name of the calendar.
    calendar: str

    #: The ISO weekdays on which they are open at these hours.
    weekdays: tuple[Weekday, ...]

    #: When they open.
    opens: Clock

    #: When they close; `24:00` is the midnight after.
    closes: Clock

    #: Whether they rest on public holidays.
    holidays: bool = True


class Holidays(Row, frozen=True, kw_only=True):
    """Holidays of every year."""

    #: The days, as `MM-DD`.
    days: tuple[MonthDay, ...]

    #: Whether the next working day is free when a holiday falls on a day of rest.
    moves: bool = False


class NamedDays(Row, frozen=True, kw_only=True):
    """Single days of rest, or working days with the hours of another day."""

    #: The days.
    days: tuple[datetime.date, ...]

    #: The weekday whose hours they have; None for days of rest.
    as_weekday: Weekday | None = None


class Calendar(msgspec.Struct, frozen=True):
    """Working time of an office. Made by `calendar`.

    Methods raise OverflowError where no working day is found within 60 days: then the
    calendar is wrong.
    """

    #: Offsets from UTC, the oldest first.
    offsets: tuple[Offset, ...]

    #: Opening hours.
    hours: tuple[Hours, ...]

    #: Holidays of every year.
    holidays: tuple[Holidays, ...]

    #: Single days of rest and of work.
    named: tuple[NamedDays, ...]

    def local(self, moment: datetime.datetime) -> datetime.datetime:
        """The same moment on the clock of the office."""
        zone = _zone(self.offsets[0].minutes)
        for row in self.offsets[1:]:
            if moment < datetime.datetime.combine(row.since, datetime.time(), zone):
                break
            zone = _zone(row.minutes)
        return moment.astimezone(zone)

    def on_clock(self, named: datetime.datetime) -> datetime.datetime:
        """The moment when the clock of the office shows a day and time without a zone."""
        return named.replace(tzinfo=self._midnight(named.date()).tzinfo)

    def opening(
        self, day: datetime.date
    ) -> tuple[datetime.datetime, datetime.datetime] | None:
        """When the office opens and closes on this day; None on a day of rest."""
        minutes = _open_minutes(self, day)
        if minutes is None:
            return None
        return self._clock(day, minutes[0]), self._clock(day, minutes[1])

    def works_on(self, day: datetime.date) -> bool:
        """Whether this is a working day."""
        return _open_minutes(self, day) is not None

    def is_open(self, moment: datetime.datetime) -> bool:
        """Whether the office is open at this moment; at the very end of its hours it still
        is.
        """
        at = self.local(moment)
        span = self.opening(at.date())
        if span is not None and span[0] <= at <= span[1]:
            return True
        return self._closed_at_midnight(at)

    def next_opening(self, moment: datetime.datetime) -> datetime.datetime:
        """The first moment of working time strictly after the working time that holds
        `moment`.

        Outside working time, the next moment of it.
        """
        at = self.local(moment)
        opens, _ = self._hours_from(at.date())
        return opens if opens > at else self._hours_from(at.date() + DAY)[0]

    def working_hours_after(
        self, moment: datetime.datetime, hours: int
    ) -> datetime.datetime:
        """The end of `hours` of working time after `moment`."""
        left, at = hours * HOUR, self.local(moment)
        opens, closes = self._hours_from(at.date())
        while (begins := max(at, opens)) + left > closes:
            left -= max(closes - begins, datetime.timedelta())
            opens, closes = self._hours_from(_day_after(closes))
        return begins + left

    def hours_after(self, moment: datetime.datetime, hours: int) -> datetime.datetime:
        """The end of `hours` in one stretch.

        Where fewer are left before closing, they run from the next opening: so the EAEU
        Customs Code, art. 119(1), counts the time for release.
        """
        if self._open_through(moment, hours * HOUR):
            return self.local(moment) + hours * HOUR
        return self.working_hours_after(self.next_opening(moment), hours)

    def end_of_next_working_day(self, moment: datetime.datetime) -> datetime.datetime:
        """Closing time of the first working day after the day of `moment`."""
        return self.working_days_after(moment, 1)

    def working_days_after(self, moment: datetime.datetime, days: int) -> datetime.datetime:
        """Closing time of the working day number `days` after the day of `moment`; days >=
        1.
        """
        closes = at = self.local(moment)
        day = at.date()
        for _ in range(days):
            opens, closes = self._hours_from(day + DAY)
            day = opens.date()
        return closes

    def working_day_before(self, moment: datetime.datetime) -> datetime.datetime:
        """Closing time of the last working day before the day that `moment` ends or is in."""
        first = (self.local(moment) - datetime.timedelta.resolution).date()
        for back in range(1, MAX_CLOSED_DAYS + 1):
            span = self.opening(first - back * DAY)
            if span is not None:
                return span[1]
        raise OverflowError(f"no working day in the {MAX_CLOSED_DAYS} days before {first}")

    def days_after(self, moment: datetime.datetime, days: int) -> datetime.datetime:
        """Closing time of the day that is `days` after that of `moment`.

        Where that is a day of rest, of the next working day.
        """
        return self._hours_from(self.local(moment).date() + days * DAY)[1]

    def months_after(self, moment: datetime.datetime, months: int) -> datetime.datetime:
        """As `days_after`, to the same day of a later month, or to that month's last day."""
        return self._hours_from(months_on(self.local(moment).date(), months))[1]

    def _clock(self, day: datetime.date, minutes: int) -> datetime.datetime:
        """So many minutes after the midnight that begins the day."""
        if minutes == _LAST:
            return self._midnight(day + DAY)
        return self._midnight(day) + datetime.timedelta(minutes=minutes)

    def _midnight(self, day: datetime.date) -> datetime.datetime:
        zone = _zone(self.offsets[0].minutes)
        for row in self.offsets[1:]:
            zone = _zone(row.minutes) if row.since <= day else zone
        return datetime.datetime.combine(day, datetime.time(), zone)

    def _hours_from(
        self, day: datetime.date
    ) -> tuple[datetime.datetime, datetime.datetime]:
        """The hours of the first working day that is not before `day`."""
        for ahead in range(MAX_CLOSED_DAYS + 1):
            span = self.opening(day + ahead * DAY)
            if span is not None:
                return span
        raise OverflowError(f"no working day in the {MAX_CLOSED_DAYS} days from {day}")

    def _open_through(self, moment: datetime.datetime, length: datetime.timedelta) -> bool:
        """Whether the office stays open for `length` from `moment`.

        Midnight alone does not close it.
        """
        at = self.local(moment)
        span = self.opening(at.date())
        if span is None or at < span[0]:
            return False
        while span is not None and at + length > span[1]:
            if not _at_midnight(span[1]):
                return False
            span = self.opening(span[1].date())
            if span is not None and not _at_midnight(span[0]):
                return False
        return span is not None

    def _closed_at_midnight(self, at: datetime.datetime) -> bool:
        span = self.opening(at.date() - DAY) if _at_midnight(at) else None
        return span is not None and span[1] == at


def calendar(table: Mapping[str, Any], name: str = _DEFAULT) -> Calendar:
    """Make the calendar `name` from `offsets`, `hours`, `holidays`, `days_off`,
    `extra_days`.

    Raises ValueError (msgspec.ValidationError among them) when the table has not that shape
    or no hours of the name.
    """
    offsets = msgspec.convert(table.get("offsets", ()), list[Offset])
    offsets.sort(key=lambda row: row.since)
    hours = _hours(table, name)
    if not offsets or not any(row.weekdays for row in hours):
        raise ValueError(f"calendar {name}: no offset from UTC or no opening hours")
    if not any(row.holidays for row in hours):
        return Calendar(tuple(offsets), hours, (), ())
    holidays = msgspec.convert(table.get("holidays", ()), tuple[Holidays, ...])
    named = [*table.get("days_off", ()), *table.get("extra_days", ())]
    single = msgspec.convert(named, tuple[NamedDays, ...])
    return Calendar(tuple(offsets), hours, holidays, single)


def _hours(table: Mapping[str, Any], name: str) -> tuple[Hours, ...]:
    every = msgspec.convert(table.get("hours", ()), list[Hours])
    hours = tuple([row for row in every if row.calendar == name])
    if any(_minutes(row.opens) >= _minutes(row.closes) for row in hours):
        raise ValueError(f"calendar {name}: an office must open before it closes")
    return hours


def calendars(table: Mapping[str, Any]) -> Mapping[str, Calendar]:
    """Every calendar that the table has hours for, by name. Raises ValueError as
    `calendar`.
    """
    names = dict.fromkeys(row["calendar"] for row in table.get("hours", ()))
    return {name: calendar(table, name) for name in names}


@functools.cache
def _zone(minutes: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(minutes=minutes))


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _at_midnight(moment: datetime.datetime) -> bool:
    return moment.hour == moment.minute == moment.second == moment.microsecond == 0


def _day_after(closes: datetime.datetime) -> datetime.date:
    """The day that begins when, or next after, an office closes."""
    return closes.date() if _at_midnight(closes) else closes.date() + DAY


def months_on(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later, or the last one of that month."""
    whole = day.year * _MONTHS + day.month - 1 + months
    first = datetime.date(whole // _MONTHS, whole % _MONTHS + 1, 1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    return min(last, first + (day.day - 1) * DAY)


@functools.lru_cache(maxsize=4096)
def _open_minutes(given: Calendar, day: datetime.date) -> tuple[int, int] | None:
    """Opening and closing of the day, in minutes after midnight."""
    single = [row for row in given.named if day in row.days]
    worked = [row.as_weekday for row in single if row.as_weekday is not None]
    if not worked and (single or day in _rest_of_year(given, day.year)):
        return None
    return _weekly(given, day, worked[0] if worked else day.isoweekday())


def _weekly(given: Calendar, day: datetime.date, weekday: int) -> tuple[int, int] | None:
    for row in given.hours:
        if weekday in row.weekdays and row.holds(day):
            return _minutes(row.opens), _minutes(row.closes)
    return None


@functools.lru_cache(maxsize=256)
def _rest_of_year(given: Calendar, year: int) -> frozenset[datetime.date]:
    """The yearly holidays of one year and the days that replace those on a day of rest."""
    found: dict[datetime.date, bool] = {}
    for row in given.holidays:
        for text in row.days:
            day = parse_day(f"{year:04}-{text}")
            if day is not None and row.holds(day):
                found[day] = row.moves
    rest = set(found)
    for day in sorted(
        day
        for day, moves in found.items()
        if moves and _weekly(given, day, day.isoweekday()) is None
    ):
        rest.add(_free_after(given, day, rest))
    return frozenset(rest)


def _free_after(
    given: Calendar, day: datetime.date, rest: set[datetime.date]
) -> datetime.date:
    for ahead in range(1, MAX_CLOSED_DAYS + 1):
        other = day + ahead * DAY
        if other not in rest and _weekly(given, other, other.isoweekday()) is not None:
            return other
    raise OverflowError(f"no working day in the {MAX_CLOSED_DAYS} days after {day}")
