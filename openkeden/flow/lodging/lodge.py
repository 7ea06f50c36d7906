"""The way of a declaration, top to bottom: read this first.

    received -> validated -> assessed -> selected -> decided -> recorded -> answered

A batch is one group: one transaction, one sync of the disk, one signed head of the ledger.
Reference data is that of the day, loaded once. What the law alone says is found out step by
step over the whole group, the rest filing by filing. A bad filing is answered with findings and
never stops the others. Sending a filing again gives the answer it had before, and clears
nothing twice.
"""

import datetime
import itertools
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from openkeden import formats
from openkeden.base import findings
from openkeden.base.findings import Refused
from openkeden.clearance import decision, people
from openkeden.flow import facts, recording, sealing
from openkeden.flow.installation import Installation, LawOfDay
from openkeden.flow.lodging import (
    amend,
    answers,
    collector,
    earlier_answers,
    house_rates,
    judgement,
    preparation,
)
from openkeden.flow.lodging.batch import Batch
from openkeden.flow.lodging.filed import Filed
from openkeden.flow.lodging.judgement import HandedIn
from openkeden.flow.money import payments
from openkeden.flow.people import senders
from openkeden.flow.risk import targeting
from openkeden.flow.signing import checked_signatures, recorded_signatures
from openkeden.risk import selection

#: Filings committed together when many are lodged: enough to share the sync of the disk,
#: few enough for memory.
GROUP = 1000


class Actor(msgspec.Struct, frozen=True):
    """Who hands filings in: a person of the register, or nobody that is known."""

    name: str = people.UNNAMED


class Sent(msgspec.Struct, frozen=True, gc=False):
    """A filing with who hands it in."""

    #: The filing as it was received.
    received: formats.Received

    #: Who hands it in.
    actor: Actor


class GivenAnswer(msgspec.Struct, frozen=True, gc=False):
    """An answer, and whether it was given before."""

    #: The answer.
    answer: answers.Answer

    #: Whether its fact is older than this sending of the filing.
    again: bool


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
    given = lodge_each([Sent(received, actor) for received in batch], now, at, late)
    return [one.answer for one in given]


def lodge_each(
    batch: Sequence[Sent], now: datetime.datetime, at: Installation, late: str = ""
) -> list[GivenAnswer]:
    """Lodge a batch of filings, each in the name of its own actor; otherwise as `lodge`."""
    handed_in = [HandedIn(sent.received) for sent in batch]
    return _lodge(handed_in, [sent.actor for sent in batch], now, at, late)


def _lodge(
    batch: Sequence[HandedIn],
    actors: Sequence[Actor],
    now: datetime.datetime,
    at: Installation,
    late: str,
) -> list[GivenAnswer]:
    """Lodge a batch, of which something may have been found out ahead."""
    at.follow_rates()
    day = at.day(now)
    if isinstance(day, Refused):
        return [_nothing(handed_in, day) for handed_in in batch]
    known = {actor: senders.sender(actor.name, now, at) for actor in set(actors)}
    by = [known[actor] for actor in actors]
    allowed = [one for one in by if not isinstance(one, Refused)]
    able = [not isinstance(one, Refused) for one in by]
    group = list(itertools.compress(batch, able))
    given = iter(_answered(group, allowed, now, day, at, late))
    pairs = zip(batch, by, strict=True)
    return [
        _nothing(one, sender) if isinstance(sender, Refused) else next(given)
        for one, sender in pairs
    ]


def _nothing(handed_in: HandedIn, refused: Refused) -> GivenAnswer:
    received = handed_in.received
    return GivenAnswer(
        _in_rows(answers.of_nothing_done(received, refused), received), again=False
    )


def _answered(
    batch: Sequence[HandedIn],
    by: Sequence[senders.Sender],
    now: datetime.datetime,
    day: LawOfDay,
    at: Installation,
    late: str,
) -> list[GivenAnswer]:
    """Lodge a batch by the law of its day, in one transaction, if there is anything in it."""
    if not batch:
        return []
    with collector.resting():
        targeting.make_ready(at, day.on)
        return _recorded(batch, by, now, day, at, late)


