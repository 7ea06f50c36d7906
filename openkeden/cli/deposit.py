"""`keden deposit`: money received in advance, or a guarantee accepted."""

from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import calls, money, written
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.lodging import action_arguments
from openkeden.flow.money import deposits
from openkeden.flow.money.settlement import Settled
from openkeden.views import account_view


def deposit(
    payer: Annotated[str, typer.Argument(help="BIN or IIN of the payer.")],
    amount: Annotated[
        str, typer.Argument(help="Amount in national currency, such as 1000000.00.")
    ],
    document: Annotated[
        str, typer.Option(help="Number of the payment order, or of the guarantee.")
    ],
    bank: Annotated[
        str,
        typer.Option(help="BIC of the bank; of a guarantee BIC or BIN of its guarantor."),
    ],
    date: Annotated[str, typer.Option(help="The day of the document, as 2026-04-02.")],
    actor: options.Actor,
    guarantee: Annotated[
        bool, typer.Option("--guarantee", help="A guarantee, not money.")
    ] = False,
    json: options.Json = False,
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Book a document that brings a payer money or a guarantee: what waits is paid, the
    nearest deadline first, and released.

    A document is booked once; the same again gives the same answer.
    """
    minor = minor_units(amount, "amount")
    issued = options.named_day(date, "--date")
    now, opened = options.moment(at, home), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    order = deposits.order(payer, minor, document, bank, issued, guarantee=guarantee)
    made = deposits.deposit(order, actor, now, opened, reason)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=json)
    if json:
        show.print_json(account_view.of_deposit(made, opened.currency, lang.value))
        return
    for settled in made.settled:
        print_settled(settled, opened.currency, lang.value)
    show.print_findings(made.alike, lang.value)
    words = locale.names(lang.value)
    balance = f"{money.grouped(made.balance)} {opened.currency}"
    left = f"{words['accounts'][order.kind]} {balance}"
    entry = f"{words['labels']['entry']} {made.entry}"
    show.out.print(f"{show.plain(payer)}: {left} ({entry})", soft_wrap=True)


def minor_units(text: str, option: str) -> int:
    """The amount that an option or argument gives; the command ends where it is none."""
    minor = action_arguments.amount(written.number(text).text)
    if minor is None:
        raise show.wrong(calls.NO_AMOUNT, option, value=text)
    return minor


def print_settled(settled: Settled, currency: str, language: str) -> None:
    """One line on a declaration that was paid because money or a mandate came."""
    words = locale.names(language)
    account = words["accounts"]["secured" if settled.secured else "duties"]
    amount = f"{money.grouped(settled.amount)} {currency}"
    show.out.print(
        f"{settled.registration} {show.plain(settled.reference)}: {account} {amount},"
        f" {words['states'][settled.state]}",
        soft_wrap=True,
    )
