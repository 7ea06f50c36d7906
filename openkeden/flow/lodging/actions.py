"""What people and the treasury do with registered declarations: one event in, the state it leads to out."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.base import cases, findings
from openkeden.clearance import decision, declaration_case, events
from openkeden.flow import installation
from openkeden.flow.lodging import facts, history, quota_allocation
from openkeden.flow.lodging.batch import ADVANCE, GUARANTEE, used_after
from openkeden.ledger import entry
from openkeden.risk import selection
from openkeden.store import log, read, rows, write
from openkeden.tariff import quotas

UNKNOWN = findings.Rule(
    number="I.3",
    message="There is no declaration {value} here.",
    fix="Give the registration number, as office/DDMMYY/serial, or the declarant's own reference.",
)
BY_FILING = findings.Rule(
    number="I.6",
    message="The action {value} is not done by itself: it comes with a message that says what is declared.",
    fix="File the declaration; an amendment is a filing that names the registration number in `amends`.",
)
RULES = (UNKNOWN, BY_FILING)

#: The actions that lodging does, with a message.
LODGED = ("file", "amend")


class TooMuch(ValueError):
    """A deposit would bring a balance to more than can be recorded."""


class KnownCase(msgspec.Struct, frozen=True):
    """A declaration as it stands: its row, what is recorded of it, and the case that this adds up to."""

    row: rows.DeclarationRow
    recorded: tuple[facts.Lodging | facts.CaseStep, ...]
    case: declaration_case.DeclarationCase

    @property
    def lodging(self) -> facts.Lodging:
        """The lodging of the version in force."""
        return [fact for fact in self.recorded if isinstance(fact, facts.Lodging)][-1]

    @property
    def events(self) -> tuple[cases.Event, ...]:
        """All that happened, in order."""
        return tuple([event for fact in self.recorded for event in history.happened(fact)])


def look_up(reference: str, at: installation.Installation) -> KnownCase | findings.Finding:
    """The latest version of a declaration, by registration number or by its declarant's reference."""
    row = read.declaration(reference)
    if row is None:
        return findings.of(UNKNOWN, "reference", value=reference)
    known = history.of(one.body for one in read.entries_of(row.registration))
    return KnownCase(row, tuple(known), history.case_of(known, at.office(row.office)))


def reasons(
    lodged: facts.Lodging, at: installation.Installation, language: str
) -> tuple[selection.Reason, ...]:
    """Why the lane was chosen, for an officer; by profile ids alone where the profiles have changed since."""
    policy = at.pack.profiles
    if policy.version != lodged.selection.policy:
        return tuple(
            [
                selection.Reason(hit.profile, hit.item, hit.contribution, hit.profile)
                for hit in lodged.selection.hits
            ]
        )
    return selection.for_officer(lodged.selection, policy, lodged.assessment.on, language)


def act(
    reference: str,
    action: str,
    role: str,
    actor: str,
    now: datetime.datetime,
    at: installation.Installation,
    args: Mapping[str, cases.Value],
    device: str = "",
) -> KnownCase | list[findings.Finding]:
    """Do one action of the lifecycle table, and what the system does upon it; or everything that stands against it."""
    if action in LODGED:
        return [findings.of(BY_FILING, "action", value=action)]
    with write.group() as cursor:
        known = look_up(reference, at)
        if isinstance(known, findings.Finding):
            return [known]
        office = at.office(known.row.office)
        event = cases.Event(action, role, actor, now, args, device)
        against = events.objections(known.case, event, office)
        if against:
            return against
        happened = [event]
        after = events.replay(known.case, happened, office)
        follows = decision.next_step(after, now)
        if follows is not None:
            happened.append(follows)
            after = events.replay(after, [follows], office)
        fact = facts.CaseStep(
            v=facts.VERSION,
            at=now,
            actor=actor,
            registration=known.row.registration,
            version=known.row.version,
            events=tuple(happened),
            state=after.state,
            returned=quota_allocation.given_back(known.recorded, after),
        )
        index = log.size()
        record = log.LogRecord(
            "event", known.row.registration, facts.microseconds(now), entry.canonical(fact)
        )
        log.append(cursor, [record], at.key)
        write.states(cursor, [(after.state, index, known.row.registration, known.row.version)])
        write.traders(cursor, _records(known.row.declarant, fact))
        if fact.returned:
            write.quota_use(
                cursor, used_after(read.quota_use(quotas.sums(fact.returned)), (), fact.returned)
            )
    row = msgspec.structs.replace(known.row, state=after.state, latest=index)
    return KnownCase(row, (*known.recorded, fact), after)


def _records(declarant: str, fact: facts.CaseStep) -> list[rows.TraderRow]:
    """The declarant's record where the step changes it: a breach found, a release refused."""
    breaches, refusals = facts.marks(fact)
    known = read.traders([declarant]).get(declarant)
    if known is None or not (breaches or refusals):
        return []
    changed = msgspec.structs.replace(
        known, irregularities=known.irregularities + breaches, refused=known.refused + refusals
    )
    return [changed]


def deposit(
    payer: str,
    kind: str,
    amount: int,
    document: str,
    actor: str,
    now: datetime.datetime,
    at: installation.Installation,
) -> int:
    """Credit money received in advance or a guarantee accepted; the balance after it, in minor units. Raises TooMuch."""
    key = (payer, kind)
    assert kind in (ADVANCE, GUARANTEE)
    assert amount > 0
    with write.group() as cursor:
        balance = read.balances([key]).get(key, 0) + amount
        if balance > rows.LARGEST:
            raise TooMuch(payer)
        fact = facts.Deposit(
            v=facts.VERSION,
            at=now,
            actor=actor,
            payer=payer,
            kind=kind,
            amount=amount,
            document=document,
        )
        record = log.LogRecord("deposit", payer, facts.microseconds(now), entry.canonical(fact))
        log.append(cursor, [record], at.key)
        write.balances(cursor, {key: balance})
    return balance
