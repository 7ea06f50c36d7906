"""The probability with which a declaration was to be checked, and what it was checked for."""

import datetime

import msgspec
import pytest

from openkeden.risk import inclusion, lots, policy_file, selection
from openkeden.risk.inclusion import Inclusion
from tests.risk import samples

MILLION = 1_000_000
NOW = samples.DAY


def included(*rows, goods=(), earlier=(), **tables) -> Inclusion:
    """The inclusion of a declaration that is selected by a policy of these rows."""
    policy, found = policy_file.policy(samples.base(*rows, **tables))
    assert policy is not None, found
    ready = selection.compile_profiles(policy, samples.EXCHANGE)
    selected = samples.select(samples.declared(*goods), ready, earlier=earlier)
    return inclusion.of(selected, policy)


def test_what_nothing_asks_for_is_never_checked():
    assert included() == Inclusion(None, 0)


def test_a_profile_that_asks_for_a_check_makes_it_certain():
    assert included(samples.row()) == Inclusion("profile", MILLION)
    drawn = included(samples.row(), share=samples.chances(MILLION))
    assert drawn == Inclusion("profile", MILLION)


def test_a_profile_that_only_scores_leaves_it_to_chance():
    scoring = samples.row(lane="green", documents=[])
    assert included(scoring, share=samples.chances(20_000)).ppm == 20_000


def test_what_is_not_drawn_tells_the_share_too():
    shares = samples.chances(1)
    assert included(share=shares) == Inclusion(None, 1)
    assert included(share=samples.chances(MILLION)) == Inclusion("random", MILLION)


def test_a_share_that_checks_nothing_is_none():
    assert included(share=samples.chances(MILLION, lane="green")) == Inclusion(None, 0)


def test_a_score_over_its_threshold_is_that_of_profiles():
    threshold = samples.row(score=100) | {"lane": "red", "measure": {"en": "Look."}}
    del threshold["id"], threshold["conditions"]
    scoring = samples.row(lane="green", documents=[])
    assert included(scoring, threshold=[threshold]) == Inclusion("profile", MILLION)


def test_goods_declared_again_are_checked_as_before():
    before = lots.Earlier(
        "R-1", "red", NOW - datetime.timedelta(1), 0, subheadings=("640399",)
    )
    assert included(earlier=(before,)) == Inclusion("profile", MILLION)


@pytest.mark.parametrize(
    ("share", "count", "ppm"), [(500_000, 2, 750_000), (100_000, 3, 271_000), (0, 9, 0)]
)
def test_several_lots_draw_each(share, count, ppm):
    policy, _ = policy_file.policy(samples.base(share=samples.chances(share)))
    ready = selection.compile_profiles(policy, samples.EXCHANGE)
    selected = samples.select(samples.declared(), ready)
    draw = msgspec.structs.replace(selected.draw, lots=count, probability_ppm=share)
    several = msgspec.structs.replace(selected, draw=draw, hits=())
    assert inclusion.of(several, policy) == Inclusion(None, ppm)


def test_by_another_policy_every_hit_counts():
    policy, _ = policy_file.policy(samples.base(samples.row()))
    ready = selection.compile_profiles(policy, samples.EXCHANGE)
    selected = samples.select(samples.declared(), ready)
    other = msgspec.structs.replace(policy, profiles=(), version="another")
    assert inclusion.of(selected, other) == Inclusion("profile", MILLION)
