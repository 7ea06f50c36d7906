"""What payment in parts or later costs: interest of a deferral (EAEU Customs Code art. 60)
and the share of duty and taxes for each month of temporary admission (art. 223).

Amounts are in minor units, rates in millionths of a percent. Arithmetic is exact, and a sum
is rounded half up once.
"""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden.base import money
from openkeden.base.validity import Provision
from openkeden.base.working_time import DAY

_HUNDRED = 100 * 10**money.QUANTITY_DIGITS


class RatePeriod(msgspec.Struct, frozen=True):
    """Days on which one rate a year holds."""

    #: The first day.
    first: datetime.date

    #: The last day.
    last: datetime.date

    #: The rate, in millionths of a percent a year.
    rate: int

    #: Its row of law; None where who asks gives the rate.
    row: Provision | None = None

    @property
    def days(self) -> int:
        """How many days these are, both ends counted."""
        return (self.last - self.first).days + 1


def periods(
    first: datetime.date, last: datetime.date, rows: Iterable[Provision]
) -> tuple[RatePeriod, ...]:
    """The days from the first to the last under the rates that hold on them, in order; a
    day without a rate is in none.
    """
    found = []
    for row in sorted(rows, key=lambda row: row.since):
        begins = max(first, row.since)
        ends = min(last, row.until or last)
        if begins <= ends:
            rate = money.parse(row.value, money.QUANTITY_DIGITS)
            found.append(RatePeriod(begins, ends, rate, row))
    return tuple(found)


def without_rate(
    first: datetime.date, last: datetime.date, held: Iterable[RatePeriod]
) -> tuple[datetime.date, datetime.date] | None:
    """The first days in a row that are in none of these periods, which are in order."""
    day = first
    for period in held:
        if period.first > day:
            return day, period.first - DAY
        day = period.last + DAY
    return (day, last) if day <= last else None


def deferral(amount: int, held: Iterable[RatePeriod], year: int) -> int:
    """The interest on a deferred amount: each day bears a part of `year` of the rate.

    >>> ten = datetime.date(2026, 1, 10)
    >>> year_of_days = RatePeriod(ten, ten + 359 * DAY, 18_000_000)
    >>> deferral(1_000_000, [year_of_days], 360)
    180000
    """
    parts = sum([period.rate * period.days for period in held])
    return money.half_up(amount * parts, _HUNDRED * year)


def admission(amount: int, percent: int, months: int) -> int:
    """What temporary admission costs for months begun, of the duty and taxes that release
    for consumption would owe: never more than they are.

    >>> three = 3_000_000
    >>> admission(10_000, three, 1), admission(10_000, three, 33), admission(10_000, three, 34)
    (300, 9900, 10000)
    """
    return min(amount, money.half_up(amount * percent * months, _HUNDRED))
