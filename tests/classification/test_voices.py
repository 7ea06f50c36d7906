"""The voices of a model that learned: neighbours, a linear model, and all that is known of
codes.
"""

import math
import random

import msgspec
import numpy as np
import pytest

from openkeden.classification.declared import linear_voice, voices
from openkeden.classification.declared.known_documents import KnownDocuments
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.declared.linear_voice import LinearVoice
from openkeden.classification.declared.neighbours import Neighbours
from openkeden.classification.declared.voices import Chain, Voice
from openkeden.classification.index import postings
from openkeden.classification.index.parts import Part, PartHead
from openkeden.classification.index.postings import key
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import known_texts, near_duplicates, training
from openkeden.classification.reading.reader import Reader
from openkeden.classification.reading.vocabulary import EMPTY
from openkeden.flow.classification import loaded_classifier
from tests import support
from tests.classification.labelled import many
from tests.classification.test_learning import course, empty, learned

CODES = empty().subheadings


def part(source: str, told: dict[str, dict[str, int]]) -> Part:
    head = PartHead(
        name=f"{source}-en-6",
        source=source,
        language="en",
        digits=6,
        unit="whole",
        growth=3000,
        evenness=100,
    )
    return Part(head, postings.collected([told.get(code, {}) for code in CODES]))


def test_names_and_declared_words_of_a_code_are_one_document():
    named = part("name", {CODES[0]: {"orb": 9}, CODES[1]: {"rod": 1}})
    declared = part("declared", {CODES[0]: {"orb": 2, "glass": 1}, CODES[2]: {"orb": 5}})
    line = part("words", {CODES[3]: {"orb": 1}})
    line.head = msgspec.structs.replace(line.head, unit="line")
    model = msgspec.structs.replace(empty(), parts=(named, declared, line))
    known = KnownDocuments.read(model, "en", 6)
    scores = known.scores({key("orb"): 1.0})
    assert set(scores) == {0, 2}
    together = part("declared", {CODES[0]: {"orb": 5, "glass": 1}, CODES[2]: {"orb": 5}})
    alone = msgspec.structs.replace(empty(), parts=(together,))
    same = KnownDocuments.read(alone, "en", 6).scores({key("orb"): 1.0})
    assert (scores[0] > scores[2]) is (same[0] > same[2])
    assert KnownDocuments.read(model, "en", 4) is None
    assert KnownDocuments.read(model, "ru", 6) is None


def test_a_linear_model_learns_names_and_their_pieces():
    vocabulary = msgspec.structs.replace(EMPTY, known={"en": frozenset({"lantern"})})
    named = part("name", {CODES[4]: {"lantern": 1, "glass orb": 1}})
    model = msgspec.structs.replace(empty(), parts=(named,), vocabulary=vocabulary)
    held = known_texts.of_codes(model, "en", 6)
    pieces = ["%_lan", "%lant", "%ante", "%nter", "%tern", "%ern_"]
    assert held == {4: {key(one) for one in ["lantern", "glass orb", *pieces]}}


def test_a_declared_word_is_not_read_as_a_known_one_that_is_near():
    vocabulary = msgspec.structs.replace(EMPTY, known={"en": frozenset({"strainer"})})
    model = msgspec.structs.replace(empty(), vocabulary=vocabulary)
    taught = [
        LabelledText("red trainer", (CODES[0],), "en"),
        LabelledText("blue trainer", (CODES[0],), "en"),
        LabelledText("blue stainer", (CODES[0],), "en"),
    ]
    groups = near_duplicates.groups_of(taught)
    made = training.train(model, taught, groups, course()).model
    ranker = LearnedRanker(made, Reader(made.vocabulary))

    def read(word: str) -> list[str]:
        return [term.stem for term in ranker.mended(ranker.read(word, "en")).terms]

    assert read("trainer") == ["trainer"]
    assert read("stainer") == ["strainer"], "said once: it may be a slip"
    assert read("strainir") == ["strainer"]


