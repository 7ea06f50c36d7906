"""Actions: what people and the treasury do with registered declarations."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.accounting import chart
from openkeden.base import cases, identities
from openkeden.base.findings import Refused
from openkeden.clearance import action_rules, events, lifecycle, registration
from openkeden.flow import facts, recording, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import known_case, quota_allocation, references
from openkeden.flow.lodging.batch import used_after
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.money import payments, settlement
from openkeden.flow.money.books import Books
from openkeden.flow.people import authority, readers
from openkeden.risk import disclosure, selection
from openkeden.store import read, rows, write
from openkeden.tariff import quotas

#: In which roles people act on declarations, and the one of them who files.
ROLES = tuple([role for role in lifecycle.ROLES if role != lifecycle.SYSTEM])
DECLARANT = lifecycle.DECLARANT


def look_up(reference: str, at: Installation) -> KnownCase | Refused:
    """The latest version of a declaration, by registration number or by its declarant's
    reference.
    """
    row = references.latest(reference)
    if isinstance(row, Refused):
        return row
    return known_case.of(row, at)


def look_up_as(reference: str, officer: str, at: Installation) -> KnownCase | Refused:
    """The same for somebody who must be an officer of its office."""
    known = look_up(reference, at)
    if isinstance(known, Refused):
        return known
    return readers.may_read(officer, at, known.row.office) or known


def selection_of(known: KnownCase) -> selection.Selection | Refused:
    """The selection of the version in force, for an officer."""
    lodged = read.entries([known.row.lodged])[known.row.lodged]
    try:
        return sealing.selection_of(lodged)
    except sealing.Damaged as damaged:
        return registration.damaged(known.row.registration, damaged)


def reasons(
    selected: selection.Selection, on: datetime.date, at: Installation, language: str
) -> tuple[disclosure.Reason, ...]:
    """Why the lane was chosen on a day, for an officer; by profile ids alone where the
    profiles have changed since.
    """
    policy = at.pack.profiles
    if policy.version != selected.policy:
        return tuple([_unnamed(hit) for hit in selected.hits])
    return disclosure.for_officer(selected, policy, on, language)


def _unnamed(hit: selection.Hit) -> disclosure.Reason:
    """A reason by its profile's id alone."""
    return disclosure.Reason(hit.profile, hit.item, hit.contribution, hit.profile)


def act(
    reference: str,
    action: str,
    role: str,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    args: Mapping[str, cases.Value],
    device: str = "",
    late: str = "",
) -> KnownCase | Refused:
    """Do one action of the lifecycle table and what the system does upon it, or nothing and
    say why not. `late` says why the moment runs backwards.
    """
    wrong = action_rules.unknown_action(action) or registration.by_filing(action)
    if wrong is not None:
        return Refused((wrong,))
    with recording.act(at, now, late) as recorded:
        if isinstance(recorded, Refused):
            return recorded
        known = look_up(reference, at)
        if isinstance(known, Refused):
            return known
        may_not = _may_not(known, role, actor, now, at)
        if may_not is not None:
            return may_not
        person, device = identities.normal(actor), identities.normal(device)
        event = cases.Event(action, role, person, now, args, device)
        done = _done(known, event, Books(recorded, at), at)
        if isinstance(done, Refused):
            return done
        for payer in _may_pay(known.lodging, done):
            _settle(payer, now, at, recorded)
        after = look_up(known.row.registration, at)
        assert isinstance(after, KnownCase)
    return after


def _may_not(
    known: KnownCase, role: str, actor: str, now: datetime.datetime, at: Installation
) -> Refused | None:
    """Why a person may not act in a role on a declaration: the declarant's people act for
    their firm, officers at their office.
    """
    row = known.row
    if role == DECLARANT:
        return authority.authorised(actor, role, now, at, firm=row.declarant)
    return authority.authorised(actor, role, now, at, office=row.office)


def _done(
    known: KnownCase, event: cases.Event, books: Books, at: Installation
) -> facts.CaseStep | Refused:
    """The step that an event makes, with what the system does upon it and what moves
    between accounts, written down; or everything that stands against it.
    """
    office, on = at.office(known.row.office), at.local(event.at).date()
    kinds = {row.code for row in at.pack.sources.lists["documents"].rows}
    against = [
        *events.objections(known.case, event, office),
        *action_rules.unknown_kinds(event.codes("documents"), kinds, known.case.documents),
    ]
    if against:
        return Refused(tuple(against))
    booked = payments.booked(known.lodging, known.case, event, books.accounts, on)
    if isinstance(booked, Refused):
        return booked
    happened, after = known_case.follow(known.case, event, office)
    before = (*payments.stands(known.recorded), *booked)
    fact = facts.CaseStep(
        **books.act.stamp(event.actor),
        registration=known.row.registration,
        version=known.row.version,
        events=happened,
        state=after.state,
        postings=(*booked, *payments.given_back(before, after)),
        returned=quota_allocation.freed(known.recorded, after),
    )
    _write(fact, known.row.declarant, books)
    return fact


def _write(fact: facts.CaseStep, declarant: str, books: Books) -> None:
    """Write a step and all that it changes."""
    books.record(fact)
    books.close()
    write.traders(books.act.cursor, _records(declarant, fact))
    if fact.returned:
        used = read.quota_use(quotas.sums(fact.returned))
        write.quota_use(books.act.cursor, used_after(used, (), fact.returned))


def _may_pay(lodging: facts.Lodging, done: facts.CaseStep) -> tuple[str, ...]:
    """Whose accounts may pay what waits: those that got something back, and that of a
    declaration that waits itself.
    """
    payers = [move.payer for move in done.postings if move.debit not in chart.MEANS]
    if done.state == lifecycle.AWAITING_PAYMENT:
        payers.append(lodging.payer)
    return tuple(dict.fromkeys(payers))


def _settle(
    payer: str, now: datetime.datetime, at: Installation, act: recording.Recording
) -> None:
    books = Books(act, at)
    settlement.settle(payer, now, at, books)
    books.close()


def _records(declarant: str, fact: facts.CaseStep) -> list[rows.TraderRow]:
    """The declarant's record where the step changes it: a breach found, a release refused."""
    breaches, refusals = facts.marks(fact)
    known = read.traders([declarant]).get(declarant)
    if known is None or not (breaches or refusals):
        return []
    changed = msgspec.structs.replace(
        known,
        irregularities=known.irregularities + breaches,
        refused=known.refused + refusals,
    )
    return [changed]
