"""Import exchange rates that a central bank published; what was loaded is a fact of the
ledger.
"""

import datetime

import msgspec

from openkeden.base import rates
from openkeden.base.findings import Finding, Refused, refuses
from openkeden.feeds import nbk
from openkeden.flow import clock, facts, recording
from openkeden.flow.installation import Installation
from openkeden.store import rows, write


class Loaded(msgspec.Struct, frozen=True):
    """What became of one answer that was loaded."""

    #: Warnings and notices.
    findings: tuple[Finding, ...]

    #: How many rates were added.
    added: int

    #: How many were known already.
    known: int


def load(body: bytes, on: datetime.date | None, at: Installation) -> Loaded | Refused:
    """Load one answer of the National Bank: all of its rates, or none and every reason.

    `on` is the day that the bank was asked for, where it is known.
    """
    read = nbk.load(body, on)
    known = {_key(quote): quote for quote in at.pack.sources.quotes}
    found = (*read.findings, *nbk.changed(read, known))
    if refuses(found):
        return Refused(found)
    fresh = [quote for quote in read.quotes if _key(quote) not in known]
    if fresh:
        _write(fresh, read.digest, at)
        at.publish(fresh)
    return Loaded(found, len(fresh), len(read.quotes) - len(fresh))


def _key(quote: rates.Quote) -> tuple[str, str, datetime.date]:
    return quote.authority, quote.currency, quote.effective_on


def _write(fresh: list[rates.Quote], digest: bytes, at: Installation) -> None:
    fact = facts.PublishedRates(
        **recording.stamp(clock.now(), "keden"), digest=digest, quotes=tuple(fresh)
    )
    with write.group() as cursor:
        recording.append(cursor, fact, at.key)
        write.quotes(cursor, [row_of(quote) for quote in fresh])


def row_of(quote: rates.Quote) -> rows.QuoteRow:
    """The row of a loaded rate."""
    day = quote.effective_on.isoformat()
    return rows.QuoteRow(
        quote.authority, quote.currency, day, quote.nominal, quote.value, quote.decimals
    )
