"""Conditions of a row, on attributes, value and quantities: written and read back, each
sign on both sides of its limit, counted for each unit.
"""

import operator
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from openkeden.base import money
from openkeden.tariff import conditions, duty
from openkeden.tariff.conditions import AttributeCondition, Threshold
from tests.tariff import expressions

HEAD = 10**6
SIGNS = {">": operator.gt, ">=": operator.ge, "<": operator.lt, "<=": operator.le}

#: Whether a sign holds below, at and above its limit.
SIDES = {
    ">": (False, False, True),
    ">=": (False, True, True),
    "<": (True, False, False),
    "<=": (True, True, False),
}

units = st.sampled_from(["kg", "cm3", "l100", "pc", "pair", "m2", "1000pc"])
amounts = st.builds(
    duty.Fixed, st.integers(0, 10**18), st.sampled_from(["EUR", "KZT", "MCI"])
)
pers = st.just("") | units
signs = st.sampled_from(sorted(SIGNS))
of_value = st.builds(
    lambda sign, amount, per: Threshold("value", sign, amount=amount, per=per),
    signs,
    amounts,
    pers,
)
of_quantity = st.builds(
    lambda of, sign, number, per: Threshold(of, sign, number=number, per=per),
    units,
    signs,
    st.integers(0, 10**20),
    pers,
)


def worth(amount: duty.Fixed) -> int:
    """EUR at 520 tenge, MCI at 4,325, the tenge itself, in tiyn."""
    return duty.amount(amount, 0, {}, expressions.exchange(), expressions.INDICES)


def holds(text: str, value: int = 0, **quantities: int) -> bool:
    """Whether goods of a value in tiyn and quantities in millionths meet a condition."""
    return conditions.parse(text).holds(value, quantities, worth)


@given(of_value | of_quantity)
def test_what_is_written_reads_back(threshold: Threshold) -> None:
    assert conditions.parse(threshold.text) == threshold
    assert conditions.parse(threshold.text).text == threshold.text


@pytest.mark.parametrize(
    "text",
    [
        "value >= 18000 MCI each pc",
        "value > 10000 KZT",
        "value <= 8500.5 EUR each pc",
        "value < 0 EUR",
        "cm3 > 3000 each pc",
        "cm3 <= 0.000001",
        "kg < 31",
        "l100 >= 1.5 each l",
    ],
)
def test_the_canonical_text_prints_back(text: str) -> None:
    assert conditions.parse(text).text == text


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (" value  >   8500.00 EUR  each  pc ", "value > 8500 EUR each pc"),
        ("cm3 > 3000.500", "cm3 > 3000.5"),
        ("kg <= 031", "kg <= 31"),
    ],
)
def test_other_spellings_become_canonical(text: str, canonical: str) -> None:
    assert conditions.parse(text).text == canonical


def test_the_parts_of_a_condition() -> None:
    assert conditions.parse("value <= 8500 EUR each pc") == Threshold(
        "value", "<=", amount=duty.parse("8500 EUR"), per="pc"
    )
    assert conditions.parse("cm3 > 3000") == Threshold("cm3", ">", number=3000 * HEAD)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("value > 10000 KZT", set()),
        ("value > 10000 KZT each pc", {"pc"}),
        ("cm3 > 3000", {"cm3"}),
        ("cm3 > 3000 each pc", {"cm3", "pc"}),
        ("kg > 1 each kg", {"kg"}),
    ],
)
def test_the_units_that_it_asks_for(text: str, asked: set[str]) -> None:
    assert conditions.parse(text).units == asked


@pytest.mark.parametrize("sign", SIGNS)
def test_a_value_below_at_and_above_its_limit(sign: str) -> None:
    limit = 8500 * 520_00
    found = tuple(
        [holds(f"value {sign} 8500 EUR", value) for value in (limit - 1, limit, limit + 1)]
    )
    assert found == SIDES[sign]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_quantity_below_at_and_above_its_limit(sign: str) -> None:
    limit = 3000 * HEAD
    found = tuple(
        [holds(f"cm3 {sign} 3000", cm3=cm3) for cm3 in (limit - 1, limit, limit + 1)]
    )
    assert found == SIDES[sign]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("count", [2, 3, 7])
def test_the_value_of_each_below_at_and_above_its_limit(sign: str, count: int) -> None:
    limit = 8500 * 520_00 * count
    text = f"value {sign} 8500 EUR each pc"
    found = tuple(
        [holds(text, value, pc=count * HEAD) for value in (limit - 1, limit, limit + 1)]
    )
    assert found == SIDES[sign]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("count", [2, 3, 7])
