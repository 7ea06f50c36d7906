import datetime
import math
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base.rates import NoRate, Rates
from openkeden.tariff import duty
from tests.tariff import expressions

EURO = Rates(expressions.DAY, "EUR", {}, 10, 50_000)


def owed(
    written: str, value: int = 0, rates: Rates | None = None, **quantities: int
) -> int:
    """The duty of a canonical text; quantities in whole units."""
    millionths = {unit: quantity * 10**6 for unit, quantity in quantities.items()}
    return duty.amount(
        duty.parse(written),
        value,
        millionths,
        rates or expressions.exchange(),
        expressions.INDICES,
    )


def test_percentage_of_the_value():
    assert owed("10%", 1_000_000_000) == 100_000_000


def test_floor_takes_the_minimum_when_the_percentage_is_less():
    assert owed("15% min 0.2 EUR/kg", 52_000_000, kg=1000) == 10_400_000


def test_floor_takes_the_percentage_when_it_is_more():
    assert owed("15% min 0.2 EUR/kg", 104_000_000, kg=1000) == 15_600_000


def test_sum_of_a_percentage_and_an_amount():
    assert owed("10% + 0.08 EUR/kg", 100_000, EURO, kg=500) == 14_000


@pytest.mark.parametrize(("engine", "expected"), [(2000, 125_000), (3000, 150_000)])
def test_lower_of_two_percentages_one_with_a_minimum(engine, expected):
    assert (
        owed("lower(15%, 12.5% min 0.6 EUR/cm3)", 1_000_000, EURO, cm3=engine) == expected
    )


def test_amounts_for_a_thousand_units():
    dollar = msgspec.structs.replace(EURO, national="USD")
    assert owed("171 USD/1000 kg", 0, dollar, kg=25_000) == 427_500
    assert owed("2 EUR/1000 pc", 0, EURO, pc=50_000) == 10_000


@pytest.mark.parametrize(
    ("value", "expected"), [(100_000, 18_000), (600_000, 100_000), (1_000_000, 150_000)]
)
def test_corridor_keeps_an_amount_between_two_percentages(value, expected):
    assert owed("0.5 EUR/cm3 min 15% max 18%", value, EURO, cm3=2000) == expected


def test_fee_in_units_of_an_index():
    assert owed("6 MCI") == 2_595_000


def test_nothing_is_owed_where_free_or_exempt():
    assert owed("free", 10**9) == owed("exempt", 10**9) == 0


def test_a_third_of_a_percent_is_exact():
    assert owed("33 1/3%", 300) == 100
    assert owed("33 1/3%", 3 * 10**17) == 10**17


def test_rounds_half_up_once_for_the_whole_sum():
    assert owed("0.5% + 0.5%", 50) == 1
    assert owed("0.4% + 0.4%", 50) == 0
    assert owed("1%", 50) == 1


def test_difference_is_never_below_nothing():
    assert owed("2% - 0.5%", 10_000) == 150
    assert owed("1% - 2%", 10_000) == 0


def test_sugar_falls_with_each_degree_down_to_the_minimum():
    rate = duty.parse(
        "1.4606 EUR/kg - 0.020668 EUR/kg[degrees under 100] min 0.943854 EUR/kg"
    )
    at_96 = {"kg": 10**9, "kg[degrees under 100]": 4 * 10**9}
    at_50 = {"kg": 10**9, "kg[degrees under 100]": 50 * 10**9}
    assert duty.amount(rate, 0, at_96, EURO) == 137_793
    assert duty.amount(rate, 0, at_50, EURO) == 94_385


@pytest.mark.parametrize(
    ("month", "day", "expected"),
    [(1, 1, 1300), (2, 14, 1300), (2, 15, 0), (6, 15, 0), (6, 16, 1300), (12, 31, 1300)],
)
def test_season_takes_the_rate_of_the_day(month, day, expected):
    rates = expressions.exchange(datetime.date(2026, month, day))
    assert (
        owed("season(13% on 06-16..02-14, 0% on 02-15..06-15)", 10_000, rates) == expected
    )


def test_day_outside_every_season_has_no_rate():
    with pytest.raises(duty.NotEvaluable, match="2026-04-02"):
        owed("season(13% on 06-16..02-14)", 10_000)


def test_missing_quantity_is_named():
    with pytest.raises(duty.MissingQuantity) as missing:
        owed("3 EUR/kg[drained]", 0, kg=1)
    assert missing.value.unit == "kg[drained]"


def test_missing_rate_of_exchange_passes_through():
    with pytest.raises(NoRate) as missing:
        owed("3 CHF/kg", 0, kg=1)
    assert missing.value.currency == "CHF"


@pytest.mark.parametrize(
    "written",
    [
        "6% of [case]",
        "free if [under bond: 1]",
        "rate of [heading: 2009]",
        "9% + table EA",
        "claim(free for A* AU)",
    ],
)
def test_what_depends_on_the_outside_is_refused_with_its_reason(written):
    expression = duty.parse(written)
    with pytest.raises(duty.NotEvaluable) as refused:
        duty.amount(expression, 100, {}, EURO)
    assert refused.value.reason == duty.obstacles(expression)[0]


def test_programme_claims_its_rate():
    rates = duty.parse("claim(free for A* AU, 2.5% for JP)")
    assert duty.claimed(rates, "JP") == duty.parse("2.5%")
    assert duty.claimed(rates, "AU") == duty.Free()
    assert duty.claimed(rates, "A") is None
    assert duty.claimed(duty.parse("5%"), "A") == duty.parse("5%")


