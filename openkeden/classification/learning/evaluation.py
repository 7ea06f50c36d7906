"""How good a classifier is on texts whose codes are known."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from openkeden.classification.candidate_codes import Classifier
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import (
    answers,
    disturbed_texts,
    metrics,
    near_duplicates,
)
from openkeden.classification.learning.answers import Answers, LevelAnswers, Timer
from openkeden.classification.learning.arrays import Flags, Ints
from openkeden.classification.learning.metrics import Share

#: Places within which the right code is looked for.
TOPS: Final = (1, 5, 10)

#: Precisions in percent at which coverage is told.
PRECISIONS: Final = (95, 90, 80)

#: Texts that are disturbed at most, and the least that a language is judged on.
_DISTURBED: Final = 400
_LEAST_OF_LANGUAGE: Final = 20


class LevelFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How good answers of so many digits are."""

    #: The digits.
    digits: int

    #: Texts with a code of as many digits.
    rows: int

    #: The share with the right code among the first so many, by their number.
    top: Mapping[int, Share]

    #: The share of right first codes in the half of which it is surest.
    surer_half: Share

    #: The share of texts that can be answered at a precision in percent, by the precision.
    coverage: Mapping[int, float]

    #: How far chances are from what was right, where it gave one; None: it gave none.
    calibration_error: float | None = None

    #: What chance alone leaves of that; None: it gave none.
    calibration_floor: float | None = None

    #: Texts whose codes the model does not know; None: the model does not tell.
    unknown: int | None = None


class DisturbedFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How good answers to the same texts are, said in another way."""

    #: The way.
    way: str

    #: The texts.
    rows: int

    #: The digits that it is judged at.
    digits: int

    #: The share of right first codes as they stand, and so said.
    top1_plain: float
    top1: float

    #: The share with the right code among the first five as they stand, and so said.
    top5_plain: float
    top5: float


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """How good a classifier is."""

    #: Texts.
    rows: int

    #: Groups of near-duplicates, by which intervals are drawn.
    groups: int

    #: The share of texts that were said not to be enough to tell.
    not_enough: float

    #: By digits, the deepest first.
    levels: tuple[LevelFigures, ...]

    #: By language, those with texts enough.
    by_language: Mapping[str, tuple[LevelFigures, ...]]


class ClassifierEvaluation(msgspec.Struct, frozen=True, kw_only=True):
    """A classifier judged."""

    #: On the texts as they stand.
    figures: Figures

    #: Milliseconds that an answer took: the mean, and what 95 in 100 do not exceed.
    milliseconds: float
    milliseconds_p95: float

    #: On the same texts said in other ways.
    disturbed: tuple[DisturbedFigures, ...]

    #: The share of empty and vague texts that were said not to be enough.
    vague_refused: float


#: The codes that a model knows, by digits.
Known = Mapping[int, frozenset[str]]


def evaluate(
    classifier: Classifier,
    texts: Sequence[LabelledText],
    timer: Timer,
    seed: int = 1,
    known: Known | None = None,
) -> ClassifierEvaluation:
    """Judge a classifier on texts as they stand, in other ways, and on texts that tell
    nothing.
    """
    said = answers.asked(classifier, texts, timer)
    groups = near_duplicates.groups_of(texts)
    vague = [classifier.rank(text).enough == 0 for text in disturbed_texts.VAGUE]
    milliseconds = said.seconds * 1000
    return ClassifierEvaluation(
        figures=figures(said, texts, groups, seed, known),
        milliseconds=float(milliseconds.mean()),
        milliseconds_p95=float(np.percentile(milliseconds, 95)),
        disturbed=tuple(_disturbed(classifier, texts, said, timer, seed)),
        vague_refused=sum(vague) / len(vague),
    )


def figures(
    said: Answers,
    texts: Sequence[LabelledText],
    groups: Ints,
    seed: int,
    known: Known | None = None,
) -> Figures:
    """The figures of answers."""
    languages = np.array(said.languages)
    by_language = {}
    for language in sorted(set(said.languages)):
        among = languages == language
        if _LEAST_OF_LANGUAGE <= among.sum() < len(texts):
            by_language[language] = _levels(said, texts, groups, seed, among, known)
    everybody = np.ones(len(texts), dtype=np.bool_)
    return Figures(
        rows=len(texts),
        groups=len(np.unique(groups)),
        not_enough=float((said.enough == 0).mean()),
        levels=_levels(said, texts, groups, seed, everybody, known),
        by_language=by_language,
    )


def _levels(
    said: Answers,
    texts: Sequence[LabelledText],
    groups: Ints,
    seed: int,
    among: Flags,
    known: Known | None,
) -> tuple[LevelFigures, ...]:
    """The figures of some of the texts."""
    told = []
    for digits, level in said.levels.items():
        chosen = among[level.rows]
        if not chosen.any():
            continue
        part = LevelAnswers(
            rows=level.rows[chosen],
            places=level.places[chosen],
            sure=level.sure[chosen],
            chanced=level.chanced[chosen],
        )
        one = _of_level(digits, part, groups[part.rows], seed)
        if known is not None:
            labels = [texts[row].labels(digits) for row in part.rows]
            never = sum([known[digits].isdisjoint(label) for label in labels])
            one = msgspec.structs.replace(one, unknown=never)
        told.append(one)
    return tuple(told)


def _of_level(digits: int, level: LevelAnswers, groups: Ints, seed: int) -> LevelFigures:
    right = level.right
    within = {str(top): level.places < top for top in TOPS}
    drawn = metrics.shares(within, groups, seed)
    half = metrics.ratio(right, metrics.surer_half(level.sure), groups, seed)
    assert half is not None
    error = floor = None
    if level.chanced.any():
        chances = level.sure[level.chanced]
        error = metrics.calibration_error(chances, right[level.chanced])
        floor = metrics.calibration_floor(chances, seed)
    return LevelFigures(
        digits=digits,
        rows=len(level.rows),
        top={top: drawn[str(top)] for top in TOPS},
        surer_half=half,
        coverage={
            one: metrics.coverage(level.sure, right, one / 100) for one in PRECISIONS
        },
        calibration_error=error,
        calibration_floor=floor,
    )


def _disturbed(
    classifier: Classifier,
    texts: Sequence[LabelledText],
    said: Answers,
    timer: Timer,
    seed: int,
) -> Iterator[DisturbedFigures]:
    """The figures of texts drawn by chance, disturbed in each way."""
    digits = next(iter(said.levels))
    level = said.levels[digits]
    random = np.random.default_rng([seed, 3])
    drawn = np.sort(random.permutation(len(level.rows))[:_DISTURBED])
    chosen = [texts[row] for row in level.rows[drawn]]
    for way, disturb in disturbed_texts.WAYS.items():
        changed = [
            msgspec.structs.replace(text, text=disturb(text.text, random))
            for text in chosen
        ]
        # Texts that a way leaves as they are tell nothing of it.
        other = [new.text != old.text for new, old in zip(changed, chosen, strict=True)]
        if not any(other):
            continue
        rows = np.flatnonzero(other)
        asked = answers.asked(classifier, [changed[row] for row in rows], timer)
        places, plain = asked.levels[digits].places, level.places[drawn][rows]
        yield DisturbedFigures(
            way=way,
            rows=len(rows),
            digits=digits,
            top1_plain=float((plain < 1).mean()),
            top1=float((places < 1).mean()),
            top5_plain=float((plain < 5).mean()),
            top5=float((places < 5).mean()),
        )
