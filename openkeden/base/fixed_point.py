"""Logarithms and powers of two in whole numbers: equal on every machine, which those of a
floating-point library are not.

A logarithm is to base two, in 65,536ths. A power is in 2**32ths. Between 257 points of a
table both are straight lines: neither is wrong by one in ten thousand.
"""

import functools
import math

_DOUBLING_BITS = 16

#: One doubling.
DOUBLING = 1 << _DOUBLING_BITS

#: Binary digits after the point of a power.
POWER_BITS = 32

#: One, as a power.
ONE = 1 << POWER_BITS

#: Halvings after which nothing is left.
_FADED = 24

_STEPS = 256
_STEP_BITS = 8


@functools.cache
def _powers() -> tuple[int, ...]:
    """2 ** (i / 256) for i from 0 to 256."""
    bits = 96
    root = 2 << 2 * bits
    powers = [1 << bits]
    for _ in range(_STEP_BITS):
        step = math.isqrt(root)
        between = [power * step >> bits for power in powers]
        powers = sorted(powers + between)
        root = step << bits
    return (*[power >> bits - POWER_BITS for power in powers], 2 * ONE)


@functools.cache
def _logarithms() -> tuple[int, ...]:
    """The logarithm of 1 + i / 256 for i from 0 to 256."""
    return (*[_squared(_STEPS + i) for i in range(_STEPS)], DOUBLING)


def _squared(numerator: int) -> int:
    """The logarithm of a number from 256 to 511 in 256ths, digit by digit: squaring doubles
    it.
    """
    bits = 64
    value, found = numerator << bits - _STEP_BITS, 0
    for _ in range(16):
        value = value * value >> bits
        digit = value >> bits + 1
        value >>= digit
        found = found * 2 + digit
    return found


def log2(number: int) -> int:
    """The logarithm of a number above zero, in 65,536ths of a doubling."""
    exponent = number.bit_length() - 1
    mantissa = number >> exponent - 16 if exponent > 16 else number << 16 - exponent
    above = mantissa - DOUBLING
    place, rest = above >> _STEP_BITS, above & _STEPS - 1
    table = _logarithms()
    low = table[place]
    return exponent * DOUBLING + low + ((table[place + 1] - low) * rest >> _STEP_BITS)


def power(logarithm: int) -> int:
    """Two to the power of a logarithm, in 2**32ths."""
    whole, part = logarithm >> _DOUBLING_BITS, logarithm & DOUBLING - 1
    place, rest = part >> _STEP_BITS, part & _STEPS - 1
    table = _powers()
    low = table[place]
    found = low + ((table[place + 1] - low) * rest >> _STEP_BITS)
    return found << whole if whole >= 0 else found >> -whole


@functools.cache
def fading(half_life: int) -> tuple[int, ...]:
    """What is left of one after so many days, in 2**32ths; the last of it is nothing."""
    days = range(_FADED * half_life)
    return (*[power(-day * DOUBLING // half_life) for day in days], 0)
