"""What goods cost to clear without a database, and every way in which they cannot be
priced.
"""

import datetime
import decimal
import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import openkeden
from openkeden import locale
from openkeden.assessment import assess, explain, plans
from openkeden.base import money
from openkeden.filing import validation
from openkeden.flow.pricing import price
from openkeden.views import price_view
from tests import support

SHOES = {
    "code": "6403999600",
    "value": "10000.00",
    "currency": "USD",
    "origin": "CN",
    "net": "1000",
    "qty": "1000",
}
SHIRTS = {
    "code": "6109100000",
    "value": "10000.00",
    "currency": "USD",
    "origin": "CN",
    "net": "1000",
}


def duty(**asked: object) -> price.Landed:
    return price.duty(**({"on": support.DAY} | asked))


def refused(**asked: object) -> dict[str, dict[str, str]]:
    """The arguments of the errors by rule."""
    with pytest.raises(openkeden.Unpriced) as unpriced:
        duty(**asked)
    assert isinstance(unpriced.value, ValueError)
    found = {
        one.rule: dict(one.args)
        for one in unpriced.value.findings
        if one.severity == "error"
    }
    assert found
    for rule in found:
        assert f"{rule}: " in str(unpriced.value)
    return found


def test_the_price_is_that_of_a_filing() -> None:
    landed = duty(**SHOES)
    made = validation.validate(
        support.filing(), b"", support.edition(), support.exchange()
    ).declaration
    assessed = assess.assess(made, plans.Plan(support.edition(), support.exchange()))
    assert landed.charges == assessed.charges
    assert landed.total == assessed.payable
    assert landed.assessment.quotes == assessed.quotes


def test_every_figure_is_rebuilt() -> None:
    assert explain.difference(duty(**SHOES, transport="300.00").lines) is None


def test_every_row_of_law_is_known() -> None:
    landed = duty(**SHOES)
    assert set(landed.law) == {id_ for charge in landed.charges for id_ in charge.rows}
    assert all(row is not None and row.act and row.mark for row in landed.law.values())


def test_numbers_are_never_floats() -> None:
    with pytest.raises(TypeError, match="float"):
        duty(**(SHOES | {"value": 0.1}))
    exact = duty(**(SHOES | {"value": decimal.Decimal("1E+4"), "net": 1000}))
    assert exact.total == duty(**SHOES).total


def test_an_unknown_code() -> None:
    assert refused(**(SHIRTS | {"code": "6109999999"}))["G33.2"]["value"] == "6109999999"


def test_an_ended_code_names_its_successors() -> None:
    assert (
        "3906909005" in refused(**(SHIRTS | {"code": "3906909007"}))["G33.3"]["successors"]
    )


def test_a_missing_quantity() -> None:
    found = refused(**{name: value for name, value in SHOES.items() if name != "qty"})
    assert found["G41.1"]["unit"] == "pair"
    assert "G47.2" not in found


def test_an_unknown_currency_and_an_unknown_origin_at_once() -> None:
    assert {"G22.1", "G34.1"} <= refused(
        **(SHIRTS | {"currency": "USB", "origin": "ZZ"})
    ).keys()


def test_a_preference_that_is_not_granted() -> None:
    assert "G36.3" in refused(**SHIRTS, preferences={"duty": "LDC"})
    with pytest.raises(TypeError):
        duty(**SHIRTS, preferences={"tax": "LDC"})


@pytest.mark.parametrize(
    "changes", [{"value": "1e4"}, {"net": "-1"}, {"value": "0"}, {"transport": "x"}]
)
def test_a_number_that_is_none(changes: dict[str, str]) -> None:
    assert refused(**(SHIRTS | changes))


def test_a_day_without_rates_names_the_last_with_some() -> None:
    found = refused(**SHIRTS, on=support.DAY + datetime.timedelta(days=60))
    last = max(
        quote.effective_on
        for quote in support.pack().sources.quotes
        if quote.currency == "EUR"
    )
    assert found["Q.2"]["last"] == last.isoformat()
    assert duty(**SHIRTS, on=last).total


