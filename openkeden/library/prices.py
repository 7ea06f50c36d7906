"""`openkeden.duty`: what goods cost to clear, or what goods of a person owe, as the command
`keden duty` tells it.
"""

import datetime
import os
from collections.abc import Mapping
from typing import Any, Final, NamedTuple, overload

from openkeden import locale
from openkeden.flow.pricing import persons, price
from openkeden.flow.pricing.questions import Number
from openkeden.library.arguments import Arguments
from openkeden.views import price_view
from openkeden.views.price_view import PersonalPriceView, PriceView

#: What a question about goods cannot do without, and what one under a regime can.
_NEEDED: Final = ("code", "value", "currency", "origin", "net")
_NEEDED_OF_PERSONS: Final = ("code", "value", "currency", "net")

#: What a question under a regime may say.
_OF_PERSONS: Final = frozenset(persons.PersonalQuestion.__annotations__) | {"origin"}

#: What of a call is no goods: the day, the law and how the answer is told.
_TOLD: Final = ("rates", "law", "lang", "regime")
_ABOUT: Final = (*_TOLD, "on", "home")


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
    regime: str,
    code: str,
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
    on: datetime.date | str | None = None,
    rates: Mapping[str, Number] | None = None,
    law: str | None = None,
    home: str | os.PathLike[str] | None = None,
    lang: str = "en",
) -> PriceView | PersonalPriceView:
    """Price the clearance of goods: value, duty, excise, VAT and fee, each with its rows of
    law; with a `regime` (`parcel`, `luggage`, `luggage_air`, `car`, `ecommerce`) what goods
    of a person owe.

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
    with what to write where an argument cannot be meant so. docs/library.md says more.

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


def _priced(given: Mapping[str, object]) -> PriceView | PersonalPriceView:
    """The answer to the arguments that were given. Raises TypeError and Unpriced."""
    call = _call(given)
    if call.regime:
        owed = persons.price(regime=call.regime, **call.about, **call.goods)
        return price_view.of_person(owed, call.language)
    return price_view.of_goods(price.duty(**call.about, **call.goods), call.language)


class _Call(NamedTuple):
    """A call whose arguments are what they should be; numbers and codes are text."""

    #: The goods.
    goods: dict[str, Any]

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
    if "regime" in given:
        arguments.missing(_NEEDED_OF_PERSONS, goods)
        arguments.unknown(goods, _OF_PERSONS, "does not go with regime=")
    else:
        arguments.missing(_NEEDED, goods)
    told = {name: given[name] for name in _TOLD if name in given}
    words, read = arguments.read(told), arguments.read(goods)
    about = {
        "on": arguments.day(given.get("on")),
        "home": arguments.home(given.get("home")),
        "rates": words.get("rates", {}),
        "law": words.get("law", ""),
    }
    arguments.one_of("lang", words["lang"], locale.LANGUAGES)
    arguments.one_of("preferences", read.get("preferences", {}), price.CLAIMABLE)
    arguments.stop()
    return _Call(read, about, words.get("regime", ""), words["lang"])
