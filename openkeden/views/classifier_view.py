"""How good a classifier is, as programs see it: `top5_6` is the share of texts whose right code
of six digits is among the first five.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from openkeden.views import finding_view

if TYPE_CHECKING:
    from openkeden.base.findings import Finding
    from openkeden.classification.learning.evaluation import (
        DisturbedFigures,
        Evaluation,
        LevelFigures,
    )


class DisturbedView(msgspec.Struct, frozen=True, kw_only=True):
    """How good answers to the same texts are, said in another way."""

    #: The way: `mistyped`, `in_latin`, `with_brands`, `shouted` or `at_length`.
    way: str

    #: The texts.
    rows: int

    #: The digits that they are judged at.
    digits: int

    #: The share of right first codes as they stand.
    top1_plain: float

    #: The same as they are said in this way.
    top1: float

    #: The share with the right code among the first five as they stand.
    top5_plain: float

    #: The same as they are said in this way.
    top5: float


class FiguresView(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Figures of some texts; those of digits that no text has the code in are left out.

    `_low` and `_high` are the bounds of a 95 % interval, drawn by groups of near-duplicates.
    """

    #: Texts with a code of 6 digits.
    rows_6: int | None = None

    #: The share with the right code of 6 digits first.
    top1_6: float | None = None

    #: Its lower bound.
    top1_6_low: float | None = None

    #: Its upper bound.
    top1_6_high: float | None = None

    #: The share with the right code of 6 digits among the first 5.
    top5_6: float | None = None

    #: Its lower bound.
    top5_6_low: float | None = None

    #: Its upper bound.
    top5_6_high: float | None = None

    #: The share with the right code of 6 digits among the first 10.
    top10_6: float | None = None

    #: Its lower bound.
    top10_6_low: float | None = None

    #: Its upper bound.
    top10_6_high: float | None = None

    #: The share of right first codes of 6 digits in the surer half.
    surer_half_6: float | None = None

    #: Its lower bound.
    surer_half_6_low: float | None = None

    #: Its upper bound.
    surer_half_6_high: float | None = None

    #: The share of texts answered so that 95 % of 6 digits are right.
    coverage_at_95_6: float | None = None

    #: The share of texts answered so that 90 % of 6 digits are right.
    coverage_at_90_6: float | None = None

    #: The share of texts answered so that 80 % of 6 digits are right.
    coverage_at_80_6: float | None = None

    #: How far chances of 6 digits are from what was right.
    calibration_error_6: float | None = None

    #: What chance alone leaves of that.
    calibration_floor_6: float | None = None

    #: Texts whose codes of 6 digits the model does not know.
    unknown_labels_6: int | None = None

    #: Texts with a code of 4 digits.
    rows_4: int | None = None

    #: The share with the right code of 4 digits first.
    top1_4: float | None = None

    #: Its lower bound.
    top1_4_low: float | None = None

    #: Its upper bound.
    top1_4_high: float | None = None

    #: The share with the right code of 4 digits among the first 5.
    top5_4: float | None = None

    #: Its lower bound.
    top5_4_low: float | None = None

    #: Its upper bound.
    top5_4_high: float | None = None

    #: The share with the right code of 4 digits among the first 10.
    top10_4: float | None = None

    #: Its lower bound.
    top10_4_low: float | None = None

    #: Its upper bound.
    top10_4_high: float | None = None

    #: The share of right first codes of 4 digits in the surer half.
    surer_half_4: float | None = None

    #: Its lower bound.
    surer_half_4_low: float | None = None

    #: Its upper bound.
    surer_half_4_high: float | None = None

    #: The share of texts answered so that 95 % of 4 digits are right.
    coverage_at_95_4: float | None = None

    #: The share of texts answered so that 90 % of 4 digits are right.
    coverage_at_90_4: float | None = None

    #: The share of texts answered so that 80 % of 4 digits are right.
    coverage_at_80_4: float | None = None

    #: How far chances of 4 digits are from what was right.
    calibration_error_4: float | None = None

    #: What chance alone leaves of that.
    calibration_floor_4: float | None = None

    #: Texts whose codes of 4 digits the model does not know.
    unknown_labels_4: int | None = None

    #: Texts with a code of 2 digits.
    rows_2: int | None = None

    #: The share with the right code of 2 digits first.
    top1_2: float | None = None

    #: Its lower bound.
    top1_2_low: float | None = None

    #: Its upper bound.
    top1_2_high: float | None = None

    #: The share of right first codes of 2 digits in the surer half.
    surer_half_2: float | None = None

    #: Its lower bound.
    surer_half_2_low: float | None = None

    #: Its upper bound.
    surer_half_2_high: float | None = None

    #: The share of texts answered so that 95 % of 2 digits are right.
    coverage_at_95_2: float | None = None

    #: The share of texts answered so that 90 % of 2 digits are right.
    coverage_at_90_2: float | None = None

    #: The share of texts answered so that 80 % of 2 digits are right.
    coverage_at_80_2: float | None = None

    #: How far chances of 2 digits are from what was right.
    calibration_error_2: float | None = None

    #: What chance alone leaves of that.
    calibration_floor_2: float | None = None

    #: Texts whose codes of 2 digits the model does not know.
    unknown_labels_2: int | None = None

class EvaluationView(FiguresView, frozen=True, kw_only=True, omit_defaults=True):
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

    #: By language.
    by_language: Mapping[str, FiguresView]

    #: On texts of these, said in other ways.
    disturbed: tuple[DisturbedView, ...]

    #: What is worth saying.
    findings: tuple[finding_view.FindingView, ...]


def of(
    judged: "Evaluation", notices: "Sequence[Finding]", language: str
) -> EvaluationView:
    """The view of an evaluation."""
    told = judged.figures
    deepest = told.levels[0]
    return EvaluationView(
        rows=told.rows,
        groups=told.groups,
        digits=deepest.digits,
        coverage_at_95=deepest.coverage[95],
        coverage_at_90=deepest.coverage[90],
        coverage_at_80=deepest.coverage[80],
        surer_half=deepest.surer_half.value,
        calibration_error=deepest.calibration_error,
        calibration_floor=deepest.calibration_floor,
        not_enough=told.not_enough,
        milliseconds=judged.milliseconds,
        milliseconds_p95=judged.milliseconds_p95,
        vague_refused=judged.vague_refused,
        by_language={
            of_language: FiguresView(**_flat(levels))
            for of_language, levels in told.by_language.items()
        },
        disturbed=tuple([_disturbed(one) for one in judged.disturbed]),
        findings=finding_view.each(notices, language),
        **_flat(told.levels),
    )


def _disturbed(one: "DisturbedFigures") -> DisturbedView:
    return msgspec.convert(one, DisturbedView, from_attributes=True)


def _flat(levels: "Sequence[LevelFigures]") -> dict[str, float]:
    """The figures of levels by the names of their fields."""
    found: dict[str, float] = {}
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
