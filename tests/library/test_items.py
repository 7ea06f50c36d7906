"""`openkeden.duty(items=...)`: goods of one consignment, priced as the items of one
declaration are.
"""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openkeden
from openkeden import locale
from openkeden.assessment import assess, explain, plans
from openkeden.base import money
from openkeden.filing import declaration, validation
from openkeden.flow.pricing import consignments
from openkeden.flow.pricing.goods import GoodsQuestion
from openkeden.views import amounts
from tests import support

SHOES = {
    "code": "6403999600",
    "value": "10000.00",
    "net": "1000",
    "gross": "1200",
    "qty": "1000",
}
SHIRTS = {"code": "6109100000", "value": "5000.00", "net": "500", "gross": "600"}
OF_ALL = {"currency": "USD", "origin": "CN", "on": "2026-04-02"}


def priced(*items: dict[str, Any], **changes: Any) -> openkeden.ConsignmentPriceView:
    price = openkeden.duty(items=list(items), **(OF_ALL | changes))
    assert isinstance(price, openkeden.ConsignmentPriceView)
    return price


def refused(*items: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    """The rules that are broken, and where."""
    with pytest.raises(openkeden.Unpriced) as unpriced:
        priced(*items, **changes)
    errors = [one for one in unpriced.value.findings if one.severity == "error"]
    return [(one.rule, one.path) for one in errors]


def test_one_item_costs_what_it_costs_alone() -> None:
    alone = openkeden.duty(**SHOES, **OF_ALL, transport="300.00")
    price = priced(SHOES, transport="300.00")
    assert (price.total, price.customs_value) == (alone.total, alone.customs_value)
    assert (*price.items[0].charges, *price.charges) == alone.charges


def test_the_fee_is_paid_once_and_the_sums_are_whole() -> None:
    price = priced(SHOES, SHIRTS)
    apart = [openkeden.duty(**item, **OF_ALL).total for item in (SHOES, SHIRTS)]
    (fee,) = price.charges
    assert fee.code == "1010"
    assert price.total == sum(apart) - fee.amount
    assert price.total == sum([item.total for item in price.items]) + fee.amount
    assert price.total == sum([each.amount for each in price.sums])
    assert price.landed == price.customs_value + price.total


@pytest.mark.parametrize("transport", ["", "777.77"])
def test_the_figures_are_those_of_a_declaration(transport: str) -> None:
    """The same goods, declared, come to the same to the tiyn; carriage falls on them as box
    45 has it.
    """
    shoes = support.item()
    shirts = support.item(
        number=2,
        code="6109100000",
        gross_mass_kg="600",
        net_mass_kg="500",
        price="5000.00",
        supplementary_unit="pc",
        supplementary_quantity="2000",
    )
    costs = (declaration.Cost("transport", transport, "USD"),) if transport else ()
    filing = support.filing(
        items=(shoes, shirts),
        items_total=2,
        additions=costs,
        invoice_total="15000.00",
        packages_total=100,
        origin_country="CN",
    )
    law, exchange = support.edition(), support.exchange()
    made = validation.validate(filing, b"", law, exchange)
    assert made.declaration is not None, made.findings
    assessed = assess.assess(made.declaration, plans.Plan(law, exchange))
    carriage = {"transport": transport} if transport else {}
    price = priced(SHOES, SHIRTS | {"qty": "2000"}, **carriage)
    assert price.total == amounts.exact(assessed.payable)
    assert [item.customs_value for item in price.items] == [
        amounts.exact(item.value) for item in assessed.items
    ]


def test_what_an_item_says_goes_before_what_is_said_of_all() -> None:
    euro = priced(SHOES, SHIRTS | {"currency": "EUR", "description": "Shirts"})
    dollars = priced(SHOES, SHIRTS)
    assert euro.items[0] == dollars.items[0]
    assert euro.items[1].customs_value > dollars.items[1].customs_value
    assert [item.description for item in euro.items] == ["", "Shirts"]
    assert {quote.currency for quote in euro.quotes} == {"USD", "EUR"}


def test_findings_name_the_item_and_its_argument() -> None:
    found = refused(
        SHOES | {"value": "x"}, SHIRTS | {"code": "6109999999", "net": "700"}, SHIRTS
    )
    assert ("G42.1", "items[0].value") in found
    assert ("G33.2", "items[1].code") in found
    assert ("G38.1", "items[1].net") in found
    assert not [place for _, place in found if place.startswith("items[2]")]


def test_goods_of_two_procedures_are_no_consignment() -> None:
    """Q.40."""
    assert ("Q.40", "items[1].procedure") in refused(SHOES, SHIRTS | {"procedure": "10"})


def test_carriage_that_is_no_amount_is_told_once() -> None:
    found = refused(SHOES, SHIRTS, transport="x", transport_currency="USD")
    assert [place for _, place in found] == ["transport"]


def test_a_prohibition_of_one_item_is_told() -> None:
    calf = {"code": "0102211000", "value": "100", "net": "900", "qty": "3"}
    about = {"currency": "KZT", "origin": "KZ", "procedure": "10"}
    price = priced(SHOES | {"code": "6109100000"}, calf, **about)
    assert price.prohibited
    warned = [(one.rule, one.path) for one in price.warnings if one.severity == "error"]
    assert ("G33.4", "items[1].code") in warned


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_plain_data(language: str) -> None:
    price = priced(SHOES, SHIRTS, lang=language)
    told = price.to_dict()
    assert told == json.loads(price.to_json())
    assert told["sums"][0]["name"] == locale.names(language)["charges"]["2010"]
    assert told["total"] == str(price.total)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"items": []}, "items=[] is a list: write a list of tables"),
        ({"items": SHOES}, "is a dict: write a list of tables"),
        ({"items": [SHOES, 7]}, "is a list: write a list of tables"),
        ({"items": [SHOES | {"price": 1}]}, "items[0].price: there are code, value"),
        ({"items": [SHOES, {"code": "6109100000"}]}, "items[1].value, net missing"),
        ({"items": [SHOES | {"value": 0.5}]}, "items[0].value=0.5 is a float"),
        ({"items": [SHOES], "value": 5}, "value: does not go with items="),
        ({"items": [SHOES], "regime": "parcel"}, "regime: does not go with items="),
    ],
)
def test_items_that_are_none(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(TypeError) as error:
        openkeden.duty(**(OF_ALL | wrong))
    assert told in str(error.value)


LOT = st.fixed_dictionaries(
    {
        "value": st.integers(1, 10**9).map(money.text),
        "net": st.integers(1, 10**9).map(lambda mass: money.text(mass, 3)),
        "currency": st.sampled_from(["USD", "EUR", "KZT"]),
    }
)


@settings(max_examples=60, deadline=None)
@given(lots=st.lists(LOT, min_size=1, max_size=6), carriage=st.integers(0, 10**8))
def test_no_tiyn_is_lost_or_made(lots: list[dict[str, str]], carriage: int) -> None:
    """What falls on the items sums to the carriage, and every figure can be rebuilt."""
    asked = [GoodsQuestion(code="6109100000", origin="CN", **lot) for lot in lots]
    question = consignments.ConsignmentQuestion(
        goods=tuple(asked),
        transport=money.text(carriage) if carriage else "",
        transport_currency="USD",
    )
    answer = consignments.price(question, on=support.DAY)
    assert explain.difference(answer.lines) is None
    added = sum([item.additions for item in answer.assessment.items])
    assert added == support.exchange().convert(carriage, "USD")
    assert answer.assessment.payable == sum(
        [charge.amount for charge in answer.assessment.charges]
    )
