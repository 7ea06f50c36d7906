"""The order of two rates: which takes more of all goods."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.tariff import duty, rate_order
from tests.tariff import expressions


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ("5%", "10%", "dearer"),
        ("10%", "5%", "cheaper"),
        ("5%", "5%", "same"),
        ("0%", "1 EUR/kg", "dearer"),
        ("5%", "1 EUR/kg", "mixed"),
        ("1 EUR/kg", "1.5 EUR/kg", "dearer"),
        ("171 USD/1000 kg", "0.171 USD/kg", "same"),
        ("1 EUR/kg", "1.5 USD/kg", "mixed"),
        ("1 EUR/kg", "1 EUR/pair", "mixed"),
        ("5%", "5% min 0.2 EUR/kg", "dearer"),
        ("15% min 0.2 EUR/kg", "5% min 0.1 EUR/kg", "cheaper"),
        ("15% min 0.2 EUR/kg", "5% min 0.3 EUR/kg", "mixed"),
        ("10%", "10% + 0.08 EUR/kg", "dearer"),
        ("10% + 0.17 EUR/kg", "10% + 0.08 EUR/kg", "cheaper"),
        ("15%", "lower(15%, 12.5% min 0.6 EUR/cm3)", "cheaper"),
        ("lower(15%, 0.6 EUR/cm3)", "lower(20%, 0.7 EUR/cm3)", "dearer"),
    ],
)
def test_a_rate_beside_the_one_before_it(before, after, change):
    assert rate_order.change(duty.parse(before), duty.parse(after)) == change


@given(
    expressions.monotone,
    expressions.monotone,
    expressions.values,
    expressions.quantities,
)
def test_what_is_said_to_take_no_more_takes_no_more(low, high, value, quantities):
    """Told by a separate evaluation in fractions."""
    if rate_order.at_most(low, high):
        least, most = [
            expressions.oracle(rate, value, quantities, expressions.exchange())
            for rate in (low, high)
        ]
        assert least <= most


@given(expressions.monotone, st.integers(1, 10**6))
def test_a_rate_with_something_on_top_is_dearer_or_the_same(rate, more):
    top = duty.Sum((rate, duty.Percent(more)))
    assert rate_order.change(rate, top) in ("dearer", "same")
