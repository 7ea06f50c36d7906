"""Continuity of published rates: an answer of the bank beside what is known of its day
before.

A currency that is gone, a rate that the answer's own change does not explain and a nominal
that changed are named; all but the last make the answer wait for a second person.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping

import msgspec

from openkeden.base import findings, rates
from openkeden.feeds import nbk

R10 = findings.Rule(
    number="R.10",
    message="{value} was quoted on {before}, but is missing on {on}.",
    fix=(
        "Compare with the bank's site; the older quote stays in force for its days of"
        " grace."
    ),
    severity="warning",
)
R11 = findings.Rule(
    number="R.11",
    message="{value} is not the rate of the day before ({known}) plus the change"
    " in the answer ({change}).",
    fix="Compare both days with the bank's site; a second person then confirms it.",
    severity="warning",
)
R20 = findings.Rule(
    number="R.20",
    message="{value} is for another number of units than {known} of {before}.",
    fix="Compare with the bank's site that the rate is for so many units.",
    severity="warning",
)
R21 = findings.Rule(
    number="R.21",
    message="The law pack of {country} holds no law of {value}, the day of these rates.",
    fix="Compare the day with the bank's site; a second person then confirms it.",
    severity="warning",
)
R28 = findings.Rule(
    number="R.28",
    message="Rates of {value} are more than {days} days before the newest ones loaded here,"
    " of {known}.",
    fix="Compare the day with the bank's site, and name it with --on where it is meant.",
    severity="warning",
)
RULES = (R10, R11, R20, R21, R28)


def behind(
    day: datetime.date, loaded: Collection[datetime.date], most: int
) -> tuple[findings.Finding, ...]:
    """That a day which nobody named is too long before the newest one loaded."""
    newest = max(loaded, default=day)
    if (newest - day).days <= most:
        return ()
    return (findings.of(R28, "rates/date", value=day, days=most, known=newest),)


class DayBefore(msgspec.Struct, frozen=True):
    """What is known of the last day before an answer."""

    #: That day.
    on: datetime.date

    #: Its quotes by currency.
    quotes: Mapping[str, rates.Quote]

    #: Whether they were loaded here, so that every currency of the bank is among them.
    loaded: bool


def earlier(
    known: Iterable[rates.Quote],
    on: datetime.date,
    authority: str,
    loaded: Collection[datetime.date],
) -> DayBefore | None:
    """The last day before `on` of which quotes of an authority are known; `loaded` are the
    days that were loaded.
    """
    before = [
        quote for quote in known if quote.authority == authority and quote.effective_on < on
    ]
    if not before:
        return None
    last = max([quote.effective_on for quote in before])
    quotes = {quote.currency: quote for quote in before if quote.effective_on == last}
    return DayBefore(last, quotes, last in loaded)


def compare(now: nbk.Load, before: DayBefore) -> tuple[findings.Finding, ...]:
    """What an answer has otherwise than the day before lets expect."""
    quotes = {quote.currency: quote for quote in now.quotes}
    gone = sorted(before.quotes.keys() - quotes.keys())
    days = {"before": before.on, "on": now.on}
    found = [findings.of(R10, currency, value=currency, **days) for currency in gone]
    for currency in sorted(before.quotes.keys() & quotes.keys()):
        quote, known = quotes[currency], before.quotes[currency]
        args = {"value": quote.text(), "known": known.text()}
        change = now.changes.get(currency)
        if quote.nominal != known.nominal:
            found.append(findings.of(R20, currency, before=before.on, **args))
        elif change is not None and _jumps(quote, known, change):
            told = nbk.signed(change)
            found.append(findings.of(R11, currency, change=told, **args))
    return tuple(found)


def _jumps(quote: rates.Quote, known: rates.Quote, change: int) -> bool:
    """Whether a quote is not that of the calendar day before with the change.

    Over a longer time the change is that of a day between; a rate that is carried on over
    a day off repeats the change by which it came.
    """
    followed = (quote.effective_on - known.effective_on).days == 1
    return followed and quote.value not in (known.value, known.value + change)


def waits(found: Iterable[findings.Finding], before: DayBefore) -> bool:
    """Whether a second person has to look at an answer.

    A list of currencies is complete only where it was loaded: the rates that come with a
    law pack may be fewer, or of another time.
    """
    rules = {finding.rule for finding in found}
    return R11.number in rules or (before.loaded and R10.number in rules)
