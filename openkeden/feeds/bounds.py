"""Bounds of published rates: what moves too far from the rates around it, or is of a day too
far ahead, waits for a second person.
"""

import datetime
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from openkeden.base import findings, rates

R12 = findings.Rule(
    number="R.12",
    message="{value} is more than {most} % away from {known} of {on}.",
    fix="Compare it with the bank's site; a second person then confirms it.",
    severity="warning",
)
R13 = findings.Rule(
    number="R.13",
    message="Rates of {value} are more than {days} days ahead.",
    fix="Compare the day with the bank's site; a second person then confirms it.",
    severity="warning",
)
R14 = findings.Rule(
    number="R.14",
    message="{value}: there is no other rate of {currency} to compare it with.",
    fix="Compare it with the bank's site; a second person then confirms it.",
    severity="warning",
)
R15 = findings.Rule(
    number="R.15",
    message="{value} brought these rates in and cannot confirm them as well.",
    fix="Let a second person compare them with the bank's site and confirm them.",
)
R16 = findings.Rule(
    number="R.16",
    message="No rates wait under {value}.",
    fix="`keden rates waiting` lists what waits.",
)
R17 = findings.Rule(
    number="R.17",
    message="These rates wait for a second person as fact {value}, and value nothing.",
    fix="A second person confirms them: `keden rates confirm {value}`.",
    severity="warning",
)
RULES = (R12, R13, R14, R15, R16, R17)


class Bounds(msgspec.Struct, frozen=True):
    """How far a rate may be from those around it."""

    #: By so many percent of the other one for each day between.
    percent_a_day: int

    #: But by no more than so many.
    percent_most: int

    #: Of a day so many days ahead at most.
    days_ahead: int


def outside(
    fresh: Sequence[rates.Quote],
    known: Iterable[rates.Quote],
    today: datetime.date,
    bounds: Bounds,
) -> tuple[findings.Finding, ...]:
    """Why these rates wait for a second person; nothing where they are within bounds."""
    others: dict[str, list[rates.Quote]] = {}
    for quote in known:
        others.setdefault(quote.currency, []).append(quote)
    found = list(_ahead(fresh, today, bounds))
    for quote in fresh:
        found += _far(quote, others.get(quote.currency, []), bounds)
    return tuple(found)


def _ahead(
    fresh: Sequence[rates.Quote], today: datetime.date, bounds: Bounds
) -> Iterator[findings.Finding]:
    for day in sorted({quote.effective_on for quote in fresh}):
        if (day - today).days > bounds.days_ahead:
            yield findings.of(R13, "rates/date", value=day, days=bounds.days_ahead)


def _far(
    quote: rates.Quote, others: list[rates.Quote], bounds: Bounds
) -> Iterator[findings.Finding]:
    """Whether a quote is too far from the nearest one before its day, or after it."""
    if not others:
        yield findings.of(R14, quote.currency, value=quote.text(), currency=quote.currency)
    for other in _around(quote, others):
        days = abs((quote.effective_on - other.effective_on).days)
        most = min(max(days, 1) * bounds.percent_a_day, bounds.percent_most)
        if _differs(quote, other, most):
            yield findings.of(
                R12,
                quote.currency,
                value=quote.text(),
                most=most,
                known=other.text(),
                on=other.effective_on,
            )


def _around(quote: rates.Quote, others: list[rates.Quote]) -> Iterator[rates.Quote]:
    """The nearest quote of the same day or before, and the nearest one after."""
    before = [one for one in others if one.effective_on <= quote.effective_on]
    after = [one for one in others if one.effective_on > quote.effective_on]
    if before:
        yield max(before, key=_day)
    if after:
        yield min(after, key=_day)


def _day(quote: rates.Quote) -> datetime.date:
    return quote.effective_on


def _differs(quote: rates.Quote, other: rates.Quote, percent: int) -> bool:
    """Whether two quotes, each for one unit, differ by more than so many percent of the
    other.
    """
    here: int = quote.value * other.nominal * 10**other.decimals
    there: int = other.value * quote.nominal * 10**quote.decimals
    return abs(here - there) * 100 > percent * there
