"""`keden tariff`: a code looked up, editions compared and imported, the duty texts of other tariffs read."""

import collections
import csv
import datetime
import pathlib
from typing import Annotated

import typer

from openkeden.assessment import charges
from openkeden.cli import options, show
from openkeden.flow import clock
from openkeden.lawpack.imports import imported_files, tariff_edition
from openkeden.lawpack.pack import NotCovered, Pack
from openkeden.lawpack.review import difference, lookup
from openkeden.tariff import dialects

tariff = typer.Typer(
    no_args_is_help=True, help="The tariff: look codes up, compare and import editions."
)

On = Annotated[
    str, typer.Option("--on", help="The day, as 2026-04-02; today where it is not given.")
]
Home = Annotated[
    pathlib.Path,
    typer.Option(
        "--home",
        envvar="KEDEN_HOME",
        help="Folder of the house; the editions it imported count too.",
    ),
]
#: Heads of the column of texts and of the column that counts lines, in a table of duty texts.
TEXTS, COUNTS = ("text", "rate", "duty"), ("codes", "rows", "lines")

#: Most codes of one kind of change shown to people; JSON has all.
SHOWN = 40


def day_of(text: str, pack: Pack) -> datetime.date:
    """The day that `--on` names, else today in the country of the pack."""
    return options.day(text) or pack.local(clock.now()).date()


