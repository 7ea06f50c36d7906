"""The way of a declaration, top to bottom: read this first.

    received -> validated -> assessed -> selected -> decided -> recorded -> answered

A batch is one group: one transaction, one sync of the disk, one signed head of the ledger.
Reference data is that of the day, loaded once. A bad filing is answered with findings and
never stops the others. Sending a filing again gives the answer it had before, and clears
nothing twice.
"""

import datetime
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from openkeden import formats
from openkeden.accounting import posting
from openkeden.assessment import assess, charges, notices
from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.clearance import decision, people, registration
from openkeden.filing import declaration, validation
from openkeden.flow import facts, recording, sealing
from openkeden.flow.facts.recorded_item import RecordedItem
from openkeden.flow.installation import Installation, LawOfDay
from openkeden.flow.lodging import (
    amend,
    answers,
    history,
    house_rates,
    quota_allocation,
    recorded_items,
)
from openkeden.flow.lodging.batch import Batch, key_of, parties_of
from openkeden.flow.money import payments
from openkeden.flow.money.accounts import Purse
from openkeden.flow.people import senders
from openkeden.risk import lots, selection
from openkeden.store import rows

#: Filings committed together when many are lodged: enough to share the sync of the disk,
#: few enough for memory.
GROUP = 1000


class Actor(msgspec.Struct, frozen=True):
    """Who hands filings in: a person of the register, or nobody that is known."""

    name: str = people.UNNAMED


def lodge(
    batch: Sequence[formats.Received],
    actor: Actor,
    now: datetime.datetime,
    at: Installation,
    late: str = "",
) -> list[answers.Answer]:
    """Lodge a batch at the installation `at` in the name of `actor`; one answer for each
    filing, in the same order.

    When this returns, every answer is durable. On a day that the law pack does not hold
    nothing is registered and nothing recorded; neither is a moment that runs backwards,
    unless `late` says why, or law that no fact speaks of. What was lodged before is answered
    all the same.
    """
    day = at.day(now)
    if isinstance(day, Refused):
        return [answers.of_nothing_done(received, day) for received in batch]
    sender = senders.sender(actor.name, now, at)
    if isinstance(sender, Refused):
        return [answers.of_nothing_done(received, sender) for received in batch]
    brought = [lots.brought(received.filing, day.transport) for received in batch]
    with recording.act(at, now, late) as act:
        kept = Batch(act, [received.filing for received in batch], day.on, brought)
        if not isinstance(act, Refused):
            kept.commit_seed(day.on, day.seed, decision.SYSTEM)
        given = [
            _in_rows(_lodge_one(Filed(received, sender, now, day, kept, lot)), received)
            for received, lot in zip(batch, brought, strict=True)
        ]
        kept.close()
    return given


def _in_rows(answer: answers.Answer, received: formats.Received) -> answers.Answer:
    """The answer to a filing, with the rows that it stood in."""
    if not received.rows:
        return answer
    return msgspec.structs.replace(answer, rows=received.rows)


class Filed:
    """One filing on its way: what was received, by whom and when, with the law of its day
    and its batch.
    """

    def __init__(
        self,
        received: formats.Received,
        sender: senders.Sender,
        at: datetime.datetime,
        day: LawOfDay,
        kept: Batch,
        brought: lots.Brought,
    ) -> None:
        self.received, self.filing = received, received.filing
        self.at, self.day, self.kept, self.brought = at, day, kept, brought
        self.sender = sender
        self.digest = hashlib.sha256(received.body).digest()
        self.key = key_of(received.filing)
        self.declarant = self.key[0]
        self.parties = parties_of(received.filing)

    @property
    def by(self) -> str:
        """Who did what the filing does."""
        return history.sender(self.sender.name, self.declarant)

    @property
    def recording(self) -> recording.Recording:
        """What records it."""
        assert not isinstance(self.kept.act, Refused), self.kept.act
        return self.kept.act


