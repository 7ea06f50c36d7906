"""`keden rates`: exchange rates that a central bank published, imported into an
installation, and those that wait for a second person.
"""

import pathlib
from collections.abc import Iterable
from typing import Annotated, NoReturn

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.law import rates_fetch, rates_import
from openkeden.views import rates_view, waiting_view

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
    json: options.Json = False,
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
        show.refuse(wanted, lang.value, json=json)
    fetched = rates_fetch.fetch(wanted, by, opened, timeout)
    if isinstance(fetched, Refused):
        show.refuse(fetched, lang.value, json=json)
    answered = ((str(one.on), one.outcome) for one in fetched)
    _print_all(answered, lang.value, json=json)


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
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Import published exchange rates. A file with an error imports nothing; a changed rate
    never replaces another.

    Rates out of bounds wait for a second person. Exit code 1: a file imported nothing.
    """
    by = options.importer(actor, at, reason, home)
    opened = options.opened(home, lang.value, create=True)
    day = options.day(on)
    bodies = [(str(path), options.content(path, lang.value)) for path in files]
    loaded = ((name, rates_import.load(body, day, by, opened)) for name, body in bodies)
    _print_all(loaded, lang.value, json=json)


def _print_all(
    loaded: Iterable[tuple[str, rates_import.Loaded | Refused]],
    language: str,
    *,
    json: bool,
) -> NoReturn:
    """Show what became of each answer, and end the command: exit code 1 where the rates of
    one value nothing from now on.
    """
    views = []
    for name, outcome in loaded:
        views.append(rates_view.of(outcome, name, language))
        if not json:
            show.print_findings(outcome.findings, language)
            told = f"{show.plain(name)}: {_counts(views[-1], language)}"
            show.out.print(told, soft_wrap=True)
    if json:
        show.print_json(views)
    failed = any(view.outcome != "loaded" for view in views)
    raise typer.Exit(show.REFUSED if failed else show.OK)


def _counts(view: rates_view.RatesView, language: str) -> str:
    """What became of the rates of an answer, in one line."""
    said = locale.names(language)["done"]
    counts = said["rates"].format(added=view.added, known=view.known)
    if not view.waiting:
        return counts
    return f"{counts}, {said['rates_wait'].format(count=view.waiting)}"


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
    labels = locale.names(lang.value)["labels"]
    heads = [labels[head] for head in ("index", "recorded", "by", "day", "rates")]
    table = [
        (str(one.index), one.recorded, show.plain(one.actor), one.on, ", ".join(one.rates))
        for one in found
    ]
    show.print_table(heads, table, right=heads[:1], flexible=4)


@rates.command()
def confirm(
    index: Annotated[int, typer.Argument(help="The index that the rates wait under.")],
    actor: options.Actor,
    at: options.At = "",
    reason: options.Late = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Confirm exchange rates that wait, as a second person; they value from then on."""
    by, opened = options.importer(actor, at, reason, home), options.opened(home, lang.value)
    loaded = rates_import.confirm(index, by, opened)
    if isinstance(loaded, Refused):
        show.refuse(loaded, lang.value, json=json)
    view = rates_view.of(loaded, str(index), lang.value)
    if json:
        show.print_json(view)
    else:
        show.out.print(_counts(view, lang.value))
