"""Learn from texts whose codes are known, on top of a model.

What is learned is first judged on whole groups of near-duplicates that were held out: from
these come the weights by which the voices are joined and the chances of shares. Then all
texts are learned.
"""

import dataclasses
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec
import numpy as np

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.classification import labelled_rules
from openkeden.classification.declared import learned_languages
from openkeden.classification.declared.learned_languages import (
    LearnedLanguage,
    LearnedLanguages,
)
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.index.classifier_model import (
    ClassifierModel,
    ShareCalibration,
)
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import (
    declared_documents,
    flat_join,
    held_answers,
    linear_fit,
    read_texts,
    splits,
)
from openkeden.classification.learning.arrays import Ints
from openkeden.classification.learning.held_answers import HeldAnswers, HeldText
from openkeden.classification.learning.read_texts import ReadText
from openkeden.classification.reading.reader import Reader

#: Folds of groups, each held out in its turn until so many texts were asked about; and how
#: many are asked about at most.
_FOLDS: Final = 7
_ENOUGH: Final = 2_000
_ASKED: Final = 2_500

#: Groups of near-duplicates from which on weights are learned.
LEAST_GROUPS: Final = 200

#: How voices are joined where too few texts tell, by digits: by judgement.
_USUAL: Final[Mapping[int, Mapping[str, float]]] = {
    6: {"plain6": 0.5, "documents6": 0.5, "headings4": 0.25, "neighbours6": 0.25},
    4: {"plain4": 0.5, "documents4": 0.5, "neighbours4": 0.25},
}

#: The digits at which shares are calibrated.
_JUDGED: Final[tuple[Literal[2, 4, 6], ...]] = (6, 4, 2)

