"""Goods of persons: nothing up to the limits, more for more, every figure with its steps,
and what a rate asks for.
"""

import datetime
from fractions import Fraction

import msgspec
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from openkeden.assessment import persons, plans
from openkeden.base import money, rates
from openkeden.base.validity import Provision
from openkeden.tariff import conditions, duty
from openkeden.tariff.edition import ChargeRate, Regime
from openkeden.tariff.lot import Lot
from tests import support
from tests.tariff import expressions

HEAD = 10**6

#: The limits of most tests: EUR 200 at 520.00 tenge, in tiyn, and 31 kg, in millionths.
FREE_VALUE, FREE_MASS = 200 * 520_00, 31 * HEAD

CODE = "8703239083"
ROW = Provision(
    id="home:regime/test@2026-01-01",
    value="",
    since=datetime.date(2026, 1, 1),
    act="test act",
    source="-",
)

values = st.integers(0, 10**12) | st.integers(FREE_VALUE - 3, FREE_VALUE + 3)
masses = st.integers(0, 10**10) | st.integers(FREE_MASS - 3, FREE_MASS + 3)
percents = st.builds(duty.Percent, st.integers(0, 100 * HEAD))
by_mass = st.builds(
    duty.Specific,
    st.integers(0, 10**11),
    st.sampled_from(["EUR", "KZT"]),
    st.just(1),
    st.just("kg"),
)
terms = percents | by_mass
RATES_OF_DUTY = (
    terms
    | st.builds(duty.Floor, percents, by_mass)
    | st.builds(duty.Sum, st.tuples(terms, terms))
    | st.builds(duty.Cap, by_mass, percents)
)


def regime(
    base: str = "excess", rate: str = "15% min 2 EUR/kg", **changes: object
) -> Regime:
    """A regime with the limits of a parcel and what a test changes."""
    fields: dict[str, object] = {
        "free_value": duty.parse("200 EUR"),
        "free_mass": FREE_MASS,
    }
    return Regime(
        code="test",
        base=base,
        row=ROW,
        rate=duty.parse(rate) if rate else None,
        **(fields | changes),
    )


def drawn(
    free_value: st.SearchStrategy, free_mass: st.SearchStrategy
) -> st.SearchStrategy[Regime]:
    """Regimes of both bases, of every rate, with and without VAT, with these limits."""
    return st.builds(
        lambda base, rate, value, mass, vat: support.replace(
            regime(base), rate=rate, free_value=value, free_mass=mass, vat=vat
        ),
        st.sampled_from(["excess", "whole"]),
        RATES_OF_DUTY,
        free_value,
        free_mass,
        st.booleans(),
    )


free_values = st.builds(
    duty.Fixed, st.integers(0, 10**13), st.sampled_from(["EUR", "KZT", "MCI"])
)
free_masses = st.integers(0, 10**9)
regimes = drawn(st.none() | free_values, st.none() | free_masses)


def single(rate: str, when: str = "", mask: str = "8703", **needs: str) -> ChargeRate:
    """A row of single rates; `when` has its conditions with semicolons between."""
    row = support.replace(ROW, id=f"home:single_rate/{rate}", value=rate)
    made = [conditions.parse(text) for text in when.split(";") if text]
    made += [conditions.AttributeCondition(name, asked) for name, asked in needs.items()]
    return ChargeRate(
        charge="single_rate", mask=mask, rate=duty.parse(rate), row=row, when=tuple(made)
    )


def plan(*singles: ChargeRate, vat: str = "16%") -> plans.Plan:
    """The law of a day with these single rates and one rate of VAT; the euro is at 520.00."""
    general = ChargeRate(
        charge="vat", mask="", rate=duty.parse(vat), row=support.replace(ROW, id="home:vat")
    )
    law = msgspec.structs.replace(
        support.edition(),
        lines={},
        measures=(),
        charge_rates={"single_rate": singles, "vat": (general,)},
    )
    return plans.Plan(law, expressions.exchange())


PLAN = plan()


def goods(
    value: int, mass: int = 0, /, code: str = CODE, **more: object
) -> tuple[Lot, int]:
    """Goods of a value in tiyn and a mass in millionths; other quantities by unit,
    `attributes` as they are.
    """
    attributes = more.pop("attributes", {})
    return Lot(code, attributes=attributes, quantities={"kg": mass, **more}), value


def owed(value: int, mass: int, law: Regime) -> persons.Owed:
    return persons.owed(*goods(value, mass), law, PLAN)


def half_up(exact: Fraction) -> int:
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def limits(law: Regime) -> tuple[Fraction | None, int | None]:
    """The free value in tiyn, as money is rounded, and the free mass."""
    if law.free_value is None:
        return None, law.free_mass
    return half_up(
        expressions.oracle(law.free_value, 0, {}, expressions.exchange())
    ), law.free_mass


# Nothing up to the limits.


