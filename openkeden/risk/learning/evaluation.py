"""Evaluation: the engines side by side on lines that none of them learned from."""

import dataclasses
import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.base.fixed_point import DOUBLING
from openkeden.risk.history.past_lines import PastLines
from openkeden.risk.indicators.indicator_set import DEFAULT, IndicatorSet
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.learning import (
    additive,
    calibration,
    deciles,
    engines,
    examples,
    ladder,
    metrics,
    protocols,
    random_stratum,
    revenues,
    slices,
    training,
)
from openkeden.risk.learning.deciles import Decile
from openkeden.risk.learning.engines import Learned
from openkeden.risk.learning.examples import UNKNOWN, Examples, Floats, Ints
from openkeden.risk.learning.metrics import Ranked
from openkeden.risk.learning.protocols import Protocol, ScoredTrial
from openkeden.risk.learning.random_stratum import RandomStratum
from openkeden.risk.learning.slices import Slice
from openkeden.risk.model import model_rules
from openkeden.risk.model.risk_model import RiskModel
from openkeden.risk.model.tables import UNIT

#: A dictionary that is so good has seen the answers.
_LEAKING: Final = 0.9

#: A dictionary that guesses may be a little better than a champion that does.
_GUESSING: Final = 0.55

#: Told what is done meanwhile.
Progress = Callable[[str], None]


def silent(_: str) -> None:
    """Tell nobody."""


@dataclasses.dataclass(frozen=True, slots=True)
class EngineScores:
    """What an engine says of the scored lines."""

    #: The scores: the higher, the sooner inspected.
    scores: Floats

    #: The probabilities in millionths; None: it says none.
    chances: Ints | None = None

    #: The logarithm of the expected revenue in doublings; None: it says none.
    revenue: Floats | None = None


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """How engines do."""

    #: The protocol.
    protocol: Protocol

    #: Goods lines of the data, those inspected, and those scored.
    lines: int
    inspected: int
    scored: int

    #: The share of the scored lines that is irregular.
    found_rate: float

    #: The first and the last day scored.
    since: datetime.date
    until: datetime.date

    #: The figures of each engine.
    engines: Mapping[str, Mapping[str, float]]

    #: The champion by parts of what was scored.
    slices: tuple[Slice, ...]

    #: What the champion said of each tenth of them, and what was found.
    deciles: tuple[Decile, ...]

    #: What is known of all goods; None: nothing was drawn by chance.
    stratum: RandomStratum | None

    #: Whether the revenue is that which inspections added; else the declared duty of what
    #: was irregular stands for it.
    revenue_told: bool

    #: What is worth saying.
    notices: tuple[Finding, ...]


def evaluate(
    past: PastLines,
    protocol: Protocol = "time",
    given: IndicatorSet = DEFAULT,
    seed: int = 1,
    model: RiskModel | None = None,
    progress: Progress = silent,
) -> Evaluation | Refused:
    """Judge the engines by a protocol; the champion is `model` where one is given."""
    progress("indicators")
    trials = protocols.trials(past, protocol, given, seed)
    if isinstance(trials, Refused):
        return trials
    told = [_engines(trial, seed, progress) for trial in trials]
    joined = _by_engine(told)
    scored = examples.joined([trial.scored for trial in trials])
    notices = list(past.notices)
    if model is not None:
        joined["champion"] = _by_model(model, past, scored)
        notices += _overlap(model, scored)
    progress("figures")
    return _evaluation(past, protocol, seed, scored, joined, notices)


def _engines(trial: ScoredTrial, seed: int, progress: Progress) -> dict[str, EngineScores]:
    """What each engine says of the scored lines of a trial."""
    said = {}
    for name in engines.ENGINES:
        progress(name)
        learned = engines.fit(trial.learned, name, seed, by_day=trial.by_day)
        said[name] = _said(learned, trial.scored)
    random = np.random.default_rng([seed, 4]).random(len(trial.scored))
    said["random"] = EngineScores(random)
    stakes = [float(stake(line)) for line in trial.scored.lines]
    said["duty"] = EngineScores(np.array(stakes))
    said["dictionary"] = EngineScores(ladder.remembered(trial.learned, trial.scored))
    return said


def _said(learned: Learned, scored: Examples) -> EngineScores:
    scores = additive.scores(learned.score, scored)
    chances = calibration.read(learned.calibration, scores)
    revenue = None
    if learned.revenue is not None:
        revenue = revenues.logarithms(learned.revenue, scored) / DOUBLING
    return EngineScores(scores.astype(np.float64), chances, revenue)


