"""`keden duty`: what goods would cost to clear, line by line, and what they need."""

import datetime
import pathlib
from typing import Annotated, Any, NamedTuple, NoReturn

import typer

from openkeden.base import calls, codes, written
from openkeden.base.findings import Refused
from openkeden.cli import options, price_text, show
from openkeden.flow import installation_files, settings
from openkeden.flow.pricing import arguments, consignments, price, reliefs
from openkeden.flow.pricing.goods import NEEDED

#: Options of a question about goods that one about goods of a person has too, and what the
#: others are when not given.
_PERSONAL = ("code", "value", "currency", "origin", "net", "qty", "unit", "attributes")
_DEFAULTS = {"procedure": "40", "mode": "30"}

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
Months = Annotated[
    str,
    typer.Option(
        help="Months of temporary admission (procedure 53), one begun counts whole:"
        " what they cost is told."
    ),
]
GoodsFile = Annotated[
    pathlib.Path | None,
    typer.Argument(
        metavar="[FILE]",
        help="Goods to price together, as CSV, XLSX or JSON; `-` is standard input."
        " A commodity code is read as --code.",
        show_default=False,
    ),
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Show each figure with its row of law."),
]


def duty(
    file: GoodsFile = None,
    code: Code = "",
    value: Value = "",
    currency: Currency = "",
    net: Net = "",
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
    months: Months = "",
    country: options.Country = "",
    verbose: Verbose = False,
    json: options.Json = False,
    lang: options.Lang = options.Language.en,
    home: options.HomeOption = options.HOME,
) -> None:
    """Price the clearance of goods before they travel: value, duty, excise, VAT and fee,
    with the law behind each.

    Options describe one lot of goods; a FILE has a row for each lot (CSV, XLSX or JSON: `keden
    schema --template items`), or is a declaration. With --regime it prices goods of a
    person. Nothing is recorded; law and rates of the installation in --home count. Exit
    code 1: the goods cannot be priced so, or may not move at all; 2: the value of an option
    is not valid.
    """
    when = _when(options.day(on), rate, country, home)
    file, code = _file_or_code(file, code)
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
    answer = _Answer(lang.value, json=json, verbose=verbose)
    if months:
        _of_months(months, file, regime, asked, when, answer)
    _of_question(file, regime, asked, when, answer)


def _file_or_code(file: pathlib.Path | None, code: str) -> tuple[pathlib.Path | None, str]:
    """The file of goods, or the code that was written where a file may stand."""
    if file is None or code or file.exists():
        return file, code
    digits = written.digits(str(file)).text
    return (None, digits) if codes.is_commodity_code(digits) else (file, code)


def _of_question(
    file: pathlib.Path | None,
    regime: str,
    asked: price.PriceQuestion,
    when: "_When",
    answer: "_Answer",
) -> NoReturn:
    """The price of what is asked: a file, goods of a person, or one lot."""
    if file is not None:
        _of_file(file, regime, asked, when, answer)
    if regime:
        _of_person(regime, asked, when, answer)
    _of_goods(asked, when, answer)


class _Answer(NamedTuple):
    """How the answer is told."""

    #: The language of words and findings.
    language: str

    #: Whether for programs.
    json: bool

    #: Whether with each figure and its row of law.
    verbose: bool


class _When(NamedTuple):
    """The day, the exchange rates given, and whose law: what the prices of a question rest
    on.
    """

    on: datetime.date | None
    rates: dict[str, str]
    law: str
    home: pathlib.Path | None


def _when(
    day: datetime.date | None, rate: list[str] | None, law: str, home: pathlib.Path
) -> _When:
    """What the options rest a price on; no installation where the usual folder holds none."""
    given = options.pairs("--rate", rate or [], "EUR=600.00")
    if home == options.HOME and not installation_files.is_begun(home):
        return _When(day, given, law or settings.JURISDICTION.value, None)
    return _When(day, given, law, home)


def _of_goods(asked: price.PriceQuestion, when: _When, answer: _Answer) -> NoReturn:
    _need(NEEDED, asked)
    try:
        landed = price.duty(**when._asdict(), **asked)
    except price.Unpriced as refused:
        _refuse(refused, answer)
    if answer.json:
        from openkeden.views import price_view  # noqa: PLC0415 - people read no view

        show.print_json(price_view.of_goods(landed, answer.language))
    else:
        price_text.print_goods(landed, answer.language, verbose=answer.verbose)
    raise typer.Exit(show.REFUSED if landed.prohibited else show.OK)


