"""The way of a declaration, top to bottom: read this first.

    received -> validated -> assessed -> selected -> decided -> recorded -> answered

A batch is one group: one transaction, one sync of the disk, one signed head of the ledger. Reference data is that of the
day, loaded once. A bad filing is answered with findings and never stops the others. Sending a filing again gives the
answer it had before, and clears nothing twice.
"""

import datetime
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from openkeden import formats
from openkeden.assessment import assess, charges, notices
from openkeden.assessment.declared import differences
from openkeden.base import findings, money
from openkeden.clearance import decision
from openkeden.filing import declaration, validation
from openkeden.flow import installation
from openkeden.flow.lodging import amend, answers, facts, quota_allocation, recorded_items
from openkeden.flow.lodging.batch import Batch, declarant_of, payer_of
from openkeden.risk import selection
from openkeden.store import rows, write

#: Filings committed together when many are lodged: enough to share the sync of the disk, few enough for memory.
GROUP = 1000

SAME_KEY = findings.Rule(
    number="I.1",
    message="The reference {value} of this declarant was used on {on} for a declaration with other content ({known}).",
    fix="Give a new declaration a new reference; to change a lodged one, file an amendment that names {known}.",
)
TOO_LARGE = findings.Rule(
    number="I.5",
    message="The customs value or the payments come to {value}, more than can be recorded ({limit}).",
    fix="Look in boxes 22 and 42 for a slipped decimal point.",
)
RULES = (SAME_KEY, *amend.RULES, *quota_allocation.RULES, *recorded_items.RULES, TOO_LARGE)


class Actor(msgspec.Struct, frozen=True):
    """Who acts: the name that the record will show."""

    name: str


def lodge(
    batch: Sequence[formats.Received],
    actor: Actor,
    now: datetime.datetime,
    at: installation.Installation,
) -> list[answers.Answer]:
    """Lodge a batch at the house `at` in the name of `actor`; one answer for each filing, in the same order.

    When this returns, every answer is durable. Raises lawpack.NotCovered on a day that the law pack does not hold.
    """
    day = at.day(now)
    with write.group() as cursor:
        kept = Batch(cursor, [received.filing for received in batch], day.on)
        kept.commit_seed(day.on, day.seed, now, decision.SYSTEM)
        given = [_lodge_one(Filed(received, actor, now, day, kept)) for received in batch]
        kept.close(at.key)
    return given


class Filed:
    """One filing on its way: what was received, by whom and when, and what it is seen with."""

    def __init__(
        self,
        received: formats.Received,
        actor: Actor,
        at: datetime.datetime,
        day: installation.LawOfDay,
        kept: Batch,
    ) -> None:
        self.received, self.filing = received, received.filing
        self.actor, self.at, self.day, self.kept = actor, at, day, kept
        self.digest = hashlib.sha256(received.body).digest()
        self.declarant = declarant_of(received.filing)


def _lodge_one(filed: Filed) -> answers.Answer:
    filing, day, kept = filed.filing, filed.day, filed.kept
    earlier = _earlier(filed)
    if earlier is not None:
        return earlier

    validated = validation.validate(filing, filed.digest, day.edition, day.exchange)
    declared = validated.declaration
    if declared is None:
        return _refuse(filed, validated.findings)

    assessed = assess.assess(declared, day.plan)
    selected = selection.select(declared, assessed, day.profiles, kept.records(filing), day.seed)
    settled = _settle(filed, declared, assessed, selected)
    if isinstance(settled, list):
        return _refuse(filed, (*validated.findings, *settled))

    noticed = (
        *validated.findings,
        *differences(declared, assessed),
        *notices.notices(declared, assessed, day.plan),
    )
    return _record(filed, assessed, selected, settled, noticed)


class Settled(msgspec.Struct, frozen=True):
    """Result of registration: number, version, decision, quota allocations, goods to record."""

    number: str
    version: int
    decided: decision.Decision
    taken: quota_allocation.Allocated
    items: tuple[facts.RecordedItem, ...]