@pytest.mark.parametrize("base", ["excess", "whole"])
@pytest.mark.parametrize(
    ("value", "mass", "lines"),
    [
        (FREE_VALUE, FREE_MASS, 0),
        (FREE_VALUE - 1, FREE_MASS - 1, 0),
        (0, 0, 0),
        (FREE_VALUE + 1, FREE_MASS, 1),
        (FREE_VALUE, FREE_MASS + 1, 1),
        (FREE_VALUE + 1, 0, 1),
        (0, FREE_MASS + 1, 1),
    ],
)
def test_both_sides_of_both_limits(base: str, value: int, mass: int, lines: int) -> None:
    found = owed(value, mass, regime(base))
    assert len(found.lines) == lines
    assert (found.free_value, found.free_mass) == (FREE_VALUE, FREE_MASS)


@given(regimes, values, masses)
def test_nothing_is_owed_up_to_the_limits_and_a_line_above(
    law: Regime, value: int, mass: int
) -> None:
    free_value, free_mass = limits(law)
    free = (
        free_value is not None
        and value <= free_value
        and (free_mass is None or mass <= free_mass)
    )
    found = owed(value, mass, law)
    assert (found.lines == ()) == free
    if free:
        assert (found.total, found.value, found.mass) == (0, 0, 0)


@given(
    drawn(free_values, st.none() | free_masses),
    st.integers(0, 10**9),
    st.integers(0, 10**9),
)
def test_what_is_at_or_below_its_limits_is_free(
    law: Regime, less: int, lighter: int
) -> None:
    free_value, free_mass = limits(law)
    mass = 10**15 if free_mass is None else max(0, free_mass - lighter)
    assert owed(max(0, free_value - less), mass, law).total == 0


def test_without_a_limit_of_mass_mass_does_not_count() -> None:
    law = regime("whole", "5% min 1 EUR/kg", free_mass=None)
    assert owed(FREE_VALUE, 10**15, law).lines == ()
    assert owed(FREE_VALUE + 1, 1000 * HEAD, law).total == 1000 * 520_00


def test_without_a_limit_of_value_everything_is_owed() -> None:
    law = regime("whole", free_value=None)
    assert len(owed(0, 0, law).lines) == 1
    assert owed(100_00, 0, law).total == 15_00


# What the rate is taken of.


@pytest.mark.parametrize(
    ("base", "value", "mass", "taken", "total"),
    [
        ("excess", FREE_VALUE + 1000_00, FREE_MASS, (1000_00, 0), 150_00),
        ("excess", FREE_VALUE, FREE_MASS + 3 * HEAD, (0, 3 * HEAD), 2 * 3 * 520_00),
        ("excess", 0, FREE_MASS + 3 * HEAD, (0, 3 * HEAD), 2 * 3 * 520_00),
        (
            "excess",
            FREE_VALUE + 1000_00,
            FREE_MASS + 3 * HEAD,
            (1000_00, 3 * HEAD),
            2 * 3 * 520_00,
        ),
        (
            "excess",
            FREE_VALUE + 100_000_00,
            FREE_MASS + 3 * HEAD,
            (100_000_00, 3 * HEAD),
            15_000_00,
        ),
        (
            "whole",
            FREE_VALUE + 1000_00,
            1 * HEAD,
            (FREE_VALUE + 1000_00, 1 * HEAD),
            15_750_00,
        ),
        (
            "whole",
            1000_00,
            FREE_MASS + 1 * HEAD,
            (1000_00, FREE_MASS + 1 * HEAD),
            2 * 32 * 520_00,
        ),
    ],
)
def test_what_the_rate_is_taken_of(
    base: str, value: int, mass: int, taken: tuple[int, int], total: int
) -> None:
    found = owed(value, mass, regime(base))
    assert (found.value, found.mass) == taken
    assert found.total == total


@given(regimes, values, masses)
@example(regime(), FREE_VALUE + 7, FREE_MASS + 7)
@example(regime("whole", vat=True), FREE_VALUE + 7, FREE_MASS + 7)
def test_the_charges_are_those_of_exact_fractions(
    law: Regime, value: int, mass: int
) -> None:
    found = owed(value, mass, law)
    assume(found.lines)
    free_value, free_mass = limits(law)
    if law.base == "excess":
        value, mass = max(0, value - (free_value or 0)), max(0, mass - (free_mass or 0))
    own = half_up(expressions.oracle(law.rate, value, {"kg": mass}, expressions.exchange()))
    wanted = [(value, own)]
    if law.vat:
        wanted.append((value + own, half_up(Fraction(value + own) * 16 / 100)))
    assert [(line.base, line.amount) for line in found.lines] == wanted
    assert (found.value, found.mass) == (value, mass)


@given(regimes, values, masses, st.integers(0, 10**10), st.integers(0, 10**9))
@example(regime(), FREE_VALUE, FREE_MASS, 1, 0)
@example(regime("whole"), FREE_VALUE, FREE_MASS, 0, 1)
def test_more_value_and_more_mass_never_owe_less(
    law: Regime, value: int, mass: int, more: int, heavier: int
):
    total = owed(value, mass, law).total
    assert owed(value + more, mass, law).total >= total
    assert owed(value, mass + heavier, law).total >= total
    assert owed(value + more, mass + heavier, law).total >= total


