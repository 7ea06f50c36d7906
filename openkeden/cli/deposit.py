"""`keden deposit`: money received in advance, or a guarantee accepted."""

from typing import Annotated

import typer

from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.lodging import action_arguments, actions
from openkeden.flow.lodging.batch import ADVANCE, GUARANTEE


def deposit(
    payer: Annotated[str, typer.Argument(help="BIN or IIN of the payer.")],
    amount: Annotated[
        str, typer.Argument(help="Amount in national currency, such as 1000000.00.")
    ],
    document: Annotated[
        str, typer.Option(help="Number of the payment order, or of the guarantee.")
    ],
    actor: options.Actor,
    guarantee: Annotated[
        bool, typer.Option("--guarantee", help="A guarantee, not money.")
    ] = False,
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Credit a payer with money received in advance, or with a guarantee; green
    declarations are paid from it.
    """
    minor = action_arguments.amount(amount)
    if minor is None:
        raise show.UserError(
            f"amount {amount!r} is not a valid amount; write it as 1000000.00"
        )
    if not minor:
        raise show.UserError("the amount is zero")
    kind = GUARANTEE if guarantee else ADVANCE
    now, opened = options.moment(at), options.opened(home, lang.value, create=True)
    options.covered(opened, now, lang.value)
    balance = actions.deposit(payer, kind, minor, document, actor, now, opened)
    if isinstance(balance, Refused):
        show.refuse(balance, lang.value, json=False)
    show.out.print(f"{show.plain(payer)}: {kind} {money.grouped(balance)}")
