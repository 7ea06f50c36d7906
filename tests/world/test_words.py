"""A world in which false codes show in words: what goods are called follows what they are."""

import pytest
from msgspec import structs

from openkeden.flow.classification import shipped_texts
from openkeden.lawpack.pack import load_pack
from openkeden.world import mechanism
from openkeden.world.generated import GeneratedWorld
from openkeden.world.goods import TradedGoods, with_neighbours
from openkeden.world.lines import WorldLine
from openkeden.world.mechanism import Mechanism
from openkeden.world.powers import MILLION
from tests.world.worlds import SMALL, small

#: Two goods of one chapter, the second of a higher duty, and one of another.
GOODS = with_neighbours(
    [
        TradedGoods("8471300000", 0, names=("Laptop computers",)),
        TradedGoods("8418102001", 200_000, names=("Household refrigerators",)),
        TradedGoods("6403999600", 100_000, names=("Leather shoes",)),
    ]
)


def world(per_week: int, drawn: Mechanism) -> GeneratedWorld:
    plan = small(per_week=per_week, drawn=drawn).plan
    return GeneratedWorld(structs.replace(plan, goods=GOODS))


@pytest.fixture(scope="module")
def lines() -> list[WorldLine]:
    drawn = structs.replace(SMALL, signs=mechanism.WORDS.signs, importers=600)
    return world(20_000, drawn).week()


def called(line: WorldLine) -> str:
    return line.declared.description.partition(",")[0]


def test_words_show_so_many_false_codes_and_so_few_right_ones(
    lines: list[WorldLine],
) -> None:
    laptops = [line for line in lines if line.declared.code == "8471300000"]
    for is_false, share in ((False, 0.01), (True, 0.6)):
        among = [
            line
            for line in laptops
            if (line.truth.offence == "misclassification") == is_false
        ]
        other = [line for line in among if called(line) == "Household refrigerators"]
        assert abs(len(other) / len(among) - share) < 3 * (share / len(among)) ** 0.5


def test_goods_without_a_dearer_neighbour_keep_their_name(lines: list[WorldLine]) -> None:
    shoes = [line for line in lines if line.declared.code == "6403999600"]
    assert {called(line) for line in shoes} == {"Leather shoes"}
    assert "misclassification" not in {line.truth.offence for line in shoes}


def test_the_best_that_is_known_takes_words_in(lines: list[WorldLine]) -> None:
    """By fifths of the lines, from low to high: as many offences as probabilities say."""
    ordered = sorted(lines, key=lambda line: line.truth.best)
    fifth = len(lines) // 5
    for first in range(0, len(lines), fifth):
        part = ordered[first : first + fifth]
        said = sum([line.truth.best for line in part]) / MILLION
        found = sum([line.truth.illicit for line in part])
        assert abs(found - said) < 4 * said**0.5 + 2


def test_other_worlds_call_goods_as_they_are_declared() -> None:
    for line in world(2_000, SMALL).week():
        (goods,) = [one for one in GOODS if one.code == line.declared.code]
        assert called(line) in goods.names


def test_the_texts_of_false_codes_are_far_from_them(lines: list[WorldLine]) -> None:
    texts = shipped_texts.of(load_pack("KZ"))
    assert texts is not None
    false, right = [], []
    for line in lines[:4_000]:
        known = false if line.truth.true_code else right
        known.append(texts.distance(called(line), line.declared.code) or 0)
    assert sum(false) / len(false) > 4 * sum(right) / len(right)
