"""Figures of rankings, groups of near-duplicates, and texts said in other ways."""

import itertools

import numpy as np
import pytest

from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import (
    disturbed_texts,
    evaluation,
    metrics,
    near_duplicates,
)
from tests.classification.labelled import GOODS, ByHeart, texts

TICKS = itertools.count()


def tick() -> float:
    return next(TICKS) / 1000


def test_near_duplicates_are_one_group() -> None:
    found = near_duplicates.groups(
        [
            "70 ctns plastic water bottles 500ml",
            "120 CTNS plastic bottles water",
            "plastic water bottle",
            "steel hammer",
            "steel hammers 12 pcs",
            "violin",
        ]
    ).tolist()
    assert found[0] == found[1] == found[2]
    assert found[3] == found[4]
    assert len({found[0], found[3], found[5]}) == 3


def test_groups_of_the_table_are_taken_as_they_are() -> None:
    told = [LabelledText("a", ("8516",), group=group) for group in "xyx"]
    found = near_duplicates.groups_of(told).tolist()
    assert found[0] == found[2] != found[1]


def test_every_pair_that_is_near_is_found() -> None:
    from openkeden.classification.learning import letter_groups

    words = [" ".join(pair) for pair in itertools.permutations([*GOODS, "kettles"], 2)]
    vectors = near_duplicates._ranked(letter_groups.counted(words, (3, 4)))
    cosines = (vectors @ vectors.T).toarray()
    expected = {
        (a, b)
        for a, b in itertools.combinations(range(len(words)), 2)
        if cosines[a, b] >= near_duplicates.NEAR
    }
    found = set()
    for first, second in near_duplicates._near(vectors):
        found |= set(zip(first.tolist(), second.tolist(), strict=True))
    assert found == expected
    assert expected


def test_a_share_has_an_interval_by_groups() -> None:
    right = np.array([True] * 50 + [False] * 50)
    alone = metrics.shares({"right": right}, np.arange(100), 1)["right"]
    copies = metrics.shares({"right": right}, np.arange(100) // 25, 1)["right"]
    assert alone.value == copies.value == 0.5
    assert 0.35 < alone.low < 0.45
    assert 0.55 < alone.high < 0.65
    assert copies.high - copies.low > 2 * (alone.high - alone.low)


def test_coverage_is_of_the_surest_texts() -> None:
    sure = np.array([0.9, 0.8, 0.7, 0.6])
    right = np.array([True, True, False, True])
    assert metrics.coverage(sure, right, 0.95) == 0.5
    assert metrics.coverage(sure, right, 0.75) == 1.0
    assert metrics.coverage(sure, ~right, 0.95) == 0.0


def test_texts_that_are_equally_sure_are_answered_together() -> None:
    right = np.array([True, False, True, True])
    assert metrics.coverage(np.full(4, 0.5), right, 0.8) == 0.0


def test_true_chances_are_off_by_no_more_than_the_floor() -> None:
    random = np.random.default_rng(1)
    chances = random.random(3000)
    right = random.random(3000) < chances
    floor = metrics.calibration_floor(chances, 1)
    assert metrics.calibration_error(chances, right) < 1.5 * floor
    assert metrics.calibration_error(np.full(3000, 0.9), right) == pytest.approx(
        0.4, abs=0.05
    )


def test_a_classifier_is_judged_at_each_level() -> None:
    told = texts()
    known = {word: code for word, code in GOODS.items() if word != "violin"}
    judged = evaluation.evaluate(
        ByHeart(known),
        told,
        tick,
        known={6: frozenset(known.values()), 4: frozenset(), 2: frozenset()},
    )
    six, four, two = judged.figures.levels
    assert [level.digits for level in (six, four, two)] == [6, 4, 2]
    assert six.top[1].value == six.top[5].value == 7 / 8
    assert six.top[1].low < 7 / 8 < six.top[1].high
    assert two.top[1].value == 7 / 8
    assert six.unknown == 64
    assert six.surer_half.value == 1.0
    assert six.coverage[95] == 7 / 8
    assert judged.figures.groups == 64
    assert judged.figures.not_enough == 1 / 8
    assert judged.milliseconds == pytest.approx(1.0)
    assert judged.vague_refused == 1.0


def test_chances_are_judged_where_there_are_any() -> None:
    told = texts()
    half = evaluation.evaluate(ByHeart(dict(list(GOODS.items())[:4])), told, tick)
    assert half.figures.levels[0].calibration_error == pytest.approx(0.1)
    judged = evaluation.evaluate(ByHeart(GOODS), told, tick).figures.levels[0]
    assert judged.calibration_error == pytest.approx(0.1)
    assert judged.calibration_floor is not None
    without = evaluation.evaluate(ByHeart(GOODS, None), told, tick).figures.levels[0]
    assert without.calibration_error is None


def test_texts_of_four_digits_are_judged_at_four() -> None:
    told = [LabelledText(word, (code[:4],)) for word, code in GOODS.items()]
    judged = evaluation.evaluate(ByHeart(GOODS), told, tick)
    assert [level.digits for level in judged.figures.levels] == [4, 2]


def test_languages_are_judged_apart() -> None:
    told = [msg for language in ("ru", "en") for msg in _in(language)]
    judged = evaluation.evaluate(ByHeart(GOODS), told, tick)
    assert list(judged.figures.by_language) == ["en", "ru"]
    assert judged.figures.by_language["ru"][0].rows == 30


def _in(language: str) -> list[LabelledText]:
    return [LabelledText(f"kettle {n}", ("851679",), language) for n in range(30)]


def test_texts_are_said_in_other_ways() -> None:
    judged = evaluation.evaluate(ByHeart(GOODS), texts(), tick)
    ways = {one.way: one for one in judged.disturbed}
    assert set(ways) == {"mistyped", "with_brands", "shouted", "at_length"}
    assert ways["with_brands"].top1 == 1.0
    assert ways["shouted"].top1 == 0.0
    assert 0.4 < ways["mistyped"].top1 < 1.0 == ways["mistyped"].top1_plain


def test_cyrillic_is_said_in_latin_letters() -> None:
    random = np.random.default_rng(1)
    assert disturbed_texts.in_latin("Куртка женская", random) == "kurtka zhenskaya"
    assert disturbed_texts.in_latin("шәйнек", random) == "shaynek"
    assert disturbed_texts.in_latin("kettle", random) == "kettle"
