"""`keden rates`: exchange rates of a central bank loaded into a house."""

import pathlib
from typing import Annotated

import typer

from openkeden.cli import options, show
from openkeden.flow.law import rates_import

rates = typer.Typer(no_args_is_help=True, help="Exchange rates: load a central bank's answer.")


@rates.command(name="import")
def import_rates(
    files: Annotated[
        list[pathlib.Path], typer.Argument(help="Answers of the National Bank of Kazakhstan, XML.")
    ],
    on: Annotated[
        str, typer.Option(help="The day asked for, as 2026-04-02; the answer must be of it.")
    ] = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Load published exchange rates. A file with an error loads nothing; a changed rate never replaces another."""
    opened = options.opened(home, found=True)
    failed = False
    for path in files:
        loaded = rates_import.load(path.read_bytes(), options.day(on), opened)
        show.print_findings(loaded.findings, lang.value)
        failed = failed or loaded.refused
        show.out.print(
            f"{show.plain(path)}: {loaded.added} rates added, {loaded.known} known already",
            soft_wrap=True,
        )
    raise typer.Exit(1 if failed else 0)
