import hashlib

import msgspec
import pytest

from openkeden.risk import features, random_check
from tests.risk import samples


def test_chance_is_a_reason_of_its_own():
    ready = samples.compiled(share=samples.chances(1_000_000))
    chosen = samples.select(samples.declared(), ready)
    assert (chosen.lane, chosen.draw.chosen, chosen.documents) == ("red", True, ("04021",))
    assert [hit.profile for hit in chosen.hits] == ["random"]


def test_chance_takes_the_lane_of_its_data():
    assert (
        samples.select(
            samples.declared(), samples.compiled(share=samples.chances(1_000_000, "yellow"))
        ).lane
        == "yellow"
    )


def test_the_draw_is_recorded_when_it_fails():
    drawn = samples.select(
        samples.declared(), samples.compiled(share=samples.chances(1))
    ).draw
    assert (drawn.probability_ppm, drawn.chosen, drawn.stratum) == (1, False, "/")
    assert 1 <= drawn.value < 1_000_000


@pytest.mark.parametrize(
    ("office", "trusted", "ppm"),
    [
        ("57505", "", 30),
        ("57506", "", 10),
        ("57506", "2", 40),
        ("57505", "2", 50),
        ("57505", "3", 30),
    ],
)
def test_the_closest_stratum_counts(office, trusted, ppm):
    everybody = samples.base()["share"][0]
    rows = [
        everybody | {"probability_ppm": 10},
        everybody | {"probability_ppm": 30, "office": "57505"},
        everybody | {"probability_ppm": 40, "trusted": "2"},
        everybody | {"probability_ppm": 50, "office": "57505", "trusted": "2"},
    ]
    history = features.History(trusted=trusted)
    drawn = samples.select(
        samples.declared(office=office), samples.compiled(share=rows), history
    ).draw
    assert drawn.probability_ppm == ppm


def test_an_office_yields_to_a_class():
    everybody = samples.base()["share"][0]
    rows = [
        everybody,
        everybody | {"probability_ppm": 30, "office": "57505"},
        everybody | {"probability_ppm": 40, "trusted": "2"},
    ]
    drawn = samples.select(
        samples.declared(), samples.compiled(share=rows), features.History(trusted="2")
    ).draw
    assert (drawn.probability_ppm, drawn.stratum) == (40, "/2")


def test_a_draw_is_chosen_below_its_probability_only():
    value = random_check.draw(samples.SEED, (samples.digest(1),), 0, "/").value
    assert not random_check.draw(samples.SEED, (samples.digest(1),), value, "/").chosen
    assert random_check.draw(samples.SEED, (samples.digest(1),), value + 1, "/").chosen


def test_draws_are_as_frequent_as_their_probability():
    ready = samples.compiled(share=samples.chances(20_000))
    chosen = sum(
        samples.select(samples.declared(digest=samples.digest(n)), ready).draw.chosen
        for n in range(20_000)
    )
    deviation = (20_000 * 0.02 * 0.98) ** 0.5
    assert abs(chosen - 400) < 4 * deviation


def test_draws_are_uniform():
    buckets = [0] * 20
    for n in range(20_000):
        buckets[
            random_check.draw(samples.SEED, (samples.digest(n),), 0, "/").value // 50_000
        ] += 1
    square = sum((count - 1000) ** 2 / 1000 for count in buckets)
    assert square < 43.8  # the 0.999 quantile of chi square with 19 degrees of freedom


def test_another_seed_draws_others():
    values = [
        random_check.draw(seed * 16, (samples.digest(1),), 0, "/").value
        for seed in (b"a", b"b")
    ]
    assert values[0] != values[1]


def test_a_draw_is_replayed_with_the_seed_and_no_other():
    drawn = samples.select(
        samples.declared(digest=samples.digest(7)),
        samples.compiled(share=samples.chances(20_000)),
    ).draw
    assert random_check.replay(drawn, samples.SEED, (samples.digest(7),))
    assert not random_check.replay(drawn, samples.SEED, (samples.digest(8),))
    assert not random_check.replay(drawn, b"x" * 32, (samples.digest(7),))
    assert not random_check.replay(
        msgspec.structs.replace(drawn, chosen=not drawn.chosen),
        samples.SEED,
        (samples.digest(7),),
    )
    assert not random_check.replay(
        msgspec.structs.replace(drawn, probability_ppm=1_000_000),
        samples.SEED,
        (samples.digest(7),),
    )


def test_the_draw_is_the_documented_function():
    value = int(hashlib.sha256(samples.SEED + samples.digest(3)).hexdigest(), 16) % 10**6
    assert random_check.draw(samples.SEED, (samples.digest(3),), 1, "/").value == value


def test_a_short_seed_is_refused():
    with pytest.raises(ValueError, match="15 bytes"):
        random_check.draw(b"x" * 15, (samples.digest(1),), 1, "/")


def test_a_commitment_binds_the_seed():
    assert random_check.commitment(samples.SEED) == hashlib.sha256(samples.SEED).digest()
    assert random_check.commitment(samples.SEED) != random_check.commitment(
        samples.SEED + b"x"
    )
