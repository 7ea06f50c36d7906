"""Declarations of another system computed again, as programs see them."""

from collections.abc import Iterable

import msgspec

from openkeden import locale
from openkeden.base import money
from openkeden.flow.recomputation import FileReport, Summary, TaxLine
from openkeden.views import finding_view


class TaxLineView(msgspec.Struct, frozen=True, kw_only=True):
    """One line of tax, computed again; figures are in the currency of the file."""

    #: The number of the goods line.
    item: int

    #: The code of the tax.
    tax: str

    #: The base that the file states; None where it states none that can be read.
    base: str | None

    #: The rate that the file states.
    rate: str | None

    #: The amount that the file states.
    amount: str | None

    #: What the identity named by `reason` gives, or base times rate.
    computed: str | None

    #: `matched`, `explained`, `unexplained` or `unread`.
    outcome: str

    #: The identity, or why none fits.
    reason: str

    #: The key of the reason, alike in every language.
    reason_key: str

    #: Whether what was computed rounds to the amount, not only comes near.
    exact: bool


class FileReportView(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one file."""

    #: Its path.
    path: str

    #: Whether it could be read as a declaration.
    readable: bool

    #: The declarant's reference.
    reference: str

    #: How rates are written: `percent` or `fraction`; empty where the file is not read.
    scale: str

    #: Its lines of tax, in the order of the file.
    lines: tuple[TaxLineView, ...]

    #: What is wrong with it.
    findings: tuple[finding_view.FindingView, ...]


class RecomputationView(msgspec.Struct, frozen=True, kw_only=True):
    """All files together, and each of them."""

    #: How many files there are.
    files: int

    #: Files that could not be read.
    unreadable: int

    #: Items of all declarations.
    items: int

    #: Lines of tax that state anything.
    lines: int

    #: Lines whose base times rate gives their amount within one unit of currency.
    matched: int

    #: Lines among them that round to the amount, not only come near.
    exact: int

    #: Lines that a quantity of the item gives, or that say why nothing is charged.
    explained: int

    #: Lines that nothing known gives.
    unexplained: int

    #: Lines with a figure that cannot be read.
    unread: int

    #: Figures that cannot be read, in lines of tax and elsewhere.
    unread_figures: int

    #: Contradictions: figures that the others of their file do not give.
    unreconciled: int

    #: The files, in the order in which they were given.
    reports: tuple[FileReportView, ...]


def of(reports: Iterable[FileReport], total: Summary, language: str) -> RecomputationView:
    """The view of all files."""
    return RecomputationView(
        **msgspec.structs.asdict(total),
        reports=tuple([_report(report, language) for report in reports]),
    )


def _report(report: FileReport, language: str) -> FileReportView:
    compared = report.compared
    lines = () if compared is None else compared.lines
    return FileReportView(
        path=report.path,
        readable=compared is not None,
        reference="" if compared is None else compared.reference,
        scale="" if compared is None else compared.scale,
        lines=tuple([_line(line, language) for line in lines]),
        findings=finding_view.each(report.findings, language),
    )


def reason(line: TaxLine, language: str) -> str:
    """The identity that gives a line its amount, or why none does, in words."""
    names = locale.names(language)
    of = names["tax_quantities"].get(line.reason.of, line.reason.of)
    return names["tax_lines"][line.reason.key].format(of=of)


def _line(line: TaxLine, language: str) -> TaxLineView:
    return TaxLineView(
        item=line.item,
        tax=line.tax,
        base=_figure(line.base),
        rate=_figure(line.rate),
        amount=_figure(line.amount),
        computed=_figure(line.computed),
        outcome=line.outcome,
        reason=reason(line, language),
        reason_key=line.reason.key,
        exact=line.exact,
    )


def _figure(figure: int | None) -> str | None:
    return None if figure is None else money.short(figure, money.QUANTITY_DIGITS)
