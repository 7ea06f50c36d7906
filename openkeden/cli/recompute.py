"""`keden recompute`: declarations that another system assessed, computed again line by
line.
"""

import msgspec
import typer
from rich.progress import Progress

from openkeden import locale
from openkeden.base import money
from openkeden.cli import options, show
from openkeden.cli.consoles import escape
from openkeden.flow import recomputation
from openkeden.flow.recomputation import TaxLine
from openkeden.views import recomputation_view

#: Decimals of a legacy figure as it is shown: bases and rates may have six, amounts seldom
#: have more than two.
_DIGITS = 6

_HEADS = ("item", "tax", "base", "rate", "amount", "computed", "outcome")
_STYLES = {
    "matched": "green",
    "explained": "yellow",
    "unexplained": "red",
    "unread": "red",
}


def recompute(
    files: options.Files,
    json: options.Json = False,
    max_bytes: options.MaxBytes = recomputation.MESSAGE_BYTES,
    lang: options.Lang = options.Language.en,
) -> None:
    """Compute every tax line of ASYCUDA World declarations again from its own base and
    rate; nothing is recorded.

    A line matches when base times rate gives its amount within one unit of currency; it is
    explained when a quantity of the item gives it, or when line or item say why nothing is
    charged. Totals are compared with what the items state. Exit code 1: a line is
    unexplained, or a figure cannot be read; 2: a file cannot be read.
    """
    reports = []
    with Progress(
        console=show.err.styled, transient=True, disable=not show.err.is_terminal
    ) as bar:
        task = bar.add_task("files", total=len(files))
        for report in recomputation.recompute(files, max_bytes):
            reports.append(report)
            bar.advance(task)
            if not json:
                _print(report, lang.value)
    total = recomputation.summary(reports)
    if json:
        show.print_json(recomputation_view.of(reports, total, lang.value))
    else:
        _print_total(total, lang.value)
    raise typer.Exit(2 if total.unreadable else 1 if total.failed else 0)


def _print(report: recomputation.FileReport, language: str) -> None:
    compared = report.compared
    show.out.print(f"[bold]{escape(report.path)}[/bold]", soft_wrap=True)
    show.print_findings(report.findings, language)
    if compared is None:
        return
    words = locale.names(language)
    if not compared.lines:
        said = words["recomputed"]["no_lines"].format(items=compared.items)
        show.out.print(f"  {said}")
        return
    heads = [words["recomputed"][head] for head in _HEADS]
    rows = [_row(line, language) for line in compared.lines]
    show.print_table(heads, rows, right=heads[2:6])


def _row(line: TaxLine, language: str) -> tuple[str, ...]:
    figures = [
        _figure(value) for value in (line.base, line.rate, line.amount, line.computed)
    ]
    said = locale.names(language)["outcomes"][line.outcome]
    reason = escape(recomputation_view.reason(line, language))
    outcome = f"[{_STYLES[line.outcome]}]{said}[/]: {reason}"
    return str(line.item), escape(line.tax), *figures, outcome


def _figure(value: int | None) -> str:
    return "" if value is None else money.short(value, _DIGITS)


def _print_total(total: recomputation.Summary, language: str) -> None:
    said = locale.names(language)["recomputed"]["summary"]
    show.out.print(said.format(**msgspec.structs.asdict(total)), soft_wrap=True)
