"""What is usual of a measure for each key of one grouping: the middle of the logarithms of
past lines, and the usual distance from it.

The middle is a weighted mean into which no line goes further than some distances from what
the middle was in the morning: one wrong decimal point moves it little. Such a mean takes
three numbers a key and is exact; a sketch of quantiles would take some fifty. A cell takes
some 400 bytes of memory with its key.
"""

import operator

from openkeden.base import fixed_point
from openkeden.risk.indicators import forgetting
from openkeden.risk.indicators.indicator_set import IndicatorSet
from openkeden.risk.indicators.parts import Key
from openkeden.risk.indicators.rate_cells import WHOLE

_BITS = fixed_point.POWER_BITS

#: How many lines there were, their weight, the sums of their logarithms and of their
#: distances from the middle by weight, and the day that weight and sums are of.
UsualCell = tuple[int, int, int, int, int]

#: Lines of today, the sums of their logarithms and of their distances.
UsualToday = tuple[int, int, int]

_NONE_TODAY: UsualToday = (0, 0, 0)


class UsualCells:
    """The cells of one grouping, as they were when the day began, and what came today."""

    def __init__(self, settings: IndicatorSet) -> None:
        self.cells: dict[Key, UsualCell] = {}
        self.today: dict[Key, UsualToday] = {}
        self.settings = settings
        self.fading = fixed_point.fading(settings.half_life_days)
        self.faded = len(self.fading) - 1

    def usual(self, key: Key) -> tuple[int, int] | None:
        """The middle of the logarithms and the usual distance from it; None: too little is
        known.
        """
        cell = self.cells.get(key)
        if cell is None or cell[0] < self.settings.usual_lines or not cell[1]:
            return None
        _, weight, logarithms, distances, _ = cell
        spread = max(distances // weight, self.settings.least_spread)
        return logarithms // weight, spread

    def register(self, key: Key, logarithm: int) -> None:
        """A line of this key with this measure was registered today."""
        known = self.usual(key)
        distance = 0
        if known is not None:
            middle, spread = known
            most = spread * self.settings.outlier_spreads
            away = min(max(logarithm - middle, -most), most)
            logarithm, distance = middle + away, abs(away)
        elif key in self.cells:
            _, weight, logarithms, _, _ = self.cells[key]
            distance = abs(logarithm - logarithms // weight) if weight else 0
        lines, sums, distances = self.today.get(key, _NONE_TODAY)
        self.today[key] = (lines + 1, sums + logarithm, distances + distance)

    def close(self, day: int) -> None:
        """The day is over: what came on it is of the past."""
        for key, (lines, logarithms, distances) in self.today.items():
            cell = self.cells.get(key, (0, 0, 0, 0, day))
            before, weight, total, spread, on = cell
            left = self.fading[min(day - on, self.faded)]
            self.cells[key] = (
                before + lines,
                (weight * left >> _BITS) + lines * WHOLE,
                (total * left >> _BITS) + logarithms * WHOLE,
                (spread * left >> _BITS) + distances * WHOLE,
                day,
            )
        self.today = {}

    def forget(self, most: int) -> None:
        """Keep the cells of so many keys, those that were seen last."""
        forgetting.forget(self.cells, most, operator.itemgetter(4))
