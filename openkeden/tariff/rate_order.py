"""The order of rates: which of two takes at least as much of all goods, whatever their value
and quantity.

It is told from the rates alone. Two of another form, of another currency or unit, may have
no order: which takes more depends on the goods.
"""

from typing import Literal

from openkeden.tariff import duty

#: Whether a rate takes more than another of some goods and less of none, the other way
#: round, or more of some and less of others.
RateChange = Literal["dearer", "cheaper", "same", "mixed"]


def change(before: duty.Expression, after: duty.Expression) -> RateChange:
    """How a rate compares with the one before it."""
    more, less = at_most(before, after), at_most(after, before)
    if more and less:
        return "same"
    if more:
        return "dearer"
    return "cheaper" if less else "mixed"


def at_most(low: duty.Expression, high: duty.Expression) -> bool:
    """Whether it is certain that one rate never takes more than another."""
    if low == high or _is_nothing(low):
        return True
    if isinstance(low, duty.Floor):
        return at_most(low.rate, high) and at_most(low.minimum, high)
    if isinstance(high, duty.Lower):
        return all(at_most(low, each) for each in high.alternatives)
    if isinstance(high, duty.Cap):
        return at_most(low, high.rate) and at_most(low, high.maximum)
    return _amounts(low, high) or _within(low, high) or _termwise(low, high)


def _is_nothing(rate: duty.Expression) -> bool:
    if isinstance(rate, duty.Percent):
        return rate.rate == 0
    if isinstance(rate, duty.Specific):
        return rate.amount == 0
    return isinstance(rate, duty.Free | duty.Exempt)


def _amounts(low: duty.Expression, high: duty.Expression) -> bool:
    """The order of two percentages, or of two amounts for one quantity in one currency."""
    if isinstance(low, duty.Percent) and isinstance(high, duty.Percent):
        return low.rate * high.over <= high.rate * low.over
    if isinstance(low, duty.Specific) and isinstance(high, duty.Specific):
        alike = (low.currency, low.measure) == (high.currency, high.measure)
        return alike and low.amount * high.per <= high.amount * low.per
    return False


def _within(low: duty.Expression, high: duty.Expression) -> bool:
    """Whether a part of the higher one takes as much, or a limit of the lower one keeps it
    down.
    """
    if isinstance(low, duty.Lower) and any(
        at_most(each, high) for each in low.alternatives
    ):
        return True
    if isinstance(low, duty.Cap):
        kept = at_most(low.rate, high) or at_most(low.maximum, high)
        if kept:
            return True
    if isinstance(high, duty.Floor):
        return at_most(low, high.rate) or at_most(low, high.minimum)
    return isinstance(high, duty.Sum) and any(at_most(low, each) for each in high.terms)


def _termwise(low: duty.Expression, high: duty.Expression) -> bool:
    """Whether a sum has no term that takes more than its like in the other."""
    if not (isinstance(low, duty.Sum) and isinstance(high, duty.Sum)):
        return False
    if len(low.terms) != len(high.terms):
        return False
    return all(at_most(*pair) for pair in zip(low.terms, high.terms, strict=True))
