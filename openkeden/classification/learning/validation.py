"""Validation: what a model would learn from texts, judged on whole groups of them that were
held out; and how much a split by chance would flatter.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.classification import labelled_rules
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import (
    answers,
    evaluation,
    near_duplicates,
    splits,
    training,
)
from openkeden.classification.learning.answers import Timer
from openkeden.classification.learning.arrays import Ints
from openkeden.classification.learning.evaluation import ClassifierEvaluation, Figures
from openkeden.classification.learning.splits import TextSplit
from openkeden.classification.learning.training import Course
from openkeden.classification.reading.reader import Reader

#: The share of groups that is held out.
_HELD_OUT: Final = 0.1

#: Texts that the split by chance is asked about at most.
_MOST_BY_CHANCE: Final = 1_000


class Validation(msgspec.Struct, frozen=True, kw_only=True):
    """What a model would learn from texts, judged."""

    #: Texts that it learned from.
    learned: int

    #: How it did on texts of other groups.
    evaluation: ClassifierEvaluation

    #: How it would seem to do on texts drawn by chance, of which near-duplicates were
    #: learned.
    by_chance: Figures

    #: What is worth saying.
    notices: tuple[Finding, ...]


def validate(
    model: ClassifierModel, texts: Sequence[LabelledText], course: Course, timer: Timer
) -> Validation | Refused:
    """TextSplit texts by groups, learn from most of them and judge on the rest."""
    course.progress("grouping")
    groups = near_duplicates.groups_of(texts)
    count = len(set(groups.tolist()))
    if count < training.LEAST_GROUPS:
        args = {"value": count, "least": training.LEAST_GROUPS}
        return findings.refused(labelled_rules.TOO_FEW, "data", **args)
    split = splits.by_groups(texts, groups, _HELD_OUT, course.seed)
    ranker, notices = _learned(model, texts, groups, split, course)
    course.progress("judging")
    asked = [texts[place] for place in split.asked]
    known = training.known(ranker.model)
    judged = evaluation.evaluate(ranker, asked, timer, course.seed, known)
    chance = splits.by_rows(len(texts), min(len(split.asked), _MOST_BY_CHANCE), course.seed)
    other, _ = _learned(model, texts, groups, chance, course)
    course.progress("judging")
    drawn = [texts[place] for place in chance.asked]
    said = answers.asked(other, drawn, timer)
    return Validation(
        learned=len(split.learned),
        evaluation=judged,
        by_chance=evaluation.figures(said, drawn, groups[chance.asked], course.seed),
        notices=notices,
    )


def _learned(
    model: ClassifierModel,
    texts: Sequence[LabelledText],
    groups: Ints,
    split: TextSplit,
    course: Course,
) -> tuple[LearnedRanker, tuple[Finding, ...]]:
    """The model that learned from one side of a split."""
    mine = [texts[place] for place in split.learned]
    trained = training.train(model, mine, groups[split.learned], course)
    ranker = LearnedRanker(trained.model, Reader(trained.model.vocabulary))
    return ranker, trained.notices
