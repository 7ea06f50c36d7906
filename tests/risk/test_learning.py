"""Learning: trees and effects in tables, shrunk rates, calibration, figures and protocols."""

import datetime
import random

import pytest

pytest.importorskip("lightgbm")

import msgspec
import numpy as np

from openkeden.base.findings import Refused
from openkeden.risk.indicators.indicator_set import DEFAULT
from openkeden.risk.indicators.observation import (
    HistoryLine,
    InspectionOutcome,
    Observation,
)
from openkeden.risk.learning import (
    additive,
    axes,
    boosted,
    calibration,
    crossed,
    evaluation,
    ladder,
    metrics,
    protocols,
    random_stratum,
    revenues,
)
from openkeden.risk.learning.examples import UNKNOWN
from openkeden.risk.learning.metrics import Ranked
from openkeden.risk.model import tables
from tests.risk import past_inspections


@pytest.fixture(scope="module")
def past():
    return past_inspections.past()


@pytest.fixture(scope="module")
def every(past):
    return protocols.inspected(past, DEFAULT)


def test_tables_of_trees_give_what_the_trees_give(every):
    chosen = tuple(boosted._axes(every))
    places = boosted._places(chosen, every)
    orchard = boosted.Orchard(chosen, places, every.found, boosted._GROWN)
    booster = boosted._grow(orchard, boosted._pairs(orchard, 1), 1, 60)
    cells = {}
    total = sum([boosted._add(tree, chosen, cells) for tree in boosted._trees(booster)])
    scores = np.full(len(every), total)
    for key, told in cells.items():
        within = [chosen[axis] for axis in key]
        scores += told[additive.combined(within, [places[:, axis] for axis in key])]
    raw = booster.predict(places.astype(np.float64), raw_score=True)
    assert np.abs(scores - raw).max() < 1e-9
    assert {len(key) for key in cells} == {1, 2}


def test_what_learns_ranks_better_than_chance(every):
    for learned in (boosted.fit(every, 1), crossed.fit(every)):
        scores = additive.scores(learned, every)
        assert metrics.area(scores.astype(float), every.found) > 0.8
        share = (1 / (1 + np.exp(-scores / 1e6))).mean()
        assert share == pytest.approx(every.found.mean(), abs=0.01)


def test_a_grouping_that_says_nothing_vanishes():
    draw = np.random.default_rng(3)
    telling, idle = draw.integers(0, 40, 8000), draw.integers(0, 40, 8000)
    effect = draw.normal(0, 1, 40)
    chance = 1 / (1 + np.exp(-(effect[telling] - 1)))
    found = (draw.random(8000) < chance).astype(float)
    learned = crossed.estimate([np.append(one, 40)[:-1] for one in (telling, idle)], found)
    assert 0.5 < learned.spreads[0] < 2.0
    assert learned.spreads[1] < 0.02


def test_groupings_that_are_one_are_learned_once():
    alike = np.array([0, 0, 1, 1, 2, 3])
    renamed = np.array([5, 5, 0, 0, 3, 6])
    other = np.array([0, 1, 1, 1, 0, 2])
    cells = {0: np.arange(3), 1: np.array([5, 7, 8, 9, 10, 11]), 2: np.arange(2)}
    told = (alike, renamed, other)
    made = [crossed.Grouping((n,), cells[n], member) for n, member in enumerate(told)]
    assert [one.axes for one in crossed._different(made)] == [(0,), (2,)]


def test_an_amount_is_told_in_narrow_bands_and_in_wide_ones(every):
    narrow, wide = (
        axis for axis in crossed._axes(every) if axis.indicator == "line.net_mass"
    )
    assert 1 < len(wide.ends) < len(narrow.ends)
    assert set(wide.ends) <= set(narrow.ends)


def test_those_who_offend_again_are_learned_by_name():
    draw = np.random.default_rng(4)
    who = draw.integers(0, 30, 1500)
    risky = draw.random(30) < 0.3
    found = (draw.random(1500) < np.where(risky[who], 0.5, 0.05)).astype(int)
    traders = [f"T{number}" for number in who]
    past = past_inspections.past(1500, trader=traders, outcome_found=found.tolist())
    every = protocols.inspected(past, DEFAULT)
    learned = crossed.fit(every)
    (table,) = [
        table
        for table in learned.tables
        if [learned.axes[axis].indicator for axis in table.axes] == ["trader"]
    ]
    levels = learned.axes[table.axes[0]].levels
    effects = dict.fromkeys(range(30), 0)
    for cell, entry in zip(table.cells, table.entries, strict=True):
        effects[int(levels[cell][1:])] = entry
    told = np.array([effects[one] for one in range(30)])
    assert told[risky].mean() > told[~risky].mean() + 500_000
    asked = {axis.indicator for axis in boosted.fit(every, 1).axes}
    assert not asked & {"trader", "agent", "partner"}


