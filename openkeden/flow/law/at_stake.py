"""What is at stake in a file of declarations: rows that are not verified and gaps, each with the
money that rests on it. `openkeden.flow.law.stakes` finds it out.
"""

import msgspec

from openkeden.assessment import completeness
from openkeden.base.validity import Provision


class RowAtStake(msgspec.Struct, frozen=True):
    """A row that is not verified, and what rests on it."""

    #: The row.
    row: Provision

    #: The codes of the charges that it sets or relieves.
    charges: tuple[str, ...]

    #: How many charges of goods rest on it.
    lines: int

    #: How much they are, or how much it relieves, in minor national units.
    amount: int


class GapAtStake(msgspec.Struct, frozen=True):
    """What the law says of a charge and the pack does not hold, and the goods it touches."""

    #: The gap with its charge.
    gap: completeness.Missing

    #: How many declarations have such goods.
    declarations: int

    #: Their customs value, in minor national units.
    value: int


class Stakes(msgspec.Struct, frozen=True):
    """What would change money most. Amounts are in minor national units."""

    #: The currency.
    currency: str

    #: How many declarations were assessed.
    declarations: int

    #: How many messages were not, because something stands against them.
    left_out: int

    #: What the declarations owe.
    payable: int

    #: How much of it rests on verified rows alone.
    verified: int

    #: The rows that are not verified, what most rests on first.
    rows: tuple[RowAtStake, ...]

    #: The gaps, those of the greatest value first.
    gaps: tuple[GapAtStake, ...]
