"""Counts of tried profiles: by profile, alone and together, and a model beside them."""

from openkeden.risk import profile_trial
from tests.risk import samples


def tried(*struck: str, lane: str = "green", **more: object) -> profile_trial.Tried:
    return profile_trial.Tried(struck, lane, 100, **more)


def policy():
    rows = [samples.row(id="T.1"), samples.row(id="T.2"), samples.row(id="T.3")]
    return samples.compiled(*rows).policy


def test_each_profile_is_counted_by_itself_and_alone():
    counted = profile_trial.count(
        [
            tried("T.1", "T.2", lane="red", found=True),
            tried("T.1", lane="yellow", found=False),
            tried("T.2", lane="yellow"),
            tried(),
        ],
        policy(),
    )
    first, second, third = counted.profiles
    assert first.struck == profile_trial.Yield(2, 2, 1, 200)
    assert first.alone == profile_trial.Yield(1, 1, 0, 100)
    assert (second.struck.declarations, second.alone.declarations) == (2, 1)
    assert third.struck == profile_trial.Yield()
    assert counted.striking == [first, second]
    assert counted.overlaps == (profile_trial.Overlap("T.1", "T.2", 1),)
    assert counted.lanes == {"green": 1, "yellow": 2, "red": 1}
    assert (counted.struck.declarations, counted.stopped.declarations) == (3, 3)
    assert counted.model is None


def test_the_model_chooses_as_many_as_the_profiles_stop():
    counted = profile_trial.count(
        [
            tried("T.1", lane="red", score=10, found=False),
            tried("T.2", lane="yellow", score=900, found=True),
            tried(score=800, found=True),
            tried(score=800),
            tried("T.3", lane="green", score=1),
            tried("T.1", lane="red"),
        ],
        policy(),
    )
    model = counted.model
    assert (model.judged, model.both) == (5, 1)
    assert model.of_profiles == profile_trial.Yield(2, 2, 1, 200)
    assert model.of_model == profile_trial.Yield(2, 2, 2, 200)


def test_nothing_tried():
    counted = profile_trial.count([], policy())
    assert (counted.tried, counted.lanes) == (profile_trial.Yield(), {})
