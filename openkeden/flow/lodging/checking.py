"""Check filings before they are lodged: the findings and sums of registration, with nothing
recorded.

What hangs on lane and chance is neither found out nor told, so that nobody can try a
declaration until chance suits him. Without an installation the law stands alone: what other
declarations took or paid is not known then, and said.
"""

import datetime
import itertools
import pathlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Final

import msgspec

from openkeden import formats
from openkeden.accounting import posting
from openkeden.accounting.posting import Posting
from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import check_rules, decision, people
from openkeden.flow import facts, installation_files
from openkeden.flow.classification.agreements import TextsAgainstCodes
from openkeden.flow.installation import Installation, LawOfDay, open_installation
from openkeden.flow.law import packs
from openkeden.flow.lodging import (
    earlier_answers,
    lodge,
    preparation,
    quota_allocation,
)
from openkeden.flow.lodging.batch import Batch
from openkeden.flow.lodging.checked import (
    Checked,
    of_lodged,
    of_passed,
    of_refused,
    of_unread,
)
from openkeden.flow.lodging.filed import Filed, lots_of
from openkeden.flow.lodging.law_alone import LawAlone
from openkeden.flow.money import payments
from openkeden.flow.people import senders
from openkeden.lawpack.pack import Pack
from openkeden.store import rows

#: What is checked against: an installation, or the law alone.
Desk = Installation | Pack

#: Of no fact: nothing is recorded.
_NO_ENTRY: Final = -1

_NOBODY: Final = senders.Sender(people.UNNAMED)


class Effects(msgspec.Struct, frozen=True):
    """What a filing would change for those after it."""

    #: What it would take from quotas and give back to them.
    allocated: quota_allocation.Allocated = quota_allocation.Allocated()

    #: What it would draw from accounts.
    drawn: tuple[Posting, ...] = ()

    def undone(self) -> "Effects":
        """What takes it back again."""
        taken, returned = self.allocated.taken, self.allocated.returned
        back = [posting.reverse(one, one.amount) for one in self.drawn]
        return Effects(quota_allocation.Allocated(returned, taken), tuple(back))


_NO_EFFECTS: Final = Effects()


class Seen(msgspec.Struct, frozen=True):
    """A filing that was checked."""

    #: The name of its file; empty where there is none.
    file: str

    #: The filing as it was read.
    received: formats.Received

    #: The answer to it.
    answer: Checked


class Foregoing:
    """What was checked before, file after file and group after group: filings see those
    before them, however many there are.
    """

    def __init__(self, texts: TextsAgainstCodes | None = None) -> None:
        #: What compares the texts of goods with their codes; None: nothing does.
        self.texts = texts

        #: The name of the file that is read now; empty where there is none.
        self.file = ""

        #: The first filing of each reference.
        self.seen: dict[tuple[str, str], Seen] = {}

        #: What the last amendment of each declaration would change.
        self.amended: dict[str, Effects] = {}

        #: The group before; None before the first, and where there is no installation.
        self.kept: Batch | None = None


def desk(home: pathlib.Path) -> Desk | Refused:
    """The installation in a folder; where there is none, the law that holds there."""
    if installation_files.is_set_up(home):
        return open_installation(home, create=False)
    return packs.open_pack(home)


def knows_people(at: Desk) -> bool:
    """Whether there is a register of people."""
    return isinstance(at, Installation)


def currency(at: Desk) -> str:
    """The national currency."""
    return law_pack(at).sources.manifest.currency


def law_pack(at: Desk) -> Pack:
    """The law that filings are checked by."""
    return at.pack if isinstance(at, Installation) else at


def check_stream(
    stream: BinaryIO,
    actor: str,
    now: datetime.datetime,
    at: Desk,
    message_bytes: int,
    before: Foregoing,
    file: str = "",
    group: int = lodge.GROUP,
) -> Iterator[Checked]:
    """Check every declaration of a stream as if it were lodged at the moment `now` by
    `actor`, empty where nobody is named; one answer for each message, in their order. So
    many are looked up at once as a `group` has.

    They stand behind those that were checked `before`, and are added to them; `file` is the
    name of the stream.
    """
    before.file = file
    reading = formats.read(stream, formats.Limits(message_bytes=message_bytes))
    while part := list(itertools.islice(reading, group)):
        received = [message for message in part if isinstance(message, formats.Received)]
        checked = iter(_check(received, actor or people.UNNAMED, now, at, before))
        for message in part:
            if isinstance(message, formats.Received):
                yield next(checked)
            else:
                yield of_unread(message.findings, message.where)


def check_message(
    message: formats.Received | formats.Unread,
    actor: str,
    now: datetime.datetime,
    at: Desk,
) -> Checked:
    """Check one message."""
    if isinstance(message, formats.Unread):
        return of_unread(message.findings, message.where)
    return _check([message], actor or people.UNNAMED, now, at, Foregoing())[0]


def unopened(path: str, reason: str) -> Checked:
    """The answer about a file that cannot be opened."""
    unread = formats.unopened(path, reason)
    return of_unread(unread.findings, unread.where)


def _check(
    batch: Sequence[formats.Received],
    actor: str,
    now: datetime.datetime,
    at: Desk,
    before: Foregoing,
) -> list[Checked]:
    """Check a group: each filing after those before it, as if they were lodged and paid."""
    day = law_of(now, at)
    if isinstance(day, Refused):
        return [of_refused(received, day.findings) for received in batch]
    sender = _sender(actor, now, at)
    if isinstance(sender, Refused):
        return [of_refused(received, sender.findings) for received in batch]
    brought = [lots_of(received.filing, day) for received in batch]
    kept = None
    if isinstance(at, Installation):
        filings = [received.filing for received in batch]
        kept = before.kept = Batch(None, filings, day.on, brought, before.kept)
    around = kept or LawAlone()
    given = []
    for received, lot in zip(batch, brought, strict=True):
        filed = Filed(received, sender, now, day, around, lot)
        given.append(_checked(filed, kept, before))
    return given


