"""`keden duty --months`: what temporary admission would cost."""

from typing import Any, NoReturn

import typer

from openkeden import locale
from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import interest, price_text, show
from openkeden.flow.pricing import arguments, temporary_admission
from openkeden.flow.pricing.temporary_admission import Admission
from openkeden.views import admission_view, interest_view, missing_view


def show_price(
    months: str, asked: dict[str, Any], language: str, *, json: bool, verbose: bool
) -> NoReturn:
    """Show the price of goods under temporary admission, and end the command.

    Raises Unpriced.
    """
    priced = temporary_admission.of_goods(months, **asked)
    if isinstance(priced, Refused):
        found = Refused(arguments.by_option(priced.findings))
        show.refuse(found, language, json=json)
    if json:
        show.print_json(admission_view.of(priced, language))
    else:
        price_text.print_goods(priced.landed, language, verbose=verbose)
        _print(priced, language)
    raise typer.Exit(show.REFUSED if priced.landed.prohibited else show.OK)


def _print(priced: Admission, language: str) -> None:
    words = locale.names(language)["interest"]
    view = interest_view.of(priced.owed, language)
    owed = f"{money.grouped(priced.owed.owed)} {priced.owed.currency}"
    total = missing_view.total(owed, priced.findings, language)
    head = words["admission"].format(months=view.months)
    show.out.print(f"[bold]{head}: {show.plain(total)}[/bold]", soft_wrap=True)
    for line in interest.lines(view, words):
        show.out.print(f"  {show.plain(line)}", soft_wrap=True)
