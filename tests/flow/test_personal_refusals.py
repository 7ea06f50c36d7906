"""Why a person's goods have no price: every finding against a question, all at once."""

import datetime
import decimal

import pytest

import openkeden
from openkeden import locale
from openkeden.assessment import price_rules
from openkeden.flow.pricing import persons
from tests import support
from tests.flow.personal import BOUGHT, CAR, SHIRT, price, refused


@pytest.mark.parametrize(
    "changes",
    [
        {"value": 300.0},
        {"net": 5.0},
        {"qty": 1.5},
        {"rates": {"EUR": 520.0}},
        {"value": None},
        {"net": b"5"},
    ],
)
def test_numbers_are_never_floats(changes: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="give text, an integer or a Decimal"):
        price(**(SHIRT | changes))


def test_a_float_of_nothing_is_a_float_too() -> None:
    with pytest.raises(TypeError, match="float"):
        price(**SHIRT, qty=0.0)


@pytest.mark.parametrize("qty", ["0", 0, "0.000000", decimal.Decimal(0)])
def test_no_cars_at_all_cannot_be_priced(qty: object) -> None:
    assert refused(**CAR, qty=qty)


def test_a_regime_that_is_not_in_force() -> None:
    known = "parcel, luggage, luggage_air, car"
    on = support.DAY.isoformat()
    assert refused(**(SHIRT | {"regime": "post"})) == [
        ("Q.6", "regime", {"value": "post", "on": on, "known": known}),
    ]
    early = refused(**SHIRT, on=datetime.date(2024, 3, 31), rates={"EUR": "500"})
    assert early[0][0] == "Q.24"
    assert early[0][2]["since"] == "2024-04-01"


def test_goods_that_a_regime_does_not_take() -> None:
    assert refused(**(SHIRT | {"code": "8703239083"})) == [
        ("Q.7", "code", {"value": "8703239083", "regime": "parcel"}),
    ]
    assert refused(**(BOUGHT | {"code": "2402209000"}))[0][:2] == ("Q.7", "code")


def test_what_a_rate_depends_on_is_asked_for_at_once() -> None:
    def asked(**changes: object) -> list[tuple[str, str, str]]:
        return [
            (rule, path, args["names"]) for rule, path, args in refused(**(CAR | changes))
        ]

    assert asked(attributes={}) == [("Q.9", "attributes", "age_years, engine_cm3")]
    assert asked(attributes={"engine_cm3": "1998"}) == [("Q.9", "attributes", "age_years")]
    assert asked(attributes={"age_years": "4"}) == [("Q.9", "attributes", "engine_cm3")]
    assert asked(qty="2", unit="1000pc") == [("Q.9", "attributes", "pieces")]
    assert asked(attributes={"age_years": "old"}) == [
        ("Q.9", "attributes", "age_years, engine_cm3")
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"value": "300.005"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": decimal.Decimal("NaN")}, "value"),
        ({"net": ""}, "net"),
        ({"net": "5 kg"}, "net"),
        ({"net": "0.0000001"}, "net"),
        ({"qty": "two"}, "qty"),
        ({"qty": "-2"}, "qty"),
        ({"attributes": {"engine_cm3": "2 litres"}}, "engine_cm3"),
        ({"currency": "EURO"}, "currency"),
        ({"currency": ""}, "currency"),
    ],
)
def test_what_cannot_be_used(changes: dict[str, object], path: str) -> None:
    ((rule, where, args),) = refused(**(SHIRT | changes))
    assert (rule, where, args["what"], args["on"]) == (
        "Q.8",
        path,
        path,
        support.DAY.isoformat(),
    )


@pytest.mark.parametrize(("code", "rule"), [("6109", "G33.1"), ("6109999999", "G33.2")])
def test_what_is_no_code_of_the_tariff_is_told_as_in_a_declaration(
    code: str, rule: str
) -> None:
    ((told, where, args),) = refused(**(SHIRT | {"code": code}))
    assert (told, where, args["value"]) == (rule, "code", code)


