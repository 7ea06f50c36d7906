"""What is learned from declared texts: added counts, weights, chances, a linear model."""

import random

import msgspec
import numpy as np
import pytest

from openkeden.classification.declared import learned_languages
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.declared.linear_voice import LinearVoice
from openkeden.classification.declared.neighbours import Neighbours
from openkeden.classification.index import classifier_file
from openkeden.classification.index.classifier_model import ClassifierModel, Join, ModelCard
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import (
    flat_join,
    near_duplicates,
    splits,
    training,
    validation,
)
from openkeden.classification.learning.flat_join import Choices
from openkeden.classification.learning.training import Course
from openkeden.classification.reading.reader import Reader
from openkeden.classification.reading.vocabulary import EMPTY
from openkeden.flow.classification import loaded_classifier
from tests.classification import labelled
from tests.classification.labelled import GOODS, many, texts


def empty() -> ClassifierModel:
    """A model that knows the codes and no words."""
    codes = sorted({*labelled.KINDS.values(), *GOODS.values()})
    return ClassifierModel(
        card=ModelCard(title="none"),
        headings=tuple(dict.fromkeys([code[:4] for code in codes])),
        subheadings=tuple(codes),
        others=frozenset(),
        vocabulary=EMPTY,
        parts=(),
        joins=(Join(digits=4, weights={"declared4": 1.0}), Join(digits=6, weights={})),
    )


def course(*, linear: bool = False) -> Course:
    return Course(1, linear, lambda _: None)


def learned(
    taught: list[LabelledText], model: ClassifierModel | None = None, **how: bool
) -> ClassifierModel:
    groups = near_duplicates.groups_of(taught)
    return training.train(model or empty(), taught, groups, course(**how)).model


def ranker(model: ClassifierModel) -> LearnedRanker:
    return LearnedRanker(model, Reader(model.vocabulary))


def first(model: ClassifierModel, text: str) -> str:
    return ranker(model).rank(text, "en").subheadings[0].code


def test_declared_words_are_learned() -> None:
    model = learned(list(texts()))
    for word, code in GOODS.items():
        assert first(model, f"some {word}") == code


def test_learning_in_two_steps_is_learning_at_once() -> None:
    taught = list(texts())
    drawn = random.Random(3)
    drawn.shuffle(taught)
    at_once = learned(taught)
    by_steps = learned(taught[200:], learned(taught[:250]))
    counts = [
        {part.head.name: _plain(part.postings) for part in model.parts}
        for model in (at_once, by_steps)
    ]
    assert counts[0] == counts[1]
    assert _said(at_once) == _said(by_steps)
    names = [name for name in at_once.further if name.startswith("seen-")]
    assert [at_once.further[one] for one in names] == [
        by_steps.further[one] for one in names
    ]


def _plain(held: msgspec.Struct) -> list[list[int]]:
    return [list(getattr(held, name)) for name in held.__struct_fields__]


def _said(model: ClassifierModel) -> list[dict[str, int]]:
    return [
        {one.code: one.share for one in ranker(model).rank(f"red {word}", "en").subheadings}
        for word in GOODS
    ]


def test_copies_count_once_and_trust_counts() -> None:
    one = LabelledText("striped kettle", ("851679",), "en")
    copies = learned([one] * 5).parts
    alone = learned([one]).parts
    assert [_plain(part.postings) for part in copies] == [
        _plain(part.postings) for part in alone
    ]
    ruled = msgspec.structs.replace(one, weight=5)
    counts = [set(part.postings.counts) for part in learned([ruled]).parts]
    assert counts == [{5}, {5}]
    later = learned([ruled], learned([one])).parts
    assert [set(part.postings.counts) for part in later] == [{5}, {5}]


def test_further_codes_are_added_behind() -> None:
    model = learned([LabelledText("glowing orb", ("940542",), "en")])
    assert model.subheadings[-1] == "940542"
    assert model.headings[-1] == "9405"
    assert first(model, "orb") == "940542"


def test_few_texts_teach_no_weights_and_no_chances() -> None:
    taught = list(texts())
    trained = training.train(
        empty(), taught, near_duplicates.groups_of(taught), course(linear=True)
    )
    assert [one.rule for one in trained.notices] == ["C.30"]
    assert trained.model.calibrations == ()
    assert not any(name.startswith("linear") for name in trained.model.further)
    assert ranker(trained.model).rank("kettle", "en").subheadings[0].chance is None


