"""Legal time limits: how long each lasts, how its unit is counted, and when it ends at an
office.

Lengths are law: dated rows with their article. Beside them stand the closed lists of
grounds on which an action may be refused, for they come from the same acts.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

import msgspec

from openkeden.base import validity, working_time
from openkeden.base.working_time import DAY, HOUR

#: `office_hours` run in one stretch and start anew at the next opening when the office
#: closes first (EAEU Customs Code art. 119(1)); `working_hours` stop with the office;
#: `hours` and `minutes` run on.
Unit = Literal[
    "minutes", "hours", "office_hours", "working_hours", "working_days", "days", "months"
]


class TimeLimit(validity.Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: a time limit of `quantity` units. Its remark says which part has another
    mark.
    """

    #: The name that the parts of the program ask for.
    key: str

    #: How many units it lasts.
    quantity: int

    #: What it is counted in.
    unit: Unit

    #: From which event it is counted, in words.
    counted: str


class Ground(validity.Row, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row: a ground of a closed list on which an action may be taken."""

    #: The code by which an event names it.
    code: str

    #: The action that may rest on it.
    action: str

    #: What it says.
    text: str


class TimeLimits(msgspec.Struct, frozen=True):
    """All time limits, whatever their dates, and the lists of grounds."""

    #: Time limits by key.
    rows: Mapping[str, tuple[TimeLimit, ...]]

    #: Grounds by action and code.
    grounds: Mapping[str, Mapping[str, Ground]] = {}

    def on(self, key: str, day: datetime.date) -> TimeLimit:
        """The row in force. Raises KeyError when there is none: then the pack is
        incomplete.
        """
        for row in self.rows.get(key, ()):
            if row.holds(day):
                return row
        raise KeyError(f"{key} on {day}")


def from_rows(
    rows: Iterable[Mapping[str, Any]], grounds: Iterable[Mapping[str, Any]] = ()
) -> TimeLimits:
    """Make the time limits from plain rows.

    Raises msgspec.ValidationError for a row of another shape.
    """
    known: dict[str, tuple[TimeLimit, ...]] = {}
    for row in msgspec.convert(list(rows), list[TimeLimit]):
        known[row.key] = (*known.get(row.key, ()), row)
    listed: dict[str, dict[str, Ground]] = {}
    for ground in msgspec.convert(list(grounds), list[Ground]):
        listed.setdefault(ground.action, {})[ground.code] = ground
    return TimeLimits(known, listed)


class Office(msgspec.Struct, frozen=True):
    """A customs office as time limits see it."""

    #: Its working time.
    calendar: working_time.Calendar

    #: The law that it applies.
    limits: TimeLimits

    def limit(self, key: str, moment: datetime.datetime) -> TimeLimit:
        """The time limit in force on the office's day at this moment.

        Raises KeyError as `TimeLimits.on`.
        """
        return self.limits.on(key, self.calendar.local(moment).date())

    def end(self, key: str, start: datetime.datetime) -> datetime.datetime:
        """When the time limit `key` ends that starts at this moment."""
        row = self.limit(key, start)
        return _AFTER[row.unit](self.calendar, start, row.quantity)

    def before(self, key: str, end: datetime.datetime) -> datetime.datetime:
        """The moment that lies the time limit `key` before `end`.

        Working days are counted back by the calendar; other units run on.
        """
        row = self.limit(key, end)
        if row.unit != "working_days":
            return self.calendar.local(end) - row.quantity * _LENGTHS[row.unit]
        for _ in range(row.quantity):
            end = self.calendar.working_day_before(end)
        return end


def markdown(limits: TimeLimits) -> str:
    """All time limits as a Markdown table, with article and mark."""
    lines = ["| time limit | length | counted | article | mark |", "|---|---|---|---|---|"]
    for known in limits.rows.values():
        lines += [_line(row) for row in known]
    return "\n".join(lines)


def _line(row: TimeLimit) -> str:
    length = f"{row.quantity} {row.unit.replace('_', ' ')}"
    return f"| `{row.key}` | {length} | {row.counted} | {row.article} | {row.mark} |"


_LENGTHS: Mapping[Unit, datetime.timedelta] = {
    "minutes": datetime.timedelta(minutes=1),
    "hours": HOUR,
    "office_hours": HOUR,
    "working_hours": HOUR,
    "days": DAY,
    "months": 30 * DAY,
}

_Count = Callable[[working_time.Calendar, datetime.datetime, int], datetime.datetime]


def _minutes_after(
    calendar: working_time.Calendar, start: datetime.datetime, quantity: int
) -> datetime.datetime:
    return calendar.local(start) + quantity * _LENGTHS["minutes"]


def _hours_on(
    calendar: working_time.Calendar, start: datetime.datetime, quantity: int
) -> datetime.datetime:
    return calendar.local(start) + quantity * HOUR


#: How each unit is counted from a moment on.
_AFTER: Mapping[Unit, _Count] = {
    "minutes": _minutes_after,
    "hours": _hours_on,
    "office_hours": working_time.Calendar.hours_after,
    "working_hours": working_time.Calendar.working_hours_after,
    "working_days": working_time.Calendar.working_days_after,
    "days": working_time.Calendar.days_after,
    "months": working_time.Calendar.months_after,
}
