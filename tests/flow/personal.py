"""Questions about the price of a person's goods, and their answers in short."""

import datetime
import json
from typing import Any

import msgspec
import pytest

import openkeden
from openkeden.flow.pricing import persons
from openkeden.views import price_view
from tests import support

#: A shirt by post: EUR 300 at 551.06 are 165,318.00 tenge, EUR 100 of it, 55,106.00, above
#: what is free.
SHIRT = {
    "regime": "parcel",
    "code": "6109100000",
    "value": "300.00",
    "currency": "EUR",
    "net": "5",
}
STATED = {"age_years": "4", "engine_cm3": "1998"}
CAR = {
    "regime": "car",
    "code": "8703239083",
    "value": "12000.00",
    "currency": "EUR",
    "net": "1400",
    "attributes": STATED,
}
BOUGHT = SHIRT | {
    "regime": "ecommerce",
    "on": datetime.date(2026, 7, 1),
    "rates": {"EUR": "520.00"},
}


def price(**asked: object) -> persons.PersonalPrice:
    return persons.price(**({"on": support.DAY} | asked))


def plain(priced: persons.PersonalPrice, language: str = "en") -> dict[str, Any]:
    """The view of a price as a program reads it."""
    read: dict[str, Any] = json.loads(
        msgspec.json.encode(price_view.of_person(priced, language))
    )
    return read


def refused(**asked: object) -> list[tuple[str, str, dict[str, str]]]:
    """The findings against a question: their rules, places and arguments."""
    with pytest.raises(openkeden.Unpriced) as unpriced:
        price(**asked)
    found = unpriced.value.findings
    assert found
    assert {one.severity for one in found} == {"error"}
    return [(one.rule, one.path, dict(one.args)) for one in found]
