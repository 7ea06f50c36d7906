"""`keden duty`: what goods would cost to clear, line by line, and what they need."""

import datetime
import pathlib
from typing import Annotated, Any, NamedTuple, NoReturn

import typer

from openkeden.base import money
from openkeden.base.findings import Refused
from openkeden.cli import figures, options, show
from openkeden.flow.pricing import persons, price
from openkeden.views import figure_text, price_view

#: Options of a question about goods that one about goods of a person has too, and what the
#: others are when not given.
_PERSONAL = ("code", "value", "currency", "origin", "net", "qty", "unit", "attributes")
_DEFAULTS = {"procedure": "40", "mode": "30"}

Qty = Annotated[
    str,
    typer.Option(help="Quantity in the supplementary unit, or in the unit of the rate."),
]
Unit = Annotated[
    str, typer.Option(help="Unit of --qty where it is another one, such as l or cm3.")
]
Attribute = Annotated[
    list[str] | None,
    typer.Option(help="What a rate asks of the goods, as engine_cm3=1995. Repeatable."),
]
Preference = Annotated[
    list[str] | None,
    typer.Option(help="A preference, as duty=LDC or vat=AIDV. Repeatable."),
]
On = Annotated[
    str, typer.Option(help="The day, as 2026-04-02; today where it is not given.")
]
Rate = Annotated[
    list[str] | None,
    typer.Option(
        help=(
            "An exchange rate in place of the published one: EUR=600.00, UZS=100:3.93."
            " Repeatable."
        )
    ),
]
Carried = Annotated[
    str,
    typer.Option(help="Currency of --transport; that of the price where it is not given."),
]
Regime = Annotated[
    str,
    typer.Option(
        help="Goods of a person: parcel, luggage, luggage_air, car, ecommerce;"
        " --value and --net count."
    ),
]
Law = Annotated[
    str,
    typer.Option(
        envvar="KEDEN_LAW",
        help="The law pack, by the code of its country; that of the installation, or KZ.",
    ),
]


