"""What fewer inspections cost: chance, profiles (else the highest charges) and a model tried
on the last quarter of a history, or of a generated world, whose truth is known of every line.
"""

import csv
import datetime
import io
import pathlib
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from openkeden.base import findings, world_usage
from openkeden.base.findings import Refused
from openkeden.flow import given_files
from openkeden.flow.risk import models, observed_trials
from openkeden.flow.risk.observed_trials import LineKey, ObservedTrial
from openkeden.flow.world import writing
from openkeden.lawpack.pack import Pack
from openkeden.risk.history.past_lines import PastLines
from openkeden.risk.indicators.indicator_set import DEFAULT
from openkeden.risk.indicators.observation import HistoryLine
from openkeden.risk.indicators.replay import IndicatorRow, replay
from openkeden.risk.indicators.track_record import TrackRecord
from openkeden.risk.model import model_rules
from openkeden.risk.model.risk_model import RiskModel, Scorer
from openkeden.world import tradeoff
from openkeden.world.tradeoff import TradeoffCurve, TriedLine

#: The share of the lines, by day, that a model learns from; the rest is what it is tried on.
_LEARNED, _ALL = 3, 4

#: The map of the columns that `keden world` writes.
_MAP: Final = "observations"


class KnownLine(msgspec.Struct, frozen=True, gc=False):
    """What is known of a line that is tried."""

    #: Whether an inspection finds something.
    found: bool

    #: What it brings, in minor units.
    revenue: int

    #: The best scores that there can be, by findings and by revenue; of a world alone.
    best: tuple[int, int] | None = None


class Tradeoff(msgspec.Struct, frozen=True, kw_only=True):
    """What fewer inspections cost."""

    #: The curves, chance first.
    curves: tuple[TradeoffCurve, ...]

    #: How many lines a model was learned from, and how many were tried.
    learned: int
    tried: int

    #: The first and last day of these.
    since: datetime.date
    until: datetime.date

    #: How many minutes an inspection takes.
    minutes: int

    #: Whether it is a generated world: it proves the machinery, not the world.
    generated: bool

    #: What the profiles in force make of the lines; None: they cannot be asked of them, and
    #: the highest charges stand in their place.
    rules: ObservedTrial | None

    @property
    def policies(self) -> tuple[str, ...]:
        """The ways to choose."""
        return tuple([curve.policy for curve in self.curves])


class TradeoffWanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked."""

    #: The table of a history; None: a world.
    data: pathlib.Path | None

    #: The map of its columns, by name or file.
    map: str

    #: The folder of a generated world; None: a table.
    world: pathlib.Path | None

    #: How many minutes an inspection takes.
    minutes: int

    #: The seed of samples.
    seed: int

    #: Nothing of the data may be later.
    today: datetime.date

    #: The law whose profiles are asked.
    pack: Pack


def tradeoff_of(wanted: TradeoffWanted) -> Tradeoff | Refused:
    """Try chance, profiles and a model. Raises OSError."""
    read = _world(wanted) if wanted.world else _data(wanted)
    if isinstance(read, Refused):
        return read
    past, known = read
    return _tried(past, known, wanted)


def _data(
    wanted: TradeoffWanted,
) -> tuple[PastLines, Mapping[LineKey, KnownLine]] | Refused:
    """A history, and what inspections found in it."""
    assert wanted.data is not None
    past = models.history([wanted.data], wanted.map, wanted.today)
    if isinstance(past, Refused):
        return past
    known = {}
    for line in past.lines:
        if line.outcome is not None:
            told = KnownLine(line.outcome.found, line.outcome.revenue or 0)
            known[line.observation.key] = told
    return past, known


def _world(
    wanted: TradeoffWanted,
) -> tuple[PastLines, Mapping[LineKey, KnownLine]] | Refused:
    """A generated history, and the truth of it."""
    assert wanted.world is not None
    table, truth = (
        wanted.world / name for name in (writing.HISTORY_FILE, writing.TRUTH_FILE)
    )
    if not (table.is_file() and truth.is_file()):
        return findings.refused(world_usage.NOT_A_WORLD, "world", value=wanted.world)
    past = models.history([table], _MAP, datetime.date.max)
    if isinstance(past, Refused):
        return past
    body = given_files.read(truth)
    if isinstance(body, Refused):
        return body
    try:
        return past, _truths(body)
    except (KeyError, ValueError, csv.Error):
        return findings.refused(world_usage.NOT_A_WORLD, "world", value=wanted.world)


def _truths(body: bytes) -> dict[LineKey, KnownLine]:
    rows = csv.DictReader(io.StringIO(body.decode("utf-8")))
    return {
        (row["declaration"], int(row["item"])): KnownLine(
            bool(row["offence"]),
            int(row["revenue"]),
            (int(row["best"]), int(row["best_revenue"])),
        )
        for row in rows
    }


def _tried(
    past: PastLines, known: Mapping[LineKey, KnownLine], wanted: TradeoffWanted
) -> Tradeoff | Refused:
    rows = list(replay(past.lines, TrackRecord(DEFAULT)))
    told = [row for row in rows if row.line.observation.key in known]
    edge = told[len(told) * _LEARNED // _ALL].line.observation.day if told else None
    if edge is None:
        return findings.refused(model_rules.NO_LABELS, "data", value=len(rows))
    before = [row for row in rows if _is_before(row.line, edge)]
    tried = [row for row in told if row.line.observation.day >= edge]
    rules = observed_trials.trial(
        past.lines,
        [row.line.observation for row in tried],
        wanted.pack,
        generated=wanted.world is not None,
    )
    scored = _scored(before, tried, rules, wanted.seed)
    if isinstance(scored, Refused):
        return scored
    lines = [_line(row.line, known) for row in tried]
    best = [known[row.line.observation.key].best for row in tried]
    truths = [one for one in best if one is not None]
    if truths:
        scored |= {
            "best": [by_findings for by_findings, _ in truths],
            "best_revenue": [by_revenue for _, by_revenue in truths],
        }
    return Tradeoff(
        curves=tradeoff.curves(lines, scored, wanted.minutes, wanted.seed),
        learned=len(before),
        tried=len(tried),
        since=edge,
        until=tried[-1].line.observation.day,
        minutes=wanted.minutes,
        generated=bool(truths),
        rules=rules,
    )


def _is_before(line: HistoryLine, edge: datetime.date) -> bool:
    """Whether all of it was known before a day."""
    return (
        line.outcome is not None and max(line.observation.day, line.outcome.known_on) < edge
    )


def _line(line: HistoryLine, known: Mapping[LineKey, KnownLine]) -> TriedLine:
    told = known[line.observation.key]
    trader = line.observation.trader or line.observation.declaration
    return TriedLine(trader, told.found, told.revenue)


def _scored(
    before: Sequence[IndicatorRow],
    tried: Sequence[IndicatorRow],
    rules: ObservedTrial | None,
    seed: int,
) -> dict[str, list[int]] | Refused:
    """The lines that are tried in the orders of profiles, else of charges, and of a model."""
    charges = [row.line.observation.charges or 0 for row in tried]
    scores: dict[str, list[int]] = {"duty": charges}
    if rules is not None:
        scores = {"rules": list(rules.severities)}
    model = _model(before, seed)
    if isinstance(model, Refused):
        return model
    scorer = Scorer(model)
    told = [scorer.score(row.values) for row in tried]
    scores["model"] = [one.score for one in told]
    scores["model_revenue"] = [
        one.probability_ppm * charge if one.revenue is None else one.revenue
        for one, charge in zip(told, charges, strict=True)
    ]
    return scores


def _model(before: Sequence[IndicatorRow], seed: int) -> RiskModel | Refused:
    """A model of what was known before."""
    # Nobody else waits for what training loads.
    from openkeden.risk.learning import examples, protocols, training  # noqa: PLC0415

    given = examples.of_rows(before, DEFAULT, {})
    wrong = protocols.unlearnable(given)
    if wrong is not None:
        return Refused((wrong,))
    lines = [row.line for row in before]
    return training.of_examples(given, lines, seed=seed)
