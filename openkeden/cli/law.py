"""`keden law`: the rows of law checked and audited, further ones taken into a house."""

import pathlib
from typing import Annotated

import typer

from openkeden.base import findings
from openkeden.base.validity import MARKS, Provision
from openkeden.cli import options, show, tariff
from openkeden.flow import installation_files
from openkeden.lawpack.imports import imported_files, law_rows, local_rows
from openkeden.lawpack.pack import NotCovered, Pack, load_pack
from openkeden.lawpack.review import audit, check

law = typer.Typer(
    no_args_is_help=True, help="The law: check and audit its rows, take in further ones."
)
Jurisdiction = Annotated[str, typer.Argument(help="The country of the pack, such as KG.")]
Mark = Annotated[
    str,
    typer.Option(help="List the rows that bear this mark: verified, secondary, memory or open."),
]
Folder = Annotated[
    pathlib.Path | None,
    typer.Option(
        "--law",
        help="A folder of law with `kz`, `eaeu` ... in it, instead of the one that comes along.",
    ),
]


@law.command(name="check")
def check_law(
    jurisdiction: Jurisdiction = installation_files.JURISDICTION,
    folder: Folder = None,
    lang: options.Lang = options.Language.en,
    json: options.Json = False,
) -> None:
    """Check every row of a law pack: sources, validity, overlaps, rates, codes. Exit code 1 when a row is wrong."""
    pack = _pack(jurisdiction, folder)
    found = check.check(pack)
    if json:
        show.print_json(
            {"version": pack.version, "findings": [show.finding(one, lang.value) for one in found]}
        )
    else:
        show.print_findings(found, lang.value)
        show.out.print(
            f"{pack.jurisdiction} {pack.version[:12]}: {len(found)} findings, {len(pack.gaps)} known gaps"
        )
    raise typer.Exit(1 if findings.refuses(found) else 0)


def _pack(
    jurisdiction: str, folder: pathlib.Path | None, imported: pathlib.Path | None = None
) -> Pack:
    """The pack as its files are; a sentence when there is none, or a file has not the shape of its kind."""
    try:
        return load_pack(jurisdiction, folder, imported=imported)
    except (ValueError, OSError) as wrong:
        raise show.UserError(str(wrong)) from None


@law.command(name="audit")
def audit_law(
    jurisdiction: Jurisdiction = installation_files.JURISDICTION,
    folder: Folder = None,
    on: tariff.On = "",
    days: Annotated[
        int, typer.Option(min=0, max=3650, help="Tell the rows that end within so many days.")
    ] = 60,
    mark: Mark = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: tariff.Home = options.HOME,
) -> None:
    """Audit the law pack as of a day: rows by mark, what ends soon, what does not fit, what is not held.

    Exit code 1 when a row is wrong; what ends or is missing is told and no error.
    """
    if mark and mark not in MARKS:
        raise show.UserError(f"--mark {mark!r} is not a mark: use {', '.join(MARKS)}")
    pack = _pack(jurisdiction, folder, home / imported_files.FOLDER)
    try:
        found = audit.audit(pack, tariff.day_of(on, pack), days)
    except NotCovered as error:
        raise show.UserError(f"{error}; --on names another day") from None
    listed = audit.marked(pack.sources, mark, found.on) if mark else ()
    if json:
        told = {name: getattr(found, name) for name in found.__struct_fields__}
        told |= {"rows": listed} if mark else {}
        show.print_json(
            told | {"findings": [show.finding(one, lang.value) for one in found.findings]}
        )
    else:
        _print_audit(found, lang.value)
        _print_marked(listed, mark)
    raise typer.Exit(1 if found.refused else 0)


