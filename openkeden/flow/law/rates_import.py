"""A central bank's answer in, exchange rates that value declarations out; what was loaded is a fact of the ledger."""

import datetime

import msgspec

from openkeden.base import findings, rates
from openkeden.base.findings import Finding
from openkeden.feeds import nbk
from openkeden.flow import clock, installation
from openkeden.flow.lodging import facts
from openkeden.ledger import entry
from openkeden.store import log, rows, write

CHANGED = findings.Rule(
    number="I.4",
    message="{currency} of {on} is {value} here and {known} in what was loaded before.",
    fix="Find out which is right; a rate that has valued declarations is not replaced.",
)
RULES = (CHANGED,)


class Loaded(msgspec.Struct, frozen=True):
    """What became of one answer: findings, rates added, rates that were known already."""

    findings: tuple[Finding, ...]
    added: int
    known: int
    refused: bool


def load(body: bytes, on: datetime.date | None, at: installation.Installation) -> Loaded:
    """Load one answer of the National Bank: all of its rates, or none and every reason."""
    read = nbk.load(body, on)
    known = {
        (quote.authority, quote.currency, quote.effective_on): quote
        for quote in at.pack.sources.quotes
    }
    fresh = [quote for quote in read.quotes if _key(quote) not in known]
    changed = [
        findings.of(
            CHANGED,
            quote.currency,
            currency=quote.currency,
            on=quote.effective_on,
            value=quote.text(),
            known=known[_key(quote)].text(),
        )
        for quote in read.quotes
        if _key(quote) in known and known[_key(quote)] != quote
    ]
    found = (*read.findings, *changed)
    if findings.refuses(list(found)):
        return Loaded(found, 0, 0, refused=True)
    if fresh:
        _write(fresh, read.digest, at)
        at.publish(fresh)
    return Loaded(found, len(fresh), len(read.quotes) - len(fresh), refused=False)


def _key(quote: rates.Quote) -> tuple[str, str, datetime.date]:
    return quote.authority, quote.currency, quote.effective_on


def _write(fresh: list[rates.Quote], digest: bytes, at: installation.Installation) -> None:
    now = clock.now()
    fact = facts.PublishedRates(
        v=facts.VERSION, at=now, actor="keden", digest=digest, quotes=tuple(fresh)
    )
    record = log.LogRecord(
        "rates", facts.subject(fact), facts.microseconds(now), entry.canonical(fact)
    )
    with write.group() as cursor:
        log.append(cursor, [record], at.key)
        write.quotes(cursor, [row_of(quote) for quote in fresh])


def row_of(quote: rates.Quote) -> rows.QuoteRow:
    """The row of a loaded rate."""
    day = quote.effective_on.isoformat()
    return rows.QuoteRow(
        quote.authority, quote.currency, day, quote.nominal, quote.value, quote.decimals
    )
