"""Amounts as exact decimals, and quantities as decimal text, for programs."""

import decimal

from openkeden.base import money


def exact(minor: int) -> decimal.Decimal:
    """An amount of minor units in whole units of its currency, with two decimals.

    >>> exact(158513100)
    Decimal('1585131.00')
    """
    return decimal.Decimal(money.text(minor))


def maybe_exact(minor: int | None) -> decimal.Decimal | None:
    """As `exact`, where there is an amount."""
    return None if minor is None else exact(minor)


def maybe(minor: int | None) -> str | None:
    """An amount of minor units as decimal text, where there is one."""
    return None if minor is None else money.text(minor)


def quantity(millionths: int | None) -> str | None:
    """A quantity in millionths as decimal text with all its digits, where there is one."""
    return None if millionths is None else money.text(millionths, money.QUANTITY_DIGITS)


def volume(millionths: int | None) -> str | None:
    """A quantity in millionths as short decimal text, where there is one."""
    return None if millionths is None else money.short(millionths, money.QUANTITY_DIGITS)
