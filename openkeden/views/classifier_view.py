"""Classifiers that learned, and how good they are, as programs see them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from openkeden.views import finding_view
from openkeden.views.classifier_figures import DisturbedView, FiguresView

if TYPE_CHECKING:
    from openkeden.base.findings import Finding
    from openkeden.classification.learning.evaluation import (
        ClassifierEvaluation,
        DisturbedFigures,
        LevelFigures,
    )
    from openkeden.classification.learning.question_figures import QuestionFigures
    from openkeden.classification.learning.validation import Validation
    from openkeden.flow.classification.classifier_training import (
        JudgedClassifier,
        WrittenClassifier,
    )


class ClassifierEvaluationView(FiguresView, frozen=True, kw_only=True, omit_defaults=True):
    """How good a classifier is on texts whose codes are known."""

    #: Texts.
    rows: int

    #: Groups of near-duplicates.
    groups: int

    #: The digits of the deepest codes that texts have.
    digits: int

    #: The share of texts that can be answered so that 95 % are right, at these digits.
    coverage_at_95: float

    #: The same with 90 %.
    coverage_at_90: float

    #: The same with 80 %.
    coverage_at_80: float

    #: The share of right first codes in the surer half, at these digits.
    surer_half: float

    #: How far chances are from what was right, at these digits; null: it gives none.
    calibration_error: float | None

    #: What chance alone leaves of that.
    calibration_floor: float | None

    #: The share of texts that were said not to be enough to tell.
    not_enough: float

    #: Milliseconds of processor time an answer took: the mean.
    milliseconds: float

    #: What 95 in 100 answers do not exceed.
    milliseconds_p95: float

    #: The share of empty and vague texts that were said not to be enough.
    vague_refused: float

    #: Megabytes that the process held at most, with all that judging needs; absent where the
    #: system does not tell, and of a validation.
    memory_mb: int | None = None

    #: The share of right codes of six digits after up to three questions, of a user who
    #: knows the goods; absent: codes have fewer digits.
    questions_6: float | None = None

    #: The lower bound of its 95 % interval.
    questions_6_low: float | None = None

    #: The upper bound.
    questions_6_high: float | None = None

    #: The same where one answer in ten is wrong.
    questions_misled_6: float | None = None

    #: The share of texts where each question offered the right option.
    questions_offered_6: float | None = None

    #: Questions a text.
    questions_asked_6: float | None = None

    #: As above, of headings; absent: codes have more digits.
    questions_4: float | None = None

    #: The lower bound of its 95 % interval.
    questions_4_low: float | None = None

    #: The upper bound.
    questions_4_high: float | None = None

    #: The same where one answer in ten is wrong.
    questions_misled_4: float | None = None

    #: The share of texts where each question offered the right option.
    questions_offered_4: float | None = None

    #: Questions a text.
    questions_asked_4: float | None = None

    #: By language.
    by_language: Mapping[str, FiguresView]

    #: On texts of these, said in other ways.
    disturbed: tuple[DisturbedView, ...]

    #: What is worth saying.
    findings: tuple[finding_view.FindingView, ...]


class ValidationView(
    ClassifierEvaluationView, frozen=True, kw_only=True, omit_defaults=True
):
    """How good a model is that learned from most groups of texts, on one text for each code
    of the others.
    """

    #: Texts that it learned from.
    learned: int

    #: How it would seem to do on texts drawn by chance, of which it learned near-duplicates:
    #: these figures flatter.
    by_chance: FiguresView


class LearnedLanguageView(msgspec.Struct, frozen=True, kw_only=True):
    """What a model learned from texts in a language."""

    #: The language.
    language: str

    #: The digits of the codes that it learned.
    digits: int

    #: Distinct texts that it has learned from by now.
    texts: int


class TrainedClassifierView(msgspec.Struct, frozen=True, kw_only=True):
    """A model that learned and was written."""

    #: The file.
    model: str

    #: SHA-256 of what it holds, in hexadecimal.
    digest: str

    #: Its bytes.
    size: int

    #: Texts that it was given.
    texts: int

    #: What it has learned by language.
    languages: tuple[LearnedLanguageView, ...]

    #: What is worth saying.
    findings: tuple[finding_view.FindingView, ...]


def of(judged: "JudgedClassifier", language: str) -> ClassifierEvaluationView:
    """The view of an evaluation."""
    told = _told(judged.evaluation, judged.notices, language)
    asked = _asked(judged.asked)
    return ClassifierEvaluationView(**told, **asked, memory_mb=judged.memory_mb)


def _asked(figures: "QuestionFigures | None") -> dict[str, Any]:
    """What questions are worth, by the names of fields."""
    if figures is None:
        return {}
    digits = figures.digits
    return {
        f"questions_{digits}": figures.right.value,
        f"questions_{digits}_low": figures.right.low,
        f"questions_{digits}_high": figures.right.high,
        f"questions_misled_{digits}": figures.misled.value,
        f"questions_offered_{digits}": figures.offered.value,
        f"questions_asked_{digits}": figures.questions,
    }


def of_validation(judged: "Validation", language: str) -> ValidationView:
    """The view of a validation."""
    return ValidationView(
        learned=judged.learned,
        by_chance=FiguresView(**_flat(judged.by_chance.levels)),
        **_told(judged.evaluation, judged.notices, language),
    )


def of_trained(
    written: "WrittenClassifier", file: object, language: str
) -> TrainedClassifierView:
    """The view of a model that learned."""
    languages = [
        LearnedLanguageView(language=one.language, digits=one.digits, texts=one.texts)
        for one in written.languages
    ]
    return TrainedClassifierView(
        model=str(file),
        digest=written.digest,
        size=written.size,
        texts=written.texts,
        languages=tuple(languages),
        findings=finding_view.each(written.notices, language),
    )


def _told(
    judged: "ClassifierEvaluation", notices: "Sequence[Finding]", language: str
) -> dict[str, Any]:
    """An evaluation by the names of fields."""
    told = judged.figures
    deepest = told.levels[0]
    return {
        "rows": told.rows,
        "groups": told.groups,
        "digits": deepest.digits,
        "coverage_at_95": deepest.coverage[95],
        "coverage_at_90": deepest.coverage[90],
        "coverage_at_80": deepest.coverage[80],
        "surer_half": deepest.surer_half.value,
        "calibration_error": deepest.calibration_error,
        "calibration_floor": deepest.calibration_floor,
        "not_enough": told.not_enough,
        "milliseconds": judged.milliseconds,
        "milliseconds_p95": judged.milliseconds_p95,
        "vague_refused": judged.vague_refused,
        "by_language": {
            of_language: FiguresView(**_flat(levels))
            for of_language, levels in told.by_language.items()
        },
        "disturbed": tuple([_disturbed(one) for one in judged.disturbed]),
        "findings": finding_view.each(notices, language),
        **_flat(told.levels),
    }


def _disturbed(one: "DisturbedFigures") -> DisturbedView:
    return msgspec.convert(one, DisturbedView, from_attributes=True)


def _flat(levels: "Sequence[LevelFigures]") -> dict[str, Any]:
    """The figures of levels by the names of their fields."""
    found: dict[str, Any] = {}
    for level in levels:
        found |= _of_level(level)
    return {name: value for name, value in found.items() if name in _FIELDS}


def _of_level(level: "LevelFigures") -> dict[str, float]:
    digits = level.digits
    shares = {f"top{top}_{digits}": share for top, share in level.top.items()}
    shares[f"surer_half_{digits}"] = level.surer_half
    found: dict[str, float] = {f"rows_{digits}": level.rows}
    for name, share in shares.items():
        found[name] = share.value
        found[f"{name}_low"], found[f"{name}_high"] = share.low, share.high
    for precision, coverage in level.coverage.items():
        found[f"coverage_at_{precision}_{digits}"] = coverage
    for name in ("calibration_error", "calibration_floor"):
        if getattr(level, name) is not None:
            found[f"{name}_{digits}"] = getattr(level, name)
    if level.unknown is not None:
        found[f"unknown_labels_{digits}"] = level.unknown
    return found


_FIELDS = frozenset(FiguresView.__struct_fields__)