def test_the_ladder_draws_each_rate_towards_the_one_above(every):
    learned = ladder.fit(every)
    codes = [line.observation.code for line in every.lines]
    rate = every.found.mean()
    for digits, prior in ((2, 40), (4, 40), (6, 30), (10, 20)):
        same = np.array([code[:digits] == codes[0][:digits] for code in codes])
        rate = (every.found[same].sum() + prior * rate) / (same.sum() + prior)
    score = additive.scores(learned, every)[0]
    assert score / 1e6 == pytest.approx(np.log(rate / (1 - rate)), abs=1e-5)


def test_the_dictionary_remembers_blocks_alone(every):
    half = np.arange(len(every)) % 2 == 0
    told = ladder.remembered(every.part(half), every.part(~half))
    assert told == pytest.approx(np.full(len(told), every.found[half].mean()))
    again = ladder.remembered(every, every)
    assert metrics.area(again, every.found) == 1.0


def test_calibration_never_falls_and_fits():
    draw = np.random.default_rng(5)
    odds = draw.normal(-1, 1.2, 20_000)
    found = (draw.random(20_000) < 1 / (1 + np.exp(-(0.5 * odds - 0.7)))).astype(float)
    scores = np.rint(odds * 1e6).astype(np.int64)
    learned = calibration.fit(scores[:10_000], found[:10_000])
    assert list(learned.probabilities_ppm) == sorted(learned.probabilities_ppm)
    said = calibration.read(learned, scores[10_000:])
    error = metrics.calibration_error(said, found[10_000:])
    assert error < 2 * metrics.calibration_floor(said, 1)


def _brute_area(scores, found):
    good, bad = scores[found == 1], scores[found == 0]
    wins = [(one > bad).sum() + (one == bad).sum() / 2 for one in good]
    return sum(wins) / (len(good) * len(bad))


def test_figures_are_what_they_are_called():
    draw = np.random.default_rng(9)
    scores = draw.integers(0, 50, 400).astype(float)
    found = (draw.random(400) < 0.2 + scores / 100).astype(float)
    revenue = np.where(found == 1, draw.integers(1, 100, 400), UNKNOWN)
    told = metrics.figures(Ranked(scores, found, revenue, np.arange(400)), 1)
    assert told["auc"] == pytest.approx(_brute_area(scores, found))
    assert told["auc_low"] < told["auc"] < told["auc_high"]
    perfect = metrics.figures(Ranked(found, found, revenue, np.arange(400)), 1)
    assert perfect["precision_at_5"] == 1.0
    assert perfect["recall_at_10"] == pytest.approx(40 / found.sum())
    assert perfect["auc"] == 1.0
    richest = np.sort(revenue[found == 1])[::-1]
    by_revenue = Ranked(revenue.astype(float), found, revenue, np.arange(400))
    top = metrics.figures(by_revenue, 1)["revenue_at_10"]
    assert top == pytest.approx(richest[:40].sum() / richest.sum())


def test_intervals_of_all_goods_cover_the_truth():
    draw, covered = random.Random(2), 0
    for _ in range(200):
        rates = [0.01 + 0.1 * (number % 5 == 0) for number in range(3000)]
        irregular = [draw.random() < rate for rate in rates]
        lines = [_drawn(number, one, draw) for number, one in enumerate(irregular)]
        told = random_stratum.estimate(lines)
        truth = sum(irregular) / len(irregular)
        covered += told.illicit_rate_low <= truth <= told.illicit_rate_high
    assert 184 <= covered <= 198


def _drawn(number, irregular, draw):
    """A fifth is inspected for certain, of the others a tenth by chance."""
    observed = Observation(str(number), 1, datetime.date(2026, 1, 1))
    certain = number % 5 == 0
    if not certain and draw.random() >= 0.1:
        return HistoryLine(observed, None, 100_000)
    way = "profile" if certain else "random"
    chance = 1_000_000 if certain else 100_000
    outcome = InspectionOutcome(irregular, observed.day, None, way, chance)
    return HistoryLine(observed, outcome)


def test_nothing_is_known_of_all_goods_without_chance(past):
    selected = [
        msgspec.structs.replace(
            line, outcome=msgspec.structs.replace(line.outcome, way="officer")
        )
        for line in past.lines
    ]
    assert random_stratum.estimate(selected) is None


def test_by_time_only_what_was_known_is_learned(past):
    (trial,) = protocols.trials(past, "time", DEFAULT, 1)
    first = trial.scored.days.min()
    for line in trial.learned.lines:
        assert line.observation.day.toordinal() < first
        assert line.outcome.known_on.toordinal() < first
    assert len(trial.scored) == pytest.approx(300, abs=10)


def test_by_block_no_copy_stands_on_both_sides():
    doubled = past_inspections.columns(600)
    twice = {name: [*cells, *cells] for name, cells in doubled.items()}
    twice["declaration"] = [f"D{number}" for number in range(1200)]
    past = past_inspections.past(600, **twice)
    trials = protocols.trials(past, "one-row-per-block", DEFAULT, 1)
    assert sum([len(trial.scored) for trial in trials]) == 600
    for trial in trials:
        assert not set(trial.scored.blocks) & set(trial.learned.blocks)
        assert not trial.learned.indicators.rates


