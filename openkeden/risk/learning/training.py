"""Training: a model for use from all that is known, with what it was measured at."""

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

import openkeden
from openkeden.base.findings import Refused
from openkeden.risk.history.past_lines import PastLines
from openkeden.risk.indicators.indicator_set import DEFAULT, IndicatorSet
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.indicators.replay import IndicatorRow
from openkeden.risk.learning import additive, engines, examples, protocols
from openkeden.risk.learning.additive import AdditiveScore
from openkeden.risk.learning.engines import Learned
from openkeden.risk.learning.examples import Examples
from openkeden.risk.learning.revenues import RevenueScore
from openkeden.risk.model.risk_model import Origins, RevenueHead, RiskModel, Scorer
from openkeden.risk.model.tables import Axis, ScoreTable

_MILLION: Final = 1_000_000

#: The last days of the training data, which later days are compared with.
_LAST_DAYS: Final = 90


def train(
    past: PastLines,
    engine: str = "champion",
    given: IndicatorSet = DEFAULT,
    seed: int = 1,
    law: str = "",
) -> RiskModel | Refused:
    """Learn a model from every inspected line."""
    wrong = protocols.untellable(past)
    if wrong is not None:
        return Refused((wrong,))
    wanted = examples.with_further(given, past.further)
    rows = examples.replayed(past.lines, wanted)
    every = protocols.inspected_of(rows, past, wanted)
    wrong = protocols.unlearnable(every)
    if wrong is not None:
        return Refused((wrong,))
    return placed(of_examples(every, past.lines, engine, seed, law), rows)


def of_examples(
    every: Examples,
    lines: Sequence[HistoryLine],
    engine: str = "champion",
    seed: int = 1,
    law: str = "",
) -> RiskModel:
    """Learn a model from examples, which are of these lines."""
    learned = engines.fit(every, engine, seed, by_day=True)
    return model_of(learned, every, engine, _origins(every, lines, seed, law))


def model_of(learned: Learned, every: Examples, engine: str, origins: Origins) -> RiskModel:
    """What was learned as a model."""
    axes: dict[Axis, int] = {axis: place for place, axis in enumerate(learned.score.axes)}
    head = None
    if learned.revenue is not None:
        stake, share = learned.revenue
        head = RevenueHead(stake, share.start, _renumbered(share, axes))
    return RiskModel(
        engine=engine,
        indicators=every.indicators,
        axes=tuple(axes),
        start=learned.score.start,
        tables=learned.score.tables,
        calibration=learned.calibration,
        revenue=head,
        origins=origins,
    )


def placed(model: RiskModel, rows: Sequence[IndicatorRow]) -> RiskModel:
    """The model with how many lines of its last days fell in each place of its axes,
    inspected or not.
    """
    counts = [[0] * axis.size for axis in model.axes]
    scorer = Scorer(model)
    border = model.origins.until - datetime.timedelta(_LAST_DAYS)
    for row in rows:
        if row.line.observation.day > border:
            for axis, place in enumerate(scorer.places(row.values)):
                counts[axis][place] += 1
    axes = [
        msgspec.structs.replace(axis, lines=tuple(lines))
        for axis, lines in zip(model.axes, counts, strict=True)
    ]
    return msgspec.structs.replace(model, axes=tuple(axes))


def learned_of(model: RiskModel) -> Learned:
    """What a model learned, for many lines at once."""
    score = AdditiveScore(model.axes, model.start, model.tables)
    head = model.revenue
    revenue = None
    if head is not None:
        share = AdditiveScore(model.axes, head.start, head.tables)
        revenue = RevenueScore(head.stake, share)
    return Learned(score, model.calibration, revenue)


def _renumbered(score: AdditiveScore, axes: dict[Axis, int]) -> tuple[ScoreTable, ...]:
    """The tables of a score over further axes, which are added."""
    numbers = {
        place: axes.setdefault(axis, len(axes)) for place, axis in enumerate(score.axes)
    }
    return additive.renumbered(score.tables, numbers)


def measured(model: RiskModel, figures: Mapping[str, Mapping[str, float]]) -> RiskModel:
    """The model with the figures that it was measured at, in millionths."""
    told = {engine: _in_millionths(one) for engine, one in figures.items()}
    return msgspec.structs.replace(model, figures=told)


def _in_millionths(figures: Mapping[str, float]) -> dict[str, int]:
    return {name: round(value * _MILLION) for name, value in figures.items()}


def digest(lines: Sequence[HistoryLine]) -> str:
    """SHA-256 of goods lines and their outcomes, in hexadecimal."""
    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(msgspec.json.encode(line, order="deterministic") + b"\n")
    return hashed.hexdigest()


def _origins(every: Examples, lines: Sequence[HistoryLine], seed: int, law: str) -> Origins:
    outcomes = [line.outcome for line in every.lines if line.outcome is not None]
    ways: dict[str, int] = {}
    for outcome in outcomes:
        ways[outcome.way] = ways.get(outcome.way, 0) + 1
    days = [line.observation.day for line in lines]
    return Origins(
        program=openkeden.__version__,
        law=law,
        data=digest(lines),
        since=min(days),
        until=max(days),
        known_until=max([outcome.known_on for outcome in outcomes]),
        lines=len(lines),
        inspected=len(outcomes),
        found=sum([outcome.found for outcome in outcomes]),
        seed=seed,
        ways=ways,
    )