def _settle(
    filed: Filed,
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    selected: selection.Selection,
) -> Settled | list[findings.Finding]:
    """Decide, and draw on the quotas; or what stands against registering it. What is refused takes no number."""
    filing, day, kept = filed.filing, filed.day, filed.kept
    most = max(assessed.customs_value, assessed.payable)
    if most > rows.LARGEST:
        return [
            findings.of(TOO_LARGE, "items", value=money.text(most), limit=money.text(rows.LARGEST))
        ]
    items = recorded_items.of(declared)
    oversized = recorded_items.oversized(items)
    if oversized:
        return oversized
    desk, funds = day.desk(filing.office, filed.at), kept.funds(filing)
    known = kept.history_of(filing.amends) if filing.amends else ()
    number, version, decided = filing.amends, 1, None
    if filing.amends:
        amended = amend.amend(
            number, known, filed.declarant, filed.digest, assessed, selected, funds, desk
        )
        if isinstance(amended, findings.Finding):
            return [amended]
        version, decided = amended
    taken = quota_allocation.take(declared, filed.declarant, day, known, kept.used)
    if isinstance(taken, list):
        return taken
    if decided is None:
        number = kept.next_registration(filing.office)
        decided = decision.decide(desk, number, assessed, selected, funds)
    return Settled(number, version, decided, taken, items)


def _record(
    filed: Filed,
    assessed: charges.Assessment,
    selected: selection.Selection,
    settled: Settled,
    noticed: tuple[findings.Finding, ...],
) -> answers.Answer:
    """Write the lodging down as one fact, and answer from it."""
    filing = filed.filing
    fact = facts.Lodging(
        v=facts.VERSION,
        at=filed.at,
        actor=filed.actor.name,
        registration=settled.number,
        version=settled.version,
        declarant=filed.declarant,
        payer=payer_of(filing),
        reference=filing.reference,
        draws=settled.taken.draws,
        returned=settled.taken.returned,
        office=filing.office,
        digest=filed.digest,
        media_type=filed.received.media_type,
        direction=filing.direction,
        trading_country=filing.trading_country,
        dispatch_country=filing.dispatch_country,
        destination_country=filing.destination_country,
        border_mode=filing.border_mode,
        inland_mode=filing.inland_mode,
        items=settled.items,
        assessment=assessed,
        selection=selected,
        decision=settled.decided,
        warnings=noticed,
    )
    entry = filed.kept.register(fact, filed.received.body)
    return answers.of_lodging(fact, entry, filed.received.where)


def lodge_all(
    read: Iterable[formats.Received | formats.Unread],
    actor: Actor,
    now: datetime.datetime,
    at: installation.Installation,
    group: int = GROUP,
) -> Iterator[answers.Answer]:
    """Lodge everything that is read, a group at a time; what could not be read is answered in its place."""
    iterator = iter(read)
    while part := list(itertools.islice(iterator, group)):
        lodged = iter(
            lodge([one for one in part if isinstance(one, formats.Received)], actor, now, at)
        )
        for one in part:
            yield (
                next(lodged)
                if isinstance(one, formats.Received)
                else answers.of_unread(one.findings, one.where)
            )


def _earlier(filed: Filed) -> answers.Answer | None:
    """The answer given before to the same filing, or the refusal of another one under its key; None when it is new."""
    reference, where = filed.filing.reference, filed.received.where
    known = filed.kept.known.get((filed.declarant, reference))
    if known is None:
        return None
    if known.digest != filed.digest and not _same_content(filed, known.lodged):
        finding = findings.of(
            SAME_KEY, "reference", value=reference, on=known.registered_on, known=known.registration
        )
        return answers.of_conflict(reference, finding, where)
    fact = facts.read(filed.kept.entry(known.lodged).body)
    assert isinstance(fact, facts.Lodging)
    return answers.of_lodging(fact, known.lodged, where)


def _same_content(filed: Filed, lodged: int) -> bool:
    """Whether the earlier message says the same in other bytes: spacing, order of columns, another format."""
    earlier = io.BytesIO(filed.kept.entry(lodged).received)
    return [one.filing for one in formats.read(earlier) if isinstance(one, formats.Received)] == [
        filed.filing
    ]


def _refuse(filed: Filed, grounds: tuple[findings.Finding, ...]) -> answers.Answer:
    """Record the refusal with all its grounds, unless the same filing was refused on the same grounds before."""
    reference, where, kept = filed.filing.reference, filed.received.where, filed.kept
    before = kept.refused.get((filed.declarant, reference, filed.digest))
    if before is not None:
        known = facts.read(kept.entry(before).body)
        assert isinstance(known, facts.Refusal)
        if known.grounds == grounds:
            return answers.of_refusal(known, before, where)
    fact = facts.Refusal(
        v=facts.VERSION,
        at=filed.at,
        actor=filed.actor.name,
        declarant=filed.declarant,
        reference=reference,
        office=filed.filing.office,
        digest=filed.digest,
        media_type=filed.received.media_type,
        edition=filed.day.edition.version,
        grounds=grounds,
    )
    return answers.of_refusal(fact, kept.refuse(fact, filed.received.body), where)
