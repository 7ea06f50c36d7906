"""Amounts and quantities as decimal text for programs."""

from openkeden.base import money


def maybe(minor: int | None) -> str | None:
    """An amount of minor units as decimal text, where there is one."""
    return None if minor is None else money.text(minor)


def quantity(millionths: int | None) -> str | None:
    """A quantity in millionths as decimal text with all its digits, where there is one."""
    return None if millionths is None else money.text(millionths, money.QUANTITY_DIGITS)


def volume(millionths: int | None) -> str | None:
    """A quantity in millionths as short decimal text, where there is one."""
    return None if millionths is None else money.short(millionths, money.QUANTITY_DIGITS)
