"""Actions: what people and the treasury do with registered declarations, and the money they
pay in.
"""

import datetime
import itertools
from collections.abc import Mapping
from typing import Any

import msgspec

from openkeden.base import cases, findings, identities, money, usage
from openkeden.base.findings import Refused
from openkeden.clearance import decision, declaration_case, events, lifecycle, registration
from openkeden.flow import facts, recording, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history, quota_allocation, references
from openkeden.flow.lodging.batch import ADVANCE, GUARANTEE, used_after
from openkeden.flow.people import authority
from openkeden.risk import disclosure, selection
from openkeden.store import log, read, rows, write
from openkeden.tariff import quotas

#: In which roles people act on declarations, and the one of them who files.
ROLES = tuple([role for role in lifecycle.ROLES if role != lifecycle.SYSTEM])
DECLARANT = lifecycle.DECLARANT


class KnownCase(msgspec.Struct, frozen=True):
    """A declaration as it stands."""

    #: Its row, of the latest version.
    row: rows.DeclarationRow

    #: What is recorded of it, the oldest first.
    recorded: tuple[facts.Lodging | facts.CaseStep, ...]

    #: The case that this adds up to.
    case: declaration_case.DeclarationCase

    @property
    def lodging(self) -> facts.Lodging:
        """The lodging of the version in force."""
        return [fact for fact in self.recorded if isinstance(fact, facts.Lodging)][-1]

    @property
    def events(self) -> tuple[cases.Event, ...]:
        """All that happened, in order."""
        return tuple(itertools.chain.from_iterable(map(history.happened, self.recorded)))


def look_up(reference: str, at: Installation) -> KnownCase | Refused:
    """The latest version of a declaration, by registration number or by its declarant's
    reference.
    """
    row = references.latest(reference)
    if isinstance(row, Refused):
        return row
    known = history.of(row.registration, read.entries_of(row.registration))
    if isinstance(known, Refused):
        return known
    return KnownCase(row, tuple(known), history.case_of(known, at.office(row.office)))


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
) -> KnownCase | Refused:
    """Do one action of the lifecycle table and what the system does upon it, or nothing and
    say why not.
    """
    lodged_only = registration.by_filing(action)
    if lodged_only is not None:
        return Refused((lodged_only,))
    with write.group() as cursor:
        known = look_up(reference, at)
        if isinstance(known, Refused):
            return known
        office = at.office(known.row.office)
        may_not = _may_not(known, role, actor, now, at)
        if may_not is not None:
            return may_not
        person, device = identities.normal(actor), identities.normal(device)
        event = cases.Event(action, role, person, now, args, device)
        against = events.objections(known.case, event, office)
        if against:
            return Refused(tuple(against))
        happened = [event]
        after = events.replay(known.case, happened, office)
        follows = decision.next_step(after, now)
        if follows is not None:
            happened.append(follows)
            after = events.replay(after, [follows], office)
        fact = facts.CaseStep(
            **recording.stamp(now, actor),
            registration=known.row.registration,
            version=known.row.version,
            events=tuple(happened),
            state=after.state,
            returned=quota_allocation.freed(known.recorded, after),
        )
        index = _write(cursor, fact, known.row.declarant, at)
    row = msgspec.structs.replace(known.row, state=after.state, latest=index)
    return KnownCase(row, (*known.recorded, fact), after)


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


def _write(cursor: Any, fact: facts.CaseStep, declarant: str, at: Installation) -> int:
    """Write a step and all that it changes; its index in the ledger."""
    told, sealed = sealing.of_step(fact, sealing.salt(at.salts, log.size()))
    index = recording.append(cursor, told, at.key, sealed)
    write.states(cursor, [(fact.state, index, fact.registration, fact.version)])
    write.traders(cursor, _records(declarant, fact))
    if fact.returned:
        used = read.quota_use(quotas.sums(fact.returned))
        write.quota_use(cursor, used_after(used, (), fact.returned))
    return index


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


def deposit(
    payer: str,
    kind: str,
    amount: int,
    document: str,
    actor: str,
    now: datetime.datetime,
    at: Installation,
) -> int | Refused:
    """Credit money received in advance or a guarantee accepted; the balance after it, in
    minor units.
    """
    key = (payer, kind)
    assert kind in (ADVANCE, GUARANTEE)
    assert amount > 0
    may_not = authority.authorised(actor, lifecycle.TREASURY, now, at)
    if may_not is not None:
        return may_not
    with write.group() as cursor:
        balance = read.balances([key]).get(key, 0) + amount
        if balance > rows.LARGEST:
            return findings.refused(
                usage.TOO_MUCH, "amount", value=money.text(amount), payer=payer
            )
        fact = facts.Deposit(
            **recording.stamp(now, actor),
            payer=payer,
            kind=kind,
            amount=amount,
            document=document,
            bank="",
            issued=now.date(),
            postings=(),
        )
        recording.append(cursor, fact, at.key)
        write.balances(cursor, {key: balance})
    return balance
