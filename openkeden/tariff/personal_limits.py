"""Limits of quantity on goods of persons: how much of some goods counts as for personal
use, how much of it is free, and which goods no regime of persons takes.
"""

from collections.abc import Mapping

import msgspec

from openkeden.base.validity import Provision
from openkeden.tariff import duty


class PersonalLimit(msgspec.Struct, frozen=True, kw_only=True):
    """How much of some goods one person may bring under a regime, one row of law."""

    #: Its name.
    code: str

    #: The regimes that it holds under; empty: all.
    regimes: frozenset[str]

    #: The beginnings of the codes of the goods.
    masks: tuple[str, ...]

    #: The row of law; its value is the rate.
    row: Provision

    #: The goods, by language.
    goods: Mapping[str, str]

    #: What to ask for, and of whom, by language.
    ask: Mapping[str, str]

    #: The unit of its quantities; empty: such goods are not taken at all.
    unit: str = ""

    #: How much is free, in millionths of the unit.
    free: int = 0

    #: How much counts as for personal use, in millionths of the unit.
    most: int = 0

    #: What is owed on the quantity above the free one; None: nothing.
    rate: duty.Expression | None = None

    def holds_for(self, regime: str, code: str) -> bool:
        """Whether it limits goods of a code under a regime."""
        return (not self.regimes or regime in self.regimes) and code.startswith(self.masks)
