"""The answer to a filing as programs see it."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.base import money
from openkeden.clearance import next_steps
from openkeden.flow.installation import Installation
from openkeden.flow.lodging.answers import Answer, Status
from openkeden.views import (
    finding_view,
    missing_view,
    moments,
    payment_view,
    placed_findings,
)


class AnswerView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one filing; money is in national currency."""

    #: The declarant's own reference; empty for a message that could not be read.
    reference: str

    #: Which message of the input this answers.
    where: str

    #: Whether it was registered, refused or unreadable.
    status: Status

    #: The registration number.
    registration: str

    #: The version that was registered; 0 where none was.
    version: int

    #: The state that the automatic decision came to.
    state: str

    #: The state of today, where that is another one; empty where it is the same.
    state_now: str

    #: The lane.
    lane: str

    #: Kinds of documents that are asked for.
    documents: tuple[str, ...]

    #: When that state must be left.
    due: datetime.datetime | None

    #: What the declarant has to do next.
    next: tuple[finding_view.FindingView, ...]

    #: The national currency.
    currency: str

    #: The customs value.
    customs_value: str

    #: What is payable by code of charge.
    charges: Mapping[str, str]

    #: The code of payment in box 47 by code of charge, where it is known; x stands for digits
    #: that are not.
    payments: Mapping[str, str]

    #: All charges together.
    payable: str

    #: Whether the total holds all that is owed; false: see `missing`.
    complete: bool

    #: What the total leaves out.
    missing: tuple[missing_view.MissingView, ...]

    #: Goods lines at a lower rate of this country alone.
    tied_items: tuple[int, ...]

    #: What the lower rates save.
    saved: str

    #: The name of who signed it; empty where it was not signed.
    signed_by: str

    #: Why it was refused; warnings where it was registered.
    findings: tuple[finding_view.FindingView, ...]

    #: The index of the fact in the ledger.
    entry: int | None


def of(answer: Answer, at: Installation, language: str) -> AnswerView:
    """The view of an answer."""
    missing = missing_view.of(answer.findings, language)
    return AnswerView(
        reference=answer.reference,
        where=answer.where,
        status=answer.status,
        registration=answer.registration,
        version=answer.version,
        state=answer.state,
        state_now=answer.state_now,
        lane=answer.lane,
        documents=answer.documents,
        due=answer.due,
        next=steps(answer, at, language),
        currency=at.currency,
        customs_value=money.text(answer.customs_value),
        charges={code: money.text(amount) for code, amount in answer.totals.items()},
        payments=payment_view.codes(answer.totals, answer.on, at.pack),
        payable=money.text(answer.payable),
        complete=not missing,
        missing=missing,
        tied_items=answer.tied,
        saved=money.text(answer.saved),
        signed_by=answer.signed_by,
        findings=placed_findings.each(answer.findings, answer.rows, language),
        entry=answer.entry if answer.entry >= 0 else None,
    )


def declined(answer: Answer, language: str) -> AnswerView:
    """The view of an answer to what was not registered."""
    return AnswerView(
        reference=answer.reference,
        where=answer.where,
        status=answer.status,
        registration="",
        version=0,
        state="",
        state_now="",
        lane="",
        documents=(),
        due=None,
        next=(),
        currency="",
        customs_value=money.text(0),
        charges={},
        payments={},
        payable=money.text(0),
        complete=True,
        missing=(),
        tied_items=(),
        saved=money.text(0),
        signed_by="",
        findings=placed_findings.each(answer.findings, answer.rows, language),
        entry=answer.entry if answer.entry >= 0 else None,
    )


def steps(
    answer: Answer, at: Installation, language: str
) -> tuple[finding_view.FindingView, ...]:
    """What the declarant has to do next; `keden status` says it of what has changed since,
    or was paid for an earlier version.
    """
    if answer.version != 1 or answer.state_now:
        return ()
    standing = next_steps.Standing(
        state=answer.state,
        number=answer.registration,
        missing=answer.payable,
        documents=answer.documents,
        due=moments.shown(answer.due, at),
    )
    found = next_steps.of(standing, answer.payer, at.currency)
    return finding_view.each(found, language)