def _lodge_one(filed: Filed) -> answers.Answer:
    filing, day, kept = filed.filing, filed.day, filed.kept
    powerless = filed.sender.powerless(filed.declarant)
    if powerless is not None:
        return _refuse(filed, (powerless,))
    earlier = _earlier(filed)
    if earlier is not None:
        return earlier
    if isinstance(kept.act, Refused):
        return answers.of_nothing_done(filed.received, kept.act)

    validated = validation.validate(filing, filed.digest, day.edition, day.exchange)
    declared = validated.declaration
    if declared is None and house_rates.lacking(validated.findings, day.exchange):
        return answers.of_nothing_done(filed.received, Refused(validated.findings))
    if declared is None:
        return _refuse(filed, (*filed.received.notices, *validated.findings))

    filing = filed.filing = declared.filing
    known = kept.earlier(filed.brought, filing.amends)
    assessed = assess.assess(declared, day.plan, lots.worth(filed.brought, known))
    selected = selection.select(
        declared,
        assessed,
        day.profiles,
        kept.records(filing),
        day.seed,
        filed.brought,
        known,
    )
    registered = _register(filed, declared, assessed, selected)
    if isinstance(registered, Refused):
        grounds = (*filed.received.notices, *validated.findings, *registered.findings)
        return _refuse(filed, grounds)

    noticed = (
        *filed.received.notices,
        *validated.findings,
        *notices.differences(declared, assessed),
        *notices.notices(declared, assessed, day.plan),
        *registered.purse.told,
    )
    return _record(filed, assessed, selected, registered, noticed)


class Registered(msgspec.Struct, frozen=True):
    """Result of registration."""

    #: The registration number.
    number: str

    #: The version, from 1.
    version: int

    #: The automatic decision.
    decided: decision.Decision

    #: What it was decided with.
    purse: Purse

    #: The quota allocations.
    allocated: quota_allocation.Allocated

    #: The goods to record.
    items: tuple[RecordedItem, ...]


def _register(
    filed: Filed,
    declared: declaration.Declaration,
    assessed: charges.Assessment,
    selected: selection.Selection,
) -> Registered | Refused:
    """Decide and allocate quotas, or the findings that prevent registration. A refused
    filing gets no number.
    """
    filing, day, kept = filed.filing, filed.day, filed.kept
    large = registration.too_large(
        max(assessed.customs_value, assessed.payable), rows.LARGEST
    )
    if large is not None:
        return Refused((large,))
    items = recorded_items.of(declared)
    oversized = recorded_items.oversized(items)
    if oversized:
        return Refused(tuple(oversized))
    moment = day.registration_moment(filing.office, filed.at)
    known = kept.history_of(filing.amends) if filing.amends else ()
    if isinstance(known, Refused):
        return known
    purse = _purse(filed, assessed, known)
    number, version, decided = filing.amends, 1, None
    if filing.amends:
        event = history.amended(filed.digest, assessed, filed.by, filed.at)
        amended = amend.amend(
            number, known, filed.declarant, event, selected, purse.funds, moment
        )
        if isinstance(amended, Refused):
            return amended
        version, decided = amended
    allocated = quota_allocation.allocate(declared, filed.declarant, day, known, kept.used)
    if isinstance(allocated, Refused):
        return allocated
    if decided is None:
        number = kept.next_registration(filing.office)
        decided = decision.decide(moment, number, assessed, selected, purse.funds)
    return Registered(number, version, decided, purse, allocated, items)


def _purse(filed: Filed, assessed: charges.Assessment, known: history.Known) -> Purse:
    """What may be drawn for a filing, that amends the declaration of these facts."""
    standing = posting.standing(payments.stands(known))
    missing = assessed.payable - sum([use.amount for use in standing])
    return filed.kept.accounts.purse(filed.parties, filed.day.on, max(missing, 0))


