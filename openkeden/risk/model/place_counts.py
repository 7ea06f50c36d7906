"""Counts of goods lines by where they fall on the axes of a model, day by day: what is
needed to see that lines have changed since it learned.

Places are counted in parts, so that a month of lines fills them: of a number ten of about as
many training lines each, of a category the nine largest levels and all others; what is not
known, and a level that is new, is a part by itself.
"""

import itertools
from collections.abc import Mapping, Sequence
from typing import Final

from openkeden.risk.model.tables import Axis

#: Days that are kept.
KEPT_DAYS: Final = 366

#: Parts of what is known, and of everything.
_KNOWN: Final = 10
PARTS: Final = _KNOWN + 1

#: Lines by part.
Counts = Sequence[int]


def watched(axes: Sequence[Axis]) -> list[int]:
    """The numbers of the axes that can be watched: one of each indicator, where the model
    says how many lines it learned from fell in each place.
    """
    found: dict[str, int] = {}
    for number, axis in enumerate(axes):
        if axis.lines:
            found.setdefault(axis.indicator, number)
    return list(found.values())


def in_parts(axis: Axis) -> Counts:
    """The lines that a model learned from, by part."""
    found = [0] * PARTS
    for part, lines in zip(_parts(axis), axis.lines, strict=True):
        found[part] += lines
    return found


def _parts(axis: Axis) -> list[int]:
    """The part of each place."""
    known = axis.lines[:-1]
    if axis.levels:
        order = sorted(range(len(known)), key=lambda place: -known[place])
        part = {place: min(rank, _KNOWN - 1) for rank, place in enumerate(order)}
        return [*[part[place] for place in range(len(known))], _KNOWN]
    whole = max(sum(known), 1)
    after = itertools.accumulate(known)
    middles = [2 * end - own for end, own in zip(after, known, strict=True)]
    found = [min(middle * _KNOWN // (2 * whole), _KNOWN - 1) for middle in middles]
    return [*found, _KNOWN]


class PlaceCounts:
    """Lines by day and part of each axis that is watched; `days` are those counted before."""

    def __init__(
        self, axes: Sequence[Axis], days: Mapping[int, Sequence[int]] | None = None
    ) -> None:
        self._axes = [(number, _parts(axes[number])) for number in watched(axes)]
        #: The parts of all axes one after the other, by the ordinal of the day.
        self.days = {day: list(counts) for day, counts in (days or {}).items()}

    def count(self, day: int, places: Sequence[int]) -> None:
        """A line of a day has these places on the axes of the model."""
        counts = self.days.get(day)
        if counts is None:
            counts = self.days[day] = [0] * (PARTS * len(self._axes))
            for old in [known for known in self.days if known <= day - KEPT_DAYS]:
                del self.days[old]
        start = 0
        for axis, parts in self._axes:
            counts[start + parts[places[axis]]] += 1
            start += PARTS

    def since(self, day: int) -> list[Counts]:
        """The lines of all days after one, by part of each axis that is watched."""
        days = [counts for known, counts in self.days.items() if known > day]
        whole = [sum(counts) for counts in zip(*days, strict=True)]
        whole = whole or [0] * (PARTS * len(self._axes))
        starts = range(0, len(whole), PARTS)
        return [whole[start : start + PARTS] for start in starts]
