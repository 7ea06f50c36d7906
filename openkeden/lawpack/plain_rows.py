"""Rows of CSV that need no more than their cells: rates of exchange, days of acts, successors
of codes.
"""

import datetime
from collections.abc import Sequence

from openkeden.base import money, rates
from openkeden.lawpack.pack_files import day_in, first_day


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
