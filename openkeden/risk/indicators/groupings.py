"""Groupings made ready: what reads the key of a line in each, and its cells."""

import operator
from collections.abc import Callable, Mapping
from typing import NamedTuple

from openkeden.risk.indicators import parts
from openkeden.risk.indicators.indicator_set import RateKey, UsualKey
from openkeden.risk.indicators.rate_cells import RateCells
from openkeden.risk.indicators.usual_cells import UsualCells

#: Reads the key of a line from its parts.
KeyReader = Callable[[parts.Parts], parts.Key]


class RateGrouping(NamedTuple):
    """A grouping with rates."""

    #: What reads the key of a line.
    read: KeyReader

    #: Its cells.
    cells: RateCells

    #: The place of the grouping that it is within; 0: all lines.
    within: int

    #: The weight that the rate of that counts for.
    prior: int


class UsualGrouping(NamedTuple):
    """A grouping with what is usual in it."""

    #: What reads the key of a line.
    read: KeyReader

    #: Its cells.
    cells: UsualCells

    #: The place of what is measured.
    measure: int


def reader_of(grouping: RateKey | UsualKey, place: Mapping[str, int]) -> KeyReader:
    """What reads the key of a line from its parts, which have these places."""
    return operator.itemgetter(*[place[part] for part in grouping.parts])