#: Told what is done meanwhile.
Progress = Callable[[str], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Course:
    """How is learned."""

    #: What is drawn by chance is drawn from this.
    seed: int

    #: Whether a linear model is learned too.
    linear: bool

    #: Told what is done meanwhile.
    progress: Progress


class Trained(msgspec.Struct, frozen=True):
    """A model that learned."""

    #: The model.
    model: ClassifierModel

    #: What it has learned by now in each of the languages that were taught.
    languages: tuple[LearnedLanguage, ...]

    #: What is worth saying.
    notices: tuple[Finding, ...]


def train(
    model: ClassifierModel, texts: Sequence[LabelledText], groups: Ints, course: Course
) -> Trained:
    """A model that learned from texts, which belong to these groups of near-duplicates."""
    reader = Reader(model.vocabulary)
    course.progress("reading")
    notices: list[Finding] = []
    taught = read_texts.by_language(texts, reader)
    for language, read in sorted(taught.items()):
        lesson = _Lesson(model, language, reader, texts, read, groups, course)
        model = lesson.learned()
        notices += lesson.notices
    told = learned_languages.read(model.further).languages
    mine = [one for one in told if one.language in taught]
    return Trained(model, tuple(mine), tuple(notices))


def known(model: ClassifierModel) -> dict[int, frozenset[str]]:
    """The codes that a model can name, by digits."""
    return {
        6: frozenset(model.subheadings),
        4: frozenset(model.headings),
        2: frozenset([code[:2] for code in model.headings]),
    }


def seen_among(model: ClassifierModel, texts: Sequence[LabelledText]) -> int:
    """How many of these texts a model learned from."""
    told = learned_languages.read(model.further).languages
    keys: set[int] = set()
    for one in told:
        keys.update(declared_documents.seen(model, one.language))
    if not keys:
        return 0
    taught = read_texts.by_language(texts, Reader(model.vocabulary))
    places: set[int] = set()
    for read in taught.values():
        places.update([text.place for text in read if text.key in keys])
    return len(places)


class _Lesson:
    """What is learned from texts in one language."""

    def __init__(
        self,
        model: ClassifierModel,
        language: str,
        reader: Reader,
        texts: Sequence[LabelledText],
        read: Sequence[ReadText],
        groups: Ints,
        course: Course,
    ) -> None:
        self._language = language
        self._reader = reader
        self._texts = texts
        self._read = read
        self._groups = groups
        self._course = course
        told = learned_languages.read(model.further).languages
        self._others = [one for one in told if one.language != language]
        self._before = next((one for one in told if one.language == language), None)
        self._digits = self._before.digits if self._before else _digits(read)
        self._model = linear_fit.without(model, language)
        self._had_linear = len(self._model.further) < len(model.further)
        self._linear = False
        self.notices: list[Finding] = []

    def learned(self) -> ClassifierModel:
        """The model with all texts."""
        join = dict(self._before.join if self._before else _USUAL[self._digits])
        calibrations = [
            one for one in self._model.calibrations if one.language == self._language
        ]
        count = len({int(self._groups[text.place]) for text in self._read})
        if self._before and (self._course.linear or self._had_linear):
            notice = findings.of(labelled_rules.LINEAR_ALONE, "data", value=self._language)
            self.notices.append(notice)
        wanted = self._course.linear and self._before is None
        self._linear = wanted and count >= LEAST_GROUPS
        if count >= LEAST_GROUPS:
            join, calibrations = self._fitted()
        else:
            args = {"value": count, "least": LEAST_GROUPS, "language": self._language}
            self.notices.append(findings.of(labelled_rules.NOT_FITTED, "data", **args))
        self._course.progress("documents")
        made = self._with(self._read, join)
        others = [one for one in made.calibrations if one.language != self._language]
        return msgspec.structs.replace(made, calibrations=(*others, *calibrations))

    def _with(self, read: Iterable[ReadText], join: Mapping[str, float]) -> ClassifierModel:
        """The model with some of the texts, joined so."""
        distinct = read_texts.distinct(read)
        made = declared_documents.added(self._model, self._language, self._digits, distinct)
        if self._linear:
            self._course.progress("linear")
            several = list(distinct.values())
            made = linear_fit.added(made, self._language, self._digits, several)
        told = LearnedLanguage(
            language=self._language,
            digits=self._digits,
            texts=len(declared_documents.seen(made, self._language)),
            join=join,
        )
        section = learned_languages.written(LearnedLanguages((*self._others, told)))
        further = {**made.further, learned_languages.SECTION: memoryview(section)}
        return msgspec.structs.replace(made, further=further)

    def _fitted(self) -> tuple[dict[str, float], list[ShareCalibration]]:
        """The weights and the calibrations that held out texts tell."""
        held = self._held()
        weights = flat_join.fit(held.choices)
        shares = held_answers.shares(held)
        calibrations = []
        for digits in _JUDGED:
            if digits <= self._digits:
                sure, right = held_answers.best(held, shares, digits)
                slope, offset = flat_join.calibration(sure, right)
                calibrations.append(
                    ShareCalibration(
                        digits=digits,
                        language=self._language,
                        slope=round(slope, 6),
                        offset=round(offset, 6),
                    )
                )
        return dict(flat_join.named(held.names, weights)), calibrations

    def _held(self) -> HeldAnswers:
        """What is said of texts that were held out, fold by fold until they are enough."""
        places = np.array(sorted({text.place for text in self._read}), dtype=np.int64)
        mine = [self._texts[place] for place in places]
        random = np.random.default_rng([self._course.seed, 6])
        held: list[HeldText] = []
        names: list[str] = []
        for fold in splits.folds(mine, self._groups[places], _FOLDS, self._course.seed):
            learned = set(places[fold.learned].tolist())
            part = self._with([text for text in self._read if text.place in learned], {})
            self._course.progress("joining")
            wanted = random.permutation(fold.asked)[: _ASKED - len(held)]
            ranker = LearnedRanker(part, self._reader)
            asked = [mine[place] for place in wanted]
            held += held_answers.heard(ranker, self._language, asked)
            names = ranker.learned[self._language].sign_names()
            if len(held) >= _ENOUGH:
                break
        return held_answers.gathered(held, names, self._digits)


def _digits(read: Iterable[ReadText]) -> Literal[4, 6]:
    """The digits that most texts have."""
    counted = Counter([len(text.code) for text in read])
    return 6 if counted[6] >= counted[4] else 4
