"""A condition on the value or on a quantity of goods in, whether they meet it out.

It is written `value >= 18000 MCI each pc`, `value > 10000 KZT` or `cm3 > 3000 each pc`: what is compared, with an amount of a
currency or an index or with a number of units, counted for each unit of a quantity where one is named.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from openkeden.base import money
from openkeden.tariff.duty import nodes, notation

VALUE: Final = "value"

_EACH: Final = " each "
_SIGNS: Final = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
_UNIT: Final[int] = 10**money.QUANTITY_DIGITS

#: An amount of a currency or an index in minor national units.
Worth = Callable[[nodes.Fixed], int]


class Threshold(msgspec.Struct, frozen=True):
    """`of` is `value` or a unit of quantity, `sign` how it is compared, `per` what it is counted for (empty: the item).

    The limit is `amount` of money for a value, and `number` in millionths for a quantity.
    """

    of: str
    sign: str
    amount: nodes.Fixed | None = None
    number: int = 0
    per: str = ""

    @property
    def units(self) -> frozenset[str]:
        """The units of quantity that it asks for."""
        return frozenset({self.of, self.per} - {VALUE, ""})

    @property
    def text(self) -> str:
        """As it is written in a row of law."""
        limit = (
            notation.text(self.amount)
            if self.amount is not None
            else money.short(self.number, money.QUANTITY_DIGITS)
        )
        return f"{self.of} {self.sign} {limit}" + (f"{_EACH}{self.per}" if self.per else "")

    def stated(self, value: int, quantities: Mapping[str, int]) -> int:
        """What is compared, for the whole item: minor national units of a value, millionths of a quantity."""
        return value if self.of == VALUE else quantities[self.of]

    def limit(self, worth: Worth) -> int:
        """The limit in the same units."""
        return worth(self.amount) if self.amount is not None else self.number

    def holds(self, value: int, quantities: Mapping[str, int], worth: Worth) -> bool:
        """Whether goods of a customs value, with these quantities by unit, meet it."""
        counted = quantities[self.per] if self.per else _UNIT
        return bool(
            _SIGNS[self.sign](self.stated(value, quantities) * _UNIT, self.limit(worth) * counted)
        )


def parse(text: str) -> Threshold:
    """Read a condition. Raises ValueError.

    >>> parse("value >= 18000 MCI each pc").text
    'value >= 18000 MCI each pc'
    >>> sorted(parse("cm3 > 3000 each pc").units)
    ['cm3', 'pc']
    """
    compared, _, per = text.partition(_EACH)
    of, _, rest = compared.strip().partition(" ")
    sign, _, limit = rest.strip().partition(" ")
    counted = _EACH not in text or (nodes.is_unit(per.strip()) and per.strip() != VALUE)
    if not (nodes.is_unit(of) and sign in _SIGNS and limit.strip() and counted):
        raise ValueError(f"{text!r} is no condition: write it as value >= 18000 MCI each pc")
    if of != VALUE:
        return Threshold(
            of, sign, number=money.parse(limit.strip(), money.QUANTITY_DIGITS), per=per.strip()
        )
    match notation.parse(limit.strip()):
        case nodes.Fixed() as amount:
            return Threshold(of, sign, amount=amount, per=per.strip())
    raise ValueError(f"{limit.strip()!r} is no amount of a currency or an index")
