"""How much persons may bring: what is above what is free is charged, what is no good for
personal use is refused, and so are goods that no regime takes.
"""

import pytest

from tests import support
from tests.flow.personal import CAR, SHIRT, plain, price, refused

BOTTLES = {
    "regime": "luggage_air",
    "code": "2208208900",
    "value": "100.00",
    "currency": "EUR",
    "net": "7",
    "unit": "l",
}
CIGARETTES = BOTTLES | {"regime": "luggage", "code": "2402209000", "unit": "pc"}


def rules(**asked: object) -> list[str]:
    return [rule for rule, _, _ in refused(**asked)]


@pytest.mark.parametrize(
    ("litres", "owed"),
    [
        ("0.5", "0.00"),
        ("3", "0.00"),
        ("4", "5510.60"),
        ("4.5", "8265.90"),
        ("5", "11021.20"),
    ],
)
def test_alcohol_above_three_litres_owes_ten_euro_a_litre(litres, owed):
    told = plain(price(**BOTTLES, qty=litres))
    assert told["total"] == owed
    assert [one["rule"] for one in told["warnings"]] == ["Q.22"]


def test_q_20_more_than_five_litres_are_no_goods_for_personal_use():
    ((rule, path, args),) = refused(**BOTTLES, qty="6")
    assert (rule, path) == ("Q.20", "qty")
    assert (args["value"], args["unit"], args["most"]) == ("6", "l", "5")
    assert args["mark"] == "memory"
    assert {"goods", "goods.ru", "goods.kk"} <= args.keys()


@pytest.mark.parametrize(
    ("code", "unit", "kept", "over"),
    [
        ("2402209000", "pc", "200", "201"),
        ("2402209000", "1000pc", "0.2", "10"),
        ("2402100000", "pc", "50", "51"),
    ],
)
def test_cigarettes_and_cigars_are_counted_by_pieces(code, unit, kept, over):
    asked = CIGARETTES | {"code": code, "unit": unit}
    assert plain(price(**asked, qty=kept))["total"] == "0.00"
    assert rules(**asked, qty=over) == ["Q.20"]


def test_tobacco_is_weighed():
    asked = {**CIGARETTES, "code": "2403110000", "unit": ""}
    assert plain(price(**(asked | {"net": "0.25"})))["total"] == "0.00"
    assert rules(**(asked | {"net": "0.3"})) == ["Q.20"]


def test_a_quantity_that_a_limit_needs_is_asked_for():
    assert refused(**(BOTTLES | {"unit": ""}))[0][2]["names"] == "litres"
    assert refused(**(CIGARETTES | {"unit": ""}))[0][2]["names"] == "pieces"


@pytest.mark.parametrize("regime", ["parcel", "luggage", "luggage_air"])
@pytest.mark.parametrize("code", ["9302000000", "9306309000", "3602000000", "2939410000"])
def test_q_21_arms_and_their_kin_are_refused(regime, code):
    assert "Q.21" in rules(**(BOTTLES | {"regime": regime, "code": code}), qty="1")


@pytest.mark.parametrize("code", ["2208208900", "2402209000", "2403110000"])
def test_q_21_alcohol_and_tobacco_are_not_sent_by_post(code):
    assert "Q.21" in rules(**(BOTTLES | {"regime": "parcel", "code": code}), qty="1")


def test_q_22_says_that_the_goods_of_one_person_count_together():
    (told,) = plain(price(**BOTTLES, qty="4"), "ru")["warnings"]
    assert told["severity"] == "notice"
    assert "3 l" in told["message"]
    assert "алкогольные напитки" in told["message"]


def test_q_23_an_attribute_that_nothing_asks_for_is_refused():
    attributes = {"age_years": "4", "engine_cm3": "1998", "year": "2021"}
    ((rule, path, args),) = refused(**(CAR | {"attributes": attributes}))
    assert (rule, path, args["value"]) == ("Q.23", "attributes", "year")
    assert "age_years" in args["known"]
    assert rules(**SHIRT, attributes={"colour": "red"}) == ["Q.23"]


def test_q_24_says_from_when_a_regime_is_in_force():
    ((rule, path, args),) = refused(**(SHIRT | {"regime": "ecommerce"}))
    assert (rule, path) == ("Q.24", "regime")
    assert args == {"value": "ecommerce", "on": str(support.DAY), "since": "2026-07-01"}


def test_what_is_not_known_of_the_measures_is_told_to_persons_too():
    drone = BOTTLES | {"code": "8806220009", "unit": "pc"}
    told = plain(price(**drone, qty="1"))["warnings"]
    assert "measures.drones" in [one["args"]["key"] for one in told]


def test_v47_7_a_measure_that_may_hold_for_persons_is_told():
    beef = SHIRT | {"code": "0201300004"}
    told = [one for one in plain(price(**beef))["warnings"] if one["rule"] == "V47.7"]
    assert ("eaeu-veterinary", "01201") in [
        (one["value"], one["args"]["document"]) for one in told
    ]
    assert plain(price(**SHIRT))["warnings"] == []


def test_a_car_of_a_person_owes_at_least_what_is_computed():
    told = plain(price(**CAR))
    assert told["complete"] is False
    assert [one["charge"] for one in told["missing"]] == ["recycling_fee"]
    shirt = plain(price(**SHIRT))
    assert (shirt["complete"], shirt["missing"]) == (True, [])


def test_limits_are_rows_that_say_what_they_rest_on():
    for limit in support.edition().limits:
        assert limit.row.mark in ("memory", "open")
        assert limit.row.act
        assert {"en", "ru", "kk"} <= limit.goods.keys() & limit.ask.keys()