@tariff.command(name="show")
def show_code(
    code: Annotated[
        str, typer.Argument(help="Ten digits; with four to nine, the lines below are listed.")
    ],
    on: On = "",
    json: options.Json = False,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Show what is known of a code on a day: rate and notes, taxes, preferences, measures, gaps. Exit code 1: nothing.

    For a code that ended its successors are shown, for an unknown one the nearest codes.
    """
    digits = code.replace(" ", "").replace(".", "")
    if not (digits.isascii() and digits.isdigit() and lookup.HEADING <= len(digits) <= lookup.CODE):
        raise show.UserError(
            f"{code!r} is no code of the tariff: give four to ten digits, such as 0713400000 or 0713"
        )
    pack = options.pack(home, country)
    try:
        found = lookup.look_up(digits, pack, day_of(on, pack))
    except NotCovered as error:
        raise show.UserError(f"{error}; --on names another day") from None
    if json:
        show.print_json(found)
    elif isinstance(found, lookup.CodeOnDay):
        _print_line(found)
    elif isinstance(found, lookup.Below):
        _print_lines(found.lines)
    else:
        _print_absent(found)
    raise typer.Exit(1 if isinstance(found, lookup.Absent) else 0)


def _print_line(line: lookup.CodeOnDay) -> None:
    unit = f", unit {line.unit}" if line.unit else ", no supplementary unit"
    show.out.print(
        f"[bold]{line.code}[/bold] on {line.on} in {line.jurisdiction}: [bold]{line.rate}[/bold]{unit}"
    )
    _print_basis(line.basis)
    if line.own_basis != line.basis:
        show.out.print(f"Without its note: {line.own_rate}")
        _print_basis(line.own_basis)
    for note in line.notes:
        word = "applies" if note.applies else "does not apply"
        told = f" {note.rate}" if note.rate else ""
        show.out.print(f"Note {note.note}{told} {word}: {show.plain(note.why)}", soft_wrap=True)
    for gap in line.gaps:
        show.out.print(f"[yellow]Not held[/yellow]: {show.plain(gap)}", soft_wrap=True)
    names = {kind.key: kind.name for kind in charges.CHARGES}
    for tax in line.taxes:
        told = f"{names.get(tax.charge, tax.charge).capitalize()}: {tax.rate}{_terms(tax)}"
        show.out.print(show.plain(told), soft_wrap=True)
        _print_basis(tax.basis)
    _print_reliefs(line.preferences)
    for touch in line.measures:
        way = {"IM": "import", "EX": "export", "TR": "transit"}.get(
            touch.direction, "any direction"
        )
        show.out.print(
            f"Measure {touch.id}: {touch.effect}, {way}: {show.plain(touch.title)}", soft_wrap=True
        )
        _print_basis(touch.basis)
    if line.neighbours:
        show.out.print("Beside it:")
        _print_lines(line.neighbours)


def _terms(tax: lookup.Tax) -> str:
    """For which goods of the code a rate is; empty where for all."""
    terms = [f"{name} {value}" for name, value in tax.needs.items()]
    if tax.origins:
        terms.append(f"origin {' '.join(tax.origins)}")
    if tax.excluded:
        terms.append(f"origin not {' '.join(tax.excluded)}")
    terms += tax.when
    return f" where {', '.join(terms)}" if terms else ""


def _print_basis(basis: lookup.LegalBasis) -> None:
    until = f" to {basis.until}" if basis.until else ""
    parts = ", ".join(part for part in (basis.act, basis.article, basis.remark) if part)
    said = f"  {basis.since}{until} {show.plain(parts)} ({show.plain(basis.source)}) {show.plain(f'[{basis.mark}]')}"
    show.out.print(said, style="dim", soft_wrap=True)


def _print_reliefs(reliefs: tuple[lookup.Relief, ...]) -> None:
    if not reliefs:
        return
    show.out.print("Preferences that goods may claim:")
    rows = [
        (
            one.code,
            one.charge,
            "offset" if one.offset else f"{one.factor_percent}%",
            one.document,
            one.basis.mark,
            " ".join(one.origins) or "any",
        )
        for one in reliefs
    ]
    show.print_table(
        ("code", "charge", "left", "document", "mark", "origins"), rows, right=("left",), flexible=5
    )


def _print_lines(lines: tuple[lookup.Short, ...]) -> None:
    show.print_table(("code", "unit", "rate"), [(one.code, one.unit, one.rate) for one in lines])


def _print_absent(absent: lookup.Absent) -> None:
    told = {
        "ended": f"ended on {absent.day}",
        "later": f"begins on {absent.day}",
        "unknown": "is not in the tariff",
    }[absent.status]
    show.out.print(f"[bold]{absent.code}[/bold] {told} (asked for {absent.on})")
    if absent.successors:
        show.out.print("Its goods are now under:")
        _print_lines(absent.successors)
    elif absent.near:
        show.out.print("Nearest codes:")
        _print_lines(absent.near)


@tariff.command(name="editions")
def list_editions(
    json: options.Json = False, country: options.Country = "", home: Home = options.HOME
) -> None:
    """List the days of the editions of every chapter, and the editions that this house imported."""
    pack = options.pack(home, country)
    chapters, names = (
        difference.by_chapter(pack),
        imported_files.names(home / imported_files.FOLDER, editions=True),
    )
    if json:
        show.print_json(
            {"complete_since": pack.complete_since, "chapters": chapters, "imported": names}
        )
        return
    rows = [
        (
            one.chapter,
            str(one.lines),
            " ".join([*map(str, one.days), *[f"+{day}" for day in one.imported]]),
        )
        for one in chapters
    ]
    show.print_table(("chapter", "lines", "editions"), rows, right=("lines",))
    show.out.print(f"Every chapter has lines from {pack.complete_since}.")
    if names:
        show.out.print(
            f"Imported (their days have a +): {show.plain(', '.join(names))}", soft_wrap=True
        )


@tariff.command(name="diff")
def compare(
    before: Annotated[
        str, typer.Argument(help="A day, as 2026-03-01, or the file of an imported edition.")
    ],
    after: Annotated[
        str, typer.Argument(help="A day, as 2026-03-15, or the file of an imported edition.")
    ],
    json: options.Json = False,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Compare two editions: codes that appear and end, own rates, notes and units changed, rates charged changed."""
    pack = options.pack(home, country)
    try:
        found = difference.between(_named(before, pack), _named(after, pack))
    except NotCovered as error:
        raise show.UserError(str(error)) from None
    if json:
        show.print_json({"counts": found.counts, "difference": found})
    else:
        _print_difference(found)


def _named(text: str, pack: Pack) -> difference.NamedPack:
    path = pathlib.Path(text)
    if not path.is_file():
        day = options.day(text)
        assert day is not None
        return difference.NamedPack(pack, day)
    try:
        return difference.of_file(path, pack)
    except ValueError as error:
        raise show.UserError(str(error)) from None


def _print_difference(found: difference.EditionDifference) -> None:
    show.out.print(f"From {found.before} to {found.after}:")
    kinds = {
        "appeared": [(code, "", "") for code in found.appeared],
        "ended": [(one.code, "", " ".join(one.successors)) for one in found.ended],
        "rates": [(one.code, one.before, one.after) for one in found.rates],
        "notes": [(one.code, one.before, one.after) for one in found.notes],
        "units": [(one.code, one.before, one.after) for one in found.units],
        "applied": [(one.code, one.before, one.after) for one in found.applied],
    }
    words = {
        "appeared": "codes appear",
        "ended": "codes end",
        "rates": "own rates change",
        "notes": "notes change",
        "units": "units change",
        "applied": "rates charged change, notes counted in",
    }
    for kind, rows in kinds.items():
        show.out.print(f"[bold]{len(rows)}[/bold] {words[kind]}")
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
    name: Annotated[
        str, typer.Option("--as", help="Its name in this house; the name of the file without it.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Check only, and say what would change.")
    ] = False,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: Home = options.HOME,
) -> None:
    """Take a new edition of the tariff into this house: every check first, then all of it or nothing.

    What is imported counts for `keden tariff` at once, for clearing when the house is opened again. Exit code 1: an
    error was found and nothing was taken.
    """
    name, body, folder = name_of(name or file.stem), file.read_bytes(), home / imported_files.FOLDER

    def judge() -> tariff_edition.JudgedEdition:
        return tariff_edition.named(
            tariff_edition.judge(body, options.pack(home, country).sources),
            name,
            imported_files.kept(folder),
        )

    given = imported_files.take(folder, name, body, judge, dry_run=dry_run)
    _print_import(name, given, lang.value, json=json, dry_run=dry_run)
    raise typer.Exit(1 if given.refused else 0)


