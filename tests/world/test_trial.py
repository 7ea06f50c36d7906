"""Trials: selection under a budget, the best that is possible, and what random checks say."""

import pytest
from msgspec import structs

from openkeden.world import measures, policies, selecting, trial
from openkeden.world.chance import Chance
from openkeden.world.policies import Targeting
from openkeden.world.powers import MILLION
from openkeden.world.selecting import Budget
from openkeden.world.trial import PastWeek, TrialRules
from tests.world.worlds import SMALL, small

RULES = TrialRules(first_weeks=4)


def past(policy: Targeting, weeks: int = 16, seed: int = 1) -> list[PastWeek]:
    return list(trial.run(small(seed, 400, scheme_week=8), policy, RULES, weeks))


@pytest.fixture(scope="module")
def learnt() -> list[PastWeek]:
    return past(policies.PastRates())


def measured(weeks: list[PastWeek]) -> measures.TrialMeasures:
    return measures.measure([week.result for week in weeks[8:]])


def test_a_budget_takes_the_best_and_draws_from_the_rest() -> None:
    scores = list(range(1000))
    chosen = selecting.select(scores, Budget(), Chance(1))
    top = [one.place for one in chosen if one.way == "model"]
    drawn = [one for one in chosen if one.way == "random"]
    assert top == list(range(910, 1000))
    assert len(drawn) == 10
    assert {one.inclusion_ppm for one in drawn} == {10 * MILLION // 910}
    assert all(one.place < 910 for one in drawn)


def test_among_equal_scores_chance_decides() -> None:
    places = {selecting.ranked([0] * 50, Chance(seed))[0] for seed in range(40)}
    assert len(places) > 20


def test_engines_see_outcomes_of_what_was_inspected_alone(learnt: list[PastWeek]) -> None:
    for week in learnt:
        seen = [line.outcome for line in week.history if line.outcome]
        assert len(seen) == week.result.inspected
        assert all(outcome.inclusion_ppm for outcome in seen)
    assert learnt[-1].result.inspected == 40
    ways = {line.outcome.way for line in learnt[-1].history if line.outcome}
    assert ways == {"model", "random"}


def test_nothing_is_better_than_the_best(learnt: list[PastWeek]) -> None:
    found = measured(learnt)
    by_chance = measured(past(policies.AtRandom()))
    assert by_chance.hits_of_best < found.hits_of_best < MILLION
    assert by_chance.hit_rate < found.hit_rate
    assert abs(by_chance.hit_rate - by_chance.illicit) < 40_000


def test_the_worth_of_a_choice_is_what_it_finds_without_luck(
    learnt: list[PastWeek],
) -> None:
    told, by_chance = measured(learnt), measured(past(policies.AtRandom()))
    assert by_chance.worth_of_best < told.worth_of_best < MILLION
    assert abs(told.worth_of_best - told.hits_of_best) < 100_000
    assert abs(by_chance.worth_of_best - by_chance.hits_of_best) < 100_000
    for week in learnt:
        worth, best = week.result.worth, week.result.best_worth
        assert worth.offences <= best.offences
        assert worth.revenue <= week.result.best_worth_by_revenue.revenue


def test_duty_first_brings_revenue_and_few_hits(learnt: list[PastWeek]) -> None:
    found, duty = measured(learnt), measured(past(policies.DutyFirst()))
    assert duty.revenue_of_best > found.revenue_of_best
    assert duty.hits_of_best < found.hits_of_best


def test_corrupt_officers_keep_findings_to_themselves() -> None:
    corrupt = structs.replace(SMALL, officers=1, corrupt=1, concealed_ppm=MILLION)
    world = small(1, 400, drawn=corrupt)
    week = next(trial.run(world, policies.AtRandom(), RULES, 1))
    outcomes = [line.outcome for line in week.history if line.outcome]
    assert week.result.caught.offences > 0
    assert not any(outcome.found for outcome in outcomes)


def test_intervals_of_random_checks_hold_the_truth() -> None:
    """In nineteen of twenty worlds; `python -m prove intervals` asks a thousand."""
    covered = 0
    for seed in range(40):
        world = small(seed, 200)
        weeks = list(trial.run(world, policies.PastRates(), RULES, 8))
        covered += measures.measure([week.result for week in weeks[4:]]).covered
    assert 35 <= covered <= 40


@pytest.mark.parametrize(
    ("found", "drawn", "interval"),
    [(0, 100, (0, 36_993)), (5, 100, (21_543, 111_750)), (100, 100, (963_005, MILLION))],
)
def test_score_interval(found: int, drawn: int, interval: tuple[int, int]) -> None:
    low, high = measures.wilson(found, drawn)
    assert abs(low - interval[0]) <= 3
    assert abs(high - interval[1]) <= 3
