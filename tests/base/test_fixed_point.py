"""Logarithms and powers of two in whole numbers."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import fixed_point
from openkeden.base.fixed_point import DOUBLING, ONE

NEAR = Fraction(1, 10_000)


@pytest.mark.parametrize("exponent", [0, 1, 16, 17, 63, 200])
def test_the_logarithm_of_a_power_of_two_is_exact(exponent):
    assert fixed_point.log2(1 << exponent) == exponent * DOUBLING


@given(st.integers(1, 10**30))
def test_a_power_undoes_a_logarithm(number):
    back = Fraction(fixed_point.power(fixed_point.log2(number)), ONE)
    assert abs(back / number - 1) < NEAR


@given(st.integers(-5 * DOUBLING, 5 * DOUBLING), st.integers(-5 * DOUBLING, 5 * DOUBLING))
def test_powers_multiply(first, second):
    product = Fraction(fixed_point.power(first) * fixed_point.power(second), ONE * ONE)
    together = Fraction(fixed_point.power(first + second), ONE)
    assert abs(product / together - 1) < NEAR


@given(st.integers(1, 10**12), st.integers(1, 10**12))
def test_a_larger_number_has_no_smaller_logarithm(first, second):
    low, high = sorted([first, second])
    assert fixed_point.log2(low) <= fixed_point.log2(high)


def test_fading_halves_and_ends():
    left = fixed_point.fading(30)
    assert left[0] == ONE
    assert left[30] == ONE // 2
    assert left[60] == ONE // 4
    assert left[-1] == 0
    assert list(left) == sorted(left, reverse=True)
