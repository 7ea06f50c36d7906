"""`keden law`: check and audit the rows of law, import further ones."""

import contextlib
import datetime
import pathlib
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls
from openkeden.base.findings import Refused, refuses
from openkeden.base.validity import MARKS, Provision
from openkeden.cli import law_in_use, law_lists, layouts, options, show, stakes_text, tariff
from openkeden.flow.law import imports, review
from openkeden.flow.law.at_stake import Stakes
from openkeden.locale import law_words
from openkeden.views import import_view, review_view, row_view

law = typer.Typer(
    no_args_is_help=True, help="The law: check and audit its rows, import further ones."
)
law.add_typer(law_in_use.law_in_use)
law.add_typer(law_lists.law_lists)
Mark = Annotated[
    str,
    typer.Option(
        help="List the rows that bear this mark: verified, secondary, memory or open."
    ),
]
On = Annotated[
    list[str] | None,
    typer.Option(
        help=(
            "The day, as 2026-04-02, today where none is given; or a file of declarations,"
            " to be told which rows they rest on. Repeatable."
        )
    ),
]
Folder = Annotated[
    pathlib.Path | None,
    typer.Option(
        "--law",
        help=(
            "A folder of law with `kz`, `eaeu` ... in it, instead of the one that comes"
            " along."
        ),
    ),
]


@law.command(name="check")
def check_law(
    folder: Folder = None,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: options.HomeOption = options.HOME,
) -> None:
    """Check every row of a law pack: sources, validity, overlaps, rates, codes. Exit code 1
    when a row is wrong.
    """
    checked = review.check_law(country, folder, home)
    if isinstance(checked, Refused):
        show.refuse(checked, lang.value, json=json)
    if json:
        show.print_json(review_view.of_check(checked, lang.value))
    else:
        show.print_findings(checked.findings, lang.value)
        words, count = locale.names(lang.value)["law"], len(checked.findings)
        counts = words["checked"].format(count=count, gaps=checked.gaps)
        show.out.print(f"{checked.jurisdiction} {checked.version[:12]}: {counts}")
    raise typer.Exit(1 if refuses(checked.findings) else 0)


@law.command(name="audit")
def audit_law(
    folder: Folder = None,
    on: On = None,
    days: Annotated[
        int,
        typer.Option(min=0, max=3650, help="List the rows that end within so many days."),
    ] = 60,
    mark: Mark = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: tariff.Home = options.HOME,
) -> None:
    """Audit the law pack as of a day: rows by mark, what ends soon, what does not fit, what
    is not held; with a file of declarations, which rows would change their charges most.

    Exit code 1 when a row is wrong; what ends or is missing is told and no error.
    """
    files, day = _files_and_day(on or [])
    if mark and mark not in MARKS:
        said = {"option": "--mark", "value": mark, "known": ", ".join(MARKS)}
        raise show.wrong(calls.NO_CHOICE, "--mark", **said)
    audited = review.audit_law(country, folder, home, day, days, mark)
    if isinstance(audited, Refused):
        show.refuse(audited, lang.value, json=json)
    found = _stakes(files, country, folder, home, day) if files else None
    if isinstance(found, Refused):
        show.refuse(found, lang.value, json=json)
    if json:
        show.print_json(review_view.of_audit(audited, lang.value, found))
    else:
        _print_audit(audited.audit, lang.value)
        _print_marked(audited.marked, mark, lang.value)
        if found is not None:
            stakes_text.print_stakes(found, lang.value)
    raise typer.Exit(1 if audited.audit.refused else 0)


def _stakes(
    files: list[pathlib.Path],
    country: str,
    folder: pathlib.Path | None,
    home: pathlib.Path,
    on: datetime.date | None,
) -> Stakes | Refused:
    """What is at stake in files of declarations."""
    # What checks declarations loads the database layer.
    from openkeden.flow.law import stakes  # noqa: PLC0415

    with contextlib.ExitStack() as stack:
        streams = [stack.enter_context(path.open("rb")) for path in files]
        return stakes.of_streams(streams, country, folder, home, on)


def _files_and_day(
    named: list[str],
) -> tuple[list[pathlib.Path], datetime.date | None]:
    """The files and the day that `--on` names: a file is there, a day is none."""
    files = [pathlib.Path(text) for text in named if pathlib.Path(text).is_file()]
    days = [text for text in named if not pathlib.Path(text).is_file()]
    if len(days) > 1:
        raise show.wrong(calls.NO_DAY, "--on", value=" ".join(days))
    return files, options.day(days[0]) if days else None


