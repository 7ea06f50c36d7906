"""Slices: how an engine does for new and small traders, for origins and for chapters, and
who bears its false alarms.
"""

import collections
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec
import numpy as np

from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.learning import metrics
from openkeden.risk.learning.examples import Examples, Flags, Floats, Ints

#: Lines of the data that a small trader has at the most.
_SMALL: Final = 5

#: Scored lines of a slice at the least, and origins and chapters at the most.
_LEAST: Final = 100
_MOST: Final = 8

#: The share of all lines that is inspected.
_INSPECTED: Final = 0.05


class Slice(msgspec.Struct, frozen=True, kw_only=True):
    """A part of what was scored."""

    #: What part it is.
    name: str

    #: Scored lines.
    lines: int

    #: The share of them that is irregular.
    found_rate: float

    #: The area under the curve within it.
    auc: float

    #: The mean probability that was said less the share that is irregular.
    bias: float

    #: The share of it that is inspected when five in a hundred of all lines are.
    inspected_at_5: float

    #: The share of its regular lines that is inspected then.
    false_alarms_at_5: float


def slices(
    scored: Examples, scores: Floats, chances: Ints, every: Sequence[HistoryLine]
) -> list[Slice]:
    """The slices of scored lines; `every` is all lines of the data."""
    order = np.argsort(-scores, kind="stable")
    taken = np.zeros(len(scores), dtype=bool)
    taken[order[: max(1, round(len(order) * _INSPECTED))]] = True
    found = []
    for name, which in _masks(scored, every):
        if which.sum() >= _LEAST:
            found.append(_slice(name, which, scored, scores, chances, taken))
    return found


def _slice(
    name: str,
    which: Flags,
    scored: Examples,
    scores: Floats,
    chances: Ints,
    taken: Flags,
) -> Slice:
    found = scored.found[which]
    regular = which & (scored.found == 0)
    return Slice(
        name=name,
        lines=int(which.sum()),
        found_rate=float(found.mean()),
        auc=metrics.area(scores[which], found),
        bias=float(chances[which].mean() / 1_000_000 - found.mean()),
        inspected_at_5=float(taken[which].mean()),
        false_alarms_at_5=float(taken[regular].mean()) if regular.any() else 0.0,
    )


def _masks(scored: Examples, every: Sequence[HistoryLine]) -> Iterator[tuple[str, Flags]]:
    sizes = collections.Counter([line.observation.trader for line in every])
    first: dict[str, int] = {}
    for line in every:
        told = line.observation
        day = told.day.toordinal()
        first[told.trader] = min(day, first.get(told.trader, day))
    traders = [line.observation.trader for line in scored.lines]
    if any(traders):
        began = np.array([first[trader] for trader in traders])
        yield "new traders", began == scored.days
        size = np.array([sizes[trader] for trader in traders])
        yield "small traders", size <= _SMALL
        yield "other traders", size > _SMALL
    yield from _most_frequent("origin", [line.observation.origin for line in scored.lines])
    yield from _most_frequent(
        "chapter", [line.observation.code[:2] for line in scored.lines]
    )


def _most_frequent(kind: str, told: Sequence[str]) -> Iterator[tuple[str, Flags]]:
    named = np.array(told)
    for value, _ in collections.Counter(filter(None, told)).most_common(_MOST):
        yield f"{kind} {value}", named == value