def test_needs_names_quantities_currencies_and_indices_of_every_branch():
    needed = duty.needs(
        duty.parse("lower(15%, 12.5% min 0.6 EUR/cm3) + 6 MCI + 2 USD/100 kg[drained]")
    )
    assert needed == duty.Needs(
        frozenset({"cm3", "kg[drained]"}), frozenset({"EUR", "MCI", "USD"})
    )


def test_steps_show_terms_rates_and_the_branch_taken():
    rates = expressions.exchange()
    percent, minimum, whole = duty.steps(
        duty.parse("15% min 0.2 EUR/kg"), 52_000_000, {"kg": 10**9}, rates
    )
    assert (percent.formula, percent.base, percent.amount) == ("15%", 52_000_000, 7_800_000)
    assert (minimum.unit, minimum.quantity, minimum.amount) == ("kg", 10**9, 10_400_000)
    assert minimum.quote == rates.quotes["EUR"]
    assert (whole.formula, whole.amount, whole.chosen) == (
        "15% min 0.2 EUR/kg",
        10_400_000,
        "0.2 EUR/kg",
    )


def test_steps_show_the_index_and_the_season():
    season = "season(6 MCI on 01-01..12-31)"
    fee, whole = duty.steps(duty.parse(season), 0, {}, EURO, expressions.INDICES)
    assert (fee.index, fee.quote, fee.amount) == (432_500, None, 2_595_000)
    assert whole.chosen == "6 MCI"


@pytest.mark.parametrize(
    "broken",
    [
        lambda: duty.Percent(-1),
        lambda: duty.Percent(1_000_000, 2),
        lambda: duty.Percent(3_000_000, 9),
        lambda: duty.Specific(1, "EUR", 0, "kg"),
        lambda: duty.Specific(1, "eur", 1, "kg"),
        lambda: duty.Specific(1, "EUR", 1, "100"),
        lambda: duty.Specific(1, "EUR", 1, "kg", "Drained]"),
        lambda: duty.Sum((duty.Free(),)),
        lambda: duty.Lower(()),
        lambda: duty.Period(duty.Free(), ((101, 431),)),
        lambda: duty.Reference("heading", ("20 09",)),
        lambda: duty.ProgrammeClaim(duty.Free(), ("*",)),
    ],
)
def test_a_node_checks_its_own_form(broken):
    with pytest.raises(ValueError):
        broken()


@given(expressions.monotone, expressions.values, expressions.quantities)
def test_amount_equals_the_fraction_rounded_half_up(expression, value, quantities):
    rates = expressions.exchange()
    exact = expressions.oracle(expression, value, quantities, rates)
    found = duty.amount(expression, value, quantities, rates, expressions.INDICES)
    assert found == math.floor(exact + Fraction(1, 2))


@given(
    expressions.monotone, expressions.monotone, expressions.values, expressions.quantities
)
def test_difference_equals_the_fraction(rate, less, value, quantities):
    rates = expressions.exchange()
    expression = duty.Difference(rate, less)
    exact = expressions.oracle(expression, value, quantities, rates)
    found = duty.amount(expression, value, quantities, rates, expressions.INDICES)
    assert found == math.floor(exact + Fraction(1, 2))


@given(
    expressions.monotone,
    expressions.values,
    expressions.values,
    expressions.quantities,
    st.data(),
)
def test_duty_never_falls_when_value_or_quantity_grows(
    expression, value, more, quantities, data
):
    rates = expressions.exchange()
    unit = data.draw(st.sampled_from(expressions.UNITS))
    larger = quantities | {unit: quantities[unit] + more}
    before = duty.amount(expression, value, quantities, rates, expressions.INDICES)
    assert before <= duty.amount(
        expression, value + more, quantities, rates, expressions.INDICES
    )
    assert before <= duty.amount(expression, value, larger, rates, expressions.INDICES)


@given(
    expressions.monotone, expressions.monotone, expressions.values, expressions.quantities
)
def test_floor_cap_and_lower_keep_their_bounds(one, other, value, quantities):
    def found(expression):
        return duty.amount(
            expression, value, quantities, expressions.exchange(), expressions.INDICES
        )

    least, most = sorted([found(one), found(other)])
    assert found(duty.Floor(one, other)) == most
    assert found(duty.Cap(one, other)) == found(duty.Lower((one, other))) == least


@given(expressions.monotone, expressions.values, expressions.quantities)
def test_last_step_is_the_amount(expression, value, quantities):
    rates = expressions.exchange()
    taken = duty.steps(expression, value, quantities, rates, expressions.INDICES)
    assert taken[-1].amount == duty.amount(
        expression, value, quantities, rates, expressions.INDICES
    )
    assert taken[-1].formula == duty.text(expression)


@given(expressions.monotone, expressions.values, expressions.quantities)
def test_needs_are_enough_to_compute(expression, value, quantities):
    needed = duty.needs(expression)
    rates = expressions.exchange()
    only = {unit: quantity for unit, quantity in quantities.items() if unit in needed.units}
    quotes = {
        currency: quote
        for currency, quote in rates.quotes.items()
        if currency in needed.currencies
    }
    bare = msgspec.structs.replace(rates, quotes=quotes)
    found = duty.amount(expression, value, only, bare, expressions.INDICES)
    assert found == duty.amount(expression, value, quantities, rates, expressions.INDICES)


@given(expressions.anything)
def test_expressions_travel_as_json(expression):
    assert (
        msgspec.json.decode(msgspec.json.encode(expression), type=duty.Expression)
        == expression
    )
