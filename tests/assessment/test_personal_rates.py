"""The single rates of goods of persons: which one applies, what it asks for, and one for
every car of the law pack.
"""

import datetime

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from openkeden.assessment import persons, plans
from openkeden.base import money, rates
from openkeden.tariff import duty
from openkeden.tariff.edition import ChargeRate, Regime
from openkeden.tariff.lot import Lot
from tests import support
from tests.assessment.personal import (
    HEAD,
    PLAN,
    goods,
    masses,
    plan,
    regime,
    single,
    values,
)
from tests.tariff import expressions

# The single rate whose conditions the goods meet, and what it asks for.

BY_AGE = (
    single("54%", "value <= 8500 EUR each pc", age_years="<= 3"),
    single("48%", "value > 8500 EUR each pc", age_years="<= 3"),
    single("1.7 EUR/cm3", "cm3 <= 1500 each pc", age_years="> 3"),
    single("2.5 EUR/cm3", "cm3 > 1500 each pc", age_years="> 3"),
)
ALL = regime("whole", "", free_value=None, free_mass=None)
LIMIT = 8500 * 520_00


def rated(
    value: int, /, age: str, cm3: int = 1500, pieces: int = 1
) -> persons.PersonalCharge:
    cars = goods(value, cm3=cm3 * HEAD, pc=pieces * HEAD, attributes={"age_years": age})
    (line,) = persons.owed(*cars, ALL, plan(*BY_AGE)).lines
    return line


@pytest.mark.parametrize(
    ("value", "asked", "rate", "amount"),
    [
        (LIMIT, {"age": "3"}, "54%", 2_386_800_00),
        (LIMIT + 1, {"age": "3"}, "48%", 2_121_600_00),
        (2 * LIMIT, {"age": "3", "pieces": 2}, "54%", 4_773_600_00),
        (2 * LIMIT + 1, {"age": "3", "pieces": 2}, "48%", 4_243_200_00),
        (2 * LIMIT, {"age": "3", "pieces": 1}, "48%", 4_243_200_00),
        (LIMIT, {"age": "3.000001"}, "1.7 EUR/cm3", 1_326_000_00),
        (LIMIT, {"age": "4", "cm3": 1501}, "2.5 EUR/cm3", 1_951_300_00),
        (LIMIT, {"age": "4", "cm3": 3000, "pieces": 2}, "1.7 EUR/cm3", 2_652_000_00),
        (LIMIT, {"age": "4", "cm3": 3001, "pieces": 2}, "2.5 EUR/cm3", 3_901_300_00),
    ],
)
def test_the_rate_whose_terms_the_goods_meet(
    value: int, asked: dict[str, object], rate: str, amount: int
) -> None:
    line = rated(value, **asked)
    assert (line.rate, line.amount, line.base) == (rate, amount, value)


@given(
    st.integers(1, 10**9),
    st.integers(1, 4000),
    st.integers(1, 9),
    st.sampled_from(["1", "3", "4", "9"]),
)
def test_so_many_equal_cars_owe_so_many_times_what_one_does(
    value: int, cm3: int, count: int, age: str
) -> None:
    one, all_of_them = rated(value, age, cm3), rated(value * count, age, cm3 * count, count)
    assert all_of_them.rate == one.rate
    assert abs(all_of_them.amount - one.amount * count) <= count


def test_the_first_rate_that_fits_is_taken() -> None:
    law = plan(single("1%", "value > 8500 EUR"), single("2%"), single("3%"))
    taken = [
        persons.owed(*goods(value, pc=HEAD), ALL, law).lines[0].rate
        for value in (LIMIT, LIMIT + 1)
    ]
    assert taken == ["2%", "1%"]


def test_a_rate_of_other_goods_asks_for_nothing() -> None:
    law = plan(single("1%", mask="8711", engine="x"), single("2%"))
    assert persons.owed(*goods(LIMIT), ALL, law).lines[0].rate == "2%"


def asks(*given_rates: ChargeRate, **stated: object) -> tuple[str, ...]:
    with pytest.raises(persons.Unrated) as unrated:
        persons.owed(*goods(LIMIT, HEAD, **stated), ALL, plan(*given_rates))
    assert str(unrated.value) == ", ".join(unrated.value.asks)
    return unrated.value.asks


def test_all_that_the_rates_ask_for_is_named_at_once() -> None:
    assert asks(*BY_AGE) == ("age_years", "cm3", "pc")
    assert asks(*BY_AGE, pc=HEAD) == ("age_years", "cm3")
    assert asks(*BY_AGE, cm3=HEAD, pc=HEAD) == ("age_years",)
    assert asks(*BY_AGE, cm3=HEAD, attributes={"age_years": "1"}) == ("pc",)
    assert asks(*BY_AGE, pc=HEAD, attributes={"age_years": "1"}) == ("cm3",)


def test_attributes_come_before_units_each_in_their_order() -> None:
    several = (
        single("1%", "l > 1;kg > 1 each pc", weight="> 1"),
        single("2%", "cm3 > 1", age_years="> 1"),
    )
    assert asks(*several) == ("age_years", "weight", "cm3", "l", "pc")


@pytest.mark.parametrize("age", ["new", "", "-1", "3 years", "3.0000001", "1e1"])
def test_an_age_that_is_no_number_is_asked_for(age: str) -> None:
    assert asks(*BY_AGE, cm3=HEAD, pc=HEAD, attributes={"age_years": age}) == ("age_years",)