def name_of(text: str) -> str:
    """The name under which a house takes a file in."""
    if not text.replace("-", "").replace("_", "").replace(".", "").isalnum() or text.startswith(
        "."
    ):
        raise show.UserError(f"{text!r} is no name: use letters, digits, -, _ and ., or give --as")
    return text


def _print_import(
    name: str, given: tariff_edition.JudgedEdition, language: str, *, json: bool, dry_run: bool
) -> None:
    laid = given.laid
    if json:
        told = [show.finding(one, language) for one in given.findings]
        counts = {
            "appeared": laid.appeared,
            "changed": laid.changed,
            "ended": laid.ended,
            "known": laid.known,
        }
        taken = not (given.refused or dry_run) and given.moves
        show.print_json({"name": name, "taken": taken, **counts, "findings": told})
        return
    show.print_findings(given.findings, language)
    moved = f"{len(laid.appeared)} codes appear, {len(laid.changed)} lines change, {len(laid.ended)} codes end"
    if given.refused:
        show.out.print(f"{show.plain(name)}: nothing was taken", soft_wrap=True)
    elif not given.moves:
        show.out.print(
            f"{show.plain(name)}: no change, all {laid.known} rows are held already", soft_wrap=True
        )
    else:
        would = "would be taken" if dry_run else "taken"
        show.out.print(
            f"{show.plain(name)} {would}: {moved}, {laid.known} rows held already", soft_wrap=True
        )


@tariff.command()
def coverage(
    files: Annotated[
        list[pathlib.Path], typer.Argument(help="Tables of duty texts, CSV with a head.")
    ],
    dialect: Annotated[
        dialects.Dialect, typer.Option(help="The tariff whose way of writing rates it is.")
    ],
    column: Annotated[
        str, typer.Option(help="The column of the texts; else text, rate, duty, or the first.")
    ] = "",
    json: options.Json = False,
) -> None:
    """Tell how many duty texts of a tariff are read, how many can be computed, and why the others are not."""
    found = [(path, dialects.coverage(_texts(path, column), dialect)) for path in files]
    if json:
        show.print_json([{"file": str(path), "coverage": one} for path, one in found])
        return
    heads = ("file", "texts", "parsed", "evaluable", "lines", "lines parsed", "lines evaluable")
    figures = [
        (path, [getattr(one, name.replace(" ", "_")) for name in heads[1:]]) for path, one in found
    ]
    show.print_table(
        heads, [(show.plain(path.name), *map(str, row)) for path, row in figures], right=heads[1:]
    )
    for _, one in found:
        for title, pairs in (("not read", one.unreadable), ("not computed", one.not_evaluable)):
            for text, reason in pairs:
                show.out.print(f"{title}: {show.plain(text)}: {show.plain(reason)}", soft_wrap=True)


def _texts(path: pathlib.Path, column: str) -> list[tuple[str, int]]:
    """The distinct texts of a table, each with the number of lines that bear it."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        head = list(reader.fieldnames or ())
        text = _column(path, head, (column,) if column else TEXTS, needed=bool(column)) or (
            head[0] if head else ""
        )
        count = _column(path, head, COUNTS)
        found: collections.Counter[str] = collections.Counter()
        for row in reader:
            number = row[count] if count else "1"
            if row[text] is None or not (number or "").isdecimal():
                raise show.UserError(f"{path}, line {reader.line_num}: {number!r} counts no lines")
            found[row[text]] += int(number)
    return list(found.items())


def _column(
    path: pathlib.Path, head: list[str], names: tuple[str, ...], *, needed: bool = False
) -> str:
    found = next((name for name in names if name in head), "")
    if needed and not found:
        raise show.UserError(
            f"{path}: there is no column {names[0]!r}; its columns are {', '.join(head)}"
        )
    return found
