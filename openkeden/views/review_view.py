"""The check and the audit of a law pack as programs see them."""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.flow.law.at_stake import Stakes
from openkeden.flow.law.review import AuditedLaw, CheckedLaw
from openkeden.lawpack.review.audit import Ending
from openkeden.lawpack.sources import GapRow
from openkeden.locale import law_words
from openkeden.views import finding_view, row_view, stakes_view


class CheckView(msgspec.Struct, frozen=True):
    """What is wrong with the rows of a law pack."""

    #: The digest of all rows.
    version: str

    #: What is wrong.
    findings: tuple[finding_view.FindingView, ...]


class AuditView(msgspec.Struct, frozen=True, kw_only=True):
    """A law pack as of a day."""

    #: The country.
    jurisdiction: str

    #: The digest of all rows.
    version: str

    #: The day.
    on: datetime.date

    #: Within how many days rows are told to end.
    days: int

    #: How many rows there are.
    count: int

    #: The rows of each kind by mark.
    marks: Mapping[str, Mapping[str, int]]

    #: The rows that end soon.
    ending: tuple[Ending, ...]

    #: What does not fit.
    findings: tuple[finding_view.FindingView, ...]

    #: What is not held.
    gaps: tuple[GapRow, ...]

    #: The rows that bear the mark asked for.
    rows: tuple[row_view.RowView, ...] | msgspec.UnsetType = msgspec.UNSET

    #: What would change money most, for the declarations of a file.
    stakes: stakes_view.StakesView | msgspec.UnsetType = msgspec.UNSET


def of_check(checked: CheckedLaw, language: str) -> CheckView:
    """The view of a check."""
    return CheckView(checked.version, finding_view.each(checked.findings, language))


def of_audit(
    audited: AuditedLaw, language: str, at_stake: Stakes | None = None
) -> AuditView:
    """The view of an audit, with what is at stake for the declarations of a file."""
    audit, marked = audited.audit, audited.marked
    rows: tuple[row_view.RowView, ...] | msgspec.UnsetType = msgspec.UNSET
    if marked is not None:
        rows = tuple([row_view.of(row, language) for row in marked])
    return AuditView(
        jurisdiction=audit.jurisdiction,
        version=audit.version,
        on=audit.on,
        days=audit.days,
        count=audit.count,
        marks=audit.marks,
        ending=audit.ending,
        findings=finding_view.each(audit.findings, language),
        gaps=tuple([in_language(gap, language) for gap in audit.gaps]),
        rows=rows,
        stakes=stakes_view.of(at_stake, language) if at_stake else msgspec.UNSET,
    )


def in_language(gap: GapRow, language: str) -> GapRow:
    """A known gap with its text in a language."""
    return msgspec.structs.replace(gap, text=law_words.told(gap.text, language))
