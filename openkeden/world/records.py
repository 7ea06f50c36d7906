"""The columns of a generated world: its history as engines see it, and its truth."""

from collections.abc import Iterable, Iterator, Sequence

from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
)
from openkeden.world.lines import WorldLine

_DECLARED = tuple([name for name in Observation.__struct_fields__ if name != "more"])
_OUTCOME = InspectionOutcome.__struct_fields__

#: The columns of the history: an observation and, where it was inspected, its outcome.
HISTORY = (*_DECLARED, *[f"outcome_{name}" for name in _OUTCOME])

#: The columns of the truth.
TRUTH = (
    "declaration",
    "item",
    "probability",
    "best",
    "best_revenue",
    "offence",
    "revenue",
    "scheme",
    "true_code",
    "true_origin",
)


def history(lines: Iterable[HistoryLine]) -> Iterator[Sequence[str]]:
    """The rows of the history; what was not inspected has no outcome."""
    for line in lines:
        row = [_cell(getattr(line.observation, name)) for name in _DECLARED]
        yield [*row, *[_cell(getattr(line.outcome, name, None)) for name in _OUTCOME]]


def truth(lines: Iterable[WorldLine]) -> Iterator[Sequence[str]]:
    """The rows of the truth; probabilities are in millionths."""
    for line in lines:
        row = [line.declared.declaration, str(line.declared.item)]
        yield [*row, *[_cell(getattr(line.truth, name)) for name in TRUTH[2:]]]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