def neighbours(texts: list[dict[str, int]], classes: list[int]) -> Neighbours:
    """Texts by how often they say each word."""
    words = sorted({word for text in texts for word in text}, key=key)
    owners, counts, starts = [], [], [0]
    for word in words:
        for number, text in enumerate(texts):
            if word in text:
                owners.append(number)
                counts.append(text[word])
        starts.append(len(owners))
    sections = {
        "keys": [key(word) for word in words],
        "starts": starts,
        "owners": owners,
        "counts": counts,
        "lengths": [1000] * len(texts),
        "classes": classes,
    }
    return Neighbours(sections)


def test_common_words_tell_apart_the_texts_that_rare_ones_found():
    texts = [{"common": 1} for _ in range(4000)]
    texts[7] |= {"rare": 1}
    texts[9] = {"rare": 1}
    texts[11] |= {"rare": 1, "common": 3}
    held = neighbours(texts, list(range(4000)))
    votes = held.votes({key("common"): 1.0, key("rare"): 1.0})
    assert set(votes) == {7, 9, 11}
    assert votes[11] > votes[7] > votes[9]
    assert sum(votes.values()) == pytest.approx(1)


def test_a_word_that_all_texts_hold_tells_nothing():
    held = neighbours([{"common": 1}] * 3, [1, 2, 3])
    assert held.votes({key("common"): 1.0}) == {}


def test_lanes_add_as_numbers_do():
    model = learned(many(250), linear=True)
    sections = {
        kind: model.further[linear_voice.section(kind, "en")] for kind in linear_voice.KINDS
    }
    head = msgspec.json.decode(sections["head"], type=linear_voice.LinearHead)
    keys = postings.numbers(sections["keys"], "Q")
    rarities = postings.numbers(sections["rarities"], "H")
    terms = list(postings.numbers(sections["terms"], "I"))
    counts = postings.numbers(sections["counts"], "I")
    first = head.blocks[0]
    width = len(first.classes)
    bytes_of = np.frombuffer(sections["weights"], np.uint8)[: counts[0] * width]
    weights = bytes_of.reshape(-1, width).astype(np.int64) - linear_voice.NOUGHT
    chosen = random.Random(2).sample(range(len(keys)), 12)
    row = np.zeros(len(keys))
    row[chosen] = [rarities[one] for one in chosen]
    row /= math.sqrt(float(row @ row))
    scores = row[terms[: counts[0]]] @ weights * first.scales + first.begins
    raised = np.exp(4 * (scores - scores.max()))
    expected = dict(zip(first.classes, raised / raised.sum(), strict=True))
    found: dict[int, float] = {}
    for number, share in (
        LinearVoice.read(model.further, "en").shares([keys[one] for one in chosen]).items()
    ):
        chapter = int(model.subheadings[number][:2])
        found[chapter] = found.get(chapter, 0.0) + share
    for chapter, share in found.items():
        assert share == pytest.approx(expected[chapter], abs=0.01)


def test_a_joined_score_is_the_weighed_sum_of_signs():
    chain = Chain(empty(), 6)
    one = chain.voice("one", {0: 0.6, 1: 0.3, 5: 0.1})
    other = Voice("other", {6: {2: 0.9, 0: 0.1}})
    weights = {"one6": 0.7, "one4": 0.2, "one2": 0.1, "other6": 0.4}
    found = voices.joined([one, other], chain, 6, weights)
    names = voices.sign_names([one, other])
    scores = {}
    for number in voices.candidates([one, other], chain, 6):
        told = voices.signs(number, [one, other], chain)
        scores[number] = sum(weights[n] * sign for n, sign in zip(names, told, strict=True))
    whole = sum(math.exp(score) for score in scores.values())
    assert found == {
        number: pytest.approx(math.exp(score) / whole) for number, score in scores.items()
    }


def test_a_text_in_latin_letters_is_english_to_a_model_that_learned_nothing_else():
    reader = Reader(loaded_classifier.of_law(support.pack()).model.vocabulary)
    read = LearnedRanker(learned(many(250)), reader).read
    said = "klapan nasos mufta"
    assert reader.read(said).language == "ru"
    assert read(said).language == "en"
    assert read(said, "ru").language == "ru"
    assert read("фонарь").language == "ru"
