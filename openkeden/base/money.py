"""Exact decimals as scaled integers, each rounding named.

An amount of money is an integer of minor units (1/100), a quantity an integer of millionths
(six decimals, the precision of the EAEU schemas), an exchange rate an integer of
ten-thousandths. Nothing here is ever a float.
"""

from collections.abc import Sequence

MINOR_DIGITS = 2
QUANTITY_DIGITS = 6
RATE_DIGITS = 4

#: Largest number of digits before the point of any amount or quantity (EAEU schemas: 20 in
#: all).
MAX_WHOLE_DIGITS = 18

_TENS: tuple[int, ...] = tuple([10**places for places in range(32)])


def parse(text: str, decimals: int = MINOR_DIGITS) -> int:
    """Turn plain decimal text such as `"1250.5"` into an integer of 10**-decimals.

    Only ASCII digits and one point are a number here: no sign, exponent, spaces,
    separators, NaN or Infinity. Raises ValueError when the text is something else, has more
    decimals than allowed or more than 18 whole digits.

    >>> parse("1250.5"), parse("0.000001", 6), parse("7")
    (125050, 1, 700)
    """
    whole, point, fraction = text.partition(".")
    digits = whole + fraction
    missing = decimals - len(fraction)
    if (
        not (digits.isdigit() and digits.isascii())
        or missing < 0
        or not 0 < len(whole) <= MAX_WHOLE_DIGITS
    ):
        raise ValueError(text)
    if point and not fraction:
        raise ValueError(text)
    return int(digits) * _TENS[missing]


def text(amount: int, decimals: int = MINOR_DIGITS) -> str:
    """Print a scaled integer with all its decimals: `text(278595000)` is `"2785950.00"`."""
    sign = "-" if amount < 0 else ""
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    if not decimals:
        return sign + digits
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def short(amount: int, decimals: int) -> str:
    """Print a scaled integer without trailing zeros: `short(1500000, 6)` is `"1.5"`."""
    printed = text(amount, decimals)
    return printed.rstrip("0").rstrip(".") if "." in printed else printed


def grouped(minor: int) -> str:
    """Print an amount for people, with a blank between the thousands.

    >>> grouped(278595000), grouped(-5)
    ('2 785 950.00', '-0.05')
    """
    sign = "-" if minor < 0 else ""
    whole, rest = divmod(abs(minor), 10**MINOR_DIGITS)
    return f"{sign}{whole:,}".replace(",", " ") + f".{rest:0{MINOR_DIGITS}d}"


def grouped_quantity(millionths: int) -> str:
    """Print a quantity for people: thousands apart, no trailing zeros.

    >>> grouped_quantity(5_000_000_000_000), grouped_quantity(1_250_000)
    ('5 000 000', '1.25')
    """
    whole, point, rest = short(millionths, QUANTITY_DIGITS).partition(".")
    return f"{int(whole):,}".replace(",", " ") + point + rest


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round half away from zero, exactly.

    The numerator may have either sign; the denominator is above zero.

    >>> half_up(5, 2), half_up(-5, 2), half_up(1, 3)
    (3, -3, 0)
    """
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Split `total` in proportion to `weights` so that the parts sum to it exactly.

    The largest remainders take what is left, the first of equal ones first. Weights are not
    negative; when all are zero the parts are equal but for the remainder.
    """
    if len(weights) == 1:
        return [total]
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    parts = [total * weight // whole for weight in weights]
    left = total - sum(parts)
    if left:
        order = sorted(
            range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i)
        )
        for i in order[:left]:
            parts[i] += 1
    return parts