def test_missing_rates_are_told_once_with_what_brings_them() -> None:
    late = support.DAY + datetime.timedelta(days=60)
    boots = SHOES | {"transport": "10.00", "transport_currency": "GBP"}
    with pytest.raises(openkeden.Unpriced) as unpriced:
        duty(**boots, on=late)
    (told,) = unpriced.value.findings
    assert (told.rule, told.args["value"]) == ("Q.2", "USD, EUR, GBP")
    assert told.args["held"] == "2026-04-01 - 2026-04-03"
    assert f"`keden rates fetch {late}`" in str(unpriced.value)
    given = dict.fromkeys(("USD", "EUR", "GBP"), "600")
    assert duty(**boots, on=late, rates=given).total


def test_given_rates_do_where_none_is_in_force() -> None:
    day = support.DAY + datetime.timedelta(days=60)
    landed = duty(**SHIRTS, on=day, rates={"USD": "475.00", "EUR": "600"})
    assert landed.customs_value == 4_750_000_00
    assert {quote.authority for quote in landed.assessment.quotes} == {"given"}


def test_a_currency_never_quoted() -> None:
    assert refused(**(SHIRTS | {"currency": "XPF"}))["Q.5"]["value"] == "XPF"


def test_a_day_before_the_law() -> None:
    assert "mci" in refused(**SHIRTS, on=datetime.date(1999, 1, 1))["Q.3"]["keys"]


def test_a_rate_of_many_units() -> None:
    landed = duty(
        **(SHIRTS | {"currency": "UZS", "value": "1000000.00"}), rates={"UZS": "100:3.93"}
    )
    assert landed.customs_value == 39_300_00


@pytest.mark.parametrize(
    "text", ["", "x", "0", "1.", "-1", "1e3", "0:4", "x:4", "1:2:3", "1.23456", "9999999:1"]
)
def test_a_rate_that_is_none(text: str) -> None:
    assert "Q.1" in refused(**SHIRTS, rates={"USD": text})


@pytest.mark.parametrize("currency", ["KZT", "USB", ""])
def test_a_rate_of_no_foreign_currency(currency: str) -> None:
    assert "Q.1" in refused(**SHIRTS, rates={currency: "1.00"})


#: What is told of goods by lists of measures.
_OF_LISTS = ("V47.4", "G44.6")


def test_a_small_consignment_undecided() -> None:
    day = support.DAY + datetime.timedelta(days=60)
    landed = duty(
        code="8471300000", value="100", currency="KZT", origin="CN", net="1", on=day
    )
    assert [one.rule for one in landed.findings if one.rule not in _OF_LISTS] == ["Q.4"]


@pytest.mark.parametrize(("worth", "told"), [("163000", ["Q.4"]), ("164000", [])])
def test_a_consignment_too_large_to_be_small_at_any_likely_rate(worth, told) -> None:
    """200 EUR at the last rate, 543.72, and half as much again: 163,116."""
    day = support.DAY + datetime.timedelta(days=60)
    asked = {"code": "8471300000", "currency": "KZT", "origin": "CN", "net": "1"}
    landed = duty(**asked, value=worth, on=day)
    assert [one.rule for one in landed.findings if one.rule not in _OF_LISTS] == told


def test_forbidden_goods_are_priced_and_marked() -> None:
    landed = duty(
        **(SHIRTS | {"code": "0102211000", "origin": "KZ", "qty": "3"}), procedure="10"
    )
    assert landed.prohibited
    assert [found.rule for found in landed.findings if found.severity == "error"] == [
        "G33.4"
    ]
    assert [charge.code for charge in landed.charges] == ["1010"]


def test_forbidden_goods_with_another_error_are_not_priced() -> None:
    asked = SHIRTS | {"code": "0102211000", "origin": "KZ", "currency": "USB"}
    assert {"G22.1", "G33.4"} <= refused(**asked, procedure="10").keys()


def test_documents_that_a_preference_needs() -> None:
    felt = SHIRTS | {"code": "5602290000", "origin": "BD"}
    landed = duty(**felt, preferences={"duty": "LDC"})
    needed = [need for need in landed.needs if not need.advice]
    assert [(need.why, need.document) for need in needed] == [("LDC", "06013")]
    assert landed.charges[0].amount == 0 < landed.charges[0].computed


def test_quotas_and_permits_that_measures_ask_for() -> None:
    asked = {
        "code": "0104103000",
        "value": "100.00",
        "currency": "KZT",
        "origin": "KZ",
        "net": "100",
        "qty": "3",
    }
    day = datetime.date(2026, 1, 15)
    landed = duty(
        **asked,
        procedure="10",
        on=day,
        attributes={"sex": "male"},
        rates={"EUR": "600.00"},
    )
    assert not landed.prohibited
    assert ("kz-sheep-quota-2025", "01011", "KZ-SHEEP-2025") in [
        (need.why, need.document, need.quota) for need in landed.needs
    ]


