"""`openkeden.duty`: what goods cost to clear, or what goods of a person owe, as the command
`keden duty` tells it.
"""

import datetime
import os
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple, Required, TypedDict, overload

from openkeden import locale
from openkeden.flow.pricing import consignments, persons, price
from openkeden.flow.pricing.goods import NEEDED, GoodsQuestion
from openkeden.flow.pricing.questions import Number
from openkeden.library.arguments import Arguments
from openkeden.views import consignment_view, price_view
from openkeden.views.consignment_view import ConsignmentPriceView
from openkeden.views.price_view import PersonalPriceView, PriceView

#: What a question under a regime may say.
_OF_PERSONS: Final = frozenset(persons.PersonalQuestion.__annotations__) | {"origin"}

#: What of a call is no goods: the day, the law and how the answer is told.
_TOLD: Final = ("rates", "law", "lang", "regime")
_ABOUT: Final = (*_TOLD, "on", "home", "items")


#: What an item may say.
_OF_ITEM: Final = GoodsQuestion.__struct_fields__


class GoodsItem(TypedDict, total=False):
    """One of the `items` of a question; numbers are text, integers or Decimals."""

    #: The commodity code, ten digits.
    code: Required[str]

    #: The price in `currency`.
    value: Required[Number]

    #: The net mass in kilograms.
    net: Required[Number]

    #: The currency of the price, where not said of all items.
    currency: str

    #: The country of origin, where not said of all items.
    origin: str

    #: The gross mass in kilograms; as net where not given.
    gross: Number

    #: The quantity, in `unit`.
    qty: Number

    #: The unit of the quantity, where not that of the code.
    unit: str

    #: What the goods are called; the answer says it again.
    description: str

    #: What a rate asks of the goods.
    attributes: Mapping[str, Number]

    #: The preferences claimed, by charge.
    preferences: Mapping[str, str]

    #: The customs procedure, one for all items.
    procedure: str

    #: The country that exports go to.
    destination: str

    #: The kind of transport at the border.
    mode: str


