"""What a line would add to a score elsewhere on one axis: the question of the smallest
change.
"""

from collections.abc import Sequence

from openkeden.risk.model.tables import Axis, ScoreTable


class TableShifts:
    """Tables made ready to move a line along one axis after the other."""

    def __init__(self, axes: Sequence[Axis], tables: Sequence[ScoreTable]) -> None:
        self._axes = axes
        self._touching: list[list[_ShiftedTable]] = [[] for _ in axes]
        for table in tables:
            for axis in dict.fromkeys(table.axes):
                self._touching[axis].append(_ShiftedTable(table, axis, axes))

    def by_place(self, axis: int, places: Sequence[int]) -> list[int]:
        """What the tables that look at an axis add at each of its places, where the line
        stays at its places on the others.
        """
        found = [table.by_place(places) for table in self._touching[axis]]
        if not found:
            return [0] * self._axes[axis].size
        return [sum(added) for added in zip(*found, strict=True)]


class _ShiftedTable:
    """A table along one of its axes."""

    def __init__(self, table: ScoreTable, axis: int, axes: Sequence[Axis]) -> None:
        self._entries = table.entries
        self._known: dict[int, int] | None = None
        if table.cells:
            self._known = dict(zip(table.cells, table.entries, strict=True))
        self._size, self._step = axes[axis].size, 0
        self._others: list[tuple[int, int]] = []
        step = 1
        for number in reversed(table.axes):
            if number == axis:
                self._step += step
            else:
                self._others.append((number, step))
            step *= axes[number].size

    def by_place(self, places: Sequence[int]) -> Sequence[int]:
        """What it adds at each place."""
        first = sum([places[number] * step for number, step in self._others])
        end = first + self._step * self._size
        if self._known is None:
            return self._entries[first : end : self._step]
        known = self._known
        return [known.get(cell, 0) for cell in range(first, end, self._step)]