def _by_model(model: RiskModel, past: PastLines, scored: Examples) -> EngineScores:
    """What a model says of scored lines, by the indicators of their days."""
    wanted = {line.observation.key: place for place, line in enumerate(scored.lines)}
    rows = [
        row
        for row in examples.replayed(past.lines, model.indicators)
        if row.line.observation.key in wanted
    ]
    rows.sort(key=lambda row: wanted[row.line.observation.key])
    told = examples.of_rows(rows, model.indicators, {})
    return _said(training.learned_of(model), told)


def _overlap(model: RiskModel, scored: Examples) -> Iterator[Finding]:
    """That a model learned from days that are scored."""
    until = model.origins.until
    count = int((scored.days <= until.toordinal()).sum())
    if count:
        yield findings.of(model_rules.OVERLAP, "model", value=count, until=until)


def _by_engine(told: Sequence[Mapping[str, EngineScores]]) -> dict[str, EngineScores]:
    """What each engine says of all trials."""
    found = {}
    for name in told[0]:
        found[name] = _joined([one[name] for one in told])
    return found


def _joined(parts: Sequence[EngineScores]) -> EngineScores:
    """Scores of parts, one after the other; a head that one part lacks is left out."""
    chances = [part.chances for part in parts if part.chances is not None]
    revenue = [part.revenue for part in parts if part.revenue is not None]
    return EngineScores(
        np.concatenate([part.scores for part in parts]),
        np.concatenate(chances) if len(chances) == len(parts) else None,
        np.concatenate(revenue) if len(revenue) == len(parts) else None,
    )


def stake(line: HistoryLine) -> int:
    """The charges of a line in minor units as far as they are known: all of them, else the
    duty, else the value.
    """
    told = line.observation
    if told.charges is not None:
        return told.charges
    if told.value is None:
        return 0
    return told.value if told.duty_ppm is None else told.value * told.duty_ppm // UNIT


def _evaluation(
    past: PastLines,
    protocol: Protocol,
    seed: int,
    scored: Examples,
    said: Mapping[str, EngineScores],
    notices: Sequence[Finding],
) -> Evaluation:
    revenue_told = bool((scored.revenue != UNKNOWN).any())
    stakes = np.array([stake(line) for line in scored.lines], dtype=np.int64)
    revenue = scored.revenue if revenue_told else stakes
    clusters = scored.traders if protocol == "time" else scored.blocks
    figures = {
        name: _figures(one, Ranked(one.scores, scored.found, revenue, clusters), seed)
        for name, one in said.items()
    }
    champion = said["champion"]
    if champion.revenue is not None and champion.chances is not None:
        utility = np.log(np.maximum(champion.chances, 1)) + champion.revenue * np.log(2)
        ranked = Ranked(utility, scored.found, revenue, clusters)
        figures["champion_by_revenue"] = metrics.figures(ranked, seed)
    stratum = random_stratum.estimate(past.lines)
    told = [line for line in past.lines if line.outcome is not None]
    return Evaluation(
        protocol=protocol,
        lines=len(past.lines),
        inspected=len(told),
        scored=len(scored),
        found_rate=float(scored.found.mean()),
        since=scored.day(int(np.argmin(scored.days))),
        until=scored.day(int(np.argmax(scored.days))),
        engines=figures,
        slices=_slices(champion, scored, past),
        deciles=_deciles(champion, scored),
        stratum=stratum,
        revenue_told=revenue_told,
        notices=(*notices, *_said_of(figures, protocol, stratum, len(told))),
    )


def _slices(champion: EngineScores, scored: Examples, past: PastLines) -> tuple[Slice, ...]:
    chances = champion.chances
    if chances is None:
        return ()
    return tuple(slices.slices(scored, champion.scores, chances, past.lines))


def _deciles(champion: EngineScores, scored: Examples) -> tuple[Decile, ...]:
    chances = champion.chances
    return () if chances is None else deciles.deciles(chances, scored.found)


def _figures(one: EngineScores, ranked: Ranked, seed: int) -> dict[str, float]:
    told = metrics.figures(ranked, seed)
    if one.chances is not None:
        told["calibration_error"] = metrics.calibration_error(one.chances, ranked.found)
        told["calibration_floor"] = metrics.calibration_floor(one.chances, seed)
    return told


def _said_of(
    figures: Mapping[str, Mapping[str, float]],
    protocol: Protocol,
    stratum: RandomStratum | None,
    inspected: int,
) -> Iterator[Finding]:
    """What has to be said beside figures."""
    remembered = figures["dictionary"]["auc"]
    champion = figures["champion"]["auc"]
    if remembered > max(champion, _GUESSING) or remembered > _LEAKING:
        args = {"value": f"{remembered:.3f}", "champion": f"{champion:.3f}"}
        yield findings.of(model_rules.LEAKS, "data", **args)
    elif protocol == "published":
        yield findings.of(model_rules.MEMORY, "protocol", value=protocol)
    if stratum is None:
        yield findings.of(model_rules.SELECTED_ONLY, "data", value=inspected)
