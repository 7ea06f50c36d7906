"""Seasons of tariff lines: the days of the year on which a line may be declared, and the
lines that take its place on the others.
"""

import datetime
from collections.abc import Iterable, Mapping

import msgspec

from openkeden.base.validity import Provision

_DAY = datetime.timedelta(days=1)

#: How much of a code its neighbours share, the most digits first.
_SHARED = (9, 8, 7, 6)


class Season(msgspec.Struct, frozen=True):
    """The days of each year on which a line holds."""

    #: The ten-digit code of the line.
    code: str

    #: The first day, as month and day: `04-01`.
    first: str

    #: The last day; before the first one where the season crosses the turn of the year.
    last: str

    #: The row of law.
    row: Provision

    def holds(self, day: datetime.date) -> bool:
        """Whether a day is in the season, both ends counted."""
        today = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= today <= self.last
        return today >= self.first or today <= self.last

    def turns(self, year: int) -> tuple[datetime.date, datetime.date]:
        """The day of a year on which the season begins, and the one on which it is over."""
        return _on(year, self.first), _on(year, self.last) + _DAY


def _on(year: int, day: str) -> datetime.date:
    """A day of a year; 29 February is the last day of that month."""
    month, number = map(int, day.split("-"))
    if day == "02-29":
        return datetime.date(year, 3, 1) - _DAY
    return datetime.date(year, month, number)


def around(code: str, seasons: Mapping[str, Season]) -> tuple[Season, ...]:
    """The season of a line, where it has one, and those of the lines nearest to it, in
    number order.
    """
    for shared in _SHARED:
        others = [one for one in seasons if one[:shared] == code[:shared] and one != code]
        if others:
            named = sorted([*others, *([code] if code in seasons else [])])
            return tuple([seasons[one] for one in named])
    return (seasons[code],) if code in seasons else ()


def instead(
    code: str, seasons: Mapping[str, Season], lines: Iterable[str], day: datetime.date
) -> tuple[str, ...]:
    """The lines nearest to a code that may be declared on a day: those of the season, or
    else those without one.
    """
    near = [line for line in lines if line[:6] == code[:6] and line != code]
    for shared in _SHARED:
        beside = [line for line in near if line[:shared] == code[:shared]]
        of_season = [
            line for line in beside if line in seasons and seasons[line].holds(day)
        ]
        plain = [line for line in beside if line not in seasons]
        if of_season or plain:
            return tuple(sorted(of_season or plain))
    return ()