def duty(
    code: Annotated[str, typer.Option(help="Commodity code, ten digits.")],
    value: Annotated[str, typer.Option(help="Price of the goods, such as 10000.00.")],
    currency: Annotated[str, typer.Option(help="Currency of the price, three letters.")],
    net: Annotated[str, typer.Option(help="Net mass in kg.")],
    origin: Annotated[
        str,
        typer.Option(
            help="Country of origin, two letters; only a --regime does without it."
        ),
    ] = "",
    gross: Annotated[
        str, typer.Option(help="Gross mass in kg; as net where it is not given.")
    ] = "",
    qty: Qty = "",
    unit: Unit = "",
    attribute: Attribute = None,
    preference: Preference = None,
    procedure: Annotated[str, typer.Option(help="Customs procedure, two digits.")] = "40",
    on: On = "",
    rate: Rate = None,
    transport: Annotated[
        str, typer.Option(help="Carriage to the border beside the price.")
    ] = "",
    transport_currency: Carried = "",
    destination: Annotated[
        str, typer.Option(help="Country that exports go to, two letters.")
    ] = "",
    mode: Annotated[
        str, typer.Option(help="Kind of transport at the border, two digits.")
    ] = "30",
    regime: Regime = "",
    law: Law = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Price the clearance of goods before they travel: value, duty, excise, VAT and fee,
    with the law behind each.

    With --regime it prices goods of a person. Nothing is recorded; rows of law and exchange
    rates that the installation in --home took in count too. Exit code 1: the goods cannot
    be priced so, or may not move at all.
    """
    when = _When(options.day(on), _pairs("--rate", rate), law, home)
    asked = price.PriceQuestion(
        code=code,
        value=value,
        currency=currency,
        origin=origin,
        net=net,
        gross=gross,
        qty=qty,
        unit=unit,
        attributes=_pairs("--attribute", attribute),
        preferences=_preferences(preference),
        procedure=procedure,
        transport=transport,
        transport_currency=transport_currency,
        destination=destination,
        mode=mode,
    )
    if regime:
        _of_person(regime, asked, when, lang.value, json=json)
    else:
        _of_goods(asked, when, lang.value, json=json)


class _When(NamedTuple):
    """The day, the exchange rates given, and whose law: what the prices of a question rest
    on.
    """

    on: datetime.date | None
    rates: dict[str, str]
    law: str
    home: pathlib.Path


def _of_goods(
    asked: price.PriceQuestion, when: _When, language: str, *, json: bool
) -> NoReturn:
    try:
        landed = price.duty(**when._asdict(), **asked)
    except price.Unpriced as refused:
        show.refuse(Refused(refused.findings), language, json=json)
    except ValueError as wrong:
        raise show.UserError(str(wrong)) from None
    if json:
        show.print_json(price_view.of_goods(landed, language))
    else:
        _print_landed(landed, language)
    raise typer.Exit(1 if landed.prohibited else 0)


def _of_person(
    regime: str, asked: price.PriceQuestion, when: _When, language: str, *, json: bool
) -> NoReturn:
    """Goods of a person; what only a goods declaration asks for does not go with them."""
    other = [
        name
        for name, text in asked.items()
        if text and name not in _PERSONAL and text != _DEFAULTS.get(name)
    ]
    if other:
        raise show.UserError(
            f"--regime does not go with {', '.join(f'--{name}' for name in other)}"
        )
    try:
        told: Any = {
            name: text
            for name, text in asked.items()
            if name in persons.PersonalQuestion.__annotations__
        }
        priced = persons.price(regime=regime, **when._asdict(), **told)
    except price.Unpriced as refused:
        show.refuse(Refused(refused.findings), language, json=json)
    except ValueError as wrong:
        raise show.UserError(str(wrong)) from None
    if json:
        show.print_json(price_view.of_person(priced, language))
    else:
        _print_personal(priced, language)
    raise typer.Exit(0)


def _print_personal(priced: persons.PersonalPrice, language: str) -> None:
    words, owed = figure_text.Words(language), priced.owed
    head = f"[bold]{show.plain(priced.code)}[/bold], {owed.regime.code}, {priced.on}"
    head += f", {priced.currency}, {priced.edition}"
    show.out.print(head)
    show.out.print(f"{words.of('price')}: {money.grouped(priced.customs_value)}")
    for known in priced.quotes:
        show.out.print(f"  {show.plain(figure_text.quote(known))}", style="dim")
    free = [money.grouped(owed.free_value)] if owed.free_value is not None else []
    free += (
        [f"{money.short(owed.free_mass, money.QUANTITY_DIGITS)} kg"]
        if owed.free_mass is not None
        else []
    )
    if free:
        show.out.print(f"{words.of('free')}: {', '.join(free)}")
    for line in owed.lines:
        show.out.print(f"[bold]{words.of(line.code)}[/bold]")
        show.out.print(
            f"  {words.of('base')}, {words.of(owed.regime.base)}:"
            f" {money.grouped(line.base)}"
        )
        for step in line.steps:
            show.out.print(f"  {show.plain(figure_text.step(step, words))}", soft_wrap=True)
        for id_ in line.rows:
            law = figure_text.row(id_, priced.law.get(id_))
            show.out.print(
                show.plain(f"  {words.of('law')}: {law}"), style="dim", soft_wrap=True
            )
    show.out.print(
        f"[bold]{words.of('payable')}: {money.grouped(priced.total)}[/bold]"
        f" {priced.currency}"
    )
    if not owed.lines:
        told = figure_text.row(owed.regime.row.id, owed.regime.row)
        show.out.print(
            show.plain(f"{words.of('law')}: {told}"), style="dim", soft_wrap=True
        )


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    """What is written as `name=value`, each name once."""
    made: dict[str, str] = {}
    for text in given or []:
        name, equals, value = text.partition("=")
        if not equals or not name or name in made:
            raise show.UserError(
                f"{option} {text!r}: write it as name=value, each name once"
            )
        made[name] = value
    return made


def _preferences(given: list[str] | None) -> dict[str, str]:
    made = _pairs("--preference", given)
    known = price.CLAIMABLE
    for name in made:
        if name not in known:
            there = ", ".join(known)
            raise show.UserError(
                f"--preference {name!r} is not a charge that a preference relieves;"
                f" there are {there}"
            )
    return made


def _print_landed(landed: price.Landed, language: str) -> None:
    words = figure_text.Words(language)
    show.out.print(
        f"[bold]{show.plain(landed.code)}[/bold], {landed.on}, {landed.currency},"
        f" {landed.edition}"
    )
    figures.print_lines(landed.lines, words, landed.law)
    whole = money.grouped(landed.customs_value + landed.total)
    show.out.print(f"[bold]{words.of('landed')}: {whole}[/bold] {landed.currency}")
    for need in landed.needs:
        asked = (
            f"{words.of('document')} {need.document} {need.name}".rstrip()
            if need.document
            else ""
        )
        quota = f"{words.of('quota')} {need.quota} ({need.limit})" if need.quota else ""
        told = "; ".join(
            [part for part in (asked, quota, f"{words.of('law')}: {_row(need)}") if part]
        )
        show.out.print(
            show.plain(f"{words.of('advised' if need.advice else 'needed')}: {told}"),
            soft_wrap=True,
        )
    if not landed.needs:
        show.out.print(words.of("nothing_needed"), style="dim")
    if landed.unit:
        show.out.print(f"{words.of('unit')}: {landed.unit}", style="dim")
    show.print_findings(landed.findings, language)


def _row(need: price.Need) -> str:
    return figure_text.row(need.why, need.row)
