"""`keden mandate`: a payer lets another declare at the cost of its accounts."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base.findings import Refused
from openkeden.cli import account, deposit, options, show
from openkeden.flow.money import mandates
from openkeden.views import account_view

mandate = typer.Typer(
    no_args_is_help=True,
    help="Mandates: who may declare at whose cost, up to which amount, until when.",
)

_Role = Annotated[
    mandates.Giver,
    typer.Option(help="declarant: a person of the payer; treasury: with the paper."),
]


@mandate.command()
def give(
    payer: Annotated[str, typer.Argument(help="BIN or IIN of who pays.")],
    holder: Annotated[str, typer.Option(help="BIN or IIN of the declarant who may.")],
    limit: Annotated[str, typer.Option(help="The most, altogether: 1000000.00.")],
    since: Annotated[str, typer.Option(help="The first day, as 2026-04-02.")],
    until: Annotated[str, typer.Option(help="The last day, as 2026-12-31.")],
    document: Annotated[str, typer.Option(help="The number of the paper.")],
    actor: Annotated[str, typer.Option(help="The person who records it.")],
    role: _Role = mandates.Giver.declarant,
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Record a mandate; what waited for it is paid and released."""
    first = options.named_day(since, "--since")
    last = options.named_day(until, "--until")
    now, opened = options.moment(at, home), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    most = deposit.minor_units(limit, "--limit")
    asked = mandates.asked(payer, holder, most, first, last, document)
    made = mandates.give(asked, role, actor, now, opened, reason)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=json)
    if json:
        show.print_json(account_view.of_mandate(made.mandate, opened.currency))
        return
    for settled in made.settled:
        deposit.print_settled(settled, opened.currency, lang.value)
    _print(account_view.of_mandate(made.mandate, opened.currency), lang.value)


@mandate.command()
def withdraw(
    number: Annotated[str, typer.Argument(help="The number of the mandate.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    actor: Annotated[str, typer.Option(help="The person who withdraws it.")],
    role: _Role = mandates.Giver.declarant,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Withdraw a mandate: nothing more is drawn under it; what was drawn stays."""
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    ended = mandates.withdraw(number, reason, role, actor, now, opened)
    if isinstance(ended, Refused):
        show.refuse(ended, lang.value, json=False)
    _print(account_view.of_mandate(ended, opened.currency), lang.value)


@mandate.command("list")
def show_mandates(
    person: Annotated[
        str, typer.Option("--of", help="Only those that this BIN or IIN gave or holds.")
    ] = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """List mandates: number, payer and holder, days, what is used of the limit."""
    currency = options.opened(home, lang.value).currency
    known = [account_view.of_mandate(one, currency) for one in mandates.of(person)]
    if json:
        show.print_json(known)
        return
    for one in known:
        _print(one, lang.value)


def _print(known: account_view.MandateView, language: str) -> None:
    account.print_mandate(known, locale.names(language)["labels"])
