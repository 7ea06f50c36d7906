"""Answers and findings as the command line shows them: tables for people, JSON for programs."""

import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import msgspec
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from openkeden import locale
from openkeden.base import findings, money

if TYPE_CHECKING:
    from openkeden.flow.lodging import answers


class UserError(Exception):
    """Something outside of us that its sentence explains: the command ends with exit code 2."""


#: Blanks between the columns of a table, and the least that is left of a column that gives way.
GAP, SHORTEST = 2, 10

#: Columns of a table where no terminal says how wide it is.
WIDTH = 120

out = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
err = Console(stderr=True, highlight=False)

LANE_STYLES = {"green": "green", "blue": "blue", "yellow": "yellow", "red": "red"}


def finding(found: findings.Finding, language: str) -> dict[str, str]:
    """A finding for programs: number, severity, box, path, what is wrong, what to do, the law."""
    # The rules of all parts are loaded only where one has to be told.
    from openkeden.flow import catalogue  # noqa: PLC0415

    said = catalogue.of(found, language)
    return {
        "rule": found.rule,
        "severity": found.severity,
        "box": found.box,
        "path": found.path,
        "value": found.args.get("value", ""),
        "message": said.message,
        "fix": said.fix,
        "basis": found.basis,
    }


def answer(given: "answers.Answer", language: str) -> dict[str, Any]:
    """An answer for programs; money is decimal text in national currency."""
    return {
        "reference": given.reference,
        "where": given.where,
        "status": given.status,
        "registration": given.registration,
        "version": given.version,
        "state": given.state,
        "lane": given.lane,
        "documents": list(given.documents),
        "due": given.due.isoformat() if given.due else None,
        "customs_value": money.text(given.customs_value),
        "charges": {code: money.text(amount) for code, amount in given.totals.items()},
        "payable": money.text(given.payable),
        "tied_items": list(given.tied),
        "saved": money.text(given.saved),
        "findings": [finding(found, language) for found in given.findings],
        "entry": given.entry if given.entry >= 0 else None,
    }


def print_json(value: object) -> None:
    """A JSON value on one line of standard output."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.flush()


def amount(minor: int) -> str:
    """An amount for people: `2 785 950.00`."""
    return f"{minor // 100:,}".replace(",", " ") + f".{minor % 100:02d}"


def lane(given: "answers.Answer", words: locale.Names) -> str:
    """The lane, or that the filing was refused, in its colour."""
    if given.status != "registered":
        return f"[bold]{escape(words['labels'][given.status])}[/bold]"
    return f"[{LANE_STYLES[given.lane]}]{escape(words['lanes'][given.lane])}[/]"


def printable(value: object) -> str:
    """The text of others as a terminal may get it: what does not print is written out."""
    return "".join(
        [letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(value)]
    )


def plain(value: object) -> str:
    """The text of others inside of markup, where it is none."""
    return escape(printable(value))


def print_findings(
    found: Iterable[findings.Finding], language: str, console: Console = out
) -> None:
    """Each finding in two lines: box and what is wrong, then what to do."""
    for one in found:
        said = finding(one, language)
        box = f" {said['box']}" if said["box"] else ""
        style = "red" if one.severity == "error" else "yellow"
        console.print(
            f"  [{style}]{one.rule}[/]{box} {plain(one.path)}: {escape(said['message'])}",
            soft_wrap=True,
        )
        if said["fix"]:
            console.print(f"     {escape(said['fix'])}", style="dim", soft_wrap=True)


def refuse(against: Iterable[findings.Finding], language: str, *, json: bool) -> NoReturn:
    """Show what stands against what was asked, and end the command with exit code 1."""
    if json:
        print_json({"findings": [finding(found, language) for found in against]})
    else:
        print_findings(against, language, err)
    raise typer.Exit(1)


def print_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[str] = (),
    flexible: int | None = None,
) -> None:
    """Print rows under heads; those in `right` are aligned to the right, the column `flexible` gives way to the others.

    No other cell is ever cut: a table too wide for the terminal runs over its edge.
    """
    widths = [
        max(Text.from_markup(row[place]).cell_len for row in [heads, *rows])
        for place in range(len(heads))
    ]
    if flexible is not None:
        others = sum(widths) - widths[flexible] + GAP * (len(heads) - 1)
        widths[flexible] = max(SHORTEST, min(widths[flexible], out.width - others))
    made = Table(box=None, header_style="bold", pad_edge=False, padding=(0, GAP, 0, 0))
    for head, width in zip(heads, widths, strict=True):
        justify: Literal["left", "right"] = "right" if head in right else "left"
        made.add_column(head, justify=justify, no_wrap=True, overflow="ellipsis", width=width)
    for row in rows:
        made.add_row(*row)
    # The console cuts what is wider than itself, so it is made as wide as the table while it prints.
    own, needed = out.width, sum(widths) + GAP * len(heads)
    out.width = max(own, needed)
    out.print(made, width=needed, soft_wrap=True)
    out.width = own