def test_the_quantity_of_each_below_at_and_above_its_limit(sign: str, count: int) -> None:
    limit = 1500 * HEAD * count
    text = f"cm3 {sign} 1500 each pc"
    found = tuple(
        [holds(text, cm3=cm3, pc=count * HEAD) for cm3 in (limit - 1, limit, limit + 1)]
    )
    assert found == SIDES[sign]


def test_without_each_the_number_of_pieces_does_not_count() -> None:
    assert holds("cm3 > 1500", cm3=3000 * HEAD, pc=2 * HEAD)
    assert not holds("cm3 > 1500 each pc", cm3=3000 * HEAD, pc=2 * HEAD)
    assert holds("value > 8500 EUR", 9000 * 520_00)


def test_half_a_unit_counts_as_half() -> None:
    assert holds("value >= 100 KZT each kg", 50_00, kg=HEAD // 2)
    assert not holds("value >= 100 KZT each kg", 49_99, kg=HEAD // 2)


def test_indices_and_the_national_currency_are_limits_of_a_value() -> None:
    assert holds("value >= 18000 MCI", 18000 * 4325_00)
    assert not holds("value >= 18000 MCI", 18000 * 4325_00 - 1)
    assert holds("value <= 0.01 KZT", 1)
    assert not holds("value <= 0.01 KZT", 2)


def test_the_limit_and_what_is_compared_in_minor_units() -> None:
    value, volume = (
        conditions.parse("value > 8500 EUR each pc"),
        conditions.parse("cm3 > 3000 each pc"),
    )
    stated = {"cm3": 1998 * HEAD, "pc": HEAD}
    assert (value.stated(7, stated), value.limit(worth)) == (7, 8500 * 520_00)
    assert (volume.stated(7, stated), volume.limit(worth)) == (1998 * HEAD, 3000 * HEAD)


def test_a_limit_is_rounded_as_money_is() -> None:
    """0.003 dollars at 478.1234 are 1.4343702 tenge: 1.43."""
    assert worth(conditions.parse("value > 0.003 USD").amount) == 143
    assert holds("value > 0.003 USD", 144)
    assert not holds("value > 0.003 USD", 143)


@given(
    of_value | of_quantity,
    st.integers(0, 10**14),
    st.integers(0, 10**13),
    st.integers(1, 10**9),
)
@example(conditions.parse("value <= 8500 EUR each pc"), 2 * 8500 * 520_00 + 1, 0, 2 * HEAD)
@example(conditions.parse("cm3 <= 1500 each pc"), 0, 3000 * HEAD, 2 * HEAD)
def test_it_is_the_comparison_of_exact_shares(
    threshold: Threshold, value: int, quantity: int, count: int
) -> None:
    quantities = dict.fromkeys(threshold.units, quantity)
    if threshold.per:
        quantities[threshold.per] = count
    stated = (
        Fraction(value) if threshold.of == "value" else Fraction(quantities[threshold.of])
    )
    limit = worth(threshold.amount) if threshold.amount is not None else threshold.number
    share = stated / Fraction(count, HEAD) if threshold.per else stated
    assert threshold.holds(value, quantities, worth) == SIGNS[threshold.sign](share, limit)


@given(of_value | of_quantity, st.integers(0, 10**14), st.integers(1, 10**9))
def test_a_sign_and_its_opposite_never_both_hold(
    threshold: Threshold, stated: int, count: int
) -> None:
    opposite = Threshold(
        threshold.of,
        {">": "<=", ">=": "<", "<": ">=", "<=": ">"}[threshold.sign],
        amount=threshold.amount,
        number=threshold.number,
        per=threshold.per,
    )
    quantities = {
        **dict.fromkeys(threshold.units, stated),
        **({threshold.per: count} if threshold.per else {}),
    }
    assert threshold.holds(stated, quantities, worth) != opposite.holds(
        stated, quantities, worth
    )


def test_a_quantity_that_is_not_there() -> None:
    with pytest.raises(KeyError, match="cm3"):
        holds("cm3 > 3000", pc=HEAD)
    with pytest.raises(KeyError, match="pc"):
        holds("cm3 > 3000 each pc", cm3=HEAD)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "value",
        "value >",
        "value 8500 EUR",
        "value = 8500 EUR",
        "value == 8500 EUR",
        "value => 8500 EUR",
        "value <> 8500 EUR",
        "value>8500 EUR",
        "value > EUR",
        "value > 8500",
        "value > 10%",
        "value > 10% + 1 EUR",
        "value > 2 EUR/kg",
        "value > -1 EUR",
        "value > 8500 eur",
        "value > free",
        "cm3 > 3000 cm3",
        "cm3 > 3000 EUR",
        "cm3 > many",
        "cm3 > -1",
        "cm3 > 1,500",
        "cm3 > 1e3",
        "cm3 > 0.0000001",
        "cm3 > 3000 each",
        "cm3 > 3000 each ",
        "cm3 > 3000 each 1000",
        "cm3 > 3000 each pc each kg",
        "cm3 > 3000 each two pc",
        "3000 < cm3",
        "см3 > 3000",
        " each pc",
    ],
)
def test_what_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError):
        conditions.parse(text)


