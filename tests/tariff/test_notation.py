import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.tariff import duty
from tests.tariff import expressions

CANONICAL = [
    "5%",
    "12.5%",
    "33 1/3%",
    "0 1/6%",
    "0.08 EUR/kg",
    "171 USD/1000 kg",
    "2 EUR/1000pc",
    "0.037 USD/kg[lead content]",
    "0.000622005 USD/kg",
    "6 MCI",
    "free",
    "exempt",
    "10% + 0.08 EUR/kg",
    "25% min 0.2 EUR/kg",
    "0.5 EUR/cm3 min 15% max 18%",
    "1% min (2% min 3%)",
    "(1% + 2%) + 3%",
    "5% - (2% + 1%) - 1% + 7% + 8%",
    "lower(15%, 12.5% min 0.6 EUR/cm3)",
    "season(13% on 01-01..02-14 06-16..12-31, 0% on 02-15..06-15)",
    "6% of [strap band or bracelet]",
    "(6% + 1%) of [case]",
    "free if [under bond: 1 2(b)]",
    "rate of [heading: 2009] of [case] if [under bond]",
    "8.3% + table EA max 18.7% + table ADSZ",
    "claim(free for A* AU, 2.5% + 1 USD/kg for JP S+)",
]


@pytest.mark.parametrize("written", CANONICAL)
def test_canonical_text_prints_back(written):
    assert duty.text(duty.parse(written)) == written


@given(expressions.anything)
def test_every_expression_reads_back_from_its_text(expression):
    assert duty.parse(duty.text(expression)) == expression


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (" 5.00 % ", "5%"),
        ("10%+0.080 EUR / 1 kg", "10% + 0.08 EUR/kg"),
        ("(25%) min (0.2 EUR/kg)", "25% min 0.2 EUR/kg"),
        ("12 1/2%", "12.5%"),
        ("0 2/6%", "0 1/3%"),
    ],
)
def test_other_spellings_become_canonical(written, canonical):
    assert duty.text(duty.parse(written)) == canonical


def test_bounds_bind_weaker_than_sums_and_from_the_left():
    one, two, three = (duty.Percent(number * 1_000_000) for number in (1, 2, 3))
    assert duty.parse("1% + 2% min 3%") == duty.Floor(duty.Sum((one, two)), three)
    assert duty.parse("1% min 2% max 3%") == duty.Cap(duty.Floor(one, two), three)


@pytest.mark.parametrize(
    ("written", "position", "expected"),
    [
        ("", 0, "a rate"),
        ("5", 1, "% or a currency"),
        ("5% 6%", 3, "the end"),
        ("25% min", 7, "a rate"),
        ("25% but not less than 0.2 EUR/kg", 4, "the end"),
        ("5.1234567%", 0, "at most 6 decimals"),
        ("0.1234567891 EUR/kg", 0, "at most 9 decimals"),
        ("5 eur/kg", 2, "a currency"),
        ("5 EUR/", 6, "a unit"),
        ("5 EUR/1000", 10, "a unit"),
        ("5 EUR/0 kg", 8, "a unit"),
        ("1 3/2%", 5, "a proper fraction"),
        ("-5%", 0, "a rate"),
        ("5٪", 1, "% or a currency"),
        ("٥%", 0, "a rate"),
        ("(5%", 3, "')'"),
        ("lower(5%)", 8, "','"),
        ("6% of case", 6, "'['"),
        ("6% of [Case]", 7, "lower-case words"),
        ("rate [x]", 5, "'of'"),
        ("rate of [x:]", 9, "codes"),
        ("season(5% on 04-31..05-01)", 13, "a day of the year"),
        ("claim(5% for )", 13, "a programme"),
        ("claim(5% for A-1)", 14, "')'"),
        ("claim(5% for 12)", 15, "a programme"),
        ("(" * 51 + "5%" + ")" * 51, 0, "parentheses"),
    ],
)
def test_what_is_no_rate_is_refused_at_its_position(written, position, expected):
    with pytest.raises(duty.Malformed) as malformed:
        duty.parse(written)
    assert expected in malformed.value.expected
    assert malformed.value.position == position


@given(st.text(st.sampled_from("0125%./ +-()[]:,*EURkgminaxofrelw"), max_size=30))
def test_any_text_is_a_rate_or_malformed(written):
    try:
        expression = duty.parse(written)
    except duty.Malformed:
        return
    assert duty.parse(duty.text(expression)) == expression