def _of_months(
    months: str,
    file: pathlib.Path | None,
    regime: str,
    asked: price.PriceQuestion,
    when: _When,
    answer: _Answer,
) -> NoReturn:
    """Temporary admission of one lot of goods."""
    from openkeden.cli import admission  # noqa: PLC0415 - few ask for it

    if file is not None or regime:
        other = "--regime" if regime else "FILE"
        raise show.wrong(calls.NOT_TOGETHER, "--months", option=other, value="--months")
    _need(NEEDED, asked)
    question: Any = {**when._asdict(), **asked}
    try:
        admission.show_price(months, question, **answer._asdict())
    except price.Unpriced as refused:
        _refuse(refused, answer)


def _of_person(
    regime: str, asked: price.PriceQuestion, when: _When, answer: _Answer
) -> NoReturn:
    """Goods of a person; what only a goods declaration asks for does not go with them."""
    from openkeden.flow.pricing import persons  # noqa: PLC0415 - most ask of trade

    _refuse_other_options(asked)
    _need(persons.NEEDED, asked)
    fields = persons.PersonalQuestion.__annotations__
    question: Any = {name: text for name, text in asked.items() if name in fields}
    try:
        priced = persons.price(regime=regime, **when._asdict(), **question)
    except price.Unpriced as refused:
        _refuse(refused, answer)
    if answer.json:
        from openkeden.views import price_view  # noqa: PLC0415 - people read no view

        show.print_json(price_view.of_person(priced, answer.language))
    else:
        price_text.print_person(priced, answer.language, verbose=answer.verbose)
    raise typer.Exit(show.OK)


def _of_file(
    file: pathlib.Path,
    regime: str,
    asked: price.PriceQuestion,
    when: _When,
    answer: _Answer,
) -> NoReturn:
    """The goods of a file together; options that describe one lot do not go with it."""
    # The readers of files are loaded only where there is one.
    from openkeden.flow.pricing import goods_files  # noqa: PLC0415

    said = {name: text for name, text in asked.items() if text}
    other = [arguments.option(name) for name in said if name not in consignments.OF_ALL]
    other += ["--regime"] if regime else []
    if other:
        names = ", ".join(other)
        raise show.wrong(calls.NOT_TOGETHER, other[0], option="FILE", value=names)
    named = pathlib.Path("/dev/stdin") if str(file) == "-" else file
    body = options.content(named, answer.language)
    if named is file and goods_files.declares(body):
        _check(file, said, when, answer)
    listed = goods_files.read(body, str(file))
    if isinstance(listed, Refused):
        show.refuse(listed, answer.language, json=answer.json)
    try:
        priced = goods_files.price_file(listed, said, when._asdict())
    except price.Unpriced as refused:
        _refuse(refused, answer)
    if answer.json:
        from openkeden.views import consignment_view  # noqa: PLC0415 - as above

        view = consignment_view.of(priced.consignment, answer.language, priced.places)
        show.print_json(view)
    else:
        price_text.print_file(priced, answer.language, verbose=answer.verbose)
    raise typer.Exit(show.REFUSED if priced.consignment.prohibited else show.OK)


def _check(
    file: pathlib.Path, said: dict[str, Any], when: _When, answer: _Answer
) -> NoReturn:
    """The sums of declarations, as `keden check` has them; nothing beside the day and the
    installation can be said of them.
    """
    from openkeden.cli.check import check  # noqa: PLC0415 - it loads the law of lodging

    other = [arguments.option(name) for name in said if said[name] != _DEFAULTS.get(name)]
    other += ["--rate"] if when.rates else []
    other += ["--country"] if when.law not in ("", settings.JURISDICTION.value) else []
    if other:
        names = ", ".join(other)
        raise show.wrong(calls.NOT_TOGETHER, other[0], option="FILE", value=names)
    at = f"{when.on}T12:00" if when.on else ""
    home, lang = when.home or options.HOME, options.Language(answer.language)
    check([file], json=answer.json, at=at, lang=lang, home=home)
    raise typer.Exit(show.OK)


def _need(names: tuple[str, ...], asked: price.PriceQuestion) -> None:
    """End the command where options are missing, with all of them."""
    said = {name for name, text in asked.items() if text}
    missing = ", ".join([f"--{name}" for name in names if name not in said])
    if missing:
        raise show.wrong(calls.MISSING, missing, value=missing, command="keden duty")


def _refuse(refused: price.Unpriced, answer: _Answer) -> NoReturn:
    """Say why there is no price, each reason at the option that was typed."""
    found = Refused(arguments.by_option(refused.findings))
    code = show.UNUSABLE if arguments.unreadable(found.findings) else show.REFUSED
    show.refuse(found, answer.language, json=answer.json, code=code)


def _refuse_other_options(asked: price.PriceQuestion) -> None:
    """Refuse options that say nothing about goods of a person."""
    other = [
        arguments.option(name)
        for name, text in asked.items()
        if text and name not in _PERSONAL and text != _DEFAULTS.get(name)
    ]
    if other:
        names = ", ".join(other)
        raise show.wrong(calls.NOT_TOGETHER, other[0], option="--regime", value=names)


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
