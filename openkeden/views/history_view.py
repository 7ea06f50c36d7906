"""A history of goods lines as programs see it: what it holds, and what was left out."""

import datetime

import msgspec

from openkeden.flow.risk.histories import HistorySummary
from openkeden.views import finding_view


class HistoryView(msgspec.Struct, frozen=True, kw_only=True):
    """A history of goods lines."""

    #: Goods lines.
    lines: int

    #: Lines whose inspection has an outcome.
    inspected: int

    #: Lines in which something was found.
    found: int

    #: The first day; null: there is no line.
    first_on: datetime.date | None

    #: The last day.
    last_on: datetime.date | None

    #: SHA-256 of the track record after all lines, in hexadecimal; empty: no indicators
    #: were written.
    digest: str

    #: Why messages or rows of the file of findings were left out.
    findings: tuple[finding_view.FindingView, ...]


def of(summary: HistorySummary, language: str) -> HistoryView:
    """The view of a history."""
    return HistoryView(
        lines=summary.lines,
        inspected=summary.inspected,
        found=summary.found,
        first_on=summary.first_on,
        last_on=summary.last_on,
        digest=summary.digest.hex(),
        findings=tuple([finding_view.of(one, language) for one in summary.findings]),
    )
