"""Figures of classifiers as programs see them: `top5_6` is the share of texts whose right code
of six digits is among the first five.
"""

import msgspec


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
