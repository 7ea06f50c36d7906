"""Settlement: what waits for payment is paid from what came in, the nearest deadline first,
and released where nothing else is missing.
"""

import datetime
from collections.abc import Mapping
from typing import Any

import msgspec

from openkeden.base.cases import Event
from openkeden.clearance import decision
from openkeden.flow import facts
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import known_case
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.money import payments
from openkeden.flow.money.accounts import Purse
from openkeden.flow.money.books import Books
from openkeden.store import read

#: What has no deadline comes after everything that has one.
_NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)


class Settled(msgspec.Struct, frozen=True):
    """A declaration that was paid because money came in."""

    registration: str

    reference: str

    #: In minor national units.
    amount: int

    #: Whether a guarantee covers it, not money.
    secured: bool

    #: The state that this led to.
    state: str


def waiting(payer: str, at: Installation) -> list[KnownCase]:
    """What waits for payment out of a payer's accounts, the nearest deadline first."""
    found: list[KnownCase] = []
    for row in read.waiting(payer):
        known = known_case.of(row, at)
        # Nothing is paid for a damaged record; the audit names it.
        if isinstance(known, KnownCase):
            found.append(known)
    return sorted(found, key=_urgency)


def _urgency(waits: KnownCase) -> tuple[datetime.datetime, int]:
    return waits.case.due or _NEVER, waits.row.lodged


def settle(
    payer: str, now: datetime.datetime, at: Installation, books: Books
) -> tuple[Settled, ...]:
    """Pay what waits, each declaration whole or not at all: what the rest cannot pay is
    passed over for what it can.
    """
    done: list[Settled] = []
    for waits in waiting(payer, at) if _any(payer, books) else ():
        settled = _settle_one(waits, now, at, books)
        if settled is not None:
            done.append(settled)
    return tuple(done)


def _any(payer: str, books: Books) -> bool:
    free = books.accounts.free(payer)
    return free.advance > 0 or free.guarantee > 0


def _settle_one(
    waits: KnownCase, now: datetime.datetime, at: Installation, books: Books
) -> Settled | None:
    moment = max(now, waits.case.at or now)
    missing = waits.case.missing
    parties = payments.parties_of(waits.lodging)
    purse = books.accounts.purse(parties, at.local(moment).date(), missing)
    covering = decision.cover(missing, purse.funds, moment)
    if covering is None:
        return None
    stamp = books.act.stamp(decision.SYSTEM) | {"at": covering.at}
    fact = _step(waits, covering, purse, at, stamp)
    books.record(fact)
    return Settled(
        waits.row.registration,
        waits.row.reference,
        missing,
        covering.action == "secure",
        fact.state,
    )


def _step(
    waits: KnownCase,
    covering: Event,
    purse: Purse,
    at: Installation,
    stamp: Mapping[str, Any],
) -> facts.CaseStep:
    office = at.office(waits.row.office)
    happened, after = known_case.follow(waits.case, covering, office)
    number = waits.row.registration
    return facts.CaseStep(
        **stamp,
        registration=number,
        version=waits.row.version,
        events=happened,
        state=after.state,
        postings=payments.of_event(covering, number, purse),
    )
