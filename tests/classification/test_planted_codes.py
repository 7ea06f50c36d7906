"""Planted wrong codes are found by their distance from the text."""

import numpy as np
import pytest

from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import planted_codes
from tests.classification.small_classifier import SMALL

GOODS = {
    "0702000000": ("fresh tomatoes", "ripe tomatoes", "cherry tomatoes"),
    "0703101900": ("onions", "fresh onions in nets", "onions and garlic"),
    "6403999600": ("leather shoes", "leather boots", "shoes of leather for men"),
    "6404110000": ("sports shoes of textile", "tennis shoes", "sports footwear of textile"),
    "8517130000": ("smartphones", "telephone sets", "mobile telephones"),
    "8712000000": ("bicycles", "children bicycles", "city bicycles"),
}
ROWS = [
    LabelledText(f"{text} {'abc'[number]}", (code,))
    for code, texts in GOODS.items()
    for number, text in enumerate(texts)
]


@pytest.fixture(scope="module")
def figures():
    return planted_codes.measure(SMALL, ROWS, share=0.2, draws=12)


def test_every_kind_that_the_rows_allow_is_planted(figures):
    assert figures.rows == len(ROWS)
    assert [one.nearness for one in figures.planted] == ["other_chapter", "same_chapter"]


def test_far_codes_are_found_sooner_than_near_ones(figures):
    far, near = figures.planted
    assert far.auc.value > 0.95
    assert far.warned.value > near.warned.value
    assert far.precision_at_1.value > 0.9
    for share in (far.precision_at_5, near.warned):
        assert 0 <= share.low <= share.value <= share.high <= 1


def test_the_same_seed_gives_the_same_figures(figures):
    assert planted_codes.measure(SMALL, ROWS, share=0.2, draws=12) == figures
    other = planted_codes.measure(SMALL, ROWS, share=0.2, draws=12, seed=2)
    assert other.planted != figures.planted


def test_right_codes_are_not_warned_of_and_wrong_ones_are(figures):
    assert figures.warned == 0
    assert figures.planted[0].warned.value > 0.5


def test_texts_that_say_nothing_are_counted_and_looked_at_last():
    rows = [*ROWS, *[LabelledText("qwxyz", ("0702000000",))] * 10]
    figures = planted_codes.measure(SMALL, rows, share=0.2, draws=12)
    assert figures.untold == 10
    assert figures.planted[0].auc.value < 1


def test_a_code_of_a_row_with_several_is_none_of_them():
    rows = [LabelledText("shoes", ("6403990000", "6404110000")), *ROWS]
    planting = planted_codes._Planting(rows, "same_chapter", np.random.default_rng(1))
    assert 0 not in [one.row for one in planting.plan(len(rows))]


def test_ties_count_half():
    away = np.array([5, 5, 0, 0])
    wrong = np.array([1.0, 0.0, 1.0, 0.0])
    assert planted_codes._auc(away, wrong) == 0.5
    assert planted_codes._ordered(away, wrong).tolist() == [0.5] * 4


def test_the_area_is_that_of_all_pairs():
    chance = np.random.default_rng(3)
    away, wrong = chance.integers(0, 9, 60), chance.integers(0, 2, 60).astype(float)
    pairs = [
        1.0 if one > other else 0.5 * (one == other)
        for one in away[wrong == 1]
        for other in away[wrong == 0]
    ]
    assert planted_codes._auc(away, wrong) == pytest.approx(np.mean(pairs))
