"""Explanations of what a model chose: its largest terms, the past cases that it sees most
alike, and the smallest change that would have let the declaration pass.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from openkeden.filing import declaration
from openkeden.flow.risk.loaded_model import LineValues, LoadedModel
from openkeden.flow.risk.past import Past
from openkeden.risk import budget
from openkeden.risk.explained_choice import JOINED, ExplainedChoice, SimilarCase

#: Past cases that are told.
SIMILAR = 3


class Explained(NamedTuple):
    """Why a model chose a declaration, as it is recorded."""

    #: What each term contributed.
    contributions: tuple[tuple[str, int], ...]

    #: All that is told besides.
    choice: ExplainedChoice


def of(
    model: LoadedModel,
    known: Past,
    item: int,
    lines: Mapping[int, LineValues],
    declared: declaration.Declaration,
    passes: Callable[[budget.Opinion], bool],
) -> Explained:
    """Why a model chose a declaration for one of its items."""
    values = lines[item]
    contributions = model.contributions(values)
    names = [name for name, _ in contributions]
    indicators = JOINED.join(names).split(JOINED)
    by_name = dict(zip(model.names, values, strict=True))
    code = next(one.item.code for one in declared.goods if one.item.number == item)
    explained = ExplainedChoice(
        item=item,
        values={name: by_name[name] for name in indicators if name in by_name},
        similar=_similar(model, known, code, values),
        change=model.smallest_change(lines, item, passes),
    )
    return Explained(contributions, explained)


def _similar(
    model: LoadedModel, known: Past, code: str, values: LineValues
) -> tuple[SimilarCase, ...]:
    """The cases of the same heading that the model sees most alike, the nearest first: the
    sum over its terms of what sets two lines apart.
    """
    found, here = [], model.terms(values)
    for place, case in enumerate(known.cases(code)):
        there = known.sight(model).terms(case.line)
        away = sum([abs(a - b) for a, b in zip(here, there, strict=True)])
        found.append((away, -place, case))
    found.sort(key=lambda one: one[:2])
    return tuple(
        [
            SimilarCase(case.line.declaration, case.line.item, case.line.day, case.found)
            for _, _, case in found[:SIMILAR]
        ]
    )
