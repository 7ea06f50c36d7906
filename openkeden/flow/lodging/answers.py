"""Answers: what the sender of a filing is told, the same however often the same filing is
sent.
"""

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

from openkeden import formats
from openkeden.assessment import charges
from openkeden.base.findings import Finding, Refused
from openkeden.flow import facts

Status = Literal["registered", "refused", "unreadable"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one filing. Money is in minor national units."""

    #: The declarant's own reference; empty for a message that could not be read.
    reference: str

    #: What became of the filing.
    status: Status

    #: Which message of the input this answers.
    where: str = ""

    #: The registration number.
    registration: str = ""

    #: The version that was registered.
    version: int = 0

    #: The state that the automatic decision came to.
    state: str = ""

    #: The state of today, where that is another one than the answer was about.
    state_now: str = ""

    #: The lane.
    lane: str = ""

    #: Kinds of documents that are asked for.
    documents: tuple[str, ...] = ()

    #: When that state must be left.
    due: datetime.datetime | None = None

    #: Whose accounts pay.
    payer: str = ""

    #: The customs value.
    customs_value: int = 0

    #: All charges together.
    payable: int = 0

    #: What is payable by code of charge.
    totals: Mapping[str, int] = {}

    #: The day of the law; None where nothing was charged.
    on: datetime.date | None = None

    #: Goods lines at a lower rate of this country alone.
    tied: tuple[int, ...] = ()

    #: What the lower rates save.
    saved: int = 0

    #: The name of who signed it; empty where it was not signed.
    signed_by: str = ""

    #: Why it was refused; warnings where it was registered.
    findings: tuple[Finding, ...] = ()

    #: The index of the fact in the ledger; -1 where nothing was recorded.
    entry: int = -1

    #: The row of each item, where the filing stood in a table.
    rows: tuple[int, ...] = ()


def of_lodging(fact: facts.Lodging, entry: int, where: str, signed_by: str = "") -> Answer:
    """The answer to a filing that was registered."""
    return Answer(
        reference=fact.reference,
        status="registered",
        where=where,
        registration=fact.registration,
        version=fact.version,
        state=fact.decision.state,
        lane=fact.decision.lane,
        documents=fact.decision.documents,
        due=fact.decision.due,
        payer=fact.payer,
        customs_value=fact.assessment.customs_value,
        payable=fact.assessment.payable,
        totals=charges.by_code(fact.assessment.charges),
        on=fact.assessment.on,
        tied=fact.assessment.conditional,
        saved=fact.assessment.saved,
        signed_by=signed_by,
        findings=fact.warnings,
        entry=entry,
    )


def of_refusal(fact: facts.Refusal, entry: int, where: str) -> Answer:
    """The answer to a filing that was refused registration, with all the grounds."""
    return Answer(
        reference=fact.reference,
        status="refused",
        where=where,
        findings=fact.grounds,
        entry=entry,
    )


def of_conflict(received: formats.Received, finding: Finding) -> Answer:
    """The answer to a filing that cannot be taken for what was filed before; nothing is
    recorded.
    """
    return of_nothing_done(received, Refused((finding,)))


def of_nothing_done(received: formats.Received, refused: Refused) -> Answer:
    """The answer to a filing that nothing could be done about; nothing is recorded."""
    return Answer(
        reference=received.filing.reference,
        status="refused",
        where=received.where,
        findings=refused.findings,
    )


def of_unread(found: tuple[Finding, ...], where: str) -> Answer:
    """The answer to a message that is no filing."""
    return Answer(reference="", status="unreadable", where=where, findings=found)
