"""Money and quantities: text in and out without loss, one rounding, parts that sum to the
whole.
"""

import decimal
import fractions
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import money

DECIMALS = st.integers(0, 8)
WHOLE = st.integers(0, 10**18 - 1)
AMOUNTS = st.integers(-(10**30), 10**30)

REFUSED = {
    "nothing": "",
    "only a point": ".",
    "no whole part": ".5",
    "no decimals after the point": "5.",
    "two points": "1.2.3",
    "a comma": "1,5",
    "a sign": "-1",
    "a plus": "+1",
    "a sign in the decimals": "1.-5",
    "an exponent": "1e3",
    "an exponent in the decimals": "1.0e3",
    "not a number": "NaN",
    "infinity": "Infinity",
    "underscores": "1_000",
    "a separator": "1'000",
    "a space before": " 1",
    "a space after": "1 ",
    "a space inside": "1 000",
    "a no-break space inside": "1\N{NO-BREAK SPACE}000",
    "a trailing newline": "1\n",
    "a newline after the decimals": "1.50\n",
    "a null": "1\0",
    "Arabic-Indic digits": "\N{ARABIC-INDIC DIGIT ONE}\N{ARABIC-INDIC DIGIT TWO}",
    "Arabic-Indic decimals": "1.\N{ARABIC-INDIC DIGIT FIVE}",
    "full-width digits": "\N{FULLWIDTH DIGIT ONE}",
    "superscripts": "1\N{SUPERSCRIPT TWO}",
    "a fraction sign": "\N{VULGAR FRACTION ONE HALF}",
    "a hexadecimal": "0x10",
    "19 whole digits": "1" + "0" * 18,
    "19 whole digits, most of them zeros": "0" * 18 + "1",
    "three decimals of money": "1.005",
    "decimals that are zero but too many": "1.000",
}


@given(WHOLE, st.text("0123456789", max_size=6))
def test_parse_is_exact(whole: int, decimals: str) -> None:
    text = f"{whole}.{decimals}" if decimals else str(whole)
    assert fractions.Fraction(money.parse(text, 6), 10**6) == fractions.Fraction(text)


@given(st.data(), DECIMALS)
def test_text_then_parse_is_the_identity(data: st.DataObject, decimals: int) -> None:
    amount = data.draw(st.integers(0, 10 ** (18 + decimals) - 1))
    assert money.parse(money.text(amount, decimals), decimals) == amount
    assert money.parse(money.short(amount, decimals), decimals) == amount


@given(AMOUNTS, DECIMALS)
def test_text_is_the_plain_decimal(amount: int, decimals: int) -> None:
    context = decimal.Context(prec=60)
    assert money.text(amount, decimals) == format(
        decimal.Decimal(amount).scaleb(-decimals, context), "f"
    )


@given(AMOUNTS, DECIMALS)
def test_short_keeps_the_value_and_no_idle_zero(amount: int, decimals: int) -> None:
    printed = money.short(amount, decimals)
    assert fractions.Fraction(printed) == fractions.Fraction(amount, 10**decimals)
    assert "." not in printed or printed[-1] not in "0."


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
def test_parse_refuses(text: str) -> None:
    with pytest.raises(ValueError) as refused:
        money.parse(text)
    assert refused.value.args == (text,)


@given(st.text(max_size=12))
def test_parse_takes_ascii_digits_and_one_point_only(text: str) -> None:
    whole, point, rest = text.partition(".")
    digits = set("0123456789")
    plain = (
        bool(whole)
        and set(whole) <= digits
        and bool(rest) == bool(point)
        and set(rest) <= digits
    )
    if plain and len(rest) <= 2:
        assert money.parse(text) == fractions.Fraction(text) * 100
    else:
        with pytest.raises(ValueError):
            money.parse(text)


@pytest.mark.parametrize(
    ("text", "decimals", "amount"),
    [
        ("0", 2, 0),
        ("0.00", 2, 0),
        ("007", 2, 700),
        ("0.01", 2, 1),
        ("5", 0, 5),
        ("9" * 18, 2, 10**20 - 100),
    ],
)
def test_parse(text: str, decimals: int, amount: int) -> None:
    assert money.parse(text, decimals) == amount


