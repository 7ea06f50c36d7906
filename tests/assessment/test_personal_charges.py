"""Charges on goods of persons: nothing up to the limits, more for more, and every figure
with its steps.
"""

from fractions import Fraction

import msgspec
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from openkeden.assessment import persons, plans
from openkeden.tariff import conditions, duty
from openkeden.tariff.edition import ChargeRate, Regime
from tests import support
from tests.assessment.personal import (
    FREE_MASS,
    FREE_VALUE,
    HEAD,
    PLAN,
    ROW,
    goods,
    masses,
    plan,
    regime,
    single,
    values,
)
from tests.tariff import expressions

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
    aid = support.replace(
        lower,
        mask="30044",
        rate=duty.parse("0%"),
        when=(conditions.parse("purpose = aid"),),
    )
    law = PLAN.law
    law = msgspec.structs.replace(
        law, charge_rates={"vat": (aid, lower, *law.charge_rates["vat"])}
    )
    at = plans.Plan(law, PLAN.exchange)
    wanted = regime("whole", "0%", vat=True)
    for code, amount, row in (
        ("3004490001", 15_000_00, "home:low"),
        ("6109100000", 48_000_00, "home:vat"),
    ):
        line = persons.owed(*goods(300_000_00, code=code), wanted, at).lines[-1]
        assert (line.amount, line.rows) == (amount, (row,))
