"""Batch: everything that a group of filings reads at its start and writes at its end.

One statement a table reads at the start, one a table writes at the end; for what was lodged
before only its declaration and its fact are read. Between them everything is in memory, so
that filings of the same group see each other: a key used twice, a serial number, a balance.
"""

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from openkeden.base import findings, names
from openkeden.base.findings import Refused
from openkeden.filing import declaration
from openkeden.flow import facts, recording
from openkeden.flow.lodging import earlier_lots, history, recorded_items
from openkeden.flow.money.accounts import Accounts, Parties, Purse
from openkeden.flow.signing import recorded_signatures
from openkeden.risk import features, lots, random_check, seed_rules, selection
from openkeden.store import log, read, rows, write
from openkeden.tariff import quotas

if TYPE_CHECKING:
    from openkeden.flow.risk.targeting import AimedGroup

Key = tuple[str, str]

#: The state of a version that an amendment replaced.
REPLACED = "replaced"

_NO_RECORD = features.Record()


def declarant_of(filing: declaration.Filing) -> str:
    """Whom the filing is kept under: the BIN or IIN of box 14, or the name of a person
    without one.
    """
    return names.person(filing.declarant.id, filing.declarant.name)


def key_of(filing: declaration.Filing) -> Key:
    """Under what the sender of a filing finds the same answer again: declarant, and
    reference as it is compared.
    """
    return declarant_of(filing), names.comparable(filing.reference)


def _record(row: rows.TraderRow) -> features.Record:
    return features.Record(
        row.lodged,
        row.irregularities,
        row.refused,
        rows.day(row.first_on),
        rows.day(row.last_on),
    )


def _people(filings: Sequence[declaration.Filing]) -> set[str]:
    """Everybody whose record a group may touch: declarants and consignees."""
    people = {declarant_of(filing) for filing in filings}
    return people | {
        filing.consignee.id for filing in filings if filing.consignee is not None
    }


def _read_accounts(accounts: Accounts, filings: Iterable[declaration.Filing]) -> None:
    """Read the accounts that a group may draw on, and the mandates that it needs for it."""
    parties = [parties_of(filing) for filing in filings]
    payers = {party.payer for party in parties if party.payer}
    others = [party for party in parties if party.payer and not party.own]
    accounts.read(payers, {(party.payer, party.declarant) for party in others})


def row_of(fact: facts.Lodging, index: int, day: str) -> rows.DeclarationRow:
    """The row of a version as it was lodged, at its index in the ledger."""
    return rows.DeclarationRow(
        fact.registration,
        fact.version,
        fact.declarant,
        fact.reference,
        names.comparable(fact.reference),
        fact.digest,
        fact.office,
        fact.direction,
        fact.dispatch_country,
        fact.destination_country,
        fact.border_mode,
        day,
        fact.decision.state,
        fact.decision.lane,
        fact.assessment.customs_value,
        fact.assessment.payable,
        fact.payer,
        index,
        index,
    )


def refusal_of(fact: facts.Refusal, index: int) -> rows.RefusalRow:
    """The row of a refusal at its index in the ledger."""
    key = names.comparable(fact.reference)
    return rows.RefusalRow(index, fact.declarant, key, fact.digest)


def counted(row: rows.TraderRow | None, person: str, day: str) -> rows.TraderRow:
    """A trader's record after one more declaration."""
    if row is None:
        return rows.TraderRow(person, 1, 0, 0, day, day)
    return rows.TraderRow(
        person,
        row.lodged + 1,
        row.refused,
        row.irregularities,
        row.first_on,
        max(row.last_on, day),
    )


def parties_of(filing: declaration.Filing) -> Parties:
    """Who pays for a filing, and whose goods they are, each by number: the financially
    responsible person of box 9 pays, else the declarant; who has none has no account.
    """
    declarant = filing.declarant.id
    financial = filing.financial.id if filing.financial is not None else ""
    consignee = filing.consignee.id if filing.consignee is not None else ""
    return Parties(financial or declarant, declarant, consignee)


