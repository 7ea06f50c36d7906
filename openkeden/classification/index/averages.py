"""The share of every code for a text: the plain average of what the fields say.

Each field shares out one whole among all codes, most to those that fit best; codes that no
field has a word for keep a little of each.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.signs import CodeTree, FieldFits
from openkeden.classification.reading.goods_text import GoodsText

#: How much surer the best score of a field is than others.
_SHARPNESS: Final = 12.0

_MILLION: Final = 1_000_000
_SUBHEADING: Final = 6


def shares(
    model: ClassifierModel, tree: CodeTree, fits: FieldFits, text: GoodsText, digits: int
) -> dict[str, int]:
    """The shares of all codes in millionths; empty where no field has a word of the text."""
    told = [fit.scores for fit in fits.headings.values()]
    told += [tree.lifted(fit.scores) for fit in fits.subheadings.values()]
    told.append(tree.called(text))
    heard = [scores for scores in told if any(scores.values())]
    if not heard:
        return {}
    found, codes = _headings(heard, len(model.headings)), model.headings
    if digits == _SUBHEADING:
        found, codes = _subheadings(tree, fits, found), model.subheadings
    whole = sum(found)
    return {
        code: round(_MILLION * one / whole) for code, one in zip(codes, found, strict=True)
    }


def _headings(told: Sequence[Mapping[int, float]], codes: int) -> list[float]:
    found = [0.0] * codes
    for scores in told:
        best = max(scores.values())
        raised = {one: _raised(score / best) for one, score in scores.items()}
        least = _raised(0.0)
        whole = sum(raised.values()) + least * (codes - len(raised))
        for number in range(codes):
            found[number] += raised.get(number, least) / whole
    return found


def _subheadings(tree: CodeTree, fits: FieldFits, headings: Sequence[float]) -> list[float]:
    """The shares of headings shared out among what is below them."""
    found = [0.0] * len(tree.above)
    told = [fit.scores for fit in fits.subheadings.values() if fit.best]
    for heading, below in enumerate(tree.below):
        within = [0.0] * len(below)
        for scores in told:
            fit = [scores.get(number, 0.0) for number in below]
            best = max(fit, default=0.0) or 1.0
            raised = [_raised(one / best) for one in fit]
            whole = sum(raised)
            within = [a + b / whole for a, b in zip(within, raised, strict=True)]
        whole = sum(within)
        for place, number in enumerate(below):
            part = within[place] / whole if whole else 1.0 / len(below)
            found[number] = headings[heading] * part
    return found


def _raised(fit: float) -> float:
    return math.exp(_SHARPNESS * (fit - 1.0))