def test_the_error_says_what_cannot_be_read() -> None:
    with pytest.raises(ValueError, match="'value = 5 EUR' is not a valid condition"):
        conditions.parse("value = 5 EUR")
    with pytest.raises(ValueError, match="'10%' is not an amount"):
        conditions.parse("value > 10%")


@given(st.text(alphabet="value cm3><=0159.EURach pc%", max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = conditions.parse(text)
    except ValueError:
        return
    assert conditions.parse(found.text) == found
    if isinstance(found, Threshold):
        assert money.short(found.number, 6) in found.text or found.amount is not None


def test_nothing_is_counted_for_each_value() -> None:
    with pytest.raises(ValueError, match="not a valid condition"):
        conditions.parse("value > 5 EUR each value")


words = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True).filter(
    lambda text: text != "value"
)
asked_words = st.text(min_size=1, max_size=20).filter(
    lambda text: (
        text == text.strip() and not text.startswith((">", "<", "=")) and ".." not in text
    )
)
numbers = st.integers(0, 10**12).map(lambda number: money.short(number, 6))
of_word = st.builds(AttributeCondition, words, asked_words)
of_number = st.builds(
    lambda name, sign, number: AttributeCondition(f"{name}_mm", f"{sign} {number}"),
    words,
    signs,
    numbers,
)
of_range = st.builds(
    lambda name, least, most: AttributeCondition(name, f"{least}..{most}"),
    words,
    numbers,
    numbers,
)


@given(of_value | of_quantity | of_word | of_number | of_range)
def test_every_condition_reads_back(condition: conditions.Condition) -> None:
    assert conditions.parse(condition.text) == condition


@pytest.mark.parametrize(
    ("text", "stated", "fit"),
    [
        ("product = cigar", "cigar", True),
        ("product = cigar", "Cigar", False),
        ("producer = A each B", "A each B", True),
        ("age_years <= 3", "3", True),
        ("age_years <= 3", "3.000001", False),
        ("age_years > 3", "3", False),
        ("age_years > 3", "3.000001", True),
        ("flange_mm = 20..200", "20", True),
        ("flange_mm = 20..200", "200", True),
        ("flange_mm = 20..200", "200.1", False),
        ("age_years > 3", "old", None),
        ("age_years > 3", None, None),
    ],
)
def test_what_goods_state_is_compared(
    text: str, stated: str | None, fit: bool | None
) -> None:
    condition = conditions.parse(text)
    assert isinstance(condition, AttributeCondition)
    attributes = {} if stated is None else {condition.name: stated}
    assert condition.fits(attributes) is fit
    assert conditions.fits([condition], attributes, unstated=True) is (fit is not False)
    assert conditions.fits([condition], attributes, unstated=False) is (fit is True)
    assert conditions.missing([condition], attributes) == (
        [condition] if fit is None else []
    )


@pytest.mark.parametrize(
    "text",
    [
        "age_years > old",
        "flange_mm = 20..many",
        "product =",
        "product = > 3",
        "product == cigar",
    ],
)
def test_a_condition_on_an_attribute_that_cannot_be_read(text: str) -> None:
    with pytest.raises(ValueError):
        conditions.parse(text)


def test_an_attribute_names_its_unit_and_a_unit_alone_is_the_quantity() -> None:
    assert conditions.parse("engine_cm3 > 3000") == AttributeCondition(
        "engine_cm3", "> 3000"
    )
    assert conditions.parse("cm3 > 3000") == Threshold("cm3", ">", number=3000 * HEAD)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("product = cigar", "product=cigar"),
        ("age_years <= 3", "age_years=<= 3"),
        ("flange_mm = 20..200", "flange_mm=20..200"),
        ("value > 8500 EUR each pc", "value > 8500 EUR each pc"),
        ("mass", "mass"),
    ],
)
def test_what_a_condition_adds_to_the_id_of_its_row(text: str, key: str) -> None:
    assert conditions.key(text) == key
