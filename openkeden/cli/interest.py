"""`keden interest`: what paying duty and taxes in parts or later costs."""

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from openkeden import locale
from openkeden.base import interest_usage, money
from openkeden.base.findings import Refused
from openkeden.cli import options, show
from openkeden.flow.law import packs
from openkeden.flow.pricing import arguments, interest_questions
from openkeden.views import interest_view

Amount = Annotated[
    str,
    typer.Argument(
        metavar="AMOUNT", help="The duty and taxes in national currency, as 500000.00."
    ),
]
Released = Annotated[
    str, typer.Option(help="The day of release with a deferral, as 2026-03-10.")
]
Paid = Annotated[str, typer.Option(help="The day of payment, as 2026-04-10.")]
Rate = Annotated[
    str,
    typer.Option(
        help="Refinancing rate in percent a year, as 18; those of the law without it."
    ),
]
Months = Annotated[
    str, typer.Option(help="Months of temporary admission, one begun counts whole.")
]
On = Annotated[
    str,
    typer.Option(
        help="The day of temporary admission, as 2026-04-02; today where it is not given."
    ),
]


def interest(
    amount: Amount,
    released: Released = "",
    paid: Paid = "",
    rate: Rate = "",
    months: Months = "",
    on: On = "",
    country: options.Country = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Compute the interest of a deferral, or what temporary admission costs by months.

    A deferral bears a part of the refinancing rate for each day from the day after release
    to the day of payment. Temporary admission with partial payment (procedure 53) costs a
    share of the duty and taxes of its first day, which `keden duty` computes under
    procedure 40, for each month.
    """
    said = {"released": released, "paid": paid, "rate": rate, "months": months, "on": on}
    _check_options({name for name, text in said.items() if text})
    pack = options.pack(home, country)
    answer: interest_questions.InterestOwed | Refused
    if months:
        day = packs.day_of(pack, options.day(on))
        answer = interest_questions.of_admission(pack, amount, months, day)
    else:
        first = options.named_day(released, "--released")
        last = options.named_day(paid, "--paid")
        asked = interest_questions.Deferral(amount, first, last, rate)
        answer = interest_questions.of_deferral(pack, asked)
    if isinstance(answer, Refused):
        found = Refused(arguments.by_option(answer.findings))
        show.refuse(found, lang.value, json=json)
    view = interest_view.of(answer, lang.value)
    if json:
        show.print_json(view)
    else:
        _print(view, lang.value)


def _check_options(given: set[str]) -> None:
    """End the command unless the options ask one whole question."""
    deferral = {"released", "paid"} <= given <= {"released", "paid", "rate"}
    admission = {"months"} <= given <= {"months", "on"}
    if not (deferral or admission):
        told = ", ".join([f"--{name}" for name in sorted(given)]) or "-"
        raise show.wrong(interest_usage.ONE_QUESTION, "--months", value=told)


def _print(view: interest_view.InterestView, language: str) -> None:
    words = locale.names(language)["interest"]
    owed = money.grouped(money.parse(str(view.owed)))
    show.out.print(f"[bold]{words['owed']}: {owed} {view.currency}[/bold]")
    for line in lines(view, words):
        show.out.print(show.plain(line), soft_wrap=True)


def lines(view: interest_view.InterestView, words: Mapping[str, str]) -> Iterator[str]:
    """How the sum is made, with the law behind it."""
    amount = money.grouped(money.parse(str(view.amount)))
    yield f"{words['amount']}: {amount} {view.currency}"
    if view.months:
        yield f"{words['months']}: {view.months} x {view.law.value} %"
    for period in view.periods:
        days = f"{period.first} - {period.last}, {words['days']}: {period.days}"
        part = f"{period.rate} % / {view.law.value}"
        law = words["given"] if period.law is None else period.law.act
        yield f"{days}, {part} ({law})"
    yield f"{words['law']}: {view.law.act}, {view.law.article}"