def _recorded(
    batch: Sequence[HandedIn],
    by: Sequence[senders.Sender],
    now: datetime.datetime,
    day: LawOfDay,
    at: Installation,
    late: str,
) -> list[GivenAnswer]:
    sent = [handed_in.received for handed_in in batch]
    signed = checked_signatures.of_group(sent, now, day, at)
    ahead = [handed_in.by(day) for handed_in in batch]
    brought = [known.brought for known in ahead]
    offices = {received.filing.office for received in sent}
    with recording.act(at, now, late) as act:
        kept = Batch(act, [received.filing for received in sent], day.on, brought)
        if not isinstance(act, Refused):
            kept.commit_seed(day.on, day.seed, decision.SYSTEM)
            kept.targeting = targeting.of_group(at, day, offices)
        filed = zip(sent, by, brought, signed, strict=True)
        group = [
            Filed(one, who, now, day, kept, lot, seal) for one, who, lot, seal in filed
        ]
        verdicts = judgement.of_group(group, ahead, kept)
        given = [_given_one(*pair, kept) for pair in zip(group, verdicts, strict=True)]
        kept.close()
    return given


def _given_one(filed: Filed, verdict: judgement.Verdict, kept: Batch) -> GivenAnswer:
    """The answer to a filing at its turn."""
    records = isinstance(kept.act, recording.Recording)
    size = kept.size if records else 0
    answer = _in_rows(_lodge_one(filed, verdict, kept), filed.received)
    again = answer.entry >= 0 and (not records or answer.entry < size)
    return GivenAnswer(answer, again)


def _in_rows(answer: answers.Answer, received: formats.Received) -> answers.Answer:
    """The answer to a filing, with the rows that it stood in."""
    if not received.rows:
        return answer
    return msgspec.structs.replace(answer, rows=received.rows)


def _lodge_one(
    filed: Filed,
    verdict: judgement.Verdict,
    kept: Batch,
) -> answers.Answer:
    """Answer a filing as those before it leave ledger, accounts and quotas."""
    if isinstance(verdict, findings.Finding):
        return _refuse(filed, kept, (verdict,))
    known = earlier_answers.of(filed, kept)
    if isinstance(known, findings.Finding):
        return answers.of_conflict(filed.received, known)
    if known is not None:
        return earlier_answers.answer(known, kept, filed.received.where)
    if not isinstance(kept.act, recording.Recording):
        return _nothing_done(filed, kept)

    assert verdict is not None, "what is new is valued"
    judged = judgement.at_its_turn(filed, verdict, kept)
    if isinstance(filed.signed, Refused):
        wrong = judged.findings if isinstance(judged, Refused) else ()
        return _refused(filed, kept, Refused((*filed.signed.findings, *wrong)))
    if isinstance(judged, Refused):
        return _refused(filed, kept, judged)
    prepared = preparation.register(filed, judged.valued)
    if isinstance(prepared, Refused):
        return _refused(filed, kept, prepared)
    registered = _register(filed, kept, prepared, judged.selected)
    return _record(filed, kept, prepared, judged.selected, registered)


def _refused(filed: Filed, kept: Batch, refused: Refused) -> answers.Answer:
    """The answer to a filing that is refused registration; nothing is recorded where it is
    the house that lacks what it needs.
    """
    found = refused.findings
    if house_rates.lacking(found, filed.day.exchange) or checked_signatures.lacking(found):
        return answers.of_nothing_done(filed.received, refused)
    return _refuse(filed, kept, refused.findings)


class Registered(msgspec.Struct, frozen=True):
    """Result of registration."""

    #: The registration number.
    number: str

    #: The version, from 1.
    version: int

    #: The automatic decision.
    decided: decision.Decision


def _register(
    filed: Filed,
    kept: Batch,
    prepared: preparation.Registrable,
    selected: selection.Selection,
) -> Registered:
    """Give a number and decide; an amendment keeps the number that it amends."""
    moment = filed.day.registration_moment(filed.filing.office, filed.at)
    funds, amending = prepared.purse.funds, prepared.amending
    if amending is not None:
        decided = amend.decide(amending, selected, funds, moment)
        return Registered(filed.filing.amends, amending.version, decided)
    number = kept.next_registration(filed.filing.office)
    decided = decision.decide(moment, number, prepared.assessed, selected, funds)
    return Registered(number, 1, decided)


