"""Drift of what a model looks at: the lines of the last days beside those that it learned
from, by the places on its own axes, whatever became of the lines.
"""

import datetime
from collections.abc import Iterable, Iterator

from openkeden.risk import alarms
from openkeden.risk.alarms import Reading
from openkeden.risk.model import place_counts
from openkeden.risk.model.place_counts import PlaceCounts
from openkeden.risk.model.risk_model import RiskModel
from openkeden.risk.profiles import AlarmRow


def readings(
    model: RiskModel, counts: PlaceCounts, rows: Iterable[AlarmRow], today: datetime.date
) -> list[Reading]:
    """The population stability index of each indicator of a model, the largest first."""
    found: list[Reading] = []
    for row in rows:
        if row.watched == "drift" and row.holds(today):
            found += _drift(model, counts, row, today)
    return sorted(found, key=lambda one: (-one.value, one.part))


def _drift(
    model: RiskModel, counts: PlaceCounts, row: AlarmRow, today: datetime.date
) -> Iterator[Reading]:
    border = max(today - datetime.timedelta(row.days), model.origins.until)
    late = counts.since(border.toordinal())
    for number, after in zip(place_counts.watched(model.axes), late, strict=True):
        axis, lines = model.axes[number], sum(after)
        if lines < row.least:
            return
        before = place_counts.in_parts(axis)
        index = alarms.stability(_filled(before), _filled(after))
        alarm = index > row.limit_ppm
        limit = row.limit_ppm
        yield Reading("term", axis.indicator, lines, index, limit, None, None, alarm)


def _filled(counts: place_counts.Counts) -> dict[int, int]:
    """The parts that have lines."""
    return {part: lines for part, lines in enumerate(counts) if lines}
