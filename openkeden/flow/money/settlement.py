"""Settlement: what waits for payment is paid from what came in, the nearest deadline first,
and released where nothing else is missing.
"""

import datetime
from collections.abc import Mapping
from typing import Any

import msgspec

from openkeden.base.cases import Event
from openkeden.base.findings import Refused
from openkeden.clearance import decision, events
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.flow import facts
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history
from openkeden.flow.money import payments
from openkeden.flow.money.accounts import Purse
from openkeden.flow.money.books import Books
from openkeden.store import read, rows

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


class WaitingCase(msgspec.Struct, frozen=True):
    """A declaration that waits for payment."""

    row: rows.DeclarationRow

    #: What is recorded of it, the oldest first.
    recorded: history.Known

    case: DeclarationCase

    @property
    def lodging(self) -> facts.Lodging:
        """The lodging of the version in force."""
        lodged = [fact for fact in self.recorded if isinstance(fact, facts.Lodging)]
        return lodged[-1]


def waiting(payer: str, at: Installation) -> list[WaitingCase]:
    """What waits for payment out of a payer's accounts, the nearest deadline first."""
    found: list[WaitingCase] = []
    for row in read.waiting(payer):
        known = history.of(row.registration, read.entries_of(row.registration))
        # Nothing is paid for a damaged record; the audit names it.
        if not isinstance(known, Refused):
            case = history.case_of(known, at.office(row.office))
            found.append(WaitingCase(row, known, case))
    return sorted(found, key=_urgency)


def _urgency(waits: WaitingCase) -> tuple[datetime.datetime, int]:
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
    waits: WaitingCase, now: datetime.datetime, at: Installation, books: Books
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
    waits: WaitingCase,
    covering: Event,
    purse: Purse,
    at: Installation,
    stamp: Mapping[str, Any],
) -> facts.CaseStep:
    office = at.office(waits.row.office)
    happened = [covering]
    after = events.replay(waits.case, happened, office)
    follows = decision.next_step(after, covering.at)
    if follows is not None:
        happened.append(follows)
        after = events.replay(after, [follows], office)
    number = waits.row.registration
    return facts.CaseStep(
        **stamp,
        registration=number,
        version=waits.row.version,
        events=tuple(happened),
        state=after.state,
        postings=payments.of_event(covering, number, purse),
    )