def _print_audit(found: audit.Audit, language: str) -> None:
    show.out.print(f"{found.jurisdiction} {found.version[:12]} on {found.on}: {found.count} rows")
    rows = [
        (kind, *(str(told.get(mark, 0)) for mark in MARKS)) for kind, told in found.marks.items()
    ]
    show.print_table(("rows", *MARKS), rows, right=tuple(MARKS))
    show.out.print(f"\n[bold]{len(found.ending)}[/bold] rows end within {found.days} days")
    if found.ending:
        heads = ("ends", "row", "mark", "codes", "then", "value")
        ends = [
            (
                str(one.until),
                one.row,
                one.mark,
                str(one.codes or ""),
                "next row" if one.follows else "nothing",
                one.value,
            )
            for one in found.ending
        ]
        show.print_table(
            heads, [tuple(map(show.plain, row)) for row in ends], right=("codes",), flexible=5
        )
    show.out.print(f"\n[bold]{len(found.findings)}[/bold] findings")
    show.print_findings(found.findings, language)
    show.out.print(f"\n[bold]{len(found.gaps)}[/bold] known gaps")
    for gap in found.gaps:
        show.out.print(f"  {show.plain(gap.key)}: {show.plain(gap.text)}", soft_wrap=True)


def _print_marked(listed: tuple[Provision, ...], mark: str) -> None:
    """Each row of a mark with what it rests on."""
    if mark:
        show.out.print(
            show.plain(f"\n{len(listed)} rows marked {mark} in force on that day or later")
        )
    for row in listed:
        until = f" - {row.until}" if row.until else ""
        show.out.print(show.plain(f"  {row.id}: {row.value}; {row.since}{until}"), soft_wrap=True)
        show.out.print(show.plain(f"    {row.basis}; {row.source}"), style="dim", soft_wrap=True)


@law.command(name="import")
def import_rows(
    file: Annotated[
        pathlib.Path,
        typer.Argument(help="Rows of law, TOML or CSV; docs/law-import.md has the layouts."),
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
    home: tariff.Home = options.HOME,
) -> None:
    """Take rows of law into this house beside its law pack: every check first, then all of the file or nothing.

    They count at once for `keden duty` and `keden tariff`, for clearing when the house is opened again. Exit code 1: an
    error was found and nothing was taken.
    """
    name, body, folder = (
        tariff.name_of(name or file.stem),
        file.read_bytes(),
        home / imported_files.FOLDER,
    )
    suffix = ".csv" if local_rows.is_csv(body) else ".toml"

    def judge() -> law_rows.JudgedRows:
        return law_rows.named(
            law_rows.judge(body, options.pack(home, country)), name, imported_files.kept(folder)
        )

    given = imported_files.take(folder, name, body, judge, suffix=suffix, dry_run=dry_run)
    _print_import(name, given, lang.value, json=json, dry_run=dry_run)
    raise typer.Exit(1 if given.refused else 0)


def _print_import(
    name: str, given: law_rows.JudgedRows, language: str, *, json: bool, dry_run: bool
) -> None:
    laid, taken = given.laid, not (given.refused or dry_run) and given.moves
    if json:
        told = [show.finding(one, language) for one in given.findings]
        counts = {
            "added": laid.added,
            "ended": laid.ended,
            "closes": given.closes,
            "known": laid.known,
        }
        show.print_json({"name": name, "taken": taken, **counts, "findings": told})
        return
    show.print_findings(given.findings, language)
    if given.refused:
        show.out.print(f"{show.plain(name)}: nothing was taken", soft_wrap=True)
    elif not given.moves:
        show.out.print(
            f"{show.plain(name)}: no change, all {laid.known} rows are held already", soft_wrap=True
        )
    else:
        for id_ in laid.added:
            show.out.print(f"  + {show.plain(id_)}", soft_wrap=True)
        for id_ in laid.ended:
            show.out.print(f"  - {show.plain(id_)} ends the day before", soft_wrap=True)
        would = "would be taken" if dry_run else "taken"
        moved = f"{len(laid.added)} rows added, {len(laid.ended)} ended, {laid.known} held already"
        show.out.print(f"{show.plain(name)} {would}: {moved}", soft_wrap=True)
