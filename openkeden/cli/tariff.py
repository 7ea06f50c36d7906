"""`keden tariff`: look up codes, compare and import editions, read the duty texts of other
tariffs.
"""

import datetime
import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import bounded
from openkeden.base.findings import Refused
from openkeden.base.validity import Provision
from openkeden.cli import effect_text, options, show
from openkeden.flow.law import codes, duty_texts, editions, imports
from openkeden.views import code_view, edition_view, import_view

tariff = typer.Typer(
    no_args_is_help=True, help="The tariff: look up codes, compare and import editions."
)

Home = Annotated[
    pathlib.Path,
    typer.Option(
        "--home",
        envvar="KEDEN_HOME",
        help="Folder of the installation; the editions it imported count too.",
    ),
]
Edition = Annotated[
    str, typer.Argument(help="A day, as 2026-03-01, or the file of an imported edition.")
]

#: Most codes of one kind of change shown to people; JSON has all.
SHOWN = 40

#: Most texts of one kind that are shown to people, and how much of each.
MOST_TEXTS, LONGEST_TEXT = 1_000, 500

_DIRECTIONS = {"IM": "import", "EX": "export", "TR": "transit"}


@tariff.command(name="show")
def show_code(
    code: Annotated[
        str,
        typer.Argument(help="Ten digits; with four to nine, the lines below are listed."),
    ],
    on: options.On = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Show what is known of a code on a day: rate and notes, taxes, preferences, measures,
    gaps. Exit code 1: nothing.

    For a code that ended its successors are shown, for an unknown one the nearest codes.
    """
    found = codes.look_up(code, options.day(on), home, country)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    if json:
        show.print_json(code_view.of(found))
    elif isinstance(found, codes.CodeOnDay):
        _print_line(found)
    elif isinstance(found, codes.Below):
        _print_lines(found.lines)
    else:
        _print_absent(found)
    raise typer.Exit(1 if isinstance(found, codes.Absent) else 0)


def _print_line(line: codes.CodeOnDay) -> None:
    unit = f", unit {line.unit}" if line.unit else ", no supplementary unit"
    head = f"[bold]{line.code}[/bold] on {line.on} in {line.jurisdiction}"
    show.out.print(f"{head}: [bold]{line.rate}[/bold]{unit}")
    _print_basis(line.basis)
    if line.own_basis != line.basis:
        show.out.print(f"Without its note: {line.own_rate}")
        _print_basis(line.own_basis)
    for note in line.notes:
        word = "applies" if note.applies else "does not apply"
        rate = f" {note.rate}" if note.rate else ""
        show.out.print(
            f"Note {note.note}{rate} {word}: {show.plain(note.why)}", soft_wrap=True
        )
    for gap in line.gaps:
        show.out.print(f"[yellow]Not held[/yellow]: {show.plain(gap)}", soft_wrap=True)
    for tax in line.taxes:
        _print_tax(tax)
    _print_reliefs(line.preferences)
    for measure in line.measures:
        ways = [_DIRECTIONS[code] for code in measure.direction.split()]
        way = " and ".join(ways) or "any direction"
        title = show.plain(measure.row.value)
        said = f"Measure {measure.id}: {measure.effect}, {way}: {title}"
        show.out.print(said, soft_wrap=True)
        _print_basis(measure.row)
    if line.neighbours:
        show.out.print("Beside it:")
        _print_lines(line.neighbours)


def _print_tax(tax: codes.Tax) -> None:
    name = locale.names("en")["charge_keys"].get(tax.charge, tax.charge)
    said = f"{name.capitalize()}: {tax.rate}{_terms(tax)}"
    show.out.print(show.plain(said), soft_wrap=True)
    _print_basis(tax.basis)


def _terms(tax: codes.Tax) -> str:
    """For which goods of the code a rate is; empty where for all."""
    terms = [f"{name} {value}" for name, value in tax.needs.items()]
    if tax.origins:
        terms.append(f"origin {' '.join(tax.origins)}")
    if tax.excluded:
        terms.append(f"origin not {' '.join(tax.excluded)}")
    terms += tax.when
    return f" where {', '.join(terms)}" if terms else ""


def _print_basis(basis: Provision) -> None:
    until = f" to {basis.until}" if basis.until else ""
    act = ", ".join([part for part in (basis.act, basis.article, basis.remark) if part])
    said = f"  {basis.since}{until} {act} ({basis.source}) [{basis.mark}]"
    show.out.print(show.plain(said), style="dim", soft_wrap=True)


def _print_reliefs(reliefs: tuple[codes.Preference, ...]) -> None:
    if not reliefs:
        return
    show.out.print("Preferences that goods may claim:")
    heads = ("code", "charge", "left", "document", "mark", "origins")
    rows = [_relief(relief) for relief in reliefs]
    show.print_table(heads, rows, right=("left",), flexible=5)
    for relief in reliefs:
        name = show.plain(f"  {relief.code}: {relief.names['en']}")
        show.out.print(name, style="dim", soft_wrap=True)


def _relief(relief: codes.Preference) -> tuple[str, ...]:
    left = "offset" if relief.offset else f"{relief.factor_percent}%"
    origins = " ".join(sorted(relief.origins)) or "any"
    return relief.code, relief.charge, left, relief.document, relief.row.mark, origins


def _print_lines(lines: tuple[codes.Short, ...]) -> None:
    rows = [(line.code, line.unit, line.rate) for line in lines]
    show.print_table(("code", "unit", "rate"), rows)


def _print_absent(absent: codes.Absent) -> None:
    state = {
        "ended": f"ended on {absent.day}",
        "not_held": f"is not known here: its chapter is held from {absent.day} on",
        "later": f"begins on {absent.day}",
        "unknown": "is not in the tariff, nor in another edition held here",
    }[absent.status]
    show.out.print(f"[bold]{absent.code}[/bold] {state} (asked for {absent.on})")
    if absent.successors:
        show.out.print("Its goods are now under:")
        _print_lines(absent.successors)
    elif absent.near:
        show.out.print("Nearest codes:")
        _print_lines(absent.near)


@tariff.command(name="editions")
def list_editions(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """List the days of the editions of every chapter, and the editions that this
    installation imported.
    """
    held = editions.editions(home, country)
    if isinstance(held, Refused):
        show.refuse(held, lang.value, json=json)
    if json:
        show.print_json(held)
        return
    rows = [_chapter(dates) for dates in held.chapters]
    show.print_table(("chapter", "lines", "editions"), rows, right=("lines",))
    show.out.print(f"Every chapter has lines from {held.complete_since}.")
    if held.imported:
        names = show.plain(", ".join(held.imported))
        show.out.print(f"Imported (their days have a +): {names}", soft_wrap=True)


def _chapter(dates: editions.Dates) -> tuple[str, str, str]:
    imported = [f"+{day}" for day in dates.imported]
    return dates.chapter, str(dates.lines), " ".join([*map(str, dates.days), *imported])


@tariff.command(name="diff")
def compare(
    before: Edition,
    after: Edition,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Compare two editions: codes that appear and end, own rates, notes and units changed,
    rates charged changed.
    """
    found = editions.compare(_named(before), _named(after), home, country)
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    if json:
        show.print_json(edition_view.of(found))
    else:
        _print_difference(found)


def _named(text: str) -> datetime.date | pathlib.Path:
    """The edition that an argument names: a file that is there, or a day."""
    path = pathlib.Path(text)
    if path.is_file():
        return path
    return options.named_day(text, "edition")


_KINDS = {
    "appeared": "codes appear",
    "ended": "codes end",
    "rates": "own rates change",
    "notes": "notes change",
    "units": "units change",
    "applied": "rates charged change, notes counted in",
}


def _print_difference(found: editions.EditionDifference) -> None:
    show.out.print(f"From {found.before} to {found.after}:")
    ended = [(code.code, "", " ".join(code.successors)) for code in found.ended]
    _print_kind("appeared", [(code, "", "") for code in found.appeared])
    _print_kind("ended", ended)
    for kind in ("rates", "notes", "units", "applied"):
        changes = getattr(found, kind)
        _print_kind(
            kind, [(change.code, change.before, change.after) for change in changes]
        )


def _print_kind(kind: str, rows: list[tuple[str, str, str]]) -> None:
    show.out.print(f"[bold]{len(rows)}[/bold] {_KINDS[kind]}")
    if rows:
        show.print_table(("code", "before", "after"), rows[:SHOWN])
    if len(rows) > SHOWN:
        show.out.print(f"... and {len(rows) - SHOWN} more; --json gives all")


@tariff.command(name="import")
def import_edition(
    file: Annotated[
        pathlib.Path,
        typer.Argument(help="An edition as CSV; docs/tariff-import.md has its layout."),
    ],
    notes: Annotated[
        pathlib.Path | None,
        typer.Option(help="The notes that the lines of the edition carry, as CSV."),
    ] = None,
    name: options.ImportName = "",
    dry_run: options.DryRun = False,
    actor: options.Actor = "",
    verbose: effect_text.All = False,
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Import a new edition of the tariff into this installation: its lines, and the notes
    that they carry. Both are checked first and imported whole or not at all; that they are
    in use is a fact of the ledger. What changes for which codes is told.

    What is imported counts at once. Exit code 1: an error was found and nothing was
    imported. --country goes with --dry-run.
    """
    name, body = name or file.stem, options.content(file, lang.value)
    noted = options.content(notes, lang.value) if notes is not None else None
    edition = imports.EditionFiles(body, noted, name)
    if dry_run:
        given = imports.try_edition(edition, home, country)
    else:
        # A dry run does not load the layer of the database.
        from openkeden.flow.law import taking  # noqa: PLC0415

        by = options.importer(actor, at, reason, home, country)
        opened = options.opened(home, lang.value, create=True)
        given = taking.import_edition(edition, by, opened)
    show.stop_unusable(given)
    if json:
        show.print_json(import_view.of_edition(given, name, lang.value))
    else:
        show.print_findings(given.findings, lang.value)
        show.out.print(f"{show.plain(name)}{_imported(given, dry_run)}", soft_wrap=True)
        if not isinstance(given, Refused):
            effect_text.print_effects(given, locale.names(lang.value), whole=verbose)
    raise typer.Exit(1 if isinstance(given, Refused) else 0)


def _imported(given: imports.ImportedEdition | Refused, dry_run: bool) -> str:
    """What became of an edition, in one line."""
    if isinstance(given, Refused):
        return ": nothing was imported"
    changes = (given.appeared, given.changed, given.ended)
    if not any((*changes, given.notes)):
        return f": no change, all {given.known} rows are held already"
    appeared, changed, ended = map(len, changes)
    moved = f"{appeared} codes appear, {changed} lines change, {ended} codes end"
    noted = f"{len(given.notes)} notes, " if given.notes else ""
    would = "would be imported" if dry_run else "imported"
    return f" {would}: {moved}, {noted}{given.known} rows held already"


@tariff.command()
def coverage(
    files: Annotated[
        list[pathlib.Path], typer.Argument(help="Tables of duty texts, CSV with a head.")
    ],
    dialect: Annotated[
        duty_texts.Dialect,
        typer.Option(help="The tariff whose way of writing rates it is."),
    ],
    column: Annotated[
        str,
        typer.Option(help="The column of the texts; else text, rate, duty, or the first."),
    ] = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
) -> None:
    """Count how many duty texts of a tariff are read, how many can be computed, and why the
    others are not.
    """
    found = []
    for path in files:
        covered = duty_texts.coverage(path, dialect, column)
        if isinstance(covered, Refused):
            show.refuse(covered, lang.value, json=json)
        found.append(covered)
    if json:
        show.print_json(found)
        return
    heads = (
        "file",
        "texts",
        "parsed",
        "evaluable",
        "lines",
        "lines parsed",
        "lines evaluable",
    )
    show.print_table(
        heads, [_counts(covered, heads[1:]) for covered in found], right=heads[1:]
    )
    for covered in found:
        _print_texts("not read", covered.coverage.unreadable)
        _print_texts("not computed", covered.coverage.not_evaluable)


def _counts(covered: duty_texts.FileCoverage, names: tuple[str, ...]) -> list[str]:
    counts = [str(getattr(covered.coverage, name.replace(" ", "_"))) for name in names]
    return [show.plain(pathlib.Path(covered.file).name), *counts]


def _print_texts(title: str, pairs: tuple[tuple[str, str], ...]) -> None:
    for text, reason in pairs[:MOST_TEXTS]:
        begun = show.plain(bounded.beginning(text, LONGEST_TEXT))
        show.out.print(f"{title}: {begun}: {show.plain(reason)}", soft_wrap=True)
    if len(pairs) > MOST_TEXTS:
        show.out.print(f"... and {len(pairs) - MOST_TEXTS} more; --json gives all")