def test_a_quantity_goes_where_its_unit_belongs() -> None:
    counted = duty(**(SHIRTS | {"code": "2402209000", "qty": "5"}))
    stated = duty(**(SHIRTS | {"code": "2402209000", "qty": "5000", "unit": "pc"}))
    named = duty(**(SHIRTS | {"code": "2402209000"}), attributes={"pieces": "5000"})
    assert counted.total == stated.total == named.total
    assert (counted.unit, stated.unit) == ("", "1000pc")


def test_a_unit_that_no_charge_depends_on_is_told_and_not_asked() -> None:
    landed = duty(**SHIRTS)
    assert landed.unit == "pc"
    assert duty(**SHIRTS, qty="7").charges == landed.charges


def test_transport_beside_the_price_is_part_of_the_value() -> None:
    alone, carried = (
        duty(**SHIRTS),
        duty(**SHIRTS, transport="500.00", transport_currency="EUR"),
    )
    assert carried.customs_value - alone.customs_value == support.exchange().convert(
        500_00, "EUR"
    )


def test_a_gap_of_the_tariff_is_told() -> None:
    gaps = support.edition().unsettled
    code = next(code for code in gaps if not support.edition().lines[code].unit)
    landed = duty(**(SHIRTS | {"code": code}), attributes={"litres": "1", "area_m2": "1"})
    told = next(one for one in landed.findings if one.rule == "V47.1")
    assert (told.args["gap"], told.severity) == (gaps[code], "warning")


@pytest.mark.parametrize("procedure", sorted(support.edition().lists["procedures"]))
def test_every_procedure_can_be_priced(procedure: str) -> None:
    landed = duty(**SHOES, procedure=procedure)
    assert explain.difference(landed.lines) is None
    assert not [found for found in landed.findings if found.severity == "error"]


@settings(max_examples=60)
@given(
    code=st.sampled_from(sorted(support.edition().lines)),
    value=st.integers(1, 10**10).map(money.text),
    net=st.integers(1, 10**12).map(lambda mass: money.text(mass, 6)),
    qty=st.integers(1, 10**10).map(lambda quantity: money.text(quantity, 3)),
)
def test_any_line_of_the_tariff_is_priced_or_refused_with_reasons(
    code, value, net, qty
) -> None:
    asked = {
        "code": code,
        "value": value,
        "currency": "USD",
        "origin": "CN",
        "net": net,
        "qty": qty,
    }
    try:
        landed = duty(**asked)
    except openkeden.Unpriced:
        assert refused(**asked).keys() <= {"G31.13", "G41.7", "G41.8", "G47.2"}
    else:
        assert explain.difference(landed.lines) is None
        assert landed.total == sum(charge.amount for charge in landed.charges)


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_plain_data(language: str) -> None:
    told = json.loads(msgspec.json.encode(price_view.of_goods(duty(**SHOES), language)))
    assert told["total"] == money.text(duty(**SHOES).total)
    assert [charge["code"] for charge in told["charges"]] == ["2010", "5010", "1010"]
    assert told["charges"][1]["name"] == locale.names(language)["charges"]["5010"]
    assert told["charges"][0]["quotes"][0]["currency"] == "EUR"
    assert money.parse(told["landed"]) == money.parse(told["customs_value"]) + money.parse(
        told["total"]
    )


def test_another_country() -> None:
    day = datetime.date(2026, 5, 24)
    quotes = {quote.effective_on for quote in support.pack("KG").sources.quotes}
    landed = duty(**SHIRTS, law="KG", on=max(quotes, default=day))
    assert landed.currency == "KGS"
    assert explain.difference(landed.lines) is None


def test_charges_have_their_codes_of_payment() -> None:
    told = msgspec.to_builtins(price_view.of_goods(duty(**SHOES)))
    paid = {charge["code"]: charge["payment"] for charge in told["charges"]}
    assert {code: payment["code"] for code, payment in paid.items()} == {
        "2010": "2010",
        "5010": "5060",
        "1010": "1010",
    }
    assert {payment["feature"] for payment in paid.values()} == {"ИУ"}
    assert {payment["way"] for payment in paid.values()} == {"БН"}
