"""`keden duty`: what goods would cost to clear, line by line, and what they need."""

from typing import Annotated

import typer

from openkeden.cli import figures, options, show
from openkeden.filing import declaration
from openkeden.flow import price

Qty = Annotated[str, typer.Option(help="Quantity in the supplementary unit, or in the unit of the rate.")]
Unit = Annotated[str, typer.Option(help="Unit of --qty where it is another one, such as l or cm3.")]
Attribute = Annotated[
    list[str] | None, typer.Option(help="What a rate asks of the goods, as engine_cm3=1995. Repeatable.")
]
Preference = Annotated[list[str] | None, typer.Option(help="A preference, as duty=LDC or vat=AIDV. Repeatable.")]
On = Annotated[str, typer.Option(help="The day, as 2026-04-02; today where it is not given.")]
Rate = Annotated[
    list[str] | None,
    typer.Option(help="An exchange rate in place of the published one: EUR=600.00, UZS=100:3.93. Repeatable."),
]
Carried = Annotated[str, typer.Option(help="Currency of --transport; that of the price where it is not given.")]
Law = Annotated[
    str, typer.Option(envvar="KEDEN_LAW", help="The law pack, by the code of its country; that of the house, or KZ.")
]


def duty(
    code: Annotated[str, typer.Option(help="Commodity code, ten digits.")],
    value: Annotated[str, typer.Option(help="Price of the goods, such as 10000.00.")],
    currency: Annotated[str, typer.Option(help="Currency of the price, three letters.")],
    origin: Annotated[str, typer.Option(help="Country of origin, two letters.")],
    net: Annotated[str, typer.Option(help="Net mass in kg.")],
    gross: Annotated[str, typer.Option(help="Gross mass in kg; as net where it is not given.")] = "",
    qty: Qty = "",
    unit: Unit = "",
    attribute: Attribute = None,
    preference: Preference = None,
    procedure: Annotated[str, typer.Option(help="Customs procedure, two digits.")] = "40",
    on: On = "",
    rate: Rate = None,
    transport: Annotated[str, typer.Option(help="Carriage to the border beside the price.")] = "",
    transport_currency: Carried = "",
    destination: Annotated[str, typer.Option(help="Country that exports go to, two letters.")] = "",
    mode: Annotated[str, typer.Option(help="Kind of transport at the border, two digits.")] = "30",
    law: Law = "",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.Home = options.HOME,
) -> None:
    """Price the clearance of goods before they travel: value, duty, excise, VAT and fee, with the law behind each.

    Nothing is recorded. Rows of law and exchange rates that the house in --home took in count too. Exit code 1: the goods cannot be priced so, or may not move at all.
    """
    asked = price.Asked(
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
    try:
        landed = price.duty(on=options.day(on), rates=_pairs("--rate", rate), law=law, home=home, **asked)
    except price.Unpriced as refused:
        show.refuse(refused.findings, lang.value, json=json)
    except ValueError as wrong:
        raise show.UserError(str(wrong)) from None
    if json:
        show.print_json(price.plain(landed, lang.value))
    else:
        _print_landed(landed, lang.value)
    raise typer.Exit(1 if landed.prohibited else 0)


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    """What is written as `name=value`, each name once."""
    made: dict[str, str] = {}
    for text in given or []:
        name, equals, value = text.partition("=")
        if not equals or not name or name in made:
            raise show.UserError(f"{option} {text!r}: write it as name=value, each name once")
        made[name] = value
    return made


def _preferences(given: list[str] | None) -> dict[str, str]:
    made = _pairs("--preference", given)
    known = declaration.Preferences.__struct_fields__
    for name in made:
        if name not in known:
            raise show.UserError(f"--preference {name!r} is no charge; a preference is claimed for {', '.join(known)}")
    return made


def _print_landed(landed: price.Landed, language: str) -> None:
    words = figures.Words(language)
    show.out.print(f"[bold]{show.plain(landed.code)}[/bold], {landed.on}, {landed.currency}, {landed.edition}")
    figures.print_lines(landed.lines, words, landed.law)
    whole = figures.amount(landed.customs_value + landed.total)
    show.out.print(f"[bold]{words.of('landed')}: {whole}[/bold] {landed.currency}")
    for need in landed.needs:
        asked = f"{words.of('document')} {need.document} {need.name}".rstrip() if need.document else ""
        quota = f"{words.of('quota')} {need.quota} ({need.limit})" if need.quota else ""
        told = "; ".join([part for part in (asked, quota, f"{words.of('law')}: {_row(need)}") if part])
        show.out.print(show.plain(f"{words.of('advised' if need.advice else 'needed')}: {told}"), soft_wrap=True)
    if not landed.needs:
        show.out.print(words.of("nothing_needed"), style="dim")
    if landed.unit:
        show.out.print(f"{words.of('unit')}: {landed.unit}", style="dim")
    show.print_findings(landed.findings, language)


def _row(need: price.Need) -> str:
    return figures.row(need.why, need.row)
