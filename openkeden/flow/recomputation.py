"""Recompute declarations that another system assessed: a report on each file and one on
all; nothing is recorded.
"""

import pathlib
from collections.abc import Iterable, Iterator

import msgspec

from openkeden import formats
from openkeden.base.bounded import MORE
from openkeden.base.findings import Finding, Refused, Severity, of
from openkeden.comparison import reconcile, tax_lines
from openkeden.comparison.tax_lines import TaxLine
from openkeden.flow import given_files
from openkeden.formats import asycuda_taxes, rules

__all__ = ["MESSAGE_BYTES", "FileReport", "Summary", "TaxLine", "recompute", "summary"]

#: The largest file taken, in bytes, unless its edge says otherwise.
MESSAGE_BYTES = formats.Limits().message_bytes


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    #: Its path.
    path: str

    #: Its tax lines beside our own arithmetic; None when it could not be read.
    compared: tax_lines.Comparison | None

    #: What is wrong with it.
    findings: tuple[Finding, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """All files together."""

    #: How many there are.
    files: int = 0

    #: Files that could not be read.
    unreadable: int = 0

    #: Items of all declarations.
    items: int = 0

    #: Lines of tax that state anything.
    lines: int = 0

    #: Lines whose base times rate gives their amount within one unit of currency.
    matched: int = 0

    #: Lines among them that round to the amount, not only come near.
    exact: int = 0

    #: Lines that a quantity of the item gives, or that say why nothing is charged.
    explained: int = 0

    #: Lines that nothing known gives.
    unexplained: int = 0

    #: Lines with a figure that cannot be read.
    unread: int = 0

    #: Figures that cannot be read, in lines of tax and elsewhere.
    unread_figures: int = 0

    #: Contradictions: figures that the others of their file do not give.
    unreconciled: int = 0

    @property
    def failed(self) -> bool:
        """Whether a line is unexplained, or a figure could not be read."""
        return bool(self.unexplained or self.unread or self.unread_figures)


def recompute(
    paths: Iterable[pathlib.Path],
    message_bytes: int = MESSAGE_BYTES,
) -> Iterator[FileReport]:
    """Read and compute each file again, one at a time. A file that cannot be read is
    reported and stops no other.
    """
    for path in paths:
        yield _file(path, formats.Limits(message_bytes=message_bytes))


def summary(reports: Iterable[FileReport]) -> Summary:
    """The counts of all reports."""
    counts = dict.fromkeys(Summary.__struct_fields__, 0)
    for report in reports:
        counts["files"] += 1
        if report.compared is None:
            counts["unreadable"] += 1
        else:
            _add(counts, report.compared)
            counts["unread_figures"] += _number(report, "error")
            counts["unreconciled"] += _number(report, "warning")
    return Summary(**counts)


def _number(report: FileReport, severity: Severity) -> int:
    """How many findings of this severity a report has, those among them not listed."""
    found = [one for one in report.findings if one.severity == severity]
    unlisted = [int(one.args["value"]) - 1 for one in found if one.rule == MORE.number]
    return len(found) + sum(unlisted)


def _add(counts: dict[str, int], compared: tax_lines.Comparison) -> None:
    counts["items"] += compared.items
    counts["lines"] += len(compared.lines)
    counts["exact"] += sum(
        [line.exact and line.outcome == "matched" for line in compared.lines]
    )
    for line in compared.lines:
        counts[line.outcome] += 1


def _file(path: pathlib.Path, limits: formats.Limits) -> FileReport:
    try:
        body = given_files.read(path, limits.message_bytes)
    except OSError as error:
        finding = of(rules.UNREADABLE, str(path), value=error.strerror)
        return FileReport(path=str(path), compared=None, findings=(finding,))
    if isinstance(body, Refused):
        return FileReport(path=str(path), compared=None, findings=body.findings)
    declaration, found = asycuda_taxes.read(body, limits)
    if declaration is None:
        return FileReport(path=str(path), compared=None, findings=found)
    checked = reconcile.reconcile(declaration)
    return FileReport(
        path=str(path), compared=tax_lines.compare(declaration), findings=(*found, *checked)
    )
