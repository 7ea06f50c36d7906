"""`keden law` and `keden rates`: the rows of law checked, exchange rates loaded."""

import pathlib
from typing import Annotated

import typer

from openkeden.base import findings
from openkeden.cli import options, show
from openkeden.feeds import check, lawpack
from openkeden.flow import house, quotes

law = typer.Typer(no_args_is_help=True, help="The law pack: check its rows.")
rates = typer.Typer(no_args_is_help=True, help="Exchange rates: load a central bank's answer.")


@law.command(name="check")
def check_law(
    lang: options.Lang = options.Language.en,
    json: options.Json = False,
) -> None:
    """Check every row of the law pack: sources, validity, overlaps, rates, codes. Exit code 1 when a row is wrong."""
    pack = lawpack.load(house.JURISDICTION)
    found = check.check(pack)
    if json:
        show.print_json({"version": pack.version, "findings": [show.finding(one, lang.value) for one in found]})
    else:
        show.print_findings(found, lang.value)
        show.out.print(f"{pack.jurisdiction} {pack.version[:12]}: {len(found)} findings, {len(pack.gaps)} known gaps")
    raise typer.Exit(1 if findings.refuses(found) else 0)


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
        show.out.print(f"{path}: {loaded.added} rates added, {loaded.known} known already", soft_wrap=True)
    raise typer.Exit(1 if failed else 0)
