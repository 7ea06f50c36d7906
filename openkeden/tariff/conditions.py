"""Conditions of a row of law: what goods must be, what they must be worth, how many there
must be.

A condition is one line of text:

* `product = cigar`: an attribute that the goods state is this word;
* `engine_cm3 > 3000`, `flange_mm = 20..200`: an attribute compared as a number of at most six
  decimals, both ends of a range counted; its name has the unit after an underscore;
* `value >= 18000 MCI each pc`, `cm3 > 3000 each pc`, `kg < 31`: the customs value or a quantity
  of the goods, counted for each unit of a quantity where one is named.
"""

import functools
import operator
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

import msgspec

from openkeden.base import money
from openkeden.base.bounded import REMEMBERED, Remembered
from openkeden.tariff.duty import nodes, notation

VALUE: Final = "value"

_EACH: Final = " each "
_EQUAL: Final = "="
_RANGE: Final = ".."
_SIGNS: Final = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_UNIT: Final[int] = 10**money.QUANTITY_DIGITS

#: Above any quantity that can be stated, in millionths.
_ENDLESS: Final[int] = 10 ** (money.MAX_WHOLE_DIGITS + money.QUANTITY_DIGITS)

#: An amount of a currency or an index in minor national units.
Worth = Callable[[nodes.Fixed], int]


class AttributeCondition(msgspec.Struct, frozen=True, tag="attribute"):
    """A condition on an attribute that the goods state."""

    #: The name of the attribute.
    name: str

    #: The word that it is to be, or the numbers: `cigar`, `> 3000`, `20..200`.
    asked: str

    @property
    def text(self) -> str:
        """As it is written in a row of law."""
        sign = "" if self.asked.startswith((">", "<")) else f"{_EQUAL} "
        return f"{self.name} {sign}{self.asked}"

    @property
    def units(self) -> frozenset[str]:
        """The units of quantity that it asks for: none."""
        return frozenset()

    @property
    def is_word(self) -> bool:
        """Whether it asks for a word, not for a number."""
        return _span(self.asked) is None

    def fits(self, attributes: Mapping[str, str]) -> bool | None:
        """Whether goods with these attributes meet it; None where they do not state it.

        A text that is not a number is not stated where a number is asked for.
        """
        stated = attributes.get(self.name)
        if stated is None:
            return None
        span = _span(self.asked)
        if span is None:
            return stated == self.asked
        try:
            return span.least <= money.parse(stated, money.QUANTITY_DIGITS) <= span.most
        except ValueError:
            return None


class Threshold(msgspec.Struct, frozen=True, tag="threshold"):
    """A condition on the customs value or on a quantity of the goods."""

    #: What is compared: `value`, or a unit of quantity.
    of: str

    #: How it is compared: `>`, `>=`, `<` or `<=`.
    sign: str

    #: The limit of a value, in a currency or an index.
    amount: nodes.Fixed | None = None

    #: The limit of a quantity, in millionths.
    number: int = 0

    #: The unit for each of which it is counted (empty: for the item as a whole).
    per: str = ""

    @property
    def units(self) -> frozenset[str]:
        """The units of quantity that it asks for."""
        return frozenset({self.of, self.per} - {VALUE, ""})

    @property
    def text(self) -> str:
        """As it is written in a row of law."""
        limit = money.short(self.number, money.QUANTITY_DIGITS)
        if self.amount is not None:
            limit = notation.text(self.amount)
        return f"{self.of} {self.sign} {limit}" + (f"{_EACH}{self.per}" if self.per else "")

    def stated(self, value: int, quantities: Mapping[str, int]) -> int:
        """What is compared: minor national units, or millionths of a quantity."""
        return value if self.of == VALUE else quantities[self.of]

    def limit(self, worth: Worth) -> int:
        """The limit in the same units."""
        return worth(self.amount) if self.amount is not None else self.number

    def holds(self, value: int, quantities: Mapping[str, int], worth: Worth) -> bool:
        """Whether goods of a customs value, with these quantities by unit, meet it."""
        counted = quantities[self.per] if self.per else _UNIT
        compared = self.stated(value, quantities) * _UNIT
        return bool(_SIGNS[self.sign](compared, self.limit(worth) * counted))


Condition = AttributeCondition | Threshold


class Span(NamedTuple):
    """The numbers that are asked for, in millionths, both ends counted."""

    least: int
    most: int


