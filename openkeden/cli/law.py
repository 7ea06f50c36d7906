"""`keden law`: check and audit the rows of law, import further ones."""

import pathlib
from typing import Annotated

import typer

from openkeden.base import calls
from openkeden.base.findings import Refused, refuses
from openkeden.base.validity import MARKS, Provision
from openkeden.cli import law_in_use, law_lists, options, show, tariff
from openkeden.flow import settings
from openkeden.flow.law import imports, review
from openkeden.views import import_view, review_view

law = typer.Typer(
    no_args_is_help=True, help="The law: check and audit its rows, import further ones."
)
law.add_typer(law_in_use.law_in_use)
law.add_typer(law_lists.law_lists)
Jurisdiction = Annotated[str, typer.Argument(help="The country of the pack, such as KG.")]
Mark = Annotated[
    str,
    typer.Option(
        help="List the rows that bear this mark: verified, secondary, memory or open."
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
    jurisdiction: Jurisdiction = settings.JURISDICTION.default,
    folder: Folder = None,
    lang: options.Lang = options.Language.en,
    json: options.Json = False,
) -> None:
    """Check every row of a law pack: sources, validity, overlaps, rates, codes. Exit code 1
    when a row is wrong.
    """
    checked = review.check_law(jurisdiction, folder)
    if isinstance(checked, Refused):
        show.refuse(checked, lang.value, json=json)
    if json:
        show.print_json(review_view.of_check(checked, lang.value))
    else:
        show.print_findings(checked.findings, lang.value)
        counts = f"{len(checked.findings)} findings, {checked.gaps} known gaps"
        show.out.print(f"{checked.jurisdiction} {checked.version[:12]}: {counts}")
    raise typer.Exit(1 if refuses(checked.findings) else 0)


@law.command(name="audit")
def audit_law(
    jurisdiction: Jurisdiction = settings.JURISDICTION.default,
    folder: Folder = None,
    on: options.On = "",
    days: Annotated[
        int,
        typer.Option(min=0, max=3650, help="List the rows that end within so many days."),
    ] = 60,
    mark: Mark = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: tariff.Home = options.HOME,
) -> None:
    """Audit the law pack as of a day: rows by mark, what ends soon, what does not fit, what
    is not held.

    Exit code 1 when a row is wrong; what ends or is missing is told and no error.
    """
    if mark and mark not in MARKS:
        said = {"option": "--mark", "value": mark, "known": ", ".join(MARKS)}
        raise show.wrong(calls.NO_CHOICE, "--mark", **said)
    audited = review.audit_law(jurisdiction, folder, home, options.day(on), days, mark)
    if isinstance(audited, Refused):
        show.refuse(audited, lang.value, json=json)
    if json:
        show.print_json(review_view.of_audit(audited, lang.value))
    else:
        _print_audit(audited.audit, lang.value)
        _print_marked(audited.marked, mark)
    raise typer.Exit(1 if audited.audit.refused else 0)


def _print_audit(found: review.Audit, language: str) -> None:
    show.out.print(
        f"{found.jurisdiction} {found.version[:12]} on {found.on}: {found.count} rows"
    )
    rows = [_counts(kind, counts) for kind, counts in found.marks.items()]
    show.print_table(("rows", *MARKS), rows, right=tuple(MARKS))
    show.out.print(f"\n[bold]{len(found.ending)}[/bold] rows end within {found.days} days")
    if found.ending:
        heads = ("ends", "row", "mark", "codes", "then", "value")
        show.print_table(
            heads, [_ending(row) for row in found.ending], right=("codes",), flexible=5
        )
    show.out.print(f"\n[bold]{len(found.findings)}[/bold] findings")
    show.print_findings(found.findings, language)
    show.out.print(f"\n[bold]{len(found.gaps)}[/bold] known gaps")
    for gap in found.gaps:
        show.out.print(f"  {show.plain(gap.key)}: {show.plain(gap.text)}", soft_wrap=True)


def _counts(kind: str, counts: dict[str, int]) -> list[str]:
    return [kind, *[str(counts.get(mark, 0)) for mark in MARKS]]


def _ending(row: review.Ending) -> list[str]:
    then = "next row" if row.follows else "nothing"
    cells = (row.until, row.row, row.mark, row.codes or "", then, row.value)
    return [show.plain(cell) for cell in cells]


def _print_marked(marked: tuple[Provision, ...] | None, mark: str) -> None:
    """Each row of a mark with what it rests on."""
    if marked is None:
        return
    head = f"\n{len(marked)} rows marked {mark} in force on that day or later"
    show.out.print(show.plain(head))
    for row in marked:
        until = f" - {row.until}" if row.until else ""
        show.out.print(
            show.plain(f"  {row.id}: {row.value}; {row.since}{until}"), soft_wrap=True
        )
        show.out.print(
            show.plain(f"    {row.basis}; {row.source}"), style="dim", soft_wrap=True
        )


@law.command(name="import")
def import_rows(
    file: Annotated[
        pathlib.Path,
        typer.Argument(
            help="Rows of law, TOML or CSV; docs/law-import.md has the layouts."
        ),
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


def _print_import(
    name: str, given: imports.ImportedRows | Refused, language: str, *, dry_run: bool
) -> None:
    show.print_findings(given.findings, language)
    shown = show.plain(name)
    if isinstance(given, Refused):
        show.out.print(f"{shown}: nothing was imported", soft_wrap=True)
        return
    if not (given.added or given.closes):
        held = f"all {given.known} rows are held already"
        show.out.print(f"{shown}: no change, {held}", soft_wrap=True)
        return
    for id_ in given.added:
        show.out.print(f"  + {show.plain(id_)}", soft_wrap=True)
    for id_ in given.ended:
        show.out.print(f"  - {show.plain(id_)} ends the day before", soft_wrap=True)
    would = "would be imported" if dry_run else "imported"
    counts = (
        f"{len(given.added)} rows added, {len(given.ended)} ended, {given.known} held"
        " already"
    )
    show.out.print(f"{shown} {would}: {counts}", soft_wrap=True)
