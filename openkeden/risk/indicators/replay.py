"""Replay of a history: the indicators of each line as they were on its own day."""

import datetime
import heapq
import operator
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from openkeden.risk.indicators.catalogue import IndicatorValue
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.indicators.track_record import TrackRecord


class IndicatorRow(msgspec.Struct, frozen=True, gc=False):
    """A line of a history with its indicators."""

    #: The line, and its outcome.
    line: HistoryLine

    #: Its indicators in the order of `catalogue`.
    values: tuple[IndicatorValue, ...]


def replay(history: Iterable[HistoryLine], record: TrackRecord) -> Iterator[IndicatorRow]:
    """The lines of a history by day and key, each with its indicators; `record` goes along.

    At the end it has taken in every line, and awaits outcomes that are known later.
    """
    lines = sorted(history, key=in_order)
    outcomes = [
        (line.outcome.known_on, *line.observation.key, number)
        for number, line in enumerate(lines)
        if line.outcome is not None
    ]
    heapq.heapify(outcomes)
    for day, group in groupby(lines, operator.attrgetter("observation.day")):
        _learn(outcomes, lines, record, day)
        record.advance(day)
        today = list(group)
        for line in today:
            yield IndicatorRow(line, record.row(line.observation))
        for line in today:
            record.register(line.observation)
    _learn(outcomes, lines, record, datetime.date.max)


def _learn(
    outcomes: list[tuple[datetime.date, str, int, int]],
    lines: list[HistoryLine],
    record: TrackRecord,
    day: datetime.date,
) -> None:
    """Tell the record what became known before a day."""
    while outcomes and outcomes[0][0] < day:
        line = lines[heapq.heappop(outcomes)[-1]]
        assert line.outcome is not None
        record.learn(line.observation, line.outcome)


def in_order(line: HistoryLine) -> tuple[datetime.date, str, int]:
    """The place of a line in a history: by day, then by key."""
    return line.observation.day, *line.observation.key
