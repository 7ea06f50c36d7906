"""`keden rates`: exchange rates that a central bank published, imported into an
installation.
"""

import pathlib
from typing import Annotated

import typer

from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.law import rates_import

rates = typer.Typer(
    no_args_is_help=True, help="Exchange rates: import a central bank's answer."
)


@rates.command(name="import")
def import_rates(
    files: Annotated[
        list[pathlib.Path],
        typer.Argument(help="Answers of the National Bank of Kazakhstan, XML."),
    ],
    on: Annotated[
        str,
        typer.Option(help="The day asked for, as 2026-04-02; the answer must be of it."),
    ] = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Import published exchange rates. A file with an error imports nothing; a changed rate
    never replaces another.
    """
    opened = options.opened(home, lang.value, create=True)
    failed = False
    for path in files:
        body = options.content(path, lang.value)
        loaded = rates_import.load(body, options.day(on), opened)
        show.print_findings(loaded.findings, lang.value)
        added, known = 0, 0
        if isinstance(loaded, Refused):
            failed = True
        else:
            added, known = loaded.added, loaded.known
        counts = f"{added} rates added, {known} known already"
        show.out.print(f"{show.plain(path)}: {counts}", soft_wrap=True)
    raise typer.Exit(1 if failed else 0)
