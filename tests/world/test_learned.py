"""A model that learns in a trial: better than chance, from what was inspected alone."""

import pytest

pytest.importorskip("lightgbm", reason="pip install 'openkeden[train]'")

from openkeden.world import learned, measures, policies, trial
from openkeden.world.trial import TrialRules
from tests.world.worlds import small

RULES = TrialRules(first_weeks=6)


def measured(policy: policies.Targeting) -> measures.TrialMeasures:
    weeks = list(trial.run(small(3, 400), policy, RULES, 14))
    return measures.measure([week.result for week in weeks[6:]])


def test_it_finds_more_than_chance() -> None:
    found = measured(learned.ModelTargeting("challenger", "findings", every=4))
    assert found.hits_of_best > 1.5 * measured(policies.AtRandom()).hits_of_best


def test_it_brings_more_where_charges_are_its_aim() -> None:
    sought = measured(learned.ModelTargeting("challenger", "stake", every=8))
    both = measured(learned.ModelTargeting("challenger", "both", every=8))
    chance = measured(policies.AtRandom())
    assert sought.revenue_of_best > chance.revenue_of_best
    assert both.hits_of_best > chance.hits_of_best
