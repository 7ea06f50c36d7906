"""Mandates given and withdrawn: each a fact, and what waited for one is paid."""

import datetime
from enum import StrEnum

import msgspec

from openkeden.accounting import account_rules, mandates
from openkeden.accounting.mandates import StandingMandate
from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.flow import facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.money import settlement
from openkeden.flow.money.accounts import mandate_of
from openkeden.flow.money.books import Books
from openkeden.flow.money.settlement import Settled
from openkeden.flow.people import authority
from openkeden.store import account_tables, rows


class Giver(StrEnum):
    """Who may record a mandate."""

    #: A person of the payer.
    declarant = "declarant"

    #: The treasury, which holds the paper.
    treasury = "treasury"


class MandateGiven(msgspec.Struct, frozen=True):
    """A mandate that was given."""

    mandate: StandingMandate

    #: What was paid upon it.
    settled: tuple[Settled, ...]


def asked(
    payer: str,
    holder: str,
    limit: int,
    since: datetime.date,
    until: datetime.date,
    document: str,
) -> StandingMandate:
    """A mandate as it is to be given: it gets its number when it is."""
    return StandingMandate("", payer, holder, limit, since, until, document)


def give(
    wanted: StandingMandate,
    role: Giver,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    late: str = "",
) -> MandateGiven | Refused:
    """Record a mandate, which gets its id here, and pay what waited for it. `late` says why
    the moment runs backwards.
    """
    may_not = authority.authorised(actor, role, now, at, firm=_firm(role, wanted))
    if may_not is not None:
        return may_not
    against = mandates.wrong(wanted, at.local(now).date())
    if against:
        return Refused(against)
    with recording.act(at, now, late) as act:
        if isinstance(act, Refused):
            return act
        books = Books(act, at, [wanted.payer])
        given = msgspec.structs.replace(wanted, id=str(books.next))
        books.record(
            facts.Mandate(
                **act.stamp(actor),
                id=given.id,
                payer=given.payer,
                holder=given.holder,
                limit=given.limit,
                since=given.since,
                until=given.until,
                document=given.document,
            )
        )
        books.accounts.add_mandate(given)
        settled = settlement.settle(given.payer, now, at, books)
        books.close()
    return MandateGiven(given, settled)


def _firm(role: Giver, mandate: StandingMandate) -> str:
    """For whom a person must act to give or withdraw a mandate: the payer."""
    return mandate.payer if role == Giver.declarant else ""


def of_fact(fact: facts.Mandate) -> StandingMandate:
    """A mandate as a fact gave it."""
    return StandingMandate(
        fact.id,
        fact.payer,
        fact.holder,
        fact.limit,
        fact.since,
        fact.until,
        fact.document,
    )


def find(name: str) -> StandingMandate | Refused:
    """The mandate of this id that was not withdrawn."""
    number = name.isascii() and name.isdigit() and int(name) <= rows.LARGEST
    row = account_tables.mandate(int(name)) if number else None
    if row is None or row.ended is not None:
        return findings.refused(account_rules.UNKNOWN_MANDATE, "mandate", value=name)
    return mandate_of(row)


def withdraw(
    name: str,
    reason: str,
    role: Giver,
    actor: str,
    now: datetime.datetime,
    at: Installation,
) -> StandingMandate | Refused:
    """Withdraw a mandate: nothing more is drawn under it, what was drawn stays.

    The reason says too why the moment runs backwards, where it does.
    """
    if not reason.strip():
        return findings.refused(account_rules.NO_REASON, "reason", value=reason)
    with recording.act(at, now, reason) as act:
        if isinstance(act, Refused):
            return act
        known = find(name)
        if isinstance(known, Refused):
            return known
        firm = _firm(role, known)
        may_not = authority.authorised(actor, role, now, at, firm=firm)
        if may_not is not None:
            return may_not
        books = Books(act, at)
        index = books.record(
            facts.MandateEnd(**act.stamp(actor), id=known.id, reason=reason)
        )
        books.close()
        account_tables.end_mandate(act.cursor, int(known.id), index)
    return msgspec.structs.replace(known, ended=True)


def of(person: str = "") -> tuple[StandingMandate, ...]:
    """The mandates that a person gave or holds; all of them where nobody is named."""
    return tuple([mandate_of(row) for row in account_tables.mandates_of(person)])
