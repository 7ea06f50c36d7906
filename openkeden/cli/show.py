"""Show findings, amounts and tables to people, and views to programs."""

import sys
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NoReturn

import msgspec
import typer

from openkeden import locale
from openkeden.base import calls, money, usage
from openkeden.base.findings import Finding, Refused, Rule, of
from openkeden.cli import exit_codes
from openkeden.cli.consoles import WIDTH, Console, escape

if TYPE_CHECKING:
    from rich.text import Text

    from openkeden.flow.lodging import answers


class UserError(Exception):
    """What keeps the call from being used, as findings: the command ends with exit code 2."""

    def __init__(self, *found: Finding) -> None:
        super().__init__(*[finding.rule for finding in found])
        self.findings = found

    def __str__(self) -> str:
        texts = [_text(finding, locale.LANGUAGES[0]) for finding in self.findings]
        return " ".join([f"{text.message} {text.fix}".rstrip() for text in texts])


def wrong(rule: Rule, path: str, **args: object) -> UserError:
    """The error that a call breaks a rule at an option or argument."""
    return UserError(of(rule, path, **args))


OK, REFUSED, UNUSABLE = exit_codes.OK, exit_codes.REFUSED, exit_codes.UNUSABLE

#: Blanks between the columns of a table, and the least that is left of a column that gives
#: way.
GAP, SHORTEST = 2, 10

#: Lines that are printed at once.
PRINTED = 100

out = Console()
err = Console(stderr=True)

LANE_STYLES = {"green": "green", "blue": "blue", "yellow": "yellow", "red": "red"}


#: The rules whose breach keeps a command from doing anything at all.
_UNUSABLE = frozenset(
    [
        rule.number
        for rule in (*usage.RULES, *calls.RULES)
        if rule not in (usage.NO_ENTRY, usage.NOTHING_SEALED)
    ]
)


def print_json(value: object) -> None:
    """A JSON value on one line of standard output."""
    sys.stdout.buffer.write(msgspec.json.encode(value) + b"\n")
    sys.stdout.flush()


def lane(answer: "answers.Answer", words: locale.Names) -> str:
    """The lane, or that the filing was refused, in its colour."""
    if answer.status != "registered":
        return f"[bold]{escape(words['labels'][answer.status])}[/bold]"
    return f"[{LANE_STYLES[answer.lane]}]{escape(words['lanes'][answer.lane])}[/]"


def printable(value: object) -> str:
    """The text of others as a terminal may get it: what does not print is written out."""
    letters = [
        letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(value)
    ]
    return "".join(letters)


def amount(text: str) -> str:
    """An amount of a view as people read it, with a blank between the thousands."""
    minor = money.parse(text.removeprefix("-"))
    return money.grouped(-minor if text.startswith("-") else minor)


def plain(value: object) -> str:
    """The text of others inside of markup, where it is none."""
    return escape(printable(value))


def print_findings(
    findings: Iterable[Finding],
    language: str,
    console: Console = out,
    rules: locale.Catalogue | None = None,
) -> None:
    """Each finding in two lines: box and what is wrong, then what to do; by these rules, or
    by those of all parts.
    """
    lines: list[str] = []
    for finding in findings:
        lines += _lines(finding, language, rules)
        if len(lines) > PRINTED:
            console.print("\n".join(lines), soft_wrap=True)
            lines = []
    if lines:
        console.print("\n".join(lines), soft_wrap=True)


def _lines(finding: Finding, language: str, rules: locale.Catalogue | None) -> list[str]:
    """A finding in markup."""
    text = rules.text(finding, language) if rules else _text(finding, language)
    box = f" {finding.box}" if finding.box else ""
    style = "red" if finding.severity == "error" else "yellow"
    place = f" {plain(finding.path)}" if finding.path else ""
    head = f"  [{style}]{finding.rule}[/]{box}{place}"
    said = [f"{head}: {escape(text.message)}"]
    return [*said, f"[dim]     {escape(text.fix)}[/]"] if text.fix else said


def _text(finding: Finding, language: str) -> locale.Text:
    # The rules of all parts are loaded only where one has to be told.
    from openkeden.flow import catalogue  # noqa: PLC0415

    return catalogue.text(finding, language)


def refuse(refused: Refused, language: str, *, json: bool, code: int = REFUSED) -> NoReturn:
    """Show why what was asked did not happen, and end the command.

    Exit code 2 and plain sentences where the call itself cannot be used, else this exit
    code and every finding.
    """
    stop_unusable(refused)
    if json:
        _print_json_findings(refused, language)
    else:
        print_findings(refused.findings, language, err)
    raise typer.Exit(code)


def stop_unusable(answer: object) -> None:
    """End the command where the answer is a refusal of the call itself."""
    if isinstance(answer, Refused) and answer.findings[0].rule in _UNUSABLE:
        raise UserError(*answer.findings)


def print_unusable(error: UserError, language: str, *, json: bool) -> None:
    """Say all that keeps a call from being used, each in a line."""
    if json:
        _print_json_findings(Refused(error.findings), language)
        return
    for finding in error.findings:
        text = _text(finding, language)
        named = finding.path.startswith("--") and finding.path not in text.message
        place = f"{printable(finding.path)}: " if named else ""
        said = f"keden: {place}{text.message} {text.fix}".rstrip()
        err.print(said, soft_wrap=True, markup=False)


def _print_json_findings(refused: Refused, language: str) -> None:
    from openkeden.views import finding_view  # noqa: PLC0415

    print_json(finding_view.refused(refused, language))


def _cells(row: Sequence[str]) -> list["Text"]:
    from rich.text import Text  # noqa: PLC0415 - most calls print no table

    return [Text.from_markup(cell, emoji=False) for cell in row]


def _widest(column: Iterable["Text"]) -> int:
    return max([cell.cell_len for cell in column])


def _print_records(heads: Sequence["Text"], rows: Iterable[Sequence["Text"]]) -> None:
    """Each row as lines under its first cell, each of another cell with its head."""
    for row in rows:
        out.print(row[0], style="bold", soft_wrap=True)
        for head, cell in zip(heads[1:], row[1:], strict=True):
            if cell.plain:
                out.print(cell.assemble("  ", head, ": ", cell), soft_wrap=True)


def print_table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[str] = (),
    flexible: int | None = None,
) -> None:
    """Print rows under heads; those in `right` are aligned to the right, the column
    `flexible` gives way to the others.

    No other cell is ever cut: on a narrow terminal that a table does not fit, each row is
    printed as lines of its own.
    """
    cells = [_cells(row) for row in [heads, *rows]]
    widths = [_widest(column) for column in zip(*cells, strict=True)]
    gaps = GAP * (len(heads) - 1)
    if flexible is not None:
        others = sum(widths) - widths[flexible] + gaps
        widths[flexible] = max(SHORTEST, min(widths[flexible], out.width - others))
    if sum(widths) + gaps > out.width < WIDTH:
        _print_records(cells[0], cells[1:])
        return
    for head in cells[0]:
        head.stylize("bold")
    for row in cells:
        for name, cell, width in zip(heads, row, widths, strict=True):
            cell.truncate(width, overflow="ellipsis")
            cell.align("right" if name in right else "left", width)
        line = cells[0][0].assemble(" " * GAP).join(row)
        line.rstrip()
        out.print(line, soft_wrap=True)
