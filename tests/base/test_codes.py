"""Check digits against numbers known from elsewhere, and every single mistyped digit."""

from hypothesis import given, strategies

from openkeden.base import codes

DIGITS = strategies.text("0123456789", min_size=11, max_size=11)


def test_digits_are_ascii_only():
    assert codes.digits("0123456789", 10)
    for text in (
        "012345678",
        "01234567890",
        "012345678a",
        " 123456789",
        "٠١٢٣٤٥٦٧٨٩",
        "01234567²9",
        "",
    ):
        assert not codes.digits(text, 10)


def test_bin():
    assert codes.is_bin("990140000017")
    for text in (
        "",
        "000000000000",
        "99014000001",
        "9901400000170",
        "99014000001x",
        "９９０１４００００017",
    ):
        assert not codes.is_bin(text)


def test_bin_asks_twice_when_the_first_sum_is_ten():
    # weights 1..11 give 10 for 00000000001 with 11 * 1 = 0; 5 * 2 = 10 at place five
    assert codes.bin_check_digit("00002000000") == (2 * 7) % 11


def test_some_numbers_are_never_issued():
    never = [n for n in range(2000) if codes.bin_check_digit(f"{n:011d}") is None]
    assert never
    assert not any(codes.is_bin(f"{never[0]:011d}{digit}") for digit in range(10))


@given(DIGITS)
def test_one_digit_at_most_completes_a_bin(body):
    right = [digit for digit in range(10) if codes.is_bin(f"{body}{digit}")]
    assert right == (
        [codes.bin_check_digit(body)]
        if body.strip("0") and codes.bin_check_digit(body) is not None
        else []
    )


def mistyped(places):
    """The number with one digit changed, every way, at the given places."""
    right = "990140000017"
    return [
        f"{right[:place]}{digit}{right[place + 1 :]}"
        for place in places
        for digit in "0123456789"
        if digit != right[place]
    ]


def test_a_mistyped_digit_of_a_bin_is_found():
    # 98 of 99: the sum of this one is 10, and the second weights happen to give the same
    # digit
    assert [text for text in mistyped([*range(10), 11]) if codes.is_bin(text)] == [
        "990140200017"
    ]


def test_the_eleventh_digit_is_not_covered_by_the_first_weights():
    # its weight, 11, is nothing modulo 11: the algorithm is the state's, not ours
    assert all(codes.is_bin(text) for text in mistyped([10]))


def test_container():
    assert codes.is_container("CSQU3054383")
    for text in (
        "",
        "CSQU305438",
        "CSQU30543833",
        "CSQX3054383",
        "csqu3054383",
        "CSQU 305438",
        "C1QU3054383",
        "ÇSQU3054383",
    ):
        assert not codes.is_container(text)


def test_container_letters_skip_multiples_of_eleven():
    assert codes.container_check_digit("CSQU305438") == 3
    assert not any(value % 11 == 0 for value in codes._LETTERS.values())
    assert codes._LETTERS["A"] == 10
    assert codes._LETTERS["Z"] == 38


@given(strategies.text(max_size=14))
def test_any_text_has_an_answer(text):
    assert codes.is_bin(text) in (True, False)
    assert codes.is_container(text) in (True, False)
    assert codes.container_form(text) in (True, False)