def test_where_nothing_fits_nothing_is_asked() -> None:
    assert asks() == ()
    assert asks(single("1%", "value > 8500 EUR")) == ()
    assert asks(single("1%", age_years="> 3"), attributes={"age_years": "3"}) == ()
    assert asks(single("1%", fuel="diesel"), attributes={"fuel": "petrol"}) == ()
    assert asks(single("1%", mask="8711")) == ()


def test_a_quantity_that_only_the_rate_asks_for() -> None:
    with pytest.raises(duty.MissingQuantity) as missing:
        persons.owed(*goods(LIMIT, HEAD), ALL, plan(single("1 EUR/cm3")))
    assert missing.value.unit == "cm3"


@pytest.mark.parametrize(
    ("law", "singles"),
    [
        (regime(), ()),
        (regime("excess", "15%"), ()),
        (regime("excess", "2 EUR/kg", free_value=None), ()),
        (ALL, (single("1%", "value > 1 EUR"),)),
    ],
)
def test_a_rate_of_the_euro_that_is_not_there(
    law: Regime, singles: tuple[ChargeRate, ...]
) -> None:
    bare = msgspec.structs.replace(PLAN.exchange, quotes={})
    with pytest.raises(rates.NoRate) as none:
        persons.owed(*goods(10**9, 10**9), law, plans.Plan(plan(*singles).law, bare))
    assert none.value.currency == "EUR"


# The regimes of the law packs.


def test_the_codes_that_a_regime_takes() -> None:
    law = regime(masks=("8703",), excluded=("870310", "870380"))
    assert [
        law.takes(code) for code in ("8703239083", "8703101100", "8703800003", "8704100000")
    ] == [
        True,
        False,
        False,
        False,
    ]
    assert regime().takes("0101210000")
    assert not regime(excluded=("01",)).takes("0101210000")


CARS = sorted(
    code for code in support.edition().lines if support.edition().regimes["car"].takes(code)
)

LAW = plans.Plan(support.edition(), support.exchange())

#: Values and volumes of one car at the limits of its rates, in tiyn and millionths, and
#: some about them.
DEAR = [
    LAW.worth(duty.parse(f"{euros} EUR"))
    for euros in (8_500, 16_700, 42_300, 84_500, 169_000)
]
BIG = [cm3 * HEAD for cm3 in (1000, 1500, 1800, 2300, 3000)]
near = st.integers(-1, 1)


def fitting(code: str, value: int, cm3: int, age: int, count: int = 1) -> list[str]:
    """The rows of the single rates that so many such cars meet."""
    lot = Lot(
        code, attributes=aged(age), quantities={"cm3": cm3 * count, "pc": count * HEAD}
    )
    return [
        rate.rows[0]
        for rate in LAW.book.rates("single_rate", code)
        if rate.holds(lot, value * count, LAW.worth)
    ]


def aged(age: int) -> dict[str, str]:
    return {"age_years": money.text(age, 6)}


@pytest.mark.parametrize("age", [0, 3 * HEAD, 3 * HEAD + 1, 5 * HEAD, 5 * HEAD + 1])
@pytest.mark.parametrize("about", [-1, 0, 1])
def test_at_each_limit_one_rate_holds(age: int, about: int) -> None:
    for value, cm3 in zip(DEAR, BIG, strict=True):
        assert len(fitting(CARS[0], value + about, cm3 + about, age)) == 1


@given(
    code=st.sampled_from(CARS),
    value=st.integers(0, 10**12) | st.builds(int.__add__, st.sampled_from(DEAR), near),
    cm3=st.integers(0, 20_000 * HEAD) | st.builds(int.__add__, st.sampled_from(BIG), near),
    age=st.integers(0, 60 * HEAD)
    | st.builds(int.__add__, st.sampled_from([3 * HEAD, 5 * HEAD]), near),
    count=st.integers(1, 20),
)
@settings(max_examples=300)
def test_every_car_has_exactly_one_rate_and_so_do_many(
    code: str, value: int, cm3: int, age: int, count: int
) -> None:
    (row,) = fitting(code, value, cm3, age)
    assert fitting(code, value, cm3, age, count) == [row]
    cars = goods(
        value * count, 0, code, cm3=cm3 * count, pc=count * HEAD, attributes=aged(age)
    )
    (line,) = persons.owed(*cars, LAW.law.regimes["car"], LAW).lines
    assert line.rows == (row, LAW.law.regimes["car"].row.id)


@given(
    name=st.sampled_from(sorted(support.edition(datetime.date(2026, 7, 1)).regimes)),
    code=st.sampled_from(sorted(support.edition(datetime.date(2026, 7, 1)).lines)),
    value=values,
    mass=masses,
)
def test_any_line_of_the_tariff_under_any_regime(
    name: str, code: str, value: int, mass: int
) -> None:
    """What a regime takes and is no car owes nothing up to its limits, and never more than
    what it owes of one more.
    """
    law = support.edition(datetime.date(2026, 7, 1))
    wanted = law.regimes[name]
    assume(wanted.takes(code) and name != "car")
    at = plans.Plan(law, expressions.exchange(law.on))
    found = persons.owed(*goods(value, mass, code), wanted, at)
    assert found.total <= persons.owed(*goods(value + 1, mass + 1, code), wanted, at).total
    if value <= found.free_value and mass <= (found.free_mass or 10**30):
        assert found.total == 0
