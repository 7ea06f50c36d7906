"""Import exchange rates that a central bank published; what was loaded is a fact of the
ledger.

Rates out of bounds are held: they value nothing until a second person confirms them.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.base import findings, identities, rates
from openkeden.base.findings import Finding, Refused, refuses
from openkeden.clearance import people
from openkeden.feeds import bounds, continuity, nbk
from openkeden.flow import facts, installation_files, recording
from openkeden.flow.installation import Installation
from openkeden.flow.law import packs
from openkeden.flow.people import authority
from openkeden.store import read, rows, write
from openkeden.tariff.edition import Edition

#: What names a rate: its authority, its currency and its day.
Key = tuple[str, str, datetime.date]

#: Rates by what names them.
Known = Mapping[Key, rates.Quote]


class Loaded(msgspec.Struct, frozen=True):
    """What became of one answer that was loaded."""

    #: Warnings and notices.
    findings: tuple[Finding, ...]

    #: How many rates were added.
    added: int

    #: How many were known already.
    known: int

    #: How many wait for a second person.
    held: int = 0


class Waiting(msgspec.Struct, frozen=True):
    """Rates that wait for a second person."""

    #: Index of the fact that they wait as.
    index: int

    #: The fact.
    fact: facts.RatesHeld


def load(
    body: bytes, on: datetime.date | None, by: recording.By, at: Installation
) -> Loaded | Refused:
    """Load one answer of the National Bank: all of its rates, or none and every reason.

    `on` is the day that the bank was asked for, where it is known.
    """
    currency = at.pack.sources.manifest.currency
    if currency != nbk.CURRENCY:
        return findings.refused(nbk.R27, "rates", value=nbk.CURRENCY, currency=currency)
    told = nbk.load(body, on)
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        may_not = _may_not(by, at)
        if may_not is not None:
            return may_not
        known = _known(at)
        found = (*told.findings, *nbk.changed(told.quotes, known))
        if refuses(found):
            return Refused(found)
        fresh = [quote for quote in told.quotes if _key(quote) not in known]
        loaded = Loaded(found, len(fresh), len(told.quotes) - len(fresh))
        if not fresh:
            return loaded
        doubts = _doubts(told, fresh, known, on, by, at)
        if isinstance(doubts, Refused):
            return doubts
        found = (*found, *doubts.findings)
        if doubts.wait:
            index = _hold(told.digest, fresh, by, act)
            waits = findings.of(bounds.R17, "rates", value=index)
            return Loaded((*found, waits), 0, loaded.known, len(fresh))
        fact = facts.PublishedRates(
            **act.stamp(by.actor), digest=told.digest, quotes=tuple(fresh)
        )
        _publish(fact, act)
    at.publish(fresh)
    return Loaded(found, loaded.added, loaded.known)


def _may_not(by: recording.By, at: Installation) -> Refused | None:
    return authority.authorised(by.actor, people.ADMINISTRATOR, by.now, at)


class _Doubts(msgspec.Struct, frozen=True):
    """What fresh rates have otherwise than those known let expect."""

    #: Each doubt.
    findings: tuple[Finding, ...]

    #: Whether a second person has to look at the rates.
    wait: bool


def _doubts(
    told: nbk.Load,
    fresh: list[rates.Quote],
    known: Known,
    asked: datetime.date | None,
    by: recording.By,
    at: Installation,
) -> _Doubts | Refused:
    """Compare fresh rates with all that are known, by the bounds of today."""
    today = at.local(by.now).date()
    edition = packs.covered(at.pack, lambda: at.pack.on(today))
    if isinstance(edition, Refused):
        return edition
    day, loaded = fresh[0].effective_on, {quote.effective_on for quote in _loaded()}
    outside = bounds.outside(fresh, known.values(), today, _bounds(edition))
    found = (*outside, *_without_law(day, at))
    if asked is None:
        most = int(edition.parameter("exchange.days_behind").value)
        found = (*found, *continuity.behind(day, loaded, most))
    before = continuity.earlier(known.values(), day, nbk.AUTHORITY, loaded)
    if before is None:
        return _Doubts(found, bool(found))
    broken = continuity.compare(told, before)
    wait = bool(found) or continuity.waits(broken, before)
    return _Doubts((*found, *broken), wait)


def _without_law(day: datetime.date, at: Installation) -> tuple[Finding, ...]:
    """That rates are of a day whose law is not held."""
    if not isinstance(packs.covered(at.pack, lambda: at.pack.on(day)), Refused):
        return ()
    country = at.pack.jurisdiction
    return (findings.of(continuity.R21, "rates/date", value=day, country=country),)


def _bounds(edition: Edition) -> bounds.Bounds:
    keys = ("exchange.percent_a_day", "exchange.percent_most", "exchange.days_ahead")
    return bounds.Bounds(*[int(edition.parameter(key).value) for key in keys])


def _hold(
    digest: bytes, fresh: list[rates.Quote], by: recording.By, act: recording.Recording
) -> int:
    """Record that rates wait, unless the same answer waits already; its index."""
    for known in waiting():
        if known.fact.digest == digest:
            return known.index
    held = facts.RatesHeld(**act.stamp(by.actor), digest=digest, quotes=tuple(fresh))
    return act.append(held)


def waiting() -> list[Waiting]:
    """What waits for a second person, the oldest first."""
    published = [facts.read(row.body) for row in read.law_entries("rates")]
    confirmed = {
        fact.proposal for fact in published if isinstance(fact, facts.PublishedRates)
    }
    held = [
        (row.index, facts.read(row.body)) for row in read.law_entries("rates_held")[::-1]
    ]
    return [
        Waiting(index, fact)
        for index, fact in held
        if isinstance(fact, facts.RatesHeld) and index not in confirmed
    ]


def confirm(index: int, by: recording.By, at: Installation) -> Loaded | Refused:
    """Confirm rates that wait, as a second person: they value from now on."""
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        may_not = _may_not(by, at)
        if may_not is not None:
            return may_not
        held = [known.fact for known in waiting() if known.index == index]
        if not held:
            return findings.refused(bounds.R16, "index", value=index)
        fact = held[0]
        if fact.actor == identities.normal(by.actor):
            return findings.refused(bounds.R15, "actor", value=by.actor)
        known = _known(at)
        changed = nbk.changed(fact.quotes, known)
        if changed:
            return Refused(changed)
        fresh = [quote for quote in fact.quotes if _key(quote) not in known]
        if not fresh:
            return findings.refused(bounds.R16, "index", value=index)
        published = facts.PublishedRates(
            **act.stamp(by.actor), digest=fact.digest, quotes=tuple(fresh), proposal=index
        )
        _publish(published, act)
    at.publish(fresh)
    return Loaded((), len(fresh), len(fact.quotes) - len(fresh))


def _known(at: Installation) -> Known:
    """Every rate at hand: those of the pack, and those that were loaded up to now."""
    return {_key(quote): quote for quote in (*at.pack.sources.quotes, *_loaded())}


def _loaded() -> list[rates.Quote]:
    return [installation_files.quote_of(row) for row in read.quotes()]


def _key(quote: rates.Quote) -> Key:
    return quote.authority, quote.currency, quote.effective_on


def _publish(fact: facts.PublishedRates, act: recording.Recording) -> None:
    act.append(fact)
    write.quotes(act.cursor, [row_of(quote) for quote in fact.quotes])


def row_of(quote: rates.Quote) -> rows.QuoteRow:
    """The row of a loaded rate."""
    day = quote.effective_on.isoformat()
    return rows.QuoteRow(
        quote.authority, quote.currency, day, quote.nominal, quote.value, quote.decimals
    )
