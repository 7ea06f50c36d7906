"""What the questions of a classifier are worth, on texts whose codes are known."""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from openkeden.classification.candidate_codes import Classifier
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import metrics, near_duplicates
from openkeden.classification.learning.metrics import Share
from openkeden.classification.questions import simulated_user
from openkeden.classification.questions.nomenclature import (
    HEADING,
    SUBHEADING,
    Nomenclature,
)

#: Texts that are asked about at most.
_ASKED: Final = 400


class QuestionFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How good codes are that a user was asked for who knows the goods."""

    #: The digits of the codes.
    digits: int

    #: Texts that were asked about.
    rows: int

    #: The share of right best codes after the questions.
    right: Share

    #: The same where one answer in ten is wrong.
    misled: Share

    #: The share of texts where each question that was asked offered the right option.
    offered: Share

    #: Questions a text.
    questions: float


def judge(
    classifier: Classifier,
    nomenclature: Nomenclature,
    texts: Sequence[LabelledText],
    seed: int,
) -> QuestionFigures | None:
    """Ask about texts, drawn by chance where there are many; None: none has a code of four
    digits or more.
    """
    lengths = [length for length in (SUBHEADING, HEADING) if _of(texts, length)]
    if not lengths:
        return None
    digits = lengths[0]
    known = _of(texts, digits)
    random = np.random.default_rng([seed, 4])
    drawn = [known[row] for row in np.sort(random.permutation(len(known))[:_ASKED])]
    asked = [(text.text, text.labels(digits)) for text in drawn]
    told = simulated_user.simulate(classifier, nomenclature, asked, digits=digits)
    flags = {
        "right": np.array([one.right for one in told]),
        "misled": np.array([one.right_misled for one in told]),
        "offered": np.array([one.offered for one in told]),
    }
    shares = metrics.shares(flags, near_duplicates.groups_of(drawn), seed)
    questions = sum([one.questions for one in told]) / len(told)
    return QuestionFigures(digits=digits, rows=len(told), questions=questions, **shares)


def _of(texts: Sequence[LabelledText], digits: int) -> list[LabelledText]:
    return [text for text in texts if text.labels(digits)]