def _record(
    filed: Filed,
    kept: Batch,
    prepared: preparation.Registrable,
    selected: selection.Selection,
    registered: Registered,
) -> answers.Answer:
    """Write the lodging down as one fact, and answer from it."""
    filing, parties, act = filed.filing, filed.parties, kept.recording
    decided, purse, allocated = registered.decided, prepared.purse, prepared.allocated
    sealed = sealing.of_lodging(selected, sealing.salt(filed.day.salts, kept.size))
    fact = facts.Lodging(
        **act.stamp(filed.sender.name),
        law=act.law,
        registration=registered.number,
        version=registered.version,
        declarant=filed.declarant,
        payer=parties.payer,
        consignee=parties.consignee,
        reference=filing.reference,
        allocated=allocated.taken,
        returned=allocated.returned,
        office=filing.office,
        digest=filed.digest,
        media_type=filed.received.media_type,
        direction=filing.direction,
        trading_country=filing.trading_country,
        dispatch_country=filing.dispatch_country,
        destination_country=filing.destination_country,
        border_mode=filing.border_mode,
        inland_mode=filing.inland_mode,
        items=prepared.items,
        lots=filed.brought.keys,
        containers=filed.brought.containers,
        assessment=prepared.assessed,
        decision=decided,
        postings=payments.of_decision(decided, registered.number, purse),
        warnings=prepared.noticed,
        sealed=sealing.digest(sealed),
    )
    entry = kept.register(fact, filed.received.body, sealed, filed.brought)
    kept.passed(filing.office, selected)
    if filed.signed is None:
        return answers.of_lodging(fact, entry, filed.received.where)
    assert not isinstance(filed.signed, Refused), "what is refused is not recorded"
    kept.signers[entry] = filed.signed.name
    recorded_signatures.record(filed.signed, filed.received.signature, fact, act)
    return answers.of_lodging(fact, entry, filed.received.where, filed.signed.name)


def lodge_all(
    read: Iterable[formats.Received | HandedIn | formats.Unread],
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
        batch = [one for one in map(_handed_in, part) if isinstance(one, HandedIn)]
        lodged = iter(_lodge(batch, [actor] * len(batch), now, at, late))
        for message in part:
            if isinstance(message, formats.Unread):
                yield answers.of_unread(message.findings, message.where)
            else:
                yield next(lodged).answer


def _handed_in(
    message: formats.Received | HandedIn | formats.Unread,
) -> HandedIn | formats.Unread:
    return HandedIn(message) if isinstance(message, formats.Received) else message


def _nothing_done(filed: Filed, kept: Batch) -> answers.Answer:
    assert isinstance(kept.act, Refused), "who lodges records"
    return answers.of_nothing_done(filed.received, kept.act)


def _refuse(
    filed: Filed, kept: Batch, grounds: tuple[findings.Finding, ...]
) -> answers.Answer:
    """Record the refusal with all its grounds, unless the same filing was refused on the
    same grounds before.
    """
    reference, where, act = filed.filing.reference, filed.received.where, kept.act
    if not isinstance(act, recording.Recording):
        return _nothing_done(filed, kept)
    before = kept.refused.get((*filed.key, filed.digest))
    if before is not None:
        known = facts.read(kept.entry(before).body)
        assert isinstance(known, facts.Refusal)
        if known.grounds == grounds:
            return answers.of_refusal(known, before, where)
    fact = facts.Refusal(
        **act.stamp(filed.sender.name),
        law=act.law,
        declarant=filed.declarant,
        reference=reference,
        office=filed.filing.office,
        digest=filed.digest,
        media_type=filed.received.media_type,
        edition=filed.day.edition.version,
        grounds=grounds,
    )
    return answers.of_refusal(fact, kept.refuse(fact, filed.received.body), where)
