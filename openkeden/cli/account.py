"""`keden account`: the accounts of a payer, and wrong entries reversed by two persons."""

from typing import Annotated, Any

import typer

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import commands, options, show
from openkeden.flow.money import reversals, statement
from openkeden.views import account_view


class AccountCommands(commands.CommandGroup):
    """A group in which the number of a payer alone stands for `show`."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["show", *args]
        return super().resolve_command(ctx, args)


account = typer.Typer(
    cls=AccountCommands,
    no_args_is_help=True,
    help="Accounts of payers: `keden account BIN` shows one.",
)


@account.command("show")
def show_account(
    payer: Annotated[str, typer.Argument(help="BIN or IIN of the payer.")],
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Show the accounts of a payer: balances, entries, what waits, what is overpaid,
    mandates.
    """
    opened = options.opened(home, lang.value)
    told = statement.of(payer, opened)
    if isinstance(told, Refused):
        show.refuse(told, lang.value, json=json)
    view = account_view.of(told, opened.currency)
    if json:
        show.print_json(view)
    else:
        _print(view, lang.value)


@account.command()
def reverse(
    entry: Annotated[int, typer.Argument(help="The index of the deposit.")],
    reason: Annotated[str, typer.Option(help="Why it is wrong.")],
    actor: Annotated[str, typer.Option(help="The person who proposes it.")],
    at: options.At = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Propose to reverse a deposit that was wrong; another person confirms it."""
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    made = reversals.propose(entry, reason, actor, now, opened)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=False)
    said = locale.names(lang.value)["account"]["proposed"]
    show.out.print(said.format(entry=made.entry), soft_wrap=True)


@account.command()
def confirm(
    proposal: Annotated[int, typer.Argument(help="The number of the proposal.")],
    actor: Annotated[str, typer.Option(help="The person who confirms it.")],
    at: options.At = "",
    reason: options.Late = "",
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Reverse a deposit as another person proposed."""
    now, opened = options.moment(at, home), options.opened(home, lang.value)
    made = reversals.confirm(proposal, actor, now, opened, reason)
    if isinstance(made, Refused):
        show.refuse(made, lang.value, json=False)
    said = locale.names(lang.value)["account"]["reversed"].format(
        document=made.deposit.document,
        amount=f"{money.grouped(made.deposit.amount)} {opened.currency}",
        entry=made.entry,
    )
    show.out.print(show.plain(said), soft_wrap=True)


def _print(view: account_view.AccountView, language: str) -> None:
    words, currency = locale.names(language), view.currency
    labels, accounts = words["labels"], words["accounts"]
    show.out.print(f"[bold]{show.plain(view.payer)}[/bold]")
    for kind, balance in view.balances.items():
        held = f"{show.amount(balance)} {currency}"
        show.out.print(f"  {accounts[kind]}: {held}", soft_wrap=True)
    if view.entries:
        _print_entries(view, labels, accounts)
    for waits in view.waiting:
        due = f"{waits.due:%Y-%m-%d %H:%M}" if waits.due else ""
        head = f"{labels['waits']}: {waits.registration} {show.plain(waits.reference)}"
        missing = f"{labels['missing']} {show.amount(waits.missing)} {currency}"
        show.out.print(f"{head}, {missing}, {labels['due']} {due}", soft_wrap=True)
    for over in view.overpaid:
        head = f"{labels['overpaid']}: {over.registration} {show.plain(over.reference)}"
        amount = f"{show.amount(over.overpaid)} {currency}"
        show.out.print(f"{head}, {amount}", soft_wrap=True)
    for mandate in view.mandates:
        print_mandate(mandate, labels)


def print_mandate(mandate: account_view.MandateView, labels: Any) -> None:
    """One line on a mandate."""
    days = f"{mandate.since} – {mandate.until}"
    used, limit = show.amount(mandate.used), show.amount(mandate.limit)
    amounts = f"{used} / {limit} {mandate.currency}"
    ended = f", {labels['withdrawn']}" if mandate.ended else ""
    show.out.print(
        f"{labels['mandate']} {mandate.id}: {mandate.payer} → {mandate.holder}, {days},"
        f" {amounts}{ended}",
        soft_wrap=True,
    )


def _print_entries(view: account_view.AccountView, labels: Any, accounts: Any) -> None:
    amount = f"{labels['amount']}, {view.currency}"
    heads = [labels[name] for name in ("entry", "day", "from", "to")]
    heads += [amount, labels["document"], labels["declaration"]]
    cells = [_cells(line, accounts) for line in view.entries]
    show.print_table(heads, cells, right={amount, labels["entry"]})


def _cells(line: account_view.MovementView, accounts: Any) -> list[str]:
    return [
        str(line.entry),
        f"{line.at:%Y-%m-%d}",
        accounts[line.debit],
        accounts[line.credit],
        show.amount(line.amount),
        show.plain(line.document),
        show.plain(line.declaration),
    ]
