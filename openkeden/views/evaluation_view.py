"""Risk models, and how engines do, as programs see them."""

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from openkeden.flow.risk.models import WrittenModel
from openkeden.views import finding_view

if TYPE_CHECKING:
    from openkeden.risk.learning.evaluation import Evaluation

#: Figures by name, each with the bounds of its 95 % interval as `NAME_low` and `NAME_high`.
Figures = Mapping[str, float]


class SliceView(msgspec.Struct, frozen=True, kw_only=True):
    """The champion in a part of what was scored."""

    #: The part.
    name: str

    #: Scored lines.
    lines: int

    #: The share of them that is irregular.
    found_rate: float

    #: The area under the curve.
    auc: float

    #: The mean probability that was said less the share that is irregular.
    bias: float

    #: The share inspected when five in a hundred of all lines are.
    inspected_at_5: float

    #: The share of regular lines that is inspected then.
    false_alarms_at_5: float


class AllGoodsView(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of all goods, from inspections by chance and logged probabilities."""

    #: Goods lines.
    lines: int

    #: Inspections drawn by chance.
    drawn: int

    #: Those of them that found something.
    found: int

    #: The share of all goods lines that is irregular.
    illicit_rate: float

    #: The lower bound of its 95 % interval.
    illicit_rate_low: float

    #: The upper bound.
    illicit_rate_high: float

    #: The share of inspections by chance that found something.
    hit_rate: float

    #: The lower bound of its 95 % interval.
    hit_rate_low: float

    #: The upper bound.
    hit_rate_high: float


class JudgedView(msgspec.Struct, frozen=True, kw_only=True):
    """What figures are of."""

    #: The protocol.
    protocol: str

    #: Goods lines of the data.
    lines: int

    #: Those inspected.
    inspected: int

    #: Those scored.
    scored: int

    #: The share of the scored lines that is irregular.
    found_rate: float

    #: The first day scored.
    since: datetime.date

    #: The last day scored.
    until: datetime.date

    #: Whether `revenue_at_N` is of charges that inspections added; else of the declared
    #: duty of irregular lines.
    revenue_told: bool

    #: The champion by parts.
    slices: tuple[SliceView, ...]

    #: What is known of all goods; null: no inspection is known to be by chance.
    all_goods: AllGoodsView | None

    #: What is worth saying.
    findings: tuple[finding_view.FindingView, ...]


class EvaluationView(msgspec.Struct, frozen=True, kw_only=True):
    """How engines do: `auc`, `precision_at_N`, `recall_at_N`, `revenue_at_N` for 1, 2, 5 and
    10 percent inspected, `calibration_error`, and `calibration_floor`, which chance leaves
    to true probabilities.
    """

    #: The champion: boosted tables and the crossed ridge; or the model that was named.
    champion: Figures

    #: The challenger: the crossed ridge.
    challenger: Figures

    #: The floor: shrunk rates of chapter, heading, subheading and code.
    ladder: Figures

    #: Inspection by chance.
    random: Figures

    #: The biggest charges first.
    duty: Figures

    #: What only remembers: where it is good, the data leak.
    dictionary: Figures

    #: The champion by probability times expected revenue; empty where no revenue is told.
    champion_by_revenue: Figures

    #: What the figures are of.
    about: JudgedView


class ModelView(msgspec.Struct, frozen=True, kw_only=True):
    """A model that was trained."""

    #: Its engine.
    engine: str

    #: SHA-256 of what its file holds, in hexadecimal.
    digest: str

    #: SHA-256 of the training data, in hexadecimal.
    data: str

    #: The file of its card.
    card: str

    #: The first day of the training data.
    since: datetime.date

    #: The last day.
    until: datetime.date

    #: Goods lines.
    lines: int

    #: Those inspected.
    inspected: int

    #: Those in which something was found.
    found: int

    #: How its engine did on the last days of the data.
    evaluation: EvaluationView


def of(judged: "Evaluation", language: str) -> EvaluationView:
    """The view of an evaluation."""
    figures = judged.engines
    stratum = judged.stratum
    return EvaluationView(
        champion=figures["champion"],
        challenger=figures["challenger"],
        ladder=figures["ladder"],
        random=figures["random"],
        duty=figures["duty"],
        dictionary=figures["dictionary"],
        champion_by_revenue=figures.get("champion_by_revenue", {}),
        about=JudgedView(
            protocol=judged.protocol,
            lines=judged.lines,
            inspected=judged.inspected,
            scored=judged.scored,
            found_rate=judged.found_rate,
            since=judged.since,
            until=judged.until,
            revenue_told=judged.revenue_told,
            slices=tuple(
                [
                    msgspec.convert(part, SliceView, from_attributes=True)
                    for part in judged.slices
                ]
            ),
            all_goods=msgspec.convert(stratum, AllGoodsView | None, from_attributes=True),
            findings=tuple([finding_view.of(one, language) for one in judged.notices]),
        ),
    )


def of_model(written: WrittenModel, language: str) -> ModelView:
    """The view of a trained model."""
    told = written.model.origins
    return ModelView(
        engine=written.model.engine,
        digest=written.digest,
        data=told.data,
        card=str(written.card),
        since=told.since,
        until=told.until,
        lines=told.lines,
        inspected=told.inspected,
        found=told.found,
        evaluation=of(written.evaluation, language),
    )
