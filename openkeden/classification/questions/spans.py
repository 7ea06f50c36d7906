"""The ends of a span of a quantity, as whole numbers that compare exactly.

A bound that does not count itself is a step beyond: a step is half a millionth, smaller than
what any stated number can differ by.
"""

from typing import Final

from openkeden.base import money
from openkeden.tariff.distinctions import Figure

#: Steps in a millionth.
STEPS: Final = 2

#: Beyond any number that can be stated, in steps.
_ENDLESS: Final[int] = STEPS * 10 ** (money.MAX_WHOLE_DIGITS + money.QUANTITY_DIGITS)


def lowest(figure: Figure, scale: int = 1) -> int:
    """The least number within a span, in steps of a unit that is so many of the smallest.

    >>> lowest(Figure("fat", ">=80", "", "%")), lowest(Figure("fat", ">80", "", "%"))
    (160000000, 160000001)
    """
    if not figure.low:
        return 0
    return _steps(figure.low) * scale + ("=" not in figure.low)


def highest(figure: Figure, scale: int = 1) -> int:
    """The greatest number within a span, in steps of a unit as above.

    >>> highest(Figure("fat", "", "<=1.5", "%")), highest(Figure("fat", "", "<1.5", "%"))
    (3000000, 2999999)
    """
    if not figure.high:
        return _ENDLESS
    return _steps(figure.high) * scale - ("=" not in figure.high)


def _steps(bound: str) -> int:
    return STEPS * money.parse(bound.lstrip("<>="), money.QUANTITY_DIGITS)
