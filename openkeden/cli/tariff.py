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
from openkeden.cli import code_text, effect_text, layouts, options, show, tariff_search
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

tariff.command(name="search")(tariff_search.search)


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
        show.print_json(code_view.of(found, lang.value))
    else:
        code_text.CodeText(lang.value).print(found)
    raise typer.Exit(1 if isinstance(found, codes.Absent) else 0)


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
    words = locale.names(lang.value)["tariff"]
    heads = [words[name] for name in ("chapter", "lines", "editions")]
    show.print_table(heads, rows, right=(heads[1],))
    show.out.print(words["complete_since"].format(day=held.complete_since))
    if held.imported:
        names = show.plain(", ".join(held.imported))
        show.out.print(words["imported"].format(names=names), soft_wrap=True)


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
        _print_difference(found, locale.names(lang.value)["tariff"])


def _named(text: str) -> datetime.date | pathlib.Path:
    """The edition that an argument names: a file that is there, or a day."""
    path = pathlib.Path(text)
    if path.is_file():
        return path
    return options.named_day(text, "edition")


def _print_difference(found: editions.EditionDifference, words: locale.Words) -> None:
    show.out.print(words["compared"].format(before=found.before, after=found.after))
    ended = [(code.code, "", " ".join(code.successors)) for code in found.ended]
    _print_kind(words["appeared"], [(code, "", "") for code in found.appeared], words)
    _print_kind(words["ends"], ended, words)
    for kind in ("rates", "notes", "units", "applied"):
        changes = getattr(found, kind)
        rows = [(change.code, change.before, change.after) for change in changes]
        _print_kind(words[kind], rows, words)


def _print_kind(kind: str, rows: list[tuple[str, str, str]], words: locale.Words) -> None:
    show.out.print(f"[bold]{len(rows)}[/bold] {kind}")
    if rows:
        heads = [words[name] for name in ("code", "before", "after")]
        show.print_table(heads, rows[:SHOWN])
    if len(rows) > SHOWN:
        show.out.print(words["more"].format(count=len(rows) - SHOWN))


@tariff.command(name="import")
def import_edition(
    file: Annotated[
        pathlib.Path,
        typer.Argument(help="The lines of an edition, as CSV."),
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
        names = locale.names(lang.value)
        became = _imported(given, names["tariff"], dry_run=dry_run)
        show.out.print(f"{show.plain(name)}{became}", soft_wrap=True)
        if not isinstance(given, Refused):
            effect_text.print_effects(given, names, whole=verbose)
    raise typer.Exit(1 if isinstance(given, Refused) else 0)


import_edition.__doc__ = f"{import_edition.__doc__}\n{layouts.TARIFF}"


def _imported(
    given: imports.ImportedEdition | Refused, words: locale.Words, *, dry_run: bool
) -> str:
    """What became of an edition, in one line."""
    if isinstance(given, Refused):
        return words["nothing"]
    changes = (given.appeared, given.changed, given.ended)
    if not any((*changes, given.notes)):
        return words["no_change"].format(known=given.known)
    appeared, changed, ended = map(len, changes)
    counts = {"appeared": appeared, "changed": changed, "ended": ended}
    noted = words["noted"].format(notes=len(given.notes))
    notes = f"{noted} " if given.notes else ""
    moved = words["moved"].format(known=given.known, notes=notes, **counts)
    return f" {words['would' if dry_run else 'done']}: {moved}"


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
    words = locale.names(lang.value)["tariff"]
    heads = [words[name] for name in ("file", *_COUNTED)]
    show.print_table(heads, [_counts(covered) for covered in found], right=heads[1:])
    for covered in found:
        _print_texts("not_read", covered.coverage.unreadable, words)
        _print_texts("not_computed", covered.coverage.not_evaluable, words)


#: What is counted of duty texts, in the order of the columns.
_COUNTED = ("texts", "parsed", "evaluable", "lines", "lines_parsed", "lines_evaluable")


def _counts(covered: duty_texts.FileCoverage) -> list[str]:
    counts = [str(getattr(covered.coverage, name)) for name in _COUNTED]
    return [show.plain(pathlib.Path(covered.file).name), *counts]


def _print_texts(
    title: str, pairs: tuple[tuple[str, str], ...], words: locale.Words
) -> None:
    for text, reason in pairs[:MOST_TEXTS]:
        begun = show.plain(bounded.beginning(text, LONGEST_TEXT))
        show.out.print(f"{words[title]}: {begun}: {show.plain(reason)}", soft_wrap=True)
    if len(pairs) > MOST_TEXTS:
        show.out.print(words["more"].format(count=len(pairs) - MOST_TEXTS))