def _record(
    filed: Filed,
    assessed: charges.Assessment,
    selected: selection.Selection,
    registered: Registered,
    noticed: tuple[findings.Finding, ...],
) -> answers.Answer:
    """Write the lodging down as one fact, and answer from it."""
    filing, kept = filed.filing, filed.kept
    decided, purse, parties = registered.decided, registered.purse, filed.parties
    sealed = sealing.of_lodging(selected, sealing.salt(filed.day.salts, kept.size))
    fact = facts.Lodging(
        **filed.recording.stamp(filed.sender.name),
        law=filed.recording.law,
        registration=registered.number,
        version=registered.version,
        declarant=filed.declarant,
        payer=parties.payer,
        consignee=parties.consignee,
        reference=filing.reference,
        allocated=registered.allocated.taken,
        returned=registered.allocated.returned,
        office=filing.office,
        digest=filed.digest,
        media_type=filed.received.media_type,
        direction=filing.direction,
        trading_country=filing.trading_country,
        dispatch_country=filing.dispatch_country,
        destination_country=filing.destination_country,
        border_mode=filing.border_mode,
        inland_mode=filing.inland_mode,
        items=registered.items,
        lots=filed.brought.keys,
        containers=filed.brought.containers,
        assessment=assessed,
        decision=decided,
        postings=payments.of_decision(decided, registered.number, purse),
        warnings=noticed,
        sealed=sealing.digest(sealed),
    )
    entry = kept.register(fact, filed.received.body, sealed, filed.brought)
    return answers.of_lodging(fact, entry, filed.received.where)


def lodge_all(
    read: Iterable[formats.Received | formats.Unread],
    actor: Actor,
    now: datetime.datetime,
    at: Installation,
    late: str = "",
    group: int = GROUP,
) -> Iterator[answers.Answer]:
    """Lodge everything that is read, a group at a time; what could not be read is answered
    in its place. `late` is as for `lodge`.
    """
    iterator = iter(read)
    while part := list(itertools.islice(iterator, group)):
        received = [message for message in part if isinstance(message, formats.Received)]
        lodged = iter(lodge(received, actor, now, at, late))
        for message in part:
            if isinstance(message, formats.Received):
                yield next(lodged)
            else:
                yield answers.of_unread(message.findings, message.where)


def _earlier(filed: Filed) -> answers.Answer | None:
    """The answer given before to the same filing, or the refusal of another one under its
    key; None when it is new.
    """
    reference, where = filed.filing.reference, filed.received.where
    known = filed.kept.known.get(filed.key)
    if known is None:
        return None
    if known.digest != filed.digest and not _same_content(filed, known.lodged):
        finding = findings.of(
            registration.SAME_REFERENCE,
            "reference",
            value=known.reference,
            on=known.registered_on,
            known=known.registration,
        )
        return answers.of_conflict(reference, finding, where)
    fact = facts.read(filed.kept.entry(known.lodged).body)
    assert isinstance(fact, facts.Lodging)
    return answers.of_lodging(fact, known.lodged, where)


def _same_content(filed: Filed, lodged: int) -> bool:
    """Whether the earlier message says the same in other bytes: spacing, order of columns,
    another format, another spelling of its reference.
    """
    earlier = list(formats.read(io.BytesIO(filed.kept.entry(lodged).received)))
    if len(earlier) != 1 or not isinstance(earlier[0], formats.Received):
        return False
    before = earlier[0].filing
    return before == msgspec.structs.replace(filed.filing, reference=before.reference)


def _refuse(filed: Filed, grounds: tuple[findings.Finding, ...]) -> answers.Answer:
    """Record the refusal with all its grounds, unless the same filing was refused on the
    same grounds before.
    """
    reference, where, kept = filed.filing.reference, filed.received.where, filed.kept
    if isinstance(kept.act, Refused):
        return answers.of_nothing_done(filed.received, kept.act)
    before = kept.refused.get((*filed.key, filed.digest))
    if before is not None:
        known = facts.read(kept.entry(before).body)
        assert isinstance(known, facts.Refusal)
        if known.grounds == grounds:
            return answers.of_refusal(known, before, where)
    fact = facts.Refusal(
        **filed.recording.stamp(filed.sender.name),
        law=filed.recording.law,
        declarant=filed.declarant,
        reference=reference,
        office=filed.filing.office,
        digest=filed.digest,
        media_type=filed.received.media_type,
        edition=filed.day.edition.version,
        grounds=grounds,
    )
    return answers.of_refusal(fact, kept.refuse(fact, filed.received.body), where)
