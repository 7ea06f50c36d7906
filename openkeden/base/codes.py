"""Form and check digit of BIN and IIN, and of the numbers of containers and swap bodies."""

import functools
import operator
from typing import Final, Literal

_BIN_LENGTH: Final = 12
_ONCE: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_TWICE: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)

_CONTAINER_LENGTH: Final = 11
_OWNER_LENGTH: Final = 4
#: ISO 6346 gives letters the numbers from 10 up, leaving out the multiples of 11.
_LETTERS: Final = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        [number for number in range(10, 39) if number % 11],
        strict=True,
    )
)
_VALUES: Final = _LETTERS | {str(digit): digit for digit in range(10)}
#: The fourth letter: of ISO 6346, and of the ILU code of a swap body by EN 13044.
_CATEGORIES: Final = "UJZ" + "ABCDEFGHIK"
#: The fewest and most signs of a number of other equipment.
_OTHER_LENGTHS: Final = range(4, 18)


def digits(text: str, length: int) -> bool:
    """Whether the text is exactly `length` ASCII digits.

    >>> digits("6403999600", 10), digits("640399960", 10), digits("٦٤٠٣٩٩٩٦٠٠", 10)
    (True, False, False)
    """
    return len(text) == length and text.isascii() and text.isdigit()


def is_commodity_code(text: str) -> bool:
    """Whether the text has the form of a code of the tariff: ten ASCII digits.

    >>> is_commodity_code("6403999600"), is_commodity_code("640399")
    (True, False)
    """
    return digits(text, 10)


def bin_check_digit(text: str) -> int | None:
    """The twelfth digit that eleven digits of a Kazakh BIN or IIN require.

    None where no such number is issued. The sum weighted 1 to 11, modulo 11; when that is
    10, once more with the weights moved by two. `text` starts with eleven ASCII digits.

    >>> bin_check_digit("99014000001")
    7
    """
    numbers = [*map(int, text[: _BIN_LENGTH - 1])]
    for weights in (_ONCE, _TWICE):
        left: int = sum(map(operator.mul, weights, numbers)) % 11
        if left < 10:
            return left
    return None


def is_bin(text: str) -> bool:
    """Whether the text is a BIN or IIN: twelve ASCII digits, not all zeros, the last one
    right.

    >>> is_bin("990140000017"), is_bin("990140000018"), is_bin("000000000000")
    (True, False, False)
    """
    return (
        digits(text, _BIN_LENGTH)
        and text.strip("0") != ""
        and bin_check_digit(text) == int(text[-1])
    )


#: Who has a number, by its fifth digit: a BIN tells the kind of its firm there, an IIN the
#: first digit of the day of birth.
_OF_FIRMS, _OF_PERSONS = "456", "0123"


@functools.lru_cache(4096)
def holder_kind(text: str) -> Literal["person", "firm", ""]:
    """Whether a BIN or IIN is that of a person or of a firm; empty where neither is told.

    >>> holder_kind("990140000017"), holder_kind("860315350502"), holder_kind("1")
    ('firm', 'person', '')
    """
    if not is_bin(text):
        return ""
    if text[4] in _OF_FIRMS:
        return "firm"
    return "person" if text[4] in _OF_PERSONS else ""


def container_form(text: str) -> bool:
    """Whether the text has the form of a container number of ISO 6346 or of an ILU code.

    Three letters, then U, J or Z, or A to K for a swap body, then seven digits.
    """
    owner, serial = text[:_OWNER_LENGTH], text[_OWNER_LENGTH:]
    return (
        len(text) == _CONTAINER_LENGTH
        and all(letter in _LETTERS for letter in owner)
        and owner[-1] in _CATEGORIES
        and digits(serial, _CONTAINER_LENGTH - _OWNER_LENGTH)
    )


def container_check_digit(text: str) -> int:
    """The check digit that the first ten characters of a container number require.

    ISO 6346, annex A; EN 13044 has the same.

    >>> container_check_digit("CSQU305438")
    3
    """
    total = 0
    for place, character in enumerate(text[: _CONTAINER_LENGTH - 1]):
        total += _VALUES[character] << place
    return total % 11 % 10


@functools.lru_cache(maxsize=4096)
def is_container(text: str) -> bool:
    """Whether the text is a number of a container or swap body with the right check digit.

    >>> is_container("CSQU3054383"), is_container("CSQU3054384"), is_container("CSQU305438")
    (True, False, False)
    """
    return container_form(text) and container_check_digit(text) == int(text[-1])


def is_other_equipment(text: str) -> bool:
    """Whether the text may be a number of equipment that is neither a container of ISO 6346
    nor a swap body, such as nine digits of a railway.

    >>> is_other_equipment("123456789"), is_other_equipment("CSQU305438")
    (True, False)
    """
    cut_short = (
        text[:_OWNER_LENGTH].isalpha() and text[_OWNER_LENGTH - 1 :][:1] in _CATEGORIES
    )
    formed = text.isascii() and text.isalnum() and text == text.upper()
    return formed and len(text) in _OTHER_LENGTHS and not cut_short
