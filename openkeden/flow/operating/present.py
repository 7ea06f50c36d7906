"""Checks of the present: settings, clock, law and rates of today, and what the program runs on."""

import datetime
import importlib.metadata
import os
import platform
from collections.abc import Iterator
from typing import Final

import msgspec

import openkeden
from openkeden.base import findings, operating_usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow import facts, installation_files, settings
from openkeden.flow.law import in_use, packs
from openkeden.flow.operating.examined import Installed, SeenAndFound, reasons
from openkeden.flow.service import rates
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.store import log, read

#: What the program rests on, by its name as a package; some are extras.
_PACKAGES: Final = ("Django", "cryptography", "msgspec", "granian", "psycopg")

#: How far ahead it is told that the law ends.
_AHEAD: Final = datetime.timedelta(days=30)


def settings_here(_at: Installed) -> SeenAndFound:
    """What the environment sets; what is secret is not shown."""
    given = [one for one in settings.SETTINGS if one.variable in os.environ]
    seen = {one.variable: "***" if one.secret else one.value for one in given}
    return seen, [*reasons(rates.here()), *reasons(rates.threads())]


def clock(at: Installed) -> SeenAndFound:
    """Whether the clock goes on from where the ledger stands."""
    seen, found = {"now": at.now.isoformat(timespec="seconds")}, []
    last = log.latest().recorded
    if last:
        latest = facts.moment(last)
        seen["latest"] = latest.isoformat(timespec="seconds")
        if at.now < latest:
            told = {"value": seen["now"], "latest": seen["latest"]}
            found.append(findings.of(operating_usage.CLOCK_BEHIND, "clock", **told))
    return seen, found


def law(at: Installed) -> SeenAndFound:
    """Whether the law is that in use, and holds today and the days to come."""
    if isinstance(at.law, Refused):
        return {}, at.law.findings
    pack, here = at.law
    seen = {
        "country": pack.jurisdiction,
        "edition": pack.version[:12],
        "since": pack.complete_since.isoformat(),
    }
    found = [*_uncovered(pack, pack.local(at.now).date())]
    if not found:
        later = _uncovered(pack, pack.local(at.now + _AHEAD).date())
        found = [msgspec.structs.replace(one, severity="notice") for one in later]
    if at.unanswered is None:
        found += reasons(in_use.check(here, in_use.latest(), at.home))
    return seen, found


def _uncovered(pack: Pack, day: datetime.date) -> tuple[Finding, ...]:
    try:
        pack.on(day)
    except NotCovered as error:
        return packs.not_covered(pack, error).findings
    return ()


def rates_here(at: Installed) -> SeenAndFound:
    """Whether exchange rates are those of the last working day, or newer."""
    if isinstance(at.law, Refused):
        return {}, ()
    pack = at.law[0]
    loaded = [installation_files.quote_of(row) for row in read.quotes()]
    days = [quote.effective_on for quote in (*pack.sources.quotes, *loaded)]
    if not days:
        return {}, ()
    return {"last": max(days).isoformat()}, _old(pack, max(days), at.now)


def _old(pack: Pack, last: datetime.date, now: datetime.datetime) -> Iterator[Finding]:
    if last < _last_working_day(pack, now):
        days = (pack.local(now).date() - last).days
        yield findings.of(operating_usage.OLD_RATES, "rates", value=last, days=days)


def _last_working_day(pack: Pack, now: datetime.datetime) -> datetime.date:
    """The working day before today; the first of all days where none is known."""
    try:
        return pack.calendars["default"].working_day_before(now).date()
    except OverflowError:
        return datetime.date.min


def program(_at: Installed) -> SeenAndFound:
    """The versions of the program and of what it runs on."""
    seen = {"openkeden": openkeden.__version__, "python": platform.python_version()}
    for package in _PACKAGES:
        try:
            seen[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            seen[package] = "-"
    return seen, ()
