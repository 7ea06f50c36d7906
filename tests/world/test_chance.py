"""Draws: the same for the same seed, and distributed as they say."""

import collections

from openkeden.world.chance import Chance, Weights
from openkeden.world.powers import MILLION

#: So many draws; a share of them is right within a hundredth.
MANY = 20_000


def share(count: int) -> int:
    return round(100 * count / MANY)


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    chance = Chance(1, "test")
    drawn = [chance.below(1000), chance.normal(0, MILLION), chance.pareto(1_100_000)]
    assert [*drawn, *chance.sample(100, 3)] == [471, -1574219, 511662, 0, 27, 68]


def test_normal() -> None:
    chance = Chance(2)
    drawn = [chance.normal(5_000, 1_000) for _ in range(MANY)]
    assert abs(sum(drawn) // MANY - 5_000) < 30
    assert share(sum([abs(one - 5_000) > 1_960 for one in drawn])) == 5


def test_pareto() -> None:
    chance = Chance(3)
    drawn = [chance.pareto(2 * MILLION) for _ in range(MANY)]
    assert share(sum([one > MILLION for one in drawn])) == 25
    assert min(drawn) >= 0


def test_weights() -> None:
    chance, weights = Chance(4), Weights((1, 0, 3))
    counted = collections.Counter([weights.pick(chance) for _ in range(MANY)])
    assert (share(counted[0]), counted[1], share(counted[2])) == (25, 0, 75)


def test_samples_are_without_repetition_and_fair() -> None:
    chance = Chance(5)
    counted: collections.Counter[int] = collections.Counter()
    for _ in range(MANY):
        drawn = chance.sample(5, 2)
        assert drawn[0] < drawn[1] < 5
        counted.update(drawn)
    assert {share(counted[place]) for place in range(5)} <= {39, 40, 41}
    assert chance.sample(3, 3) == [0, 1, 2]
