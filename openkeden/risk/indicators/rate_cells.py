"""What registrations and inspections of the past say of each key of one grouping.

A cell takes some 500 bytes of memory with its key, and 40 to 80 as bytes.
"""

import operator

from openkeden.base import fixed_point
from openkeden.risk.indicators import forgetting
from openkeden.risk.indicators.parts import Key

#: The weight of one line or inspection on its day.
WHOLE = 1 << 16

_BITS = fixed_point.POWER_BITS

#: The first and the last day on which a line was registered, how many lines were, how many
#: were inspected, in how many something was found; then the weights of the inspections and
#: of those that found something, and the day that these weights are of. Days are ordinals.
RateCell = tuple[int, int, int, int, int, int, int, int]


class RateCells:
    """The cells of one grouping, as they were when the day began, and what came today."""

    def __init__(self, half_life_days: int) -> None:
        self.cells: dict[Key, RateCell] = {}
        #: How many lines of each key were registered today.
        self.today: dict[Key, int] = {}
        self.fading = fixed_point.fading(half_life_days)
        #: Days after which nothing is left.
        self.faded = len(self.fading) - 1

    def close(self, day: int) -> None:
        """The day is over: what came on it is of the past."""
        cells = self.cells
        for key, lines in self.today.items():
            cell = cells.get(key)
            if cell is None:
                cells[key] = (day, day, lines, 0, 0, 0, 0, day)
            else:
                first, _, seen, inspected, finds, weight, found, on = cell
                seen += lines
                cells[key] = (first, day, seen, inspected, finds, weight, found, on)
        self.today = {}

    def inspect(self, key: Key, *, found: bool, day: int) -> None:
        """The outcome of an inspection became known on a day."""
        cell = self.cells.get(key) or (day, day, 0, 0, 0, 0, 0, day)
        first, last, seen, inspected, finds, weight, found_weight, on = cell
        left = self.fading[min(day - on, self.faded)]
        weight, found_weight = weight * left >> _BITS, found_weight * left >> _BITS
        weight += WHOLE
        if found:
            finds += 1
            found_weight += WHOLE
        told = (inspected + 1, finds, weight, found_weight, day)
        self.cells[key] = (first, last, seen, *told)

    def forget(self, most: int) -> None:
        """Keep the cells of so many keys, those that were seen last."""
        forgetting.forget(self.cells, most, operator.itemgetter(1))
