"""`keden rates`: exchange rates that a central bank published, imported into an
installation, and those that wait for a second person.
"""

import pathlib
from typing import Annotated

import typer

from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.law import rates_fetch, rates_import
from openkeden.views import waiting_view

rates = typer.Typer(
    no_args_is_help=True,
    help="Exchange rates: fetch or import a central bank's answer, confirm what waits.",
)

#: Seconds that can be waited for an answer at most.
_LONGEST = 600


@rates.command()
def fetch(
    actor: options.Actor,
    days: Annotated[
        list[str] | None,
        typer.Argument(help="Days, as 2026-04-02; today by the office's clock without."),
    ] = None,
    since: Annotated[
        str, typer.Option(help="The first day of several, up to the named day or today.")
    ] = "",
    timeout: Annotated[
        float,
        typer.Option(
            help="Seconds that the answer of a day may take.", min=1, max=_LONGEST
        ),
    ] = rates_fetch.PATIENCE,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Fetch the exchange rates of days from the National Bank of Kazakhstan and import them.

    Without a network save the bank's answer and use `keden rates import`. Rates out of
    bounds wait for a second person. Exit code 1: a day imported nothing.
    """
    by = options.importer(actor, at, reason, home)
    named = [day for text in days or [] if (day := options.day(text)) is not None]
    first = options.day(since)
    opened = options.opened(home, lang.value, create=True)
    wanted = rates_fetch.days(named, first, opened.local(by.now).date())
    if isinstance(wanted, Refused):
        show.refuse(wanted, lang.value, json=False)
    fetched = rates_fetch.fetch(wanted, by, opened, timeout)
    if isinstance(fetched, Refused):
        show.refuse(fetched, lang.value, json=False)
    failed = [not _loaded(one.outcome, str(one.on), lang.value) for one in fetched]
    raise typer.Exit(1 if any(failed) else 0)


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
    by = options.importer(actor, at, reason, home)
    opened = options.opened(home, lang.value, create=True)
    failed = False
    for path in files:
        body = options.content(path, lang.value)
        loaded = rates_import.load(body, options.day(on), by, opened)
        failed |= not _loaded(loaded, str(path), lang.value)
    raise typer.Exit(1 if failed else 0)


def _loaded(loaded: rates_import.Loaded | Refused, name: str, language: str) -> bool:
    """Show what became of an answer; whether its rates value something from now on."""
    show.print_findings(loaded.findings, language)
    show.out.print(f"{show.plain(name)}: {_counts(loaded)}", soft_wrap=True)
    return not (isinstance(loaded, Refused) or loaded.held)


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
    found = [waiting_view.of(one) for one in rates_import.waiting()]
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
    by, opened = options.importer(actor, at, reason, home), options.opened(home, lang.value)
    loaded = rates_import.confirm(index, by, opened)
    if isinstance(loaded, Refused):
        show.refuse(loaded, lang.value, json=False)
    show.out.print(_counts(loaded))
