"""Fetch the exchange rates of the National Bank day by day, and import each answer as one
that was saved in a file.
"""

import datetime
import urllib.parse
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.feeds import download, nbk
from openkeden.flow import recording, settings
from openkeden.flow.installation import Installation
from openkeden.flow.law import rates_import

#: Days that one command fetches at most: a year, asked one by one.
MOST_DAYS: Final = 366

#: Seconds that the answer of one day may take.
PATIENCE: Final = 30.0


class Fetched(msgspec.Struct, frozen=True):
    """What became of the rates of one day."""

    #: The day.
    on: datetime.date

    #: What was loaded, or why nothing was.
    outcome: rates_import.Loaded | Refused


def days(
    named: Sequence[datetime.date], since: datetime.date | None, today: datetime.date
) -> Sequence[datetime.date] | Refused:
    """The days to fetch: those that are named; all from `since` up to the last of them, or
    to today; only today where nothing is said.
    """
    if since is None:
        return named or [today]
    last = max(named, default=today)
    count = (last - since).days + 1
    if not 0 < count <= MOST_DAYS:
        args = {"until": last, "most": MOST_DAYS}
        return findings.refused(usage.BAD_PERIOD, "since", value=since, **args)
    return [since + datetime.timedelta(days=later) for later in range(count)]


def fetch(
    wanted: Sequence[datetime.date],
    by: recording.By,
    at: Installation,
    seconds: float = PATIENCE,
) -> Iterator[Fetched] | Refused:
    """Fetch and import the rates of days, one after the other; the bank is asked no more
    once it cannot be reached.
    """
    base = settings.RATES.value
    if urllib.parse.urlsplit(base).scheme not in ("http", "https"):
        name = settings.RATES.variable
        return findings.refused(usage.BAD_ADDRESS, name, name=name, value=base)
    return _each(wanted, base, by, at, seconds)


def _each(
    wanted: Sequence[datetime.date],
    base: str,
    by: recording.By,
    at: Installation,
    seconds: float,
) -> Iterator[Fetched]:
    for day in wanted:
        answer = download.get(address(day, base), seconds, nbk.CAP)
        if isinstance(answer, Refused):
            yield Fetched(day, answer)
            return
        yield Fetched(day, rates_import.load(answer, day, by, at))


def address(day: datetime.date, base: str) -> str:
    """Where the bank answers with the rates of a day."""
    return f"{base}?fdate={day:%d.%m.%Y}"
