"""`keden recompute`: declarations that another system assessed, computed again line by
line.
"""

import typer
from rich.progress import Progress

from openkeden.base import money
from openkeden.cli import options, show
from openkeden.cli.consoles import escape
from openkeden.flow import recomputation
from openkeden.flow.recomputation import TaxLine
from openkeden.views import recomputation_view

#: Decimals of a legacy figure as it is shown: bases and rates may have six, amounts seldom
#: have more than two.
_DIGITS = 6

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
        _print_total(total)
    raise typer.Exit(2 if total.unreadable else 1 if total.failed else 0)


def _print(report: recomputation.FileReport, language: str) -> None:
    compared = report.compared
    show.out.print(f"[bold]{escape(report.path)}[/bold]", soft_wrap=True)
    show.print_findings(report.findings, language)
    if compared is None:
        return
    if not compared.lines:
        show.out.print(f"  {compared.items} items, no assessed tax lines")
        return
    heads = ("item", "tax", "base", "rate", "amount", "computed", "outcome")
    show.print_table(heads, [_row(line) for line in compared.lines], right=heads[2:6])


def _row(line: TaxLine) -> tuple[str, ...]:
    figures = [
        _figure(value) for value in (line.base, line.rate, line.amount, line.computed)
    ]
    outcome = f"[{_STYLES[line.outcome]}]{line.outcome}[/]: {escape(line.reason)}"
    return str(line.item), escape(line.tax), *figures, outcome


def _figure(value: int | None) -> str:
    return "" if value is None else money.short(value, _DIGITS)


def _print_total(total: recomputation.Summary) -> None:
    parts = [
        f"{total.files} files",
        f"{total.items} items",
        (
            f"{total.lines} assessed lines: {total.matched} match base x rate"
            f" ({total.exact} to the last digit)"
        ),
        f"{total.explained} explained",
        f"{total.unexplained} unexplained",
        f"{total.unread} unread ({total.unread_figures} figures)",
        f"{total.unreconciled} contradictions; {total.unreadable} files unreadable",
    ]
    show.out.print(", ".join(parts), soft_wrap=True)