def _checked(filed: Filed, kept: Batch | None, before: Foregoing) -> Checked:
    """The answer to a filing: that to the same filing before it, which changes nothing any
    more, or its own.
    """
    received = filed.received
    first = before.seen.get(filed.key)
    if first is None:
        given = _with_texts(_check_one(filed, kept, before, ()), received, before)
        before.seen[filed.key] = Seen(before.file, received, given)
        return given
    if first.received.filing == received.filing:
        given = first.answer
        return msgspec.structs.replace(given, where=received.where, rows=received.rows)
    twice = (_twice(received, first, before.file),)
    return _with_texts(_check_one(filed, kept, before, twice), received, before)


def _with_texts(given: Checked, received: formats.Received, before: Foregoing) -> Checked:
    """The answer with a warning for each item whose text speaks for other goods; what was
    lodged already is as it is.
    """
    if before.texts is None or given.status == "lodged":
        return given
    warned = before.texts.warnings(received.filing)
    if not warned:
        return given
    return msgspec.structs.replace(given, findings=(*given.findings, *warned))


def law_of(now: datetime.datetime, at: Desk) -> LawOfDay | Refused:
    """What is in force on the day of a moment."""
    if isinstance(at, Installation):
        return at.day(now)
    on = at.local(now).date()
    return packs.covered(at, lambda: LawOfDay(on, at, b"", b""))


def _sender(actor: str, now: datetime.datetime, at: Desk) -> senders.Sender | Refused:
    """Who would hand the filings in; without an installation nobody is known."""
    return senders.sender(actor, now, at) if isinstance(at, Installation) else _NOBODY


def _check_one(
    filed: Filed, kept: Batch | None, before: Foregoing, twice: tuple[Finding, ...]
) -> Checked:
    """Check a filing; `twice` says that another one before it has its reference."""
    powerless = filed.sender.powerless(filed.declarant)
    if powerless is not None:
        return of_refused(filed.received, (powerless,))
    known = earlier_answers.of(filed, kept) if kept is not None else None
    if isinstance(known, Finding):
        return of_refused(filed.received, (known,))
    if known is not None:
        assert kept is not None, "only an installation knows what was lodged"
        return _lodged(filed, known, kept)
    # An amendment replaces one that was checked before it, with all that it changed.
    replaced = before.amended.get(filed.filing.amends, _NO_EFFECTS)
    _take_up(replaced.undone(), kept)
    prepared = preparation.prepare(filed)
    if twice or isinstance(prepared, Refused):
        _take_up(replaced, kept)
    if isinstance(prepared, Refused):
        return of_refused(filed.received, (*twice, *prepared.findings))
    if twice:
        return of_refused(filed.received, (*twice, *prepared.noticed))
    if kept is None:
        told = (*_unknown(filed, prepared), *prepared.noticed)
        return of_passed(filed.received, prepared, told, None)
    missing = _missing(prepared)
    changed = _effects(filed, prepared)
    _take_up(changed, kept)
    if filed.filing.amends:
        before.amended[filed.filing.amends] = changed
    return of_passed(filed.received, prepared, prepared.noticed, missing)


def _lodged(filed: Filed, known: rows.DeclarationRow, kept: Batch) -> Checked:
    """What was lodged already is said to be, with the sums of then."""
    told = findings.of(
        check_rules.LODGED, "reference", value=known.registration, on=known.registered_on
    )
    fact = facts.read(kept.entry(known.lodged).body)
    assert isinstance(fact, facts.Lodging)
    return of_lodged(filed.received, fact, (told, *fact.warnings))


def _twice(received: formats.Received, first: Seen, file: str) -> Finding:
    """That another filing of what is checked has the same reference; of another file than
    this one, that is named.
    """
    reference, where = received.filing.reference, first.received.where
    if first.file != file:
        where = f"{first.file}, {where}"
    return findings.of(check_rules.TWICE, "reference", value=reference, where=where)


def _unknown(filed: Filed, prepared: preparation.Registrable) -> tuple[Finding, ...]:
    """What the law alone cannot say of a filing."""
    told = []
    if filed.filing.amends:
        told.append(findings.of(check_rules.ALONE, "amends", value=filed.filing.amends))
    names = {taken.quota: None for taken in prepared.allocated.taken}
    told += [findings.of(check_rules.USE_UNKNOWN, "items", value=name) for name in names]
    return tuple(told)


def _missing(prepared: preparation.Registrable) -> int:
    """What accounts lack of the charges: they cover all that is open, or nothing."""
    funds = prepared.purse.funds
    most = max(funds.advance, funds.guarantee)
    return max(prepared.open - most, 0)


def _effects(filed: Filed, prepared: preparation.Registrable) -> Effects:
    """What the filing would take from quotas and accounts."""
    covering = decision.cover(prepared.open, prepared.purse.funds, filed.at)
    if covering is None:
        return Effects(prepared.allocated)
    drawn = payments.of_event(covering, filed.filing.reference, prepared.purse)
    return Effects(prepared.allocated, drawn)


def _take_up(changed: Effects, kept: Batch | None) -> None:
    """Let the filings after find quotas and accounts so changed."""
    if kept is None:
        return
    kept.take_up(changed.allocated.taken, changed.allocated.returned)
    kept.accounts.post(_NO_ENTRY, changed.drawn)
