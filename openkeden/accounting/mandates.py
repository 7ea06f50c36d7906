"""Mandates: a payer lets another declare at the cost of its accounts, up to a limit and for
some days.
"""

import datetime
from collections.abc import Iterable, Iterator

import msgspec

from openkeden.accounting import account_rules, documents
from openkeden.base import codes, findings, money
from openkeden.base.findings import Finding


class StandingMandate(msgspec.Struct, frozen=True, gc=False):
    """A mandate as it stands: what was given, and what of it is used."""

    #: The index of its fact in the ledger, as text.
    id: str

    payer: str

    #: The declarant who may.
    holder: str

    #: In minor national units, altogether.
    limit: int

    #: The first day.
    since: datetime.date

    #: The last day.
    until: datetime.date

    #: The paper that gives it.
    document: str

    #: What stands for declarations under it, in minor national units.
    used: int = 0

    #: Whether it was withdrawn.
    ended: bool = False

    @property
    def left(self) -> int:
        """What may still be drawn under it."""
        return self.limit - self.used

    def stands(self, on: datetime.date) -> bool:
        """Whether it may be drawn on that day."""
        return not self.ended and self.since <= on <= self.until


def choose(
    known: Iterable[StandingMandate], on: datetime.date, amount: int
) -> StandingMandate | None:
    """The mandate to draw an amount under: of those that stand the oldest that has it left,
    else the one that has most left.
    """
    able = [mandate for mandate in known if mandate.stands(on)]
    for mandate in able:
        if mandate.left >= amount:
            return mandate
    return max(able, key=lambda mandate: mandate.left, default=None)


def wrong(given: StandingMandate, today: datetime.date) -> tuple[Finding, ...]:
    """Everything that is wrong with a mandate that is to be given."""
    return tuple(_wrong(given, today))


def _wrong(given: StandingMandate, today: datetime.date) -> Iterator[Finding]:
    for path, person in (("payer", given.payer), ("holder", given.holder)):
        if not codes.is_bin(person):
            yield findings.of(account_rules.NO_PAYER, path, value=person)
    if given.payer == given.holder:
        yield findings.of(account_rules.OWN_MANDATE, "holder", value=given.holder)
    if given.limit <= 0:
        yield findings.of(account_rules.NO_AMOUNT, "limit", value=money.text(given.limit))
    length = len(given.document)
    if not documents.compared(given.document) or length > documents.LONGEST:
        yield findings.of(
            account_rules.NO_NUMBER,
            "document",
            value=given.document,
            longest=documents.LONGEST,
        )
    if given.until < max(given.since, today):
        yield findings.of(
            account_rules.NO_DAYS,
            "until",
            value=given.until,
            since=given.since,
            today=today,
        )