class _Words(NamedTuple):
    """The parts of a condition as they are written; `per` is None where nothing is counted."""

    of: str
    sign: str
    limit: str
    per: str | None

    @property
    def of_attribute(self) -> bool:
        """Whether it is on an attribute: a word is asked for, or the name has a unit."""
        return self.sign == _EQUAL or (self.per is None and "_" in self.of)

    @property
    def asked(self) -> str:
        """What is asked of an attribute, with the sign of a comparison."""
        return self.limit if self.sign == _EQUAL else f"{self.sign} {self.limit}"


def parse(text: str) -> Condition:
    """Read a condition. Raises ValueError.

    >>> parse("value >= 18000 MCI each pc").text
    'value >= 18000 MCI each pc'
    >>> parse("product = cigar")
    AttributeCondition(name='product', asked='cigar')
    """
    words = _words(text)
    if words is None:
        raise ValueError(
            f"{text!r} is not a valid condition: write product = cigar, engine_cm3 > 3000"
            " or value >= 18000 MCI each pc"
        )
    if words.of_attribute:
        _span(words.asked)
        return AttributeCondition(words.of, words.asked)
    per = words.per or ""
    if words.of != VALUE:
        number = money.parse(words.limit, money.QUANTITY_DIGITS)
        return Threshold(words.of, words.sign, number=number, per=per)
    match notation.parse(words.limit):
        case nodes.Fixed() as amount:
            return Threshold(words.of, words.sign, amount=amount, per=per)
    raise ValueError(f"{words.limit!r} is not an amount of a currency or an index")


#: What texts say, each read once.
readings: Final = Remembered(parse)


def read(text: str) -> Condition:
    """As `parse`, each text once."""
    return readings[text]


@functools.lru_cache(maxsize=REMEMBERED)
def key(text: str) -> str:
    """What a condition, readable or not, adds to the id of its row: `product=cigar` of an
    attribute.
    """
    words = _words(text)
    return f"{words.of}={words.asked}" if words is not None and words.of_attribute else text


def fits(
    asked: Iterable[AttributeCondition], attributes: Mapping[str, str], *, unstated: bool
) -> bool:
    """Whether everything asked is so; `unstated` answers for an attribute not stated."""
    for condition in asked:
        fit = condition.fits(attributes)
        if not (unstated if fit is None else fit):
            return False
    return True


def missing(
    asked: Iterable[AttributeCondition], attributes: Mapping[str, str]
) -> list[AttributeCondition]:
    """What is asked and not stated, or stated as no number where a number is asked for."""
    return [condition for condition in asked if condition.fits(attributes) is None]


def on_attributes(when: Iterable[Condition]) -> tuple[AttributeCondition, ...]:
    """Those of the conditions that are on attributes."""
    return tuple([each for each in when if isinstance(each, AttributeCondition)])


def thresholds(when: Iterable[Condition]) -> tuple[Threshold, ...]:
    """Those of the conditions that are on the value or on quantities."""
    return tuple([each for each in when if isinstance(each, Threshold)])


def _words(text: str) -> _Words | None:
    """The parts of a condition; None where the text is not one."""
    of, _, rest = text.strip().partition(" ")
    sign, _, limit = rest.strip().partition(" ")
    if not nodes.is_unit(of):
        return None
    if sign == _EQUAL:
        return _asking(of, limit.strip())
    limit, each, per = [part.strip() for part in limit.partition(_EACH)]
    if sign not in _SIGNS or not limit or (each and not _is_countable(per)):
        return None
    return _Words(of, sign, limit, per if each else None)


def _is_countable(per: str) -> bool:
    return nodes.is_unit(per) and per != VALUE


def _asking(of: str, asked: str) -> _Words | None:
    """The parts of a condition that asks an attribute to be a word, or within a range."""
    if of == VALUE or not asked or asked.startswith((*_SIGNS, _EQUAL)):
        return None
    return _Words(of, _EQUAL, asked, None)


@functools.cache
def _span(asked: str) -> Span | None:
    """The numbers that are asked for; None where a word is. Raises ValueError for `> many`.

    >>> _span("male"), _span("50..1000")
    (None, Span(least=50000000, most=1000000000))
    """
    sign = next((sign for sign in _SIGNS if asked.startswith(sign)), "")
    if sign:
        number = _number(asked[len(sign) :])
        strict = len(sign) == 1
        return (
            Span(number + strict, _ENDLESS) if sign[0] == ">" else Span(0, number - strict)
        )
    least, dots, most = asked.partition(_RANGE)
    return Span(_number(least), _number(most)) if dots else None


def _number(text: str) -> int:
    return money.parse(text.strip(), money.QUANTITY_DIGITS)
