"""Goods lines with their texts compared with their codes, where somebody looks at that."""

from collections.abc import Iterable

import msgspec

from openkeden.flow.classification.shipped_texts import TextDistances
from openkeden.risk.indicators.observation import HistoryLine, Observation


def of(line: Observation, away: TextDistances | None) -> Observation:
    """A line with how far its code is from its text; as it is where nothing compares them."""
    if away is None:
        return line
    told = away(line.description, line.code)
    return msgspec.structs.replace(line, text_distance=told)


def of_history(lines: Iterable[HistoryLine], away: TextDistances) -> list[HistoryLine]:
    """Lines of the past with how far their codes are from their texts."""
    return [
        msgspec.structs.replace(line, observation=of(line.observation, away))
        for line in lines
    ]
