"""A history of goods lines for training and review: of what was lodged here, or of files of
declarations; as a flat file.
"""

import datetime
import pathlib
from collections.abc import Sequence

import msgspec

from openkeden import formats
from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.flow.classification.shipped_texts import TextDistances
from openkeden.flow.installation import Installation
from openkeden.flow.people import readers
from openkeden.flow.risk import compared_lines, filed_lines, history_files, recorded_lines
from openkeden.flow.risk.filed_lines import FiledLines
from openkeden.lawpack.pack import Pack
from openkeden.risk import history_rules
from openkeden.risk.indicators import indicator_set, written_record
from openkeden.risk.indicators.track_record import TrackRecord


class HistorySummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a history holds."""

    #: Goods lines.
    lines: int

    #: Lines whose inspection has an outcome.
    inspected: int

    #: Lines in which something was found.
    found: int

    #: The first day; None: there is no line.
    first_on: datetime.date | None

    #: The last day.
    last_on: datetime.date | None

    #: SHA-256 of the track record after all lines; empty: no indicators were written.
    digest: bytes

    #: Why messages or findings were left out.
    findings: tuple[Finding, ...]


def recorded(officer: str, at: Installation) -> FiledLines | Refused:
    """All lines that were lodged here at the offices of an officer, who may read why each
    was selected.
    """
    may_not = readers.may_read(officer, at)
    if may_not is not None:
        return may_not
    lines = recorded_lines.lines(at, readers.offices(officer, at))
    if isinstance(lines, Refused):
        return lines
    if not lines:
        return findings.refused(history_rules.NO_HISTORY, "home", value=at.home)
    return FiledLines(tuple(lines), ())


def filed(
    files: Sequence[pathlib.Path], labels: pathlib.Path | None, message_bytes: int
) -> FiledLines | Refused:
    """All lines of files of declarations, with what a file of findings says of them. Raises
    OSError.
    """
    if labels is not None and not files:
        return findings.refused(history_rules.LABELS_ALONE, "labels", value=labels)
    limits = formats.Limits(message_bytes=message_bytes)
    return filed_lines.of_filings(files, labels, limits)


def compared(found: FiledLines, pack: Pack) -> FiledLines:
    """The same lines with how far the code of each is from its text, by the words that a law
    pack names.
    """
    lines = compared_lines.of_history(found.lines, TextDistances(pack))
    return FiledLines(tuple(lines), found.findings)


def write(
    found: FiledLines, out: pathlib.Path | None, *, indicators: bool
) -> HistorySummary | Refused:
    """Write lines to a file, with their indicators where these are asked for, and say what
    they are; without a file say it only. Raises OSError.
    """
    digest = b""
    if out is not None:
        further = indicator_set.with_categories(history_files.categories(found.lines))
        record = TrackRecord(further) if indicators else None
        refused = history_files.HistoryFile(found.lines, record).write(out)
        if refused is not None:
            return refused
        digest = b"" if record is None else written_record.digest(record)
    return _summary(found, digest)


def _summary(found: FiledLines, digest: bytes) -> HistorySummary:
    days = [line.observation.day for line in found.lines]
    outcomes = [line.outcome for line in found.lines if line.outcome is not None]
    return HistorySummary(
        lines=len(days),
        inspected=len(outcomes),
        found=sum([outcome.found for outcome in outcomes]),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        digest=digest,
        findings=found.findings,
    )