@pytest.mark.parametrize("linear", [False, True])
def test_weights_and_chances_are_learned_from_groups_held_out(linear: bool) -> None:
    model = learned(many(400), linear=linear)
    told = learned_languages.read(model.further).languages[0]
    assert ("linear6" in told.join) is linear
    assert {one.digits for one in model.calibrations} == {2, 4, 6}
    asked = many(300, seed=9)
    best = [ranker(model).rank(one.text, "en").subheadings[0] for one in asked]
    right = [one.code in text.codes for one, text in zip(best, asked, strict=True)]
    chances = [one.chance or 0 for one in best]
    assert 0.8 < np.mean(right) < 0.97
    assert np.mean(chances) / 1e6 == pytest.approx(np.mean(right), abs=0.1)


def test_a_model_that_learned_is_read_from_its_file_as_it_was() -> None:
    model = learned(many(250), linear=True)
    data = classifier_file.written(model)
    assert classifier_file.written(learned(many(250), linear=True)) == data
    read = loaded_classifier.of_bytes(data, "model")
    assert isinstance(read, LearnedRanker)
    asked = [one.text for one in many(20, seed=5)]
    assert [read.rank(one) for one in asked] == [ranker(model).rank(one) for one in asked]


def test_texts_of_four_digits_teach_headings() -> None:
    taught = [msgspec.structs.replace(one, codes=(one.codes[0][:4],)) for one in many(250)]
    model = learned(taught)
    assert learned_languages.read(model.further).languages[0].digits == 4
    assert {one.digits for one in model.calibrations} == {2, 4}
    best = ranker(model).rank("tavax barkol", "en")
    assert best.headings[0].code == labelled.KINDS["barkol"][:4]
    assert best.headings[0].chance is not None


def test_a_linear_model_is_learned_from_all_texts_at_once() -> None:
    model = learned(many(250), linear=True)
    more = many(250, seed=2)
    groups = near_duplicates.groups_of(more)
    for linear in (True, False):
        trained = training.train(model, more, groups, course(linear=linear))
        assert [one.rule for one in trained.notices] == ["C.31"]
        assert LinearVoice.read(trained.model.further, "en") is None
    assert not training.train(learned(many(250)), more, groups, course()).notices


def test_a_text_that_was_learned_is_known_again() -> None:
    model = learned(many(250))
    assert training.seen_among(model, many(10)) == 20
    assert training.seen_among(model, many(10, seed=4)) < 4
    assert training.seen_among(empty(), many(10)) == 0


def test_near_texts_vote_for_their_codes() -> None:
    held = Neighbours.read(learned(many(250)).further, "en")
    assert held is not None
    assert Neighbours.read({}, "en") is None
    assert held.votes({}) == {}


def test_a_model_without_a_linear_one_has_no_linear_voice() -> None:
    assert LinearVoice.read(learned(many(250)).further, "en") is None


def test_weights_make_the_right_candidates_likely() -> None:
    drawn = np.random.default_rng(1)
    right = drawn.random((500, 4)).argmax(axis=1)
    telling = np.eye(4)[right] * 2 + drawn.normal(size=(500, 4))
    signs = np.stack([telling, drawn.normal(size=(500, 4))], axis=2)
    there = np.ones((500, 4), dtype=np.bool_)
    weights = flat_join.fit(Choices(signs, there, np.eye(4, dtype=np.bool_)[right]))
    assert weights[0] == pytest.approx(2, abs=0.3)
    assert abs(weights[1]) < 0.2


def test_chances_are_made_of_shares() -> None:
    drawn = np.random.default_rng(1)
    shares = drawn.uniform(0.02, 0.98, 4000)
    odds = np.log(shares / (1 - shares))
    right = drawn.random(4000) < 1 / (1 + np.exp(-(0.5 * odds - 0.7)))
    slope, offset = flat_join.calibration(shares, right)
    assert slope == pytest.approx(0.5, abs=0.1)
    assert offset == pytest.approx(-0.7, abs=0.1)


def test_whole_groups_are_held_out() -> None:
    taught = many(300)
    groups = near_duplicates.groups_of(taught)
    split = splits.by_groups(taught, groups, 0.1, 1)
    assert not set(groups[split.learned]) & set(groups[split.asked])
    assert len(split.asked) == 30
    assert len(split.learned) == 540


def test_validation_shows_how_a_split_by_chance_flatters() -> None:
    judged = validation.validate(empty(), many(300), course(), iter(range(10**6)).__next__)
    assert isinstance(judged, validation.Validation)
    assert judged.learned == 540
    six = judged.evaluation.figures.levels[0]
    assert judged.by_chance.levels[0].top[1].value > six.top[1].value
    assert six.calibration_error is not None


def test_too_few_groups_are_not_validated() -> None:
    refused = validation.validate(empty(), texts(), course(), lambda: 0.0)
    assert [one.rule for one in refused.findings] == ["C.28"]