def test_whole_numbers_have_no_point() -> None:
    with pytest.raises(ValueError):
        money.parse("5.0", 0)
    assert money.text(-5, 0) == "-5"
    assert money.short(100, 0) == "100"


@pytest.mark.parametrize(
    ("amount", "decimals", "text"),
    [
        (278595000, 2, "2785950.00"),
        (-5, 2, "-0.05"),
        (0, 2, "0.00"),
        (7, 6, "0.000007"),
        (-1250, 3, "-1.250"),
    ],
)
def test_text(amount: int, decimals: int, text: str) -> None:
    assert money.text(amount, decimals) == text


def test_no_negative_zero() -> None:
    assert money.text(money.half_up(-4, 10)) == "0.00"
    assert money.short(0, 6) == "0"


@given(AMOUNTS, st.integers(1, 10**20))
def test_half_up_as_decimal_rounds(numerator: int, denominator: int) -> None:
    with decimal.localcontext(prec=80):
        exact = decimal.Decimal(numerator) / decimal.Decimal(denominator)
        rounded = int(exact.quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP))
    assert money.half_up(numerator, denominator) == rounded


@given(AMOUNTS, st.integers(1, 10**20))
def test_half_up_is_nearest_and_the_same_for_both_signs(
    numerator: int, denominator: int
) -> None:
    rounded = money.half_up(numerator, denominator)
    assert abs(rounded - fractions.Fraction(numerator, denominator)) <= fractions.Fraction(
        1, 2
    )
    assert money.half_up(-numerator, denominator) == -rounded


@given(st.integers(0, 10**20), st.integers(1, 10**20))
def test_half_up_sends_ties_away_from_zero(whole: int, half: int) -> None:
    tie = (2 * whole + 1) * half
    assert money.half_up(tie, 2 * half) == whole + 1
    assert money.half_up(tie - 1, 2 * half) == whole
    assert money.half_up(-tie, 2 * half) == -whole - 1


@given(st.integers(0, 10**20), st.lists(st.integers(0, 10**15), min_size=1, max_size=40))
def test_apportioned_parts_sum_to_the_total(total: int, weights: list[int]) -> None:
    parts = money.apportion(total, weights)
    assert len(parts) == len(weights)
    assert sum(parts) == total
    assert min(parts) >= 0


@given(
    st.integers(0, 10**20),
    st.lists(st.integers(0, 10**15), min_size=1, max_size=40).filter(any),
)
def test_apportioned_parts_are_within_one_unit_of_their_shares(
    total: int, weights: list[int]
) -> None:
    whole = sum(weights)
    for part, weight in zip(money.apportion(total, weights), weights, strict=True):
        share = fractions.Fraction(total * weight, whole)
        assert part in (math.floor(share), math.floor(share) + 1)
        assert part == share or share.denominator > 1


@given(st.integers(0, 10**9), st.integers(1, 40))
def test_apportioned_without_weights_is_equal_but_for_the_remainder(
    total: int, count: int
) -> None:
    parts = money.apportion(total, [0] * count)
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True)


@given(st.integers(0, 10**12), st.lists(st.integers(1, 10**6), min_size=2, max_size=12))
def test_apportioned_remainder_goes_to_the_largest(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    parts = money.apportion(total, weights)
    raised: list[int] = []
    kept: list[int] = []
    for part, weight in zip(parts, weights, strict=True):
        remainder = total * weight % whole
        (raised if part > total * weight // whole else kept).append(remainder)
    assert not raised or not kept or min(raised) >= max(kept)


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (100, [0, 1], [0, 100]),
        (1, [1, 1], [1, 0]),
        (5, [2, 1, 2], [2, 1, 2]),
        (-100, [1, 1, 1], [-33, -33, -34]),
        (7, [3], [7]),
        (0, [5, 7], [0, 0]),
    ],
)
def test_apportion(total: int, weights: list[int], parts: list[int]) -> None:
    assert money.apportion(total, weights) == parts