def _print_audit(found: review.Audit, language: str) -> None:
    names = locale.names(language)
    words, marks = names["law"], [names["marks"][mark] for mark in MARKS]
    as_of = words["as_of"].format(on=found.on, count=found.count)
    show.out.print(f"{found.jurisdiction} {found.version[:12]} {as_of}")
    rows = [_counts(kind, counts) for kind, counts in found.marks.items()]
    show.print_table((words["rows"], *marks), rows, right=marks)
    ending = words["ending"].format(days=found.days)
    show.out.print(f"\n[bold]{len(found.ending)}[/bold] {ending}")
    if found.ending:
        heads = [words[name] for name in _ENDING]
        rows = [_ending(row, language) for row in found.ending]
        show.print_table(heads, rows, right=(heads[3],), flexible=5)
    show.out.print(f"\n[bold]{len(found.findings)}[/bold] {words['findings']}")
    show.print_findings(found.findings, language)
    show.out.print(f"\n[bold]{len(found.gaps)}[/bold] {words['gaps']}")
    for gap in found.gaps:
        text = law_words.told(gap.text, language)
        show.out.print(f"  {show.plain(gap.key)}: {show.plain(text)}", soft_wrap=True)


#: The columns of the table of rows that end.
_ENDING = ("ends", "row", "mark", "codes", "then", "value")


def _counts(kind: str, counts: dict[str, int]) -> list[str]:
    return [kind, *[str(counts.get(mark, 0)) for mark in MARKS]]


def _ending(row: review.Ending, language: str) -> list[str]:
    names = locale.names(language)
    then = names["law"]["next_row" if row.follows else "nothing"]
    value = law_words.translated(row.value, language) or row.value
    mark = names["marks"].get(row.mark, row.mark)
    cells = (row.until, row.row, mark, row.codes or "", then, value)
    return [show.plain(cell) for cell in cells]


def _print_marked(marked: tuple[Provision, ...] | None, mark: str, language: str) -> None:
    """Each row of a mark with what it rests on."""
    if marked is None:
        return
    names = locale.names(language)
    named = names["marks"][mark]
    head = names["law"]["marked"].format(count=len(marked), mark=named)
    show.out.print(f"\n{show.plain(head)}")
    for row in [row_view.of(row, language) for row in marked]:
        until = f" - {row.until}" if row.until else ""
        show.out.print(
            show.plain(f"  {row.id}: {row.value}; {row.since}{until}"), soft_wrap=True
        )
        show.out.print(
            show.plain(f"    {row_view.basis(row)}; {row.source}"),
            style="dim",
            soft_wrap=True,
        )


@law.command(name="import")
def import_rows(
    file: Annotated[
        pathlib.Path,
        typer.Argument(help="Rows of law, as TOML or CSV."),
    ],
    name: options.ImportName = "",
    dry_run: options.DryRun = False,
    actor: options.Actor = "",
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    country: options.Country = "",
    home: tariff.Home = options.HOME,
) -> None:
    """Import legal rows into this installation. The file is checked first and imported
    whole or not at all; that it is in use is a fact of the ledger.

    They count at once. Exit code 1: an error was found and nothing was imported. --country
    goes with --dry-run.
    """
    name, body = name or file.stem, options.content(file, lang.value)
    if dry_run:
        given = imports.try_rows(body, name, home, country)
    else:
        # A dry run does not load the layer of the database.
        from openkeden.flow.law import taking  # noqa: PLC0415

        by = options.importer(actor, at, reason, home, country)
        opened = options.opened(home, lang.value, create=True)
        given = taking.import_rows(body, name, by, opened)
    show.stop_unusable(given)
    if json:
        show.print_json(import_view.of_rows(given, name, lang.value))
    else:
        _print_import(name, given, lang.value, dry_run=dry_run)
    raise typer.Exit(1 if isinstance(given, Refused) else 0)


import_rows.__doc__ = f"{import_rows.__doc__}\n{layouts.LAW}"


def _print_import(
    name: str, given: imports.ImportedRows | Refused, language: str, *, dry_run: bool
) -> None:
    show.print_findings(given.findings, language)
    shown, words = show.plain(name), locale.names(language)["law"]
    if isinstance(given, Refused):
        show.out.print(f"{shown}: {words['not_imported']}", soft_wrap=True)
        return
    if not (given.added or given.closes):
        held = words["no_change"].format(known=given.known)
        show.out.print(f"{shown}: {held}", soft_wrap=True)
        return
    for id_ in given.added:
        show.out.print(f"  + {show.plain(id_)}", soft_wrap=True)
    for id_ in given.ended:
        show.out.print(f"  - {show.plain(id_)} {words['ends_before']}", soft_wrap=True)
    would = words["would" if dry_run else "done"]
    counts = words["counts"].format(
        added=len(given.added), ended=len(given.ended), known=given.known
    )
    show.out.print(f"{shown} {would}: {counts}", soft_wrap=True)
