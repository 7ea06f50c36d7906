"""Exchange rates: quotes with nominals, converted exactly and rounded once; unusable quotes
are refused with a reason.
"""

import datetime
import decimal
import fractions

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import money, rates

DAY = datetime.date(2026, 4, 2)

#: Quotes as the National Bank prints them: nominal, value.
PRINTED = {
    "USD": (1, "478.77"),
    "EUR": (1, "520.00"),
    "AMD": (10, "12.72"),
    "UZS": (100, "3.93"),
    "IRR": (1000, "3.00"),
}


def _quote(currency: str, nominal: int, text: str, *, age: int = 0) -> rates.Quote:
    decimals = len(text.partition(".")[2])
    value = money.parse(text, decimals)
    return rates.Quote(
        currency, nominal, value, decimals, DAY - datetime.timedelta(days=age), "NBK"
    )


def _exchange(*quotes: rates.Quote, days: int = 10, coarse: int = 5_000) -> rates.Rates:
    return rates.Rates(
        DAY, "KZT", {quote.currency: quote for quote in quotes}, days, coarse
    )


OFFICIAL = _exchange(*(_quote(currency, *printed) for currency, printed in PRINTED.items()))


@pytest.mark.parametrize(
    ("amount", "currency", "tenge"),
    [
        ("100.00", "USD", "47877.00"),
        ("1000.00", "AMD", "1272.00"),
        ("1000000.00", "UZS", "39300.00"),
        ("0.13", "UZS", "0.01"),
        ("0.12", "UZS", "0.00"),
        ("1000000.00", "IRR", "3000.00"),
        ("55.55", "KZT", "55.55"),
    ],
)
def test_convert(amount: str, currency: str, tenge: str) -> None:
    assert money.text(OFFICIAL.convert(money.parse(amount), currency)) == tenge


@given(
    st.integers(0, 10**20),
    st.sampled_from([1, 10, 100, 1000]),
    st.integers(1, 4),
    st.integers(10**4, 10**11),
)
def test_convert_multiplies_first_and_rounds_once(
    amount: int, nominal: int, decimals: int, value: int
) -> None:
    quote = rates.Quote("XTS", nominal, value, decimals, DAY, "case")
    with decimal.localcontext(prec=80):
        exact = decimal.Decimal(amount) * decimal.Decimal(value).scaleb(-decimals) / nominal
        rounded = int(exact.quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP))
    assert _exchange(quote).convert(amount, "XTS") == rounded
    assert fractions.Fraction(*_exchange(quote).ratio("XTS")) == fractions.Fraction(
        value, nominal * 10**decimals
    )


@pytest.mark.parametrize(
    ("cents", "tiyn"), [(1, 1), (2, 1), (3, 2), (5, 3), (-1, -1), (-3, -2)]
)
def test_exact_ties_go_away_from_zero(cents: int, tiyn: int) -> None:
    assert _exchange(_quote("XTS", 1, "0.5000")).convert(cents, "XTS") == tiyn


def test_a_rounded_rate_per_unit_would_be_wrong() -> None:
    """3.93 tenge for 100 sum is 0.0393 for one; at two decimals that would be 0.04, almost
    two per cent more.
    """
    millions = money.parse("5000000.00")
    assert money.text(OFFICIAL.convert(millions, "UZS")) == "196500.00"
    assert (
        money.text(
            _exchange(_quote("UZS", 1, "0.04"), coarse=10**6).convert(millions, "UZS")
        )
        == "200000.00"
    )


def test_national_currency_needs_no_quote() -> None:
    assert OFFICIAL.quote("KZT") is None
    assert OFFICIAL.ratio("KZT") == (1, 1)


def test_missing() -> None:
    with pytest.raises(rates.NoRate) as refused:
        OFFICIAL.convert(1, "TMT")
    assert (refused.value.currency, refused.value.reason, refused.value.quote) == (
        "TMT",
        "missing",
        None,
    )


@pytest.mark.parametrize(
    ("age", "usable"), [(0, True), (9, True), (10, True), (11, False), (365, False)]
)
def test_stale(age: int, usable: bool) -> None:
    quote = _quote("USD", 1, "478.77", age=age)
    if usable:
        assert _exchange(quote, days=10).quote("USD") is quote
        return
    with pytest.raises(rates.NoRate) as refused:
        _exchange(quote, days=10).quote("USD")
    assert (refused.value.reason, refused.value.quote) == ("stale", quote)


def test_only_todays_rate_where_nothing_is_carried_over() -> None:
    assert _exchange(_quote("USD", 1, "478.77"), days=0).quote("USD")
    with pytest.raises(rates.NoRate, match="USD: stale"):
        _exchange(_quote("USD", 1, "478.77", age=1), days=0).quote("USD")


def test_coarse() -> None:
    """0.0073 som for one sum may be anything within 0.68 per cent of it; the same as 0.73
    for 100 is no better.
    """
    coarse = _quote("UZS", 1, "0.0073")
    assert coarse.quantum == (1, 146)
    for quote in (coarse, _quote("UZS", 100, "0.73")):
        with pytest.raises(rates.NoRate) as refused:
            _exchange(quote, coarse=5_000).quote("UZS")
        assert (refused.value.reason, refused.value.quote) == ("coarse", quote)
        assert _exchange(quote, coarse=10_000).quote("UZS") is quote


@given(st.integers(1, 1_000), st.integers(1, 1_000_000))
def test_coarse_compares_the_quantum_exactly(value: int, coarse: int) -> None:
    quote = rates.Quote("XTS", 1, value, 4, DAY, "case")
    day = _exchange(quote, coarse=coarse)
    if fractions.Fraction(*quote.quantum) > fractions.Fraction(coarse, 10**6):
        with pytest.raises(rates.NoRate, match="coarse"):
            day.quote("XTS")
    else:
        assert day.quote("XTS") is quote


def test_a_rate_of_nothing_values_nothing() -> None:
    zero = rates.Quote("XTS", 1, 0, 4, DAY, "case")
    with pytest.raises(rates.NoRate, match="coarse"):
        _exchange(zero, coarse=999_999).convert(1, "XTS")


def test_stale_before_coarse() -> None:
    with pytest.raises(rates.NoRate, match="stale"):
        _exchange(_quote("UZS", 1, "0.0073", age=11)).quote("UZS")


def test_text_is_in_the_authoritys_direction() -> None:
    assert [OFFICIAL.quotes[code].text() for code in ("USD", "UZS")] == [
        "1 USD = 478.77",
        "100 UZS = 3.93",
    ]