def used_after(
    used: Mapping[quotas.Share, int],
    taken: Iterable[quotas.Allocation],
    returned: Iterable[quotas.Allocation],
) -> dict[quotas.Share, int]:
    """What is used up of the shares of these allocations after them."""
    change = quotas.sums(taken)
    change.subtract(quotas.sums(returned))
    after = {share: used.get(share, 0) + amount for share, amount in change.items()}
    assert all(amount >= 0 for amount in after.values()), after
    return after


class Batch:
    """What is known of the filings of a group, inside its transaction; `close` writes what
    became of them.

    Where nothing is recorded, a group finds quotas and accounts as the group `before` it
    would leave them.
    """

    def __init__(
        self,
        act: recording.Recording | Refused | None,
        filings: Sequence[declaration.Filing],
        on: datetime.date,
        brought: Iterable[lots.Brought],
        before: "Batch | None" = None,
    ) -> None:
        #: What records them, or why nothing new may be recorded; None where nothing is to
        #: be.
        self.act = act
        self._day, self._stamp = on.isoformat(), f"{on:%d%m%y}"
        keyed = [key_of(filing) for filing in filings]
        keys = set(keyed)
        self.known = read.declarations_by_key(keys)
        self.refused = read.refusals_by_key(keys)
        is_new = [key not in self.known for key in keyed]
        filings = list(itertools.compress(filings, is_new))
        people = _people(filings)
        self._bodies = read.bodies(
            {row.lodged for row in self.known.values()} | set(self.refused.values())
        )
        #: Who signed what was lodged, by the index of its fact.
        self.signers = recorded_signatures.signers(
            [row.lodged for row in self.known.values()]
        )
        self._traders = read.traders(people)
        self._records = {person: _record(row) for person, row in self._traders.items()}
        self.accounts: Accounts = before.accounts if before else Accounts()
        _read_accounts(self.accounts, filings)
        self._serials = read.serials({(filing.office, self._day) for filing in filings})
        new_lots = itertools.compress(brought, is_new)
        self._lots = earlier_lots.EarlierLots(new_lots)
        self._declarations: list[rows.DeclarationRow] = []
        self._items: list[rows.ItemRow] = []
        self._refusals: list[rows.RefusalRow] = []
        self._changed: set[str] = set()
        self._numbered: set[Key] = set()
        self.quota_use: dict[quotas.Share, int] = before.quota_use if before else {}
        self._allocated: set[quotas.Share] = set()
        self._replaced: list[tuple[str, int, str, int]] = []
        #: What the models in force bring; None where none is.
        self.targeting: AimedGroup | None = None

    def entry(self, index: int) -> log.LogRecord | rows.BodyRow:
        """A fact of this group, or an earlier one that answers one of its keys."""
        return self._taken(index) or self._bodies[index]

    def message(self, index: int) -> bytes:
        """The message that such a fact answers."""
        taken = self._taken(index)
        return read.message(index) if taken is None else taken.received

    def _taken(self, index: int) -> log.LogRecord | None:
        records = isinstance(self.act, recording.Recording)
        return self.recording.taken(index) if records else None

    @property
    def recording(self) -> recording.Recording:
        """What records them."""
        assert isinstance(self.act, recording.Recording), self.act
        return self.act

    def history_of(self, registration: str) -> history.Known | Refused:
        """The facts of a registered declaration up to now."""
        recorded = isinstance(self.act, recording.Recording)
        grouped = self.recording.taken_of(registration) if recorded else []
        return history.of(registration, [*read.entries_of(registration), *grouped])

    def records(self, filing: declaration.Filing) -> features.History:
        """The records of declarant and consignee as they are now, those of the group before it
        counted.
        """
        consignee = filing.consignee.id if filing.consignee is not None else ""
        return features.History(
            self._records.get(declarant_of(filing), _NO_RECORD),
            self._records.get(consignee, _NO_RECORD),
        )

    def earlier(self, brought: lots.Brought, amends: str) -> tuple[lots.Earlier, ...]:
        """The declarations of the same lots before this one, but that which it amends."""
        return self._lots.of(brought, amends)

    def brought_again(self, brought: lots.Brought) -> bool:
        """Whether a declaration of this group brought one of these lots."""
        return self._lots.are_new(brought)

    def purse(self, parties: Parties, on: datetime.date, missing: int) -> Purse:
        """What may be drawn on a day for a declaration that misses an amount."""
        return self.accounts.purse(parties, on, missing)

    def next_registration(self, office: str) -> str:
        """The next number of box A: office / day / serial of seven digits."""
        key = (office, self._day)
        serial = self._serials.get(key, 0) + 1
        self._serials[key] = serial
        self._numbered.add(key)
        return f"{office}/{self._stamp}/{serial:07d}"

    def used(self, shares: Iterable[quotas.Share]) -> Mapping[quotas.Share, int]:
        """What is used up of these shares of quotas: read when first asked for, then kept
        up to date in memory.
        """
        unread = [share for share in shares if share not in self.quota_use]
        if unread:
            self.quota_use |= dict.fromkeys(unread, 0) | read.quota_use(unread)
        return self.quota_use

    @property
    def size(self) -> int:
        """How many facts the ledger holds with those of the group."""
        return self.recording.next

    def commit_seed(self, on: datetime.date, seed: bytes, actor: str) -> None:
        """Record the commitment to the seed of a day, unless an earlier group did.

        Once that seed is open, who files could choose the draw: nothing more is recorded.
        """
        kinds = read.kinds_about(f"seed {on}")
        if "seed_opened" in kinds:
            self.act = findings.refused(seed_rules.IS_OPEN, "day", value=on)
        if "seed" in kinds:
            return
        committed = facts.Seed(
            **self.recording.stamp(actor),
            on=on,
            commitment=random_check.commitment(seed),
        )
        self.recording.take(committed)

    def register(
        self, fact: facts.Lodging, body: bytes, sealed: bytes, brought: lots.Brought
    ) -> int:
        """Take in a registered declaration: its fact, its row, its trader's record."""
        index = self.recording.take(fact, body, sealed)
        self.accounts.post(index, fact.postings)
        self.take_up(fact.allocated, fact.returned)
        if fact.version > 1:
            self._replaced.append((REPLACED, index, fact.registration, fact.version - 1))
        row = row_of(fact, index, self._day)
        self.known[row.declarant, row.reference_key] = row
        self._declarations.append(row)
        self._items += recorded_items.rows_of(fact, index)
        self._lots.add(fact, index, brought)
        self._count(fact.declarant)
        return index

    def _count(self, declarant: str) -> None:
        """Count one more declaration of a trader."""
        row = counted(self._traders.get(declarant), declarant, self._day)
        self._traders[declarant] = row
        self._records[declarant] = _record(row)
        self._changed.add(declarant)

    def take_up(
        self, taken: Sequence[quotas.Allocation], returned: Sequence[quotas.Allocation]
    ) -> None:
        """Count allocations to quotas, for the filings after this one."""
        touched = quotas.sums([*taken, *returned])
        if touched:
            self.quota_use |= used_after(self.used(touched), taken, returned)
            self._allocated |= touched.keys()

    def refuse(self, fact: facts.Refusal, body: bytes) -> int:
        """Take in a refusal of registration: its fact and its row. It counts as not filed."""
        index = self.recording.take(fact, body)
        row = refusal_of(fact, index)
        self.refused[row.declarant, row.reference_key, row.digest] = index
        self._refusals.append(row)
        return index

    def passed(self, office: str, selected: selection.Selection) -> None:
        """Count a registered declaration that a model had to choose from."""
        if self.targeting is not None:
            self.targeting.passed(office, selected)

    def close(self) -> None:
        """Write everything, the balances before the head that they must allow; the caller's
        transaction makes it durable at once.
        """
        if not isinstance(self.act, recording.Recording):
            return
        cursor = self.act.cursor
        self.accounts.write_balances(cursor)
        self.act.write()
        self.accounts.write_postings(cursor)
        write.declarations(cursor, self._declarations)
        write.items(cursor, self._items)
        write.lots(cursor, self._lots.added)
        write.states(cursor, self._replaced)
        write.refusals(cursor, self._refusals)
        write.serials(cursor, {key: self._serials[key] for key in self._numbered})
        write.traders(cursor, [self._traders[person] for person in self._changed])
        write.quota_use(cursor, {share: self.quota_use[share] for share in self._allocated})
        if self.targeting is not None:
            self.targeting.write(cursor)
