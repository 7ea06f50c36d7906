"""Words one letter away from known ones are read as these; short and known ones stay."""

import pytest

from openkeden.classification.index.spelling import Spelling
from openkeden.classification.reading.goods_text import GoodsText, Term

SPELLING = Spelling(
    {"en": frozenset({"yoghurt", "toaster", "roaster"}), "ru": frozenset({"тостер"})}
)


def mended(*terms: Term) -> tuple[Term, ...]:
    return SPELLING.mended(GoodsText("en", terms)).terms


def one(stem: str, language: str = "en", weight: int = 1000) -> Term:
    return Term(language, stem, weight, stem)


@pytest.mark.parametrize(
    "typed", ["yoghrt", "yogghurt", "yoghurrt", "yogurht", "yohgurt", "joghurt", "yoghurtt"]
)
def test_a_letter_lost_added_changed_or_turned_is_mended(typed):
    if typed == "yogurht":
        assert mended(one(typed)) == (one(typed),), "two letters away"
    else:
        assert mended(one(typed)) == (Term("en", "yoghurt", 700, typed),)


def test_a_word_near_several_counts_once_in_all():
    assert mended(one("woaster")) == (
        Term("en", "roaster", 350, "woaster"),
        Term("en", "toaster", 350, "woaster"),
    )


@pytest.mark.parametrize("stem", ["toaster", "toast", "toaster roast", "zzzzzzz"])
def test_known_short_joined_and_far_words_stay(stem):
    assert mended(one(stem)) == (one(stem),)


def test_each_word_is_mended_in_its_language():
    assert mended(one("тоствер", "ru"))[0].stem == "тостер"
    assert mended(one("тоствер", "kk"))[0].stem == "тоствер"
