"""`keden rates`: exchange rates that a central bank published, imported into an
installation, and those that wait for a second person.
"""

import pathlib
from typing import Annotated

import typer

from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.law import rates_import
from openkeden.views import held_rates_view

rates = typer.Typer(
    no_args_is_help=True,
    help="Exchange rates: import a central bank's answer, confirm what waits.",
)


@rates.command(name="import")
def import_rates(
    files: Annotated[
        list[pathlib.Path],
        typer.Argument(help="Answers of the National Bank of Kazakhstan, XML."),
    ],
    actor: options.Actor,
    on: Annotated[
        str,
        typer.Option(help="The day asked for, as 2026-04-02; the answer must be of it."),
    ] = "",
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Import published exchange rates. A file with an error imports nothing; a changed rate
    never replaces another.

    Rates out of bounds wait for a second person. Exit code 1: a file imported nothing.
    """
    by = options.importer(actor, at, reason)
    opened = options.opened(home, lang.value, create=True)
    failed = False
    for path in files:
        body = options.content(path, lang.value)
        loaded = rates_import.load(body, options.day(on), by, opened)
        show.print_findings(loaded.findings, lang.value)
        failed |= isinstance(loaded, Refused) or bool(loaded.held)
        show.out.print(f"{show.plain(path)}: {_counts(loaded)}", soft_wrap=True)
    raise typer.Exit(1 if failed else 0)


def _counts(loaded: rates_import.Loaded | Refused) -> str:
    """What became of the rates of a file, in one line."""
    if isinstance(loaded, Refused):
        return "0 rates added, 0 known already"
    counts = f"{loaded.added} rates added, {loaded.known} known already"
    return f"{counts}, {loaded.held} wait" if loaded.held else counts


@rates.command()
def waiting(
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List exchange rates that wait for a second person, with the index to confirm each
    by.
    """
    options.opened(home, lang.value)
    found = [held_rates_view.of(one) for one in rates_import.waiting()]
    if json:
        show.print_json(found)
        return
    heads = ("index", "recorded", "by", "day", "rates")
    table = [
        (str(one.index), one.recorded, show.plain(one.actor), one.on, ", ".join(one.rates))
        for one in found
    ]
    show.print_table(heads, table, right=("index",), flexible=4)


@rates.command()
def confirm(
    index: Annotated[int, typer.Argument(help="The index that the rates wait under.")],
    actor: options.Actor,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Confirm exchange rates that wait, as a second person; they value from then on."""
    by, opened = options.importer(actor, at, reason), options.opened(home, lang.value)
    loaded = rates_import.confirm(index, by, opened)
    if isinstance(loaded, Refused):
        show.refuse(loaded, lang.value, json=False)
    show.out.print(_counts(loaded))
