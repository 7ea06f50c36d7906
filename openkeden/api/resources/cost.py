"""What goods would cost to clear, before they travel and without an account."""

import datetime
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Final, Literal

import msgspec

from openkeden.api import caching
from openkeden.api.route import Asked, Reply, Route
from openkeden.base import findings, public_usage
from openkeden.base.findings import Finding, Refused
from openkeden.flow.pricing import consignments, persons, price
from openkeden.flow.pricing.goods import NEEDED
from openkeden.flow.pricing.questions import Unpriced
from openkeden.views import consignment_view, price_view
from openkeden.views.consignment_view import ConsignmentPriceView
from openkeden.views.price_view import PersonalPriceView, PriceView

Regime = Literal["parcel", "luggage", "luggage_air", "car", "ecommerce"]

#: Goods that are priced together in one request.
_MOST: Final = 1_000


class CostItem(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of several goods that move together; numbers are decimal text."""

    #: The commodity code, ten digits.
    code: str

    #: The price in `currency`.
    value: str

    #: The net mass in kilograms.
    net: str

    #: The currency of the price, where not said of all.
    currency: str = ""

    #: The country of origin, two letters, where not said of all.
    origin: str = ""

    #: The gross mass in kilograms; as net where not given.
    gross: str = ""

    #: The quantity, in `unit`.
    qty: str = ""

    #: The unit of the quantity, where not that of the code.
    unit: str = ""

    #: What the goods are called; the answer says it again.
    description: str = ""

    #: What a rate asks of the goods: `{"engine_cm3": "1995"}`.
    attributes: Mapping[str, str] = {}

    #: The preferences claimed, by charge: `{"duty": "LDC"}`.
    preferences: Mapping[str, str] = {}


class CostQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """Goods to price; numbers are decimal text."""

    #: The commodity code, ten digits.
    code: str = ""

    #: The price of the goods, such as 10000.00.
    value: str = ""

    #: The currency of the price, three letters.
    currency: str = ""

    #: The country of origin, two letters; only a regime does without it.
    origin: str = ""

    #: The net mass in kilograms.
    net: str = ""

    #: The gross mass in kilograms; as net where it is not given.
    gross: str = ""

    #: The quantity in the supplementary unit, or in the unit of the rate.
    qty: str = ""

    #: The unit of the quantity where it is another one, such as l or cm3.
    unit: str = ""

    #: What a rate asks of the goods, such as engine_cm3.
    attributes: Mapping[str, str] = {}

    #: The preferences claimed, by charge.
    preferences: Mapping[str, str] = {}

    #: The customs procedure, two digits; 40 where it is not given.
    procedure: str = ""

    #: Carriage to the border, paid beside the price.
    transport: str = ""

    #: The currency of that; that of the price where it is not given.
    transport_currency: str = ""

    #: The country that exports go to, two letters.
    destination: str = ""

    #: The kind of transport at the border, two digits; 30 where it is not given.
    mode: str = ""

    #: Goods of a person: `value`, `currency` and `net` count.
    regime: Regime | None = None

    #: The day, as 2026-04-02; today by the clock of the country where it is not given.
    on: datetime.date | None = None

    #: Exchange rates in place of published ones, as EUR 600.00 or UZS 100:3.93.
    rates: Mapping[str, str] = {}


class CostBody(CostQuestion, frozen=True, kw_only=True):
    """Goods to price: one lot, or several `items` that move together."""

    #: The goods, where they are several; what is said beside holds for those that do not
    #: say it.
    items: Annotated[tuple[CostItem, ...], msgspec.Meta(max_length=_MOST)] = ()


CostView = PriceView | ConsignmentPriceView | PersonalPriceView


def goods_cost(asked: Asked) -> Reply | Refused:
    """Price the clearance of one lot of goods: value, duty, excise, VAT and fee, each with
    its rows of law, and what the goods need beside payment.

    With a regime it prices goods of a person. Nothing is recorded.
    """
    found = _priced(asked.query, (), asked)
    if isinstance(found, Refused):
        return found
    return caching.of_day(found, asked, asked.query.on)


def cost_of_goods(asked: Asked) -> Reply | Refused:
    """Price the clearance of goods: one lot, goods of a person, or several items that move
    together.

    Nothing is recorded.
    """
    found = _priced(asked.body, asked.body.items, asked)
    return found if isinstance(found, Refused) else Reply(body=found)


def _priced(
    question: CostQuestion, items: tuple[CostItem, ...], asked: Asked
) -> CostView | Refused:
    said = _said(question)
    wrong = tuple(_misplaced(said, items, question.regime))
    if wrong:
        return Refused(wrong)
    about: dict[str, Any] = {"on": question.on, "rates": question.rates}
    try:
        return _view(said, items, question.regime, about, asked)
    except Unpriced as refused:
        return Refused(tuple(refused.findings))


def _view(
    said: dict[str, Any],
    items: tuple[CostItem, ...],
    regime: Regime | None,
    about: dict[str, Any],
    asked: Asked,
) -> CostView:
    """The price of what is asked. Raises Unpriced."""
    pack, language = asked.at.pack, asked.language
    if items:
        goods = consignments.question(said, [_said(one) for one in items])
        together = consignments.price_under(pack, goods, **about)
        return consignment_view.of(together, language)
    if regime is not None:
        owed = persons.price_under(pack, regime=regime, **about, **_of_person(said))
        return price_view.of_person(owed, language)
    return price_view.of_goods(price.duty_under(pack, **about, **said), language)


#: What of a question is no goods.
_ABOUT: Final = ("on", "rates", "regime", "items")


def _said(question: msgspec.Struct) -> dict[str, Any]:
    """What is said of goods."""
    fields = {name: getattr(question, name) for name in question.__struct_fields__}
    return {name: text for name, text in fields.items() if text and name not in _ABOUT}


def _of_person(said: Mapping[str, Any]) -> dict[str, Any]:
    names = persons.PersonalQuestion.__annotations__
    return {name: text for name, text in said.items() if name in names}


def _misplaced(
    said: Mapping[str, Any], items: tuple[CostItem, ...], regime: Regime | None
) -> Iterator[Finding]:
    """What is missing, and what does not go with items."""
    if items:
        other = [name for name in said if name not in consignments.OF_ALL]
        other += ["regime"] if regime is not None else []
        for name in other:
            yield findings.of(public_usage.NOT_WITH_ITEMS, name, value=name)
        for place, one in enumerate(items):
            yield from _missing({**said, **_said(one)}, NEEDED, f"items[{place}].")
    else:
        yield from _missing(said, persons.NEEDED if regime is not None else NEEDED, "")


def _missing(
    said: Mapping[str, Any], needed: tuple[str, ...], at: str
) -> Iterator[Finding]:
    for name in needed:
        if name not in said:
            yield findings.of(public_usage.NOT_SAID, f"{at}{name}", value=f"{at}{name}")


_SHOES: Final = {
    "code": "6403999600",
    "value": "10000.00",
    "currency": "USD",
    "origin": "CN",
    "net": "1000",
    "qty": "1000",
    "on": "2026-04-02",
}

ROUTES = (
    Route(
        method="GET",
        path="/cost",
        does=goods_cost,
        query=CostQuestion,
        gives=PriceView | PersonalPriceView,
        example="/cost?" + "&".join([f"{name}={text}" for name, text in _SHOES.items()]),
    ),
    Route(
        method="POST",
        path="/cost",
        does=cost_of_goods,
        takes=CostBody,
        gives=CostView,
        example="/cost",
        example_body=_SHOES,
    ),
)
