"""Exponential and logarithm against decimal arithmetic of many digits."""

import decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.world import powers

EXACT = decimal.Context(prec=40)


def exact_exp(millionths: int) -> decimal.Decimal:
    return EXACT.exp(decimal.Decimal(millionths).scaleb(-6)).scaleb(6)


def exact_ln(millionths: int) -> decimal.Decimal:
    return EXACT.ln(decimal.Decimal(millionths).scaleb(-6)).scaleb(6)


@given(st.integers(-30_000_000, 40_000_000))
def test_exponential(millionths: int) -> None:
    exact = exact_exp(millionths)
    assert abs(powers.exp(millionths) - exact) <= 1 + exact / 10**8


@given(st.integers(1, 10**18))
def test_logarithm(millionths: int) -> None:
    assert abs(powers.ln(millionths) - exact_ln(millionths)) <= 2


@pytest.mark.parametrize("log_odds", [-8_000_000, -1, 0, 5_000_000])
def test_logistic(log_odds: int) -> None:
    exact = 10**6 / (1 + exact_exp(-log_odds) / 10**6)
    assert abs(powers.logistic(log_odds) - exact) <= 2
