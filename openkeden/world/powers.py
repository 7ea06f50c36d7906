"""Exponential and logarithm of integers in millionths: the same digits on every machine, for
no floating point and no library of mathematics has a say in them.
"""

from typing import Final

MILLION: Final = 1_000_000

_FINE: Final = 10**12
_STEP: Final = 10**9
_LN_2: Final = 693_147_180_560

#: What a step of a thousandth multiplies by.
_GROWTH: Final = 1_001_000_500_167

#: Arguments beyond which an exponential is nothing, or as large as is needed.
_LEAST, _MOST = -30 * MILLION, 60 * MILLION

_MANTISSA_BITS: Final = 10


def _exponentials() -> tuple[int, ...]:
    """By thousandths from 0 to ln 2."""
    values = [_FINE]
    for _ in range(_LN_2 // _STEP):
        values.append(values[-1] * _GROWTH // _FINE)
    return tuple(values)


def _logarithms() -> tuple[int, ...]:
    """Of 1 + i/1024, in trillionths."""
    values = [0]
    first = 1 << _MANTISSA_BITS
    for whole in range(first, 2 * first):
        z = _FINE // (2 * whole + 1)
        values.append(values[-1] + 2 * z + 2 * z**3 // (3 * _FINE**2))
    return tuple(values)


_EXPONENTIALS: Final = _exponentials()
_LOGARITHMS: Final = _logarithms()


def exp(millionths: int) -> int:
    """The exponential, in millionths.

    >>> exp(0), exp(1_000_000), exp(-1_000_000)
    (1000000, 2718281, 367879)
    """
    bounded = max(_LEAST, min(_MOST, millionths))
    twos, rest = divmod(bounded * MILLION, _LN_2)
    steps, more = divmod(rest, _STEP)
    near = _FINE + more + more * more // (2 * _FINE)
    value = _EXPONENTIALS[steps] * near // _FINE
    shifted = value << twos if twos >= 0 else value >> -twos
    return shifted // MILLION


def ln(millionths: int) -> int:
    """The natural logarithm of a positive number, in millionths.

    >>> ln(2_718_282), ln(500_000)
    (1000000, -693148)
    """
    twos = millionths.bit_length() - 1 - _MANTISSA_BITS
    scaled = millionths * _FINE >> twos if twos > 0 else (millionths * _FINE) << -twos
    place = scaled // _FINE
    rest = (scaled - place * _FINE) // place
    near = rest - rest * rest // (2 * _FINE)
    first = 1 << _MANTISSA_BITS
    of_bits = (twos + _MANTISSA_BITS) * _LN_2
    whole = _LOGARITHMS[place - first] + near + of_bits
    return (whole - _LN_MILLION) // MILLION


_LN_MILLION: Final = 13_815_510_557_964


def logistic(millionths: int) -> int:
    """The probability with these log-odds, in millionths.

    >>> logistic(0), logistic(-4_350_000)
    (500000, 12742)
    """
    odds = exp(-millionths)
    return MILLION * MILLION // (MILLION + odds)
