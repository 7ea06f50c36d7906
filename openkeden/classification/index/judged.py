"""How far a ranking can be trusted: the chance of a code where the model was judged, and the
digits that a text is enough for.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final

from openkeden.classification.candidate_codes import CandidateCode
from openkeden.classification.index.classifier_model import (
    ClassifierModel,
    ShareCalibration,
)
from openkeden.classification.reading.goods_text import GoodsText

MILLION: Final = 1_000_000

#: The least share of a code, in millionths, where the model was not judged; of a subheading
#: more, for which the names of six digits alone speak.
LEAST_SHARE: Final = 600_000
LEAST_SHARE_BELOW: Final = 750_000

#: The least chance of a code where it was.
LEAST_CHANCE: Final = 700_000

#: The least weight of the words of a text together, in thousandths: less than one word that
#: says what goods are is not enough.
LEAST_WEIGHT: Final = 500

#: Shares are kept so far from nought and one.
_EDGE: Final = 1e-6

_CHAPTER: Final = 2


def calibration(
    model: ClassifierModel, digits: int, language: str
) -> ShareCalibration | None:
    """The calibration for texts of a language, or for any; None: the model was not judged."""
    known = [one for one in model.calibrations if one.digits == digits]
    own = [one for one in known if one.language == language]
    found = own or [one for one in known if not one.language]
    return found[0] if found else None


def chance(known: ShareCalibration, share: float) -> int:
    """The chance that a code with a share is the right one, in millionths."""
    inside = min(max(share, _EDGE), 1.0 - _EDGE)
    odds = math.log(inside / (1.0 - inside))
    raised = known.slope * odds + known.offset
    return round(MILLION / (1.0 + math.exp(-min(max(raised, -30.0), 30.0))))


def enough(
    model: ClassifierModel,
    text: GoodsText,
    shares: Mapping[str, float],
    headings: Sequence[CandidateCode],
    subheadings: Sequence[CandidateCode],
) -> int:
    """The digits that a text is enough for: 6, 4, 2 or 0. `shares` are those of headings."""
    weight = sum([term.weight for term in text.terms if " " not in term.stem])
    if not headings or (weight < LEAST_WEIGHT and not text.called):
        return 0
    if subheadings and _sure(subheadings[0], LEAST_SHARE_BELOW):
        return 6
    if _sure(headings[0]):
        return 4
    chapters: dict[str, float] = {}
    for code, share in shares.items():
        chapters[code[:_CHAPTER]] = chapters.get(code[:_CHAPTER], 0.0) + share
    best = max(chapters.values())
    judged = calibration(model, _CHAPTER, text.language)
    found = CandidateCode(
        "", round(MILLION * best), chance(judged, best) if judged else None
    )
    return _CHAPTER if _sure(found) else 0


def _sure(code: CandidateCode, least: int = LEAST_SHARE) -> bool:
    if code.chance is None:
        return code.share >= least
    return code.chance >= LEAST_CHANCE
