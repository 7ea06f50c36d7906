"""Kazakh words that nothing has as they stand: spelled wrong, with endings on Russian words,
and with endings that say that a word describes.
"""

import pytest

from openkeden.classification.reading import kazakh
from tests.classification.read_texts import headings, our_reader, weights


@pytest.mark.parametrize(
    "mistyped", ["тонызытқыш", "тоңзытқыш", "тоңазытқыыш", "тоңазытқыщ"]
)
def test_a_word_that_is_one_letter_away_means_the_same(mistyped):
    right, read = weights("тоңазытқыш"), weights(mistyped)
    for term in ("ru:холодильник", "en:refriger"):
        assert read[term] == right[term] * 7 // 10
    assert headings(our_reader().read(mistyped)) == ["8418"]


def test_a_letter_wrong_in_a_group_of_words_or_in_an_ending_leaves_the_name():
    assert headings(our_reader().read("кір жуғшы машина")) == ["8450"]
    assert "ru:холодильник" in weights("тоңазытқыштарр")


def test_short_words_and_far_ones_are_left_as_they_are():
    assert weights("өзқт", "kk") == {"kk:озкт": 1000}
    assert kazakh.near_root("ккккккк", frozenset({"тоназыткыш"}), "абв") == ""
    assert kazakh.near_root("тон", frozenset({"тоназыткыш"}), "абв") == ""


@pytest.mark.parametrize(
    ("typed", "russian"),
    [
        ("прокладкалар", "ru:прокладк"),
        ("анодтардың", "ru:анод"),
        ("косилкаларға", "ru:косилк"),
        ("насосының", "ru:насос"),
    ],
)
def test_a_russian_word_with_endings_of_kazakh_is_known(typed, russian):
    assert russian in weights(f"{typed} үшін", "kk")


def test_what_goods_are_for_where_and_what_they_do_describes_them():
    for text in ("сүтке құты", "терезедегі құты"):
        found = weights(text)
        assert found["kk:кут"] == 1000, text
        first = next(iter(found))
        assert found[first] == 600, text


def test_a_word_that_describes_alone_counts_in_full():
    assert weights("тоңазытқышқа")["ru:холодильник"] == 1000