@given(regimes, values, masses)
def test_the_excess_never_owes_more_than_the_whole(
    law: Regime, value: int, mass: int
) -> None:
    excess = owed(value, mass, support.replace(law, base="excess"))
    whole = owed(value, mass, support.replace(law, base="whole"))
    assert excess.total <= whole.total
    assert len(excess.lines) == len(whole.lines)


@given(
    drawn(free_values, free_masses),
    values,
    masses,
    st.integers(1, 10**11),
    st.integers(1, 10**9),
)
def test_a_higher_limit_never_owes_more(
    law: Regime, value: int, mass: int, more: int, heavier: int
) -> None:
    higher = duty.Fixed(law.free_value.amount + more, law.free_value.currency)
    freer = support.replace(law, free_value=higher, free_mass=law.free_mass + heavier)
    assert owed(value, mass, freer).total <= owed(value, mass, law).total


# Lines, steps and rows.


@given(regimes, values, masses)
def test_the_total_is_that_of_the_lines_and_steps_end_in_the_amount(
    law: Regime, value: int, mass: int
):
    found = owed(value, mass, law)
    assert found.total == sum(line.amount for line in found.lines)
    for line in found.lines:
        rate = duty.parse(line.rate)
        given_mass = {"kg": found.mass}
        assert line.steps[-1].formula == line.rate
        assert line.steps[-1].amount == line.amount
        assert line.amount == duty.amount(
            rate, line.base, given_mass, PLAN.exchange, PLAN.indices
        )
        assert {step.quantity for step in line.steps if step.unit == "kg"} <= {found.mass}


def test_the_charges_and_their_rows() -> None:
    alone = owed(10**9, 0, regime())
    assert [(line.code, line.rows) for line in alone.lines] == [("single_rate", (ROW.id,))]
    taxed = owed(10**9, 0, regime("whole", vat=True))
    assert [(line.code, line.rows) for line in taxed.lines] == [
        ("2010", (ROW.id,)),
        ("5010", ("home:vat",)),
    ]
    car = persons.owed(
        *goods(10**9, pc=HEAD), regime("whole", "", free_value=None), plan(single("48%"))
    )
    assert [(line.code, line.rows) for line in car.lines] == [
        ("single_rate", ("home:single_rate/48%", ROW.id))
    ]
    assert car.lines[0].rate == "48%"


def test_tax_comes_on_top_of_the_rounded_duty() -> None:
    """5 % of 1,050.03 tenge are 52.50, and 16 % of 1,102.53 are 176.40; of 52.5015 and
    1,102.5315 they were 176.41.
    """
    law = regime("whole", "5%", free_value=None, vat=True)
    assert [line.amount for line in owed(1050_03, 0, law).lines] == [52_50, 176_40]
    unrounded = Fraction(1050_03 * 105, 100) * 16 / 100
    assert half_up(unrounded) == 176_41


def test_the_tax_of_the_code_comes_before_the_general_one() -> None:
    lower = ChargeRate(
        charge="vat",
        mask="3004",
        rate=duty.parse("5%"),
        row=support.replace(ROW, id="home:low"),
    )
    asks = support.replace(
        lower,
        mask="30044",
        rate=duty.parse("0%"),
        when=(conditions.parse("purpose = aid"),),
    )
    law = PLAN.law
    law = msgspec.structs.replace(
        law, charge_rates={"vat": (asks, lower, *law.charge_rates["vat"])}
    )
    at = plans.Plan(law, PLAN.exchange)
    wanted = regime("whole", "0%", vat=True)
    for code, amount, row in (
        ("3004490001", 15_000_00, "home:low"),
        ("6109100000", 48_000_00, "home:vat"),
    ):
        line = persons.owed(*goods(300_000_00, code=code), wanted, at).lines[-1]
        assert (line.amount, line.rows) == (amount, (row,))


# The single rate whose terms the goods meet, and what it asks for.

BY_AGE = (
    single("54%", "value <= 8500 EUR each pc", age_years="<= 3"),
    single("48%", "value > 8500 EUR each pc", age_years="<= 3"),
    single("1.7 EUR/cm3", "cm3 <= 1500 each pc", age_years="> 3"),
    single("2.5 EUR/cm3", "cm3 > 1500 each pc", age_years="> 3"),
)
ALL = regime("whole", "", free_value=None, free_mass=None)


def rated(
    value: int, /, age: str, cm3: int = 1500, pieces: int = 1
) -> persons.PersonalCharge:
    cars = goods(value, cm3=cm3 * HEAD, pc=pieces * HEAD, attributes={"age_years": age})
    (line,) = persons.owed(*cars, ALL, plan(*BY_AGE)).lines
    return line


LIMIT = 8500 * 520_00


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
