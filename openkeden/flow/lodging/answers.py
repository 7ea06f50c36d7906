"""What the sender of a filing is told: one answer for each, the same however often the same filing is sent."""

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

from openkeden.base.findings import Finding
from openkeden.flow.lodging import facts
from openkeden.risk import selection

Status = Literal["registered", "refused", "unreadable"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one filing. Money is in minor national units.

    state, lane, documents, due: what the automatic decision came to; totals: what is payable by code of charge;
    tied, saved: goods lines at a lower rate of this country alone, and what it saves;
    entry: the index of the fact in the ledger; where: which message of the input this answers.
    """

    reference: str
    status: Status
    where: str = ""
    registration: str = ""
    version: int = 0
    state: str = ""
    lane: str = ""
    documents: tuple[str, ...] = ()
    due: datetime.datetime | None = None
    customs_value: int = 0
    payable: int = 0
    totals: Mapping[str, int] = {}
    tied: tuple[int, ...] = ()
    saved: int = 0
    findings: tuple[Finding, ...] = ()
    entry: int = -1


def of_lodging(fact: facts.Lodging, entry: int, where: str) -> Answer:
    """The answer to a filing that was registered."""
    totals: dict[str, int] = {}
    for charge in fact.assessment.charges:
        totals[charge.code] = totals.get(charge.code, 0) + charge.amount
    return Answer(
        reference=fact.reference,
        status="registered",
        where=where,
        registration=fact.registration,
        version=fact.version,
        state=fact.decision.state,
        lane=fact.decision.lane,
        documents=selection.for_trader(fact.selection).documents,
        due=fact.decision.due,
        customs_value=fact.assessment.customs_value,
        payable=fact.assessment.payable,
        totals=totals,
        tied=fact.assessment.tied,
        saved=fact.assessment.saved,
        findings=fact.warnings,
        entry=entry,
    )


def of_refusal(fact: facts.Refusal, entry: int, where: str) -> Answer:
    """The answer to a filing that was refused registration, with all the grounds."""
    return Answer(
        reference=fact.reference, status="refused", where=where, findings=fact.grounds, entry=entry
    )


def of_conflict(reference: str, finding: Finding, where: str) -> Answer:
    """The answer to a filing that cannot be taken for what was filed before; nothing is recorded."""
    return Answer(reference=reference, status="refused", where=where, findings=(finding,))


def of_unread(found: tuple[Finding, ...], where: str) -> Answer:
    """The answer to a message that is no filing."""
    return Answer(reference="", status="unreadable", where=where, findings=found)
