"""Compare files of declarations that another system assessed; nothing is recorded.

Each file gets a report, and all of them together a summary.
"""

import pathlib
from collections.abc import Iterable, Iterator

import msgspec

from openkeden import formats
from openkeden.base import findings
from openkeden.comparison import reconcile, tax_lines
from openkeden.formats import asycuda_taxes, rules


class FileReport(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    #: The file.
    path: str

    #: Its tax lines computed again; None when it could not be read.
    compared: tax_lines.Comparison | None

    #: What is wrong with it.
    found: tuple[findings.Finding, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """Counts over all files."""

    #: Files.
    files: int = 0

    #: Files that could not be read.
    unreadable: int = 0

    #: Goods lines.
    items: int = 0

    #: Tax lines with an amount.
    lines: int = 0

    #: Tax lines whose base and rate give their amount.
    matched: int = 0

    #: Of these, those that give it to the last digit.
    exact: int = 0

    #: Tax lines that another identity gives.
    explained: int = 0

    #: Tax lines that nothing gives.
    unexplained: int = 0


def recompute(
    paths: Iterable[pathlib.Path],
    limits: formats.Limits = formats.Limits(),  # noqa: B008 - a frozen value
) -> Iterator[FileReport]:
    """Read and compute each file again, one at a time.

    A file that cannot be read is reported and does not stop the others.
    """
    for path in paths:
        yield _file(path, limits)


def summary(reports: Iterable[FileReport]) -> Summary:
    """The counts of all reports."""
    counts = dict.fromkeys(Summary.__struct_fields__, 0)
    for report in reports:
        counts["files"] += 1
        if report.compared is None:
            counts["unreadable"] += 1
        else:
            _add(counts, report.compared)
    return Summary(**counts)


def _add(counts: dict[str, int], compared: tax_lines.Comparison) -> None:
    counts["items"] += compared.items
    counts["lines"] += len(compared.lines)
    counts["exact"] += sum([line.exact and line.outcome == "matched" for line in compared.lines])
    for line in compared.lines:
        counts[line.outcome] += 1


def _file(path: pathlib.Path, limits: formats.Limits) -> FileReport:
    try:
        with path.open("rb") as file:
            body = file.read(limits.message_bytes + 1)
    except OSError as error:
        finding = findings.of(rules.UNREADABLE, str(path), value=error.strerror)
        return FileReport(path=str(path), compared=None, found=(finding,))
    declaration, found = asycuda_taxes.read(body, limits)
    if declaration is None:
        return FileReport(path=str(path), compared=None, found=found)
    found = (*found, *reconcile.reconcile(declaration))
    return FileReport(path=str(path), compared=tax_lines.compare(declaration), found=found)