def test_published_scores_the_last_file_and_says_what_leaks():
    doubled = past_inspections.columns(600)
    copied = doubled | {"declaration": [f"E{number}" for number in range(600)]}
    past = past_inspections.past_of({"train": doubled, "valid": copied})
    assert past.parts == (600, 600)
    judged = evaluation.evaluate(past, "published")
    assert judged.scored == 600
    assert judged.engines["dictionary"]["auc"] == 1.0
    assert "M.15" in [finding.rule for finding in judged.notices]


def test_every_engine_is_told_with_its_intervals(past):
    judged = evaluation.evaluate(past)
    assert set(judged.engines) == {
        *("champion", "champion_by_revenue", "challenger", "ladder"),
        *("random", "duty", "dictionary"),
    }
    for figures in judged.engines.values():
        for share in metrics.SHARES:
            low, high = (figures[f"precision_at_{share}_{end}"] for end in ("low", "high"))
            assert low <= high
    assert judged.engines["champion"]["auc"] > 0.65
    assert judged.stratum.drawn == 220
    assert "M.18" not in [finding.rule for finding in judged.notices]


def test_a_model_that_saw_the_scored_days_is_told_m_22(past):
    from openkeden.risk.learning import training

    model = training.train(past)
    judged = evaluation.evaluate(past, model=model)
    assert "M.22" in [finding.rule for finding in judged.notices]


def test_levels_and_bands_follow_the_examples(every):
    assert axes.levels(every, "origin", 1).levels == ("CN", "DE", "RU", "TR")
    bands = axes.quantile_bands(every, "line.value", 10)
    counts = np.bincount(additive.placed(bands, every), minlength=bands.size)
    assert len(bands.ends) == 9
    assert counts[:10].min() > 100
    assert axes.quantile_bands(every, "line.quantity", 10) is None


def _rules(answer):
    assert isinstance(answer, Refused)
    return [finding.rule for finding in answer.findings]


def test_too_little_cannot_be_judged_m_14_m_24():
    assert _rules(evaluation.evaluate(past_inspections.past(100))) == ["M.14"]
    rare = [int(number % 100 == 0) for number in range(1200)]
    past = past_inspections.past(outcome_found=rare)
    assert _rules(evaluation.evaluate(past)) == ["M.24"]


def test_what_says_nothing_teaches_the_base_alone():
    count = 600
    nothing = {
        "declaration": [f"D{number}" for number in range(count)],
        "day": ["2026-01-05"] * count,
        "code": ["1001990000"] * count,
        "outcome_found": [int(number % 4 == 0) for number in range(count)],
    }
    past = past_inspections.past_of({"nothing": nothing})
    every = protocols.inspected(past, DEFAULT)
    for learned in (boosted.fit(every, 1), crossed.fit(every), ladder.fit(every)):
        scores = additive.scores(learned, every)
        assert scores / 1e6 == pytest.approx(np.full(count, np.log(1 / 3)), abs=0.01)
    assert _rules(evaluation.evaluate(past)) == ["M.14"]


def test_what_a_finding_brings_in_follows_what_is_at_stake():
    values = [10 ** (3 + number % 6) for number in range(900)]
    found = [int(number % 3 == 0) for number in range(900)]
    brought = [value // 5 * hit for value, hit in zip(values, found, strict=True)]
    told = past_inspections.columns(900, value=values)
    told |= {"outcome_found": found, "outcome_revenue": brought}
    every = protocols.inspected(past_inspections.past_of({"staked": told}), DEFAULT)
    held = np.arange(900) % 5 == 0
    learned = revenues.fit(every, held, 1)
    assert learned.stake == "line.value"
    charges = [value // (4 if number % 2 else 20) for number, value in enumerate(values)]
    brought = [charge // 2 * hit for charge, hit in zip(charges, found, strict=True)]
    charged = told | {"charges": charges, "outcome_revenue": brought}
    taxed = protocols.inspected(past_inspections.past_of({"charged": charged}), DEFAULT)
    assert revenues.fit(taxed, held, 1).stake == "line.charges"
    said = np.exp2(revenues.logarithms(learned, every) / 65_536)
    assert said == pytest.approx(np.array(values) / 5, rel=0.1)
    assert revenues.fit(every.part(np.arange(30)), held[:30], 1) is None


def test_scores_beyond_measure_are_calibrated_too():
    """Log-odds of a thousand are certain; nothing overflows."""
    scores = np.repeat([-1000, 0, 1000], 200) * tables.UNIT
    found = np.repeat([0.0, 0.5, 1.0], 200)
    fitted = calibration.fit(scores, found).probabilities_ppm
    assert list(fitted) == sorted(fitted)
    assert (fitted[0], fitted[-1]) == (0, 1_000_000)
