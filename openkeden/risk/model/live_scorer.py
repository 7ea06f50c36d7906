"""Scoring of lines as they are registered: a model that reads a track record itself, place
by place, instead of being handed all indicators of a line.
"""

import bisect
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from openkeden.risk.indicators import catalogue
from openkeden.risk.indicators.catalogue import IndicatorValue
from openkeden.risk.indicators.indicator_reader import IndicatorReader, ValueReader
from openkeden.risk.indicators.observation import Observation
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.risk.model import risk_model
from openkeden.risk.model.risk_model import LineScore, RiskModel, Scorer
from openkeden.risk.model.tables import Axis, ScoreTable


class LiveScorer:
    """A model over a record; its scores are those of `Scorer` by the indicators of a line."""

    def __init__(self, model: RiskModel, record: TrackRecord) -> None:
        self._axes = model.axes
        self._by_indicator: dict[str, list[int]] = {}
        for number, axis in enumerate(model.axes):
            self._by_indicator.setdefault(axis.indicator, []).append(number)
        #: The axes in the order in which their places are read.
        self._order: list[int] = []
        self._reader = IndicatorReader(record, risk_model.looked_at(model), self._seeing)
        self._scorer = Scorer(_in_order(model, self._order))
        stake = model.revenue.stake if model.revenue else ""
        self._stake = _value(stake, record) if stake else None

    def _seeing(
        self, names: tuple[str, ...]
    ) -> Callable[[Sequence[IndicatorValue]], list[int]]:
        """What sees values of these names as places on the axes that look at them."""
        looking: list[tuple[int, int]] = []
        for place, name in enumerate(names):
            looking += [(place, number) for number in self._by_indicator.get(name, ())]
        self._order += [number for _, number in looking]
        axes = [(place, self._axes[number]) for place, number in looking]
        if any(axis.levels for _, axis in axes):
            return _levels(axes)
        return _bands(axes)

    def score(self, line: Observation) -> LineScore:
        """Score a line on the day that the record stands at."""
        staked = None if self._stake is None else self._stake(line)
        return self._scorer.score_at(self._reader.row(line), staked)


def _value(name: str, record: TrackRecord) -> Callable[[Observation], IndicatorValue]:
    """What reads one indicator of a line."""
    for tells, _, _, read in catalogue.OF_LINE:
        if name == f"line.{tells}":
            return read
    reader = ValueReader(record, [name])
    return lambda line: reader.row(line)[0]


def _levels(
    axes: Sequence[tuple[int, Axis]],
) -> Callable[[Sequence[IndicatorValue]], list[int]]:
    """What places categories, which stand at these places of a row."""
    made: list[tuple[int, dict[IndicatorValue, int], int]] = []
    for at, axis in axes:
        made.append(
            (at, {name: place for place, name in enumerate(axis.levels)}, axis.other)
        )
    return lambda values: [places.get(values[at], other) for at, places, other in made]


def _bands(
    axes: Sequence[tuple[int, Axis]],
) -> Callable[[Sequence[IndicatorValue]], list[int]]:
    """What places numbers, which stand at these places of a row."""
    left = bisect.bisect_left
    made = [(at, axis.ends, axis.other) for at, axis in axes]

    def places(values: Sequence[Any]) -> list[int]:
        return [
            other if values[at] is None else left(ends, values[at])
            for at, ends, other in made
        ]

    return places


def _in_order(model: RiskModel, order: Sequence[int]) -> RiskModel:
    """The same model with its axes in another order."""
    numbers = {number: place for place, number in enumerate(order)}
    head = model.revenue
    if head is not None:
        head = msgspec.structs.replace(head, tables=_renumbered(head.tables, numbers))
    return msgspec.structs.replace(
        model,
        axes=tuple([model.axes[number] for number in order]),
        tables=_renumbered(model.tables, numbers),
        revenue=head,
    )


def _renumbered(
    tables: Sequence[ScoreTable], numbers: dict[int, int]
) -> tuple[ScoreTable, ...]:
    """Tables over axes that have other numbers."""
    found = []
    for table in tables:
        axes = tuple([numbers[axis] for axis in table.axes])
        found.append(msgspec.structs.replace(table, axes=axes))
    return tuple(found)
