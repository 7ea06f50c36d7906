"""Rows of CSV that need no more than their cells: lines of the tariff, editions of chapters,
days of acts, successors of codes, rates of exchange.
"""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from openkeden.base import money, rates
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.pack_files import day_in, first_day


class EditionRow(NamedTuple):
    """An edition of a chapter of the tariff."""

    chapter: str

    #: The day from which its text is known to hold.
    since: datetime.date

    mark: str
    source: str


def edition_in(cells: Sequence[str]) -> EditionRow:
    """An edition in one line. Raises ValueError for what is not a day."""
    chapter, since, mark, source = cells
    return EditionRow(chapter, day_in(since), mark, source)


def line_in(cells: Sequence[str]) -> TariffRow:
    """A line of the tariff. Raises ValueError for what is not a day."""
    code, unit, rate, note, since, until = cells
    last = day_in(until) if until else None
    return TariffRow(
        code=code, unit=unit, rate=rate, note=note, since=day_in(since), until=last
    )


def quote_in(row: Sequence[str]) -> rates.Quote:
    """The quote of one line. Raises ValueError."""
    authority, currency, nominal, value, decimals, effective_on = row
    places = int(decimals)
    price = money.parse(value, places)
    return rates.Quote(
        currency, int(nominal), price, places, day_in(effective_on), authority
    )


def entry_in(cells: Sequence[str]) -> tuple[str, datetime.date]:
    """An act and the day on which it enters into force: `ALWAYS` where that is not known."""
    act, day, _ = cells
    return act, first_day(day)


def succession_in(cells: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """A code that ended, and the codes that follow it."""
    code, following = cells
    return code, tuple(following.split())
