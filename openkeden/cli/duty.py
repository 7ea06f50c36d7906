"""`keden duty`: what goods would cost to clear, line by line, and what they need."""

import datetime
import pathlib
from typing import Annotated, Any, NamedTuple, NoReturn

import typer

from openkeden.base import calls, money
from openkeden.base.findings import Refused
from openkeden.cli import figures, options, show
from openkeden.flow import installation_files, settings
from openkeden.flow.pricing import arguments, persons, price, reliefs
from openkeden.views import figure_text, price_view

#: Options of a question about goods that one about goods of a person has too, and what the
#: others are when not given.
_PERSONAL = ("code", "value", "currency", "origin", "net", "qty", "unit", "attributes")
_DEFAULTS = {"procedure": "40", "mode": "30"}

#: The fields of a question about goods of a person.
_OF_PERSON = frozenset(persons.PersonalQuestion.__annotations__)

Code = Annotated[str, typer.Option(help="Commodity code, ten digits.")]
Value = Annotated[str, typer.Option(help="Price of the goods, such as 10000.00.")]
Currency = Annotated[str, typer.Option(help="Currency of the price, three letters.")]
Net = Annotated[str, typer.Option(help="Net mass in kg.")]
Origin = Annotated[
    str,
    typer.Option(help="Country of origin, two letters; only a --regime does without it."),
]
Gross = Annotated[str, typer.Option(help="Gross mass in kg; as net where it is not given.")]
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
    typer.Option(help="A preference, as LDC or vat=AIDV. Repeatable."),
]
ProcedureCode = Annotated[str, typer.Option(help="Customs procedure, two digits.")]
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
Transport = Annotated[str, typer.Option(help="Carriage to the border beside the price.")]
Carried = Annotated[
    str,
    typer.Option(help="Currency of --transport; that of the price where it is not given."),
]
Destination = Annotated[str, typer.Option(help="Country that exports go to, two letters.")]
Mode = Annotated[str, typer.Option(help="Kind of transport at the border, two digits.")]
RegimeName = Annotated[
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
    code: Code,
    value: Value,
    currency: Currency,
    net: Net,
    origin: Origin = "",
    gross: Gross = "",
    qty: Qty = "",
    unit: Unit = "",
    attribute: Attribute = None,
    preference: Preference = None,
    procedure: ProcedureCode = "40",
    on: On = "",
    rate: Rate = None,
    transport: Transport = "",
    transport_currency: Carried = "",
    destination: Destination = "",
    mode: Mode = "30",
    regime: RegimeName = "",
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
    house = _house(home)
    whose = law or ("" if house else settings.JURISDICTION.value)
    given = options.pairs("--rate", rate or [], "EUR=600.00")
    when = _When(options.day(on), given, whose, house)
    asked = price.PriceQuestion(
        code=code,
        value=value,
        currency=currency,
        origin=origin,
        net=net,
        gross=gross,
        qty=qty,
        unit=unit,
        attributes=options.pairs("--attribute", attribute or [], "engine_cm3=1995"),
        preferences=_preferences(preference, when),
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
    home: pathlib.Path | None


def _house(home: pathlib.Path) -> pathlib.Path | None:
    """The installation that is named; none where the usual folder holds none."""
    usual = home == options.HOME and not installation_files.is_begun(home)
    return None if usual else home


def _of_goods(
    asked: price.PriceQuestion, when: _When, language: str, *, json: bool
) -> NoReturn:
    try:
        landed = price.duty(**when._asdict(), **asked)
    except price.Unpriced as refused:
        show.refuse(_refused(refused), language, json=json)
    if json:
        show.print_json(price_view.of_goods(landed, language))
    else:
        _print_landed(landed, language)
    raise typer.Exit(1 if landed.prohibited else 0)


def _refused(unpriced: price.Unpriced) -> Refused:
    return Refused(arguments.by_option(unpriced.findings))


def _of_person(
    regime: str, asked: price.PriceQuestion, when: _When, language: str, *, json: bool
) -> NoReturn:
    """Goods of a person; what only a goods declaration asks for does not go with them."""
    _refuse_other_options(asked)
    question: Any = {name: text for name, text in asked.items() if name in _OF_PERSON}
    try:
        priced = persons.price(regime=regime, **when._asdict(), **question)
    except price.Unpriced as refused:
        show.refuse(_refused(refused), language, json=json)
    if json:
        show.print_json(price_view.of_person(priced, language))
    else:
        _print_personal(priced, language)
    raise typer.Exit(0)


def _refuse_other_options(asked: price.PriceQuestion) -> None:
    """Refuse options that say nothing about goods of a person."""
    other = [
        f"--{name}"
        for name, text in asked.items()
        if text and name not in _PERSONAL and text != _DEFAULTS.get(name)
    ]
    if other:
        names = ", ".join(other)
        raise show.wrong(calls.NOT_TOGETHER, other[0], option="--regime", value=names)


def _print_personal(priced: persons.PersonalPrice, language: str) -> None:
    words, owed = figure_text.Words(language, priced.findings), priced.owed
    head = f"[bold]{show.plain(priced.code)}[/bold], {owed.regime.code}, {priced.on}"
    show.out.print(f"{head}, {priced.currency}, {priced.edition}")
    show.out.print(f"{words.of('price')}: {money.grouped(priced.customs_value)}")
    for quote in priced.quotes:
        show.out.print(f"  {show.plain(figure_text.quote(quote))}", style="dim")
    free = _free_of(priced)
    if free:
        show.out.print(f"{words.of('free')}: {', '.join(free)}")
    _print_charges(priced, words)
    payable = f"{words.of('payable')}: {words.total(priced.total, priced.currency)}"
    show.out.print(f"[bold]{payable}[/bold]")
    if not owed.lines:
        row = owed.regime.row
        _print_law(figure_text.row(row.id, row), words)
    show.print_findings(priced.findings, language)


def _free_of(priced: persons.PersonalPrice) -> list[str]:
    """The value and the mass up to which a regime frees goods."""
    free, owed = [], priced.owed
    if owed.free_value is not None:
        free.append(money.grouped(owed.free_value))
    if owed.free_mass is not None:
        free.append(f"{money.short(owed.free_mass, money.QUANTITY_DIGITS)} kg")
    return free


def _print_charges(priced: persons.PersonalPrice, words: figure_text.Words) -> None:
    """The charges on goods of a person: each with its base, the steps to it, its law."""
    base = f"{words.of('base')}, {words.of(priced.owed.regime.base)}"
    for line in priced.owed.lines:
        show.out.print(f"[bold]{words.of(line.code)}[/bold]")
        show.out.print(f"  {base}: {money.grouped(line.base)}")
        for step in line.steps:
            show.out.print(f"  {show.plain(figure_text.step(step, words))}", soft_wrap=True)
        for id_ in line.rows:
            _print_law(figure_text.row(id_, priced.law.get(id_)), words, indent="  ")


def _print_law(law: str, words: figure_text.Words, indent: str = "") -> None:
    text = show.plain(f"{indent}{words.of('law')}: {law}")
    show.out.print(text, style="dim", soft_wrap=True)


def _preferences(texts: list[str] | None, when: _When) -> dict[str, str]:
    """The preferences claimed, by charge; a code alone is for the charge that it relieves."""
    written = [
        text if "=" in text else f"{_relieved(text, when)}={text}" for text in texts or []
    ]
    preferences = options.pairs("--preference", written, "duty=LDC")
    for name in preferences:
        if name not in price.CLAIMABLE:
            known = ", ".join(price.CLAIMABLE)
            raise show.wrong(calls.NO_RELIEF, "--preference", value=name, known=known)
    return preferences


def _relieved(code: str, when: _When) -> str:
    return reliefs.charge_of(code, on=when.on, law=when.law, home=when.home)


def _print_landed(landed: price.Landed, language: str) -> None:
    words = figure_text.Words(language, landed.findings)
    show.print_findings(landed.said_first, language)
    code = f"[bold]{show.plain(landed.code)}[/bold]"
    show.out.print(f"{code}, {landed.on}, {landed.currency}, {landed.edition}")
    show.out.print(
        f"{words.of('counted')}: {figure_text.quantities(landed.lot.quantities)}"
    )
    figures.print_lines(landed.lines, words, landed.law)
    whole = words.total(landed.customs_value + landed.total, landed.currency)
    show.out.print(f"[bold]{words.of('landed')}: {whole}[/bold]")
    for need in landed.needs:
        show.out.print(show.plain(_need(need, words)), soft_wrap=True)
    if not (landed.needs or landed.unheld):
        show.out.print(words.of("nothing_needed"), style="dim")
    for relief in [one for one in landed.reliefs if not one.claimed]:
        show.out.print(show.plain(figure_text.claimable(relief, words)), soft_wrap=True)
    if landed.unit:
        show.out.print(f"{words.of('unit')}: {landed.unit}", style="dim")
    show.print_findings(arguments.by_option(landed.said_last), language)


def _need(need: price.Need, words: figure_text.Words) -> str:
    """What goods need before they may move, and the law that says so."""
    parts = []
    if need.document:
        document = f"{words.of('document')} {need.document} {need.name}"
        parts.append(document.rstrip())
    if need.quota:
        parts.append(f"{words.of('quota')} {need.quota} ({need.limit})")
    parts.append(f"{words.of('law')}: {figure_text.row(need.why, need.row)}")
    return f"{words.of('advised' if need.advice else 'needed')}: {'; '.join(parts)}"
