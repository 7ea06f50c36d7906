"""`keden duty` and `keden explain`: what goods would cost to clear, and how the figures of a declaration came about."""

import datetime
from typing import Annotated, Any

import typer

from openkeden.assessment import explain as figured
from openkeden.base import findings
from openkeden.cli import figures, options, show
from openkeden.feeds import lawpack
from openkeden.filing import declaration
from openkeden.flow import explain as explaining
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
Law = Annotated[str, typer.Option(envvar="KEDEN_LAW", help="The law pack, by the code of its country.")]


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
    law: Law = "KZ",
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
) -> None:
    """Price the clearance of goods before they travel: value, duty, excise, VAT and fee, with the law behind each.

    Nothing is recorded and no database is read. Exit code 1: the goods cannot be priced so, or may not move at all.
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
    _tell(asked, options.day(on), _pairs("--rate", rate), law, lang.value, json=json)


def _tell(
    asked: price.Asked, on: datetime.date | None, rates: dict[str, str], law: str, language: str, *, json: bool
) -> None:
    """Price what is asked and show it, or everything that stands against it."""
    try:
        landed = price.duty(on=on, rates=rates, law=law, **asked)
    except price.Unpriced as refused:
        _refuse(refused.findings, language, json=json)
        return
    except lawpack.NoPack as none:
        raise show.UserError(str(none)) from None
    if json:
        show.print_json(price.plain(landed, language))
    else:
        _print_landed(landed, language)
    raise typer.Exit(1 if landed.prohibited else 0)


def explain(
    reference: Annotated[str, typer.Argument(help="Registration number, or the declarant's own reference.")],
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.Home = options.HOME,
) -> None:
    """Rebuild every figure of a lodged declaration from its message, the rates of its day and the law, line by line.

    Exit code 1: a figure is not the recorded one, or cannot be rebuilt; the first that differs is named.
    """
    explained = explaining.of(reference, options.opened(home))
    if isinstance(explained, findings.Finding):
        _refuse([explained], lang.value, json=json)
        return
    if json:
        show.print_json(_explained(explained, lang.value))
    else:
        _print_explained(explained, lang.value)
    raise typer.Exit(0 if explained.exact else 1)


def _refuse(against: list[findings.Finding] | tuple[findings.Finding, ...], language: str, *, json: bool) -> None:
    if json:
        show.print_json({"findings": [show.finding(found, language) for found in against]})
    else:
        show.print_findings(against, language, show.err)
    raise typer.Exit(1)


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
    _print_lines(landed.lines, words, landed.law)
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


def _print_lines(lines: tuple[figured.Line, ...], words: figures.Words, law: figures.Law) -> None:
    """The figures under the item and the charge that they belong to."""
    item, charge = 0, ""
    for line in lines:
        if line.item != item and line.item:
            show.out.print(f"[bold]{words.of('item')} {line.item}[/bold]")
        of_charge = line.figure in ("base", "computed", "amount")
        if of_charge and (line.item, line.code) != (item, charge):
            show.out.print(f"  [bold]{words.of(line.code)}[/bold]")
        item, charge = line.item, line.code if of_charge else ""
        indent = "    " if of_charge else "  " if line.item else ""
        for text in figures.text(line, words, law):
            show.out.print(indent + show.plain(text), soft_wrap=True)
        if not line.exact:
            stored = "-" if line.stored is None else figures.amount(line.stored)
            show.out.print(f"{indent}[red]{words.of('recorded')}: {stored}[/]")


def _explained(explained: explaining.Explanation, language: str) -> dict[str, Any]:
    fact = explained.fact
    return {
        "registration": fact.registration,
        "version": fact.version,
        "reference": fact.reference,
        "on": fact.assessment.on.isoformat(),
        "edition": fact.assessment.edition,
        "currency": explained.currency,
        "exact": explained.exact,
        "rounding": "half up",
        "lines": [figures.plain(line) for line in explained.lines],
        "law": [price.plain_row(id_, row) for id_, row in explained.law.items()],
        "findings": [show.finding(found, language) for found in explained.findings],
    }


def _print_explained(explained: explaining.Explanation, language: str) -> None:
    words, fact = figures.Words(language), explained.fact
    head = f"[bold]{fact.registration}[/bold] ({fact.version}) {show.plain(fact.reference)}"
    show.out.print(f"{head}, {fact.assessment.on}, {explained.currency}, {fact.assessment.edition}", soft_wrap=True)
    _print_lines(explained.lines, words, explained.law)
    show.print_findings(explained.findings, language)
    told = [line for line in explained.lines if line.figure not in figured.UNSTATED]
    show.out.print(words.of("rounding"), style="dim")
    if explained.exact:
        show.out.print(f"[green]{words.of('exact')}[/]: {len(told)}")
    else:
        show.out.print(f"[red]{words.of('differs')}[/]")