def test_all_findings_come_at_once() -> None:
    wrong = {
        "regime": "post",
        "code": "12",
        "value": "x",
        "currency": "EURO",
        "net": "y",
        "qty": "z",
    }
    found = refused(**wrong, attributes={"engine_cm3": "q", "colour": "red"})
    assert [(rule, path) for rule, path, _ in found] == [
        ("Q.6", "regime"),
        ("G33.1", "code"),
        ("Q.8", "currency"),
        ("Q.8", "net"),
        ("Q.8", "engine_cm3"),
        ("Q.8", "qty"),
        ("Q.8", "value"),
    ]
    assert [args["value"] for _, _, args in found] == [
        "post",
        "12",
        "EURO",
        "y",
        "q",
        "z",
        "x",
    ]


def test_a_code_that_is_left_out_and_a_number_that_is_none_at_once() -> None:
    found = refused(**(CAR | {"regime": "luggage", "net": "x"}))
    assert [(rule, path) for rule, path, _ in found] == [
        ("Q.7", "code"),
        ("Q.8", "net"),
    ]


def test_the_reasons_can_be_read() -> None:
    for language in locale.LANGUAGES:
        for rule in price_rules.RULES:
            said = locale.sentences(language).get(rule.number) or rule
            assert said.message
            assert said.fix


def test_the_error_says_its_reasons_in_english() -> None:
    with pytest.raises(openkeden.Unpriced) as unpriced:
        price(**(SHIRT | {"code": "8703239083"}))
    assert "Goods of code 8703239083 are not charged under the regime parcel." in str(
        unpriced.value
    )


@pytest.mark.parametrize("text", ["", "many", "0", "-1", "1:2:3", "1.23456"])
def test_a_rate_that_is_none(text: str) -> None:
    assert refused(**SHIRT, rates={"EUR": text}) == [
        ("Q.1", "rates", {"value": f"EUR={text}"})
    ]


def test_all_rates_that_are_none_are_named() -> None:
    found = refused(**SHIRT, rates={"EUR": "x", "USD": "400.00", "KZT": "1", "ZZZ": "1"})
    assert [args["value"] for _, _, args in found] == ["EUR=x", "KZT=1", "ZZZ=1"]


def test_a_day_without_rates_names_the_last_with_some() -> None:
    late = support.DAY + datetime.timedelta(days=60)
    last = max(
        quote.effective_on
        for quote in support.pack().sources.quotes
        if quote.currency == "EUR"
    )
    for currency in ("EUR", "KZT"):
        found = refused(**(SHIRT | {"currency": currency}), on=late)
        assert found == [
            (
                "Q.2",
                "currency",
                {
                    "value": "EUR",
                    "on": late.isoformat(),
                    "last": last.isoformat(),
                    "held": f"2026-04-01 - {last}",
                    "given": "--rate EUR=...",
                },
            ),
        ]
    assert price(**SHIRT, on=late, rates={"EUR": "520.00"}).total == 7_800_00


def test_a_currency_never_quoted() -> None:
    found = refused(**(SHIRT | {"currency": "XPF"}))
    assert [(rule, args["value"]) for rule, _, args in found] == [("Q.5", "XPF")]


def test_a_day_before_the_law() -> None:
    ((rule, path, args),) = refused(**SHIRT, on=datetime.date(2023, 12, 31))
    assert (rule, path) == ("Q.3", "on")
    assert "mci" in args["keys"]


def test_attributes_may_be_numbers_but_no_floats() -> None:
    car = {
        "regime": "car",
        "code": "8703231940",
        "value": 20000,
        "currency": "EUR",
        "net": 1500,
    }
    day = datetime.date(2026, 4, 2)
    texts = persons.price(
        **car, on=day, attributes={"age_years": "2", "engine_cm3": "1998"}
    )
    numbers = persons.price(**car, on=day, attributes={"age_years": 2, "engine_cm3": 1998})
    assert texts == numbers
    with pytest.raises(TypeError):
        persons.price(**car, on=day, attributes={"age_years": 2.0, "engine_cm3": 1998})
    with pytest.raises(openkeden.Unpriced):
        persons.price(**car, on=day, attributes={"age_years": " 2 ", "engine_cm3": 1998})


def test_a_rate_that_is_too_coarse_is_told_as_such() -> None:
    parcel = {
        "regime": "parcel",
        "code": "6403999600",
        "value": "1",
        "currency": "IRR",
        "net": "1",
    }
    with pytest.raises(openkeden.Unpriced) as refused_:
        persons.price(**parcel, on=datetime.date(2026, 5, 24), law="KG")
    assert "Q.10" in [one.rule for one in refused_.value.findings]
