"""What a row of law asks of the goods in, whether what is stated of them fits out.

A row names attributes with a text each. `male` is to be equal; `> 3000`, `>= 50`, `< 2`, `<= 650` and `50..1000` (both
ends counted) are compared as numbers of at most six decimals.
"""

import functools
from collections.abc import Mapping
from typing import NamedTuple

from openkeden.base import money

#: The signs of a comparison, the longer before those that they begin with.
_SIGNS = (">=", "<=", ">", "<")

_RANGE = ".."

#: Above any quantity that can be stated, in millionths.
_ENDLESS = 10 ** (money.MAX_WHOLE_DIGITS + money.QUANTITY_DIGITS)


class Span(NamedTuple):
    """The numbers that are asked for, in millionths, both ends counted."""

    least: int
    most: int


@functools.cache
def span(text: str) -> Span | None:
    """The numbers that a text asks for; None where it asks for equality. Raises ValueError for `> many`.

    >>> span("male"), span("> 3"), span("50..1000")
    (None, Span(least=3000001, most=1000000000000000000000000), Span(least=50000000, most=1000000000))
    """
    sign = next((sign for sign in _SIGNS if text.startswith(sign)), "")
    if sign:
        number = _number(text[len(sign) :])
        strict = len(sign) == 1
        return Span(number + strict, _ENDLESS) if sign[0] == ">" else Span(0, number - strict)
    least, dots, most = text.partition(_RANGE)
    return Span(_number(least), _number(most)) if dots else None


def fits(needs: Mapping[str, str], stated: Mapping[str, str], *, unstated: bool) -> bool:
    """Whether everything asked is so; `unstated` is the answer for an attribute that is not stated.

    A text that is no number is not stated where a number is asked for.
    """
    each = [_fits(asked, stated.get(name)) for name, asked in needs.items()]
    return all(unstated if fit is None else fit for fit in each)


def missing(needs: Mapping[str, str], stated: Mapping[str, str]) -> list[str]:
    """The names of what is asked and not stated, or stated as no number where a number is asked for."""
    return [name for name, asked in needs.items() if _fits(asked, stated.get(name)) is None]


def _fits(asked: str, stated: str | None) -> bool | None:
    """Whether what is stated is what is asked; None where it is not stated."""
    if stated is None:
        return None
    numbers = span(asked)
    if numbers is None:
        return stated == asked
    try:
        return numbers.least <= money.parse(stated, money.QUANTITY_DIGITS) <= numbers.most
    except ValueError:
        return None


def _number(text: str) -> int:
    return money.parse(text.strip(), money.QUANTITY_DIGITS)