@overload
def duty(
    *,
    code: str,
    value: Number,
    currency: str,
    origin: str,
    net: Number,
    gross: Number | None = None,
    qty: Number | None = None,
    unit: str | None = None,
    attributes: Mapping[str, Number] | None = None,
    preferences: Mapping[str, str] | None = None,
    procedure: str | None = None,
    transport: Number | None = None,
    transport_currency: str | None = None,
    destination: str | None = None,
    mode: str | None = None,
    on: datetime.date | str | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str | None = None,
    home: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> PriceView: ...


@overload
def duty(
    *,
    items: Sequence[GoodsItem],
    currency: str | None = None,
    origin: str | None = None,
    preferences: Mapping[str, str] | None = None,
    procedure: str | None = None,
    transport: Number | None = None,
    transport_currency: str | None = None,
    destination: str | None = None,
    mode: str | None = None,
    on: datetime.date | str | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str | None = None,
    home: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> ConsignmentPriceView: ...


@overload
def duty(
    *,
    regime: str,
    code: str | None = None,
    value: Number,
    currency: str,
    net: Number,
    origin: str | None = None,
    qty: Number | None = None,
    unit: str | None = None,
    attributes: Mapping[str, Number] | None = None,
    on: datetime.date | str | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str | None = None,
    home: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> PersonalPriceView: ...


def duty(  # noqa: PLR0913 - a question has as many parts as the goods
    *,
    code: str | None = None,
    value: Number | None = None,
    currency: str | None = None,
    origin: str | None = None,
    net: Number | None = None,
    gross: Number | None = None,
    qty: Number | None = None,
    unit: str | None = None,
    attributes: Mapping[str, Number] | None = None,
    preferences: Mapping[str, str] | None = None,
    procedure: str | None = None,
    transport: Number | None = None,
    transport_currency: str | None = None,
    destination: str | None = None,
    mode: str | None = None,
    regime: str | None = None,
    items: Sequence[GoodsItem] | None = None,
    on: datetime.date | str | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str | None = None,
    home: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> PriceView | ConsignmentPriceView | PersonalPriceView:
    """Price the clearance of goods: value, duty, excise, VAT and fee, each with its rows of
    law; of one lot, of `items` that move together, or, with a `regime` (`parcel`, `luggage`,
    `luggage_air`, `car`, `ecommerce`), of goods of a person.

    Amounts of the answer are `Decimal`s in whole units of its `currency`, tenge and not
    tiyn. Numbers given are text, integers or Decimals. Goods have a `code` (ten digits), a
    `value` in `currency` (USD), an `origin` (CN), `net` and `gross` (as `net`) kilograms, and
    where rates ask for it a `qty`, in a `unit` where not in that of the code, and
    `attributes` (`{"engine_cm3": "1995"}`). `preferences` are claimed by charge (`{"duty":
    "LDC"}`). `procedure` is 40, `mode` of transport 30 (road), `destination` where exports
    go; `transport` to the border is paid beside the price, in `transport_currency`.

    `on` is a date or `2026-04-02`, today if not given; `rates` replace those of the day
    (`{"EUR": "600.00", "UZS": "100:3.93"}`); `law` is a country (KZ), `home` the folder of an
    installation whose law and rates count, `lang` the language of names: en, ru, kk.
    Raises Unpriced, a ValueError, with all `findings` where goods have no price, TypeError
    with what to write where an argument cannot be meant so.

    >>> import openkeden
    >>> price = openkeden.duty(
    ...     code="6403999600", value="10000.00", currency="USD", origin="CN", net=1000,
    ...     qty=1000, on="2026-04-02", rates={"USD": "475.00", "EUR": "550.00"})
    >>> [(charge.code, charge.rate, str(charge.amount)) for charge in price.charges][:2]
    [('2010', '1.25 EUR/pair', '687500.00'), ('5010', '16%', '870000.00')]
    >>> print(f"{price.total:,} {price.currency}")
    1,583,450.00 KZT
    """
    # Nothing but the arguments has a name yet.
    return _priced({name: said for name, said in locals().items() if said is not None})


def _priced(
    given: Mapping[str, object],
) -> PriceView | ConsignmentPriceView | PersonalPriceView:
    """The answer to the arguments that were given. Raises TypeError and Unpriced."""
    call = _call(given)
    if call.items:
        question = consignments.question(call.goods, call.items)
        priced = consignments.price(question, **call.about)
        return consignment_view.of(priced, call.language)
    if call.regime:
        owed = persons.price(regime=call.regime, **call.about, **call.goods)
        return price_view.of_person(owed, call.language)
    return price_view.of_goods(price.duty(**call.about, **call.goods), call.language)


class _Call(NamedTuple):
    """A call whose arguments are what they should be; numbers and codes are text."""

    #: The goods, or what is said of all items.
    goods: dict[str, Any]

    #: The items; empty: one lot.
    items: list[dict[str, Any]]

    #: The day, the exchange rates given, and whose law.
    about: dict[str, Any]

    #: The regime of goods of persons; empty: none.
    regime: str

    #: The language of the answer.
    language: str


def _call(given: Mapping[str, object]) -> _Call:
    """Read the arguments. Raises TypeError."""
    arguments = Arguments()
    goods = {name: said for name, said in given.items() if name not in _ABOUT}
    items: list[dict[str, Any]] = []
    if "items" in given:
        beside = [*goods, *({"regime"} & given.keys())]
        arguments.unknown(beside, consignments.OF_ALL, "does not go with items=")
        items = _items(arguments, goods, given["items"])
    elif "regime" in given:
        arguments.missing(persons.NEEDED, goods)
        arguments.unknown(goods, _OF_PERSONS, "does not go with regime=")
    else:
        arguments.missing(NEEDED, goods)
    told = {name: given[name] for name in _TOLD if name in given}
    words, read = arguments.read(told), arguments.read(goods)
    about = {
        "on": arguments.day(given.get("on")),
        "home": arguments.home(given.get("home")),
        "rates": words.get("rates", {}),
        "law": words.get("law", ""),
    }
    arguments.one_of("lang", words["lang"], locale.LANGUAGES)
    for one in (read, *items):
        arguments.one_of("preferences", one.get("preferences", {}), price.CLAIMABLE)
    arguments.stop()
    return _Call(read, items, about, words.get("regime", ""), words["lang"])


def _items(
    arguments: Arguments, goods: Mapping[str, object], given: object
) -> list[dict[str, Any]]:
    """The items of a call, read."""
    items = []
    for place, item in enumerate(arguments.items(given)):
        at = f"items[{place}]."
        arguments.unknown(item, _OF_ITEM, f"there are {', '.join(_OF_ITEM)}", at)
        arguments.missing(NEEDED, goods.keys() | item.keys(), at)
        known = {name: said for name, said in item.items() if name in _OF_ITEM}
        items.append(arguments.read(known, at))
    return items
