"""`keden law` and `keden rates`: the rows of law checked and audited, exchange rates loaded."""

import pathlib
from typing import Annotated

import typer

from openkeden.base import findings
from openkeden.cli import options, show, tariffs
from openkeden.feeds import audit, check, lawpack, overlay
from openkeden.flow import quotes

law = typer.Typer(no_args_is_help=True, help="The law pack: check and audit its rows.")
Jurisdiction = Annotated[str, typer.Argument(help="The country of the pack, such as KG.")]
Folder = Annotated[
    pathlib.Path | None,
    typer.Option("--law", help="A folder of law with `kz`, `eaeu` ... in it, instead of the one that comes along."),
]

rates = typer.Typer(no_args_is_help=True, help="Exchange rates: load a central bank's answer.")


@law.command(name="check")
def check_law(
    jurisdiction: Jurisdiction = tariffs.KAZAKHSTAN,
    folder: Folder = None,
    lang: options.Lang = options.Language.en,
    json: options.Json = False,
) -> None:
    """Check every row of a law pack: sources, validity, overlaps, rates, codes. Exit code 1 when a row is wrong."""
    pack = _pack(jurisdiction, folder)
    found = check.check(pack)
    if json:
        show.print_json({"version": pack.version, "findings": [show.finding(one, lang.value) for one in found]})
    else:
        show.print_findings(found, lang.value)
        show.out.print(f"{pack.jurisdiction} {pack.version[:12]}: {len(found)} findings, {len(pack.gaps)} known gaps")
    raise typer.Exit(1 if findings.refuses(found) else 0)


def _pack(jurisdiction: str, folder: pathlib.Path | None, imported: pathlib.Path | None = None) -> lawpack.Pack:
    """The pack as its files are; a sentence when there is none, or a file has not the shape of its kind."""
    try:
        return lawpack.load(jurisdiction, folder, imported=imported)
    except (ValueError, OSError) as wrong:
        raise show.UserError(str(wrong)) from None


@law.command(name="audit")
def audit_law(
    jurisdiction: Jurisdiction = tariffs.KAZAKHSTAN,
    folder: Folder = None,
    on: tariffs.On = "",
    days: Annotated[int, typer.Option(min=0, max=3650, help="Tell the rows that end within so many days.")] = 60,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: tariffs.Home = options.HOME,
) -> None:
    """Audit the law pack as of a day: rows by mark, what ends soon, what does not fit, what is not held.

    Exit code 1 when a row is wrong; what ends or is missing is told and no error.
    """
    pack = _pack(jurisdiction, folder, home / overlay.FOLDER)
    try:
        found = audit.audit(pack, tariffs.day_of(on, pack), days)
    except lawpack.NotCovered as error:
        raise show.UserError(f"{error}; --on names another day") from None
    if json:
        told = {name: getattr(found, name) for name in found.__struct_fields__}
        show.print_json(told | {"findings": [show.finding(one, lang.value) for one in found.findings]})
    else:
        _print_audit(found, lang.value)
    raise typer.Exit(1 if found.refused else 0)


def _print_audit(found: audit.Audit, language: str) -> None:
    show.out.print(f"{found.jurisdiction} {found.version[:12]} on {found.on}: {found.count} rows")
    marks = ("V", "S", "M", "?")
    rows = [(kind, *(str(told.get(mark, 0)) for mark in marks)) for kind, told in found.marks.items()]
    show.print_table(("rows", *marks), rows, right=marks)
    show.out.print(f"\n[bold]{len(found.ending)}[/bold] rows end within {found.days} days")
    if found.ending:
        heads = ("ends", "row", "mark", "codes", "then", "value")
        ends = [
            (one.until, one.row, one.mark, str(one.codes or ""), "next row" if one.follows else "nothing", one.value)
            for one in found.ending
        ]
        show.print_table(heads, [tuple(map(show.plain, row)) for row in ends], right=("codes",), flexible=5)
    show.out.print(f"\n[bold]{len(found.findings)}[/bold] findings")
    show.print_findings(found.findings, language)
    show.out.print(f"\n[bold]{len(found.gaps)}[/bold] known gaps")
    for gap in found.gaps:
        show.out.print(f"  {show.plain(gap.key)}: {show.plain(gap.text)}", soft_wrap=True)


@rates.command(name="import")
def import_rates(
    files: Annotated[list[pathlib.Path], typer.Argument(help="Answers of the National Bank of Kazakhstan, XML.")],
    on: Annotated[str, typer.Option(help="The day asked for, as 2026-04-02; the answer must be of it.")] = "",
    lang: options.Lang = options.Language.en,
    home: options.Home = options.HOME,
) -> None:
    """Load published exchange rates. A file with an error loads nothing; a changed rate never replaces another."""
    opened = options.opened(home, found=True)
    failed = False
    for path in files:
        loaded = quotes.load(path.read_bytes(), options.day(on), opened)
        show.print_findings(loaded.findings, lang.value)
        failed = failed or loaded.refused
        show.out.print(f"{show.plain(path)}: {loaded.added} rates added, {loaded.known} known already", soft_wrap=True)
    raise typer.Exit(1 if failed else 0)
