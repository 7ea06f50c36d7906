"""Text against code: how far a declared code is from its text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.classification import agreement
from openkeden.classification.candidate_codes import CandidateCode, Ranking, Spoken
from tests.classification.small_classifier import SMALL

SHOES = "6403999600"


class Told:
    """A classifier that was told the shares of headings."""

    def __init__(self, shares, enough=4):
        self.told, self.enough, self.words = shares, enough, ()

    def rank(self, text, language="", top=60):
        ranked = sorted(self.told.items(), key=lambda one: (-one[1], one[0]))
        codes = tuple(
            [CandidateCode(code, share, None, self.words) for code, share in ranked]
        )
        finer = tuple([CandidateCode(f"{code}00", share) for code, share in ranked])
        return Ranking("en", codes[:top], finer[:top], self.enough)

    def shares(self, text, digits):
        return self.told


def test_the_code_that_the_text_speaks_for_is_not_far():
    found = agreement.compare(SMALL, "leather shoes for men", SHOES)
    assert (found.distance, found.better) == (0, ())


def test_the_code_of_other_goods_is_far_and_likelier_ones_are_named():
    found = agreement.compare(SMALL, "fresh tomatoes", SHOES)
    assert found.distance > 3_000
    assert agreement.warned(SMALL, "fresh tomatoes", SHOES) == found.better
    assert found.better[0].code == "0702"
    assert "tomatoes" in [spoken.typed for spoken in found.better[0].spoken]


@pytest.mark.parametrize("text", ["", "qwxyz", "12345", "?!"])
def test_a_text_that_says_nothing_tells_nothing(text):
    assert agreement.compare(SMALL, text, SHOES) is None


def test_a_text_that_is_not_enough_tells_nothing():
    vague = Told({"0702": 900_000}, enough=0)
    assert agreement.compare(vague, "goods", SHOES) is None


def test_less_than_a_heading_is_compared_with_nothing():
    assert agreement.compare(SMALL, "leather shoes", "64") is None


@given(st.integers(1, 1_000_000), st.integers(0, 1_000_000))
def test_the_distance_is_a_natural_logarithm(best, declared):
    shares = {"0702": max(best, declared), SHOES[:4]: declared}
    away = agreement.SaidShares(shares, 4, 100).distance(SHOES)
    exact = 1_000 * math.log(max(best, declared) / (declared + 100))
    assert abs(away - max(exact, 0)) < 1.2


def test_subheadings_are_named_where_the_text_is_enough_for_them():
    shares = {"0702": 600_000, "0709": 300_000, SHOES[:4]: 50_000, "0101": 1_000}
    for enough, codes in ((6, ["070200", "070900"]), (4, ["0702", "0709"])):
        found = agreement.compare(Told(shares, enough), "text", SHOES)
        assert [one.code for one in found.better] == codes
    (only,) = agreement.compare(Told(shares), "text", SHOES, top=1).better
    assert only.code == "0702"


def warned(shares, words=2, enough=4):
    told = Told({SHOES[:4]: 0, **shares}, enough)
    told.words = tuple([Spoken(f"word{number}", "name", 1) for number in range(words)])
    return [one.code for one in agreement.warned(told, "text", SHOES)]


def test_another_chapter_is_worth_a_warning_where_words_speak_for_it():
    clear = {"0702": 990_000}
    assert warned(clear) == ["0702"]
    assert warned(clear, enough=6) == ["070200"]
    assert warned(clear, words=1) == []
    assert warned(clear, enough=2) == []
    assert warned({"0702": 990_000, "6404": 10_000}) == []
    assert warned({"0702": 500_000, "0709": 490_000}) == ["0702", "0709"]
    assert warned({"6404": 990_000}) == []
    assert warned({}) == []


def test_the_shares_of_a_chapter_are_those_of_its_headings():
    shares = agreement.SaidShares(
        {"0702": 300_000, "0709": 300_000, "6403": 400_000}, 4, 100
    )
    assert shares.distance("6403999600") == 0
    assert shares.chapters().distance("6403999600") == pytest.approx(405, abs=2)
    assert shares.chapters().distance("0702000000") == 0


def test_the_less_clearly_a_text_speaks_the_less_far_codes_are_from_it():
    words = (Spoken("tomatoes", "name", 1), Spoken("fresh", "name", 1))
    away = []
    for enough, spoken in ((4, words), (4, words[:1]), (0, words), (0, words[:1])):
        told = Told({"0702": 900_000, "0709": 100_000}, enough)
        told.words = spoken
        away.append(agreement.distance(told, "text", SHOES))
    assert away == sorted(away, reverse=True)
    assert away[0] > 9_000 > away[1] == away[2] > 5_000 > away[3] > 3_000
    assert agreement.distance(SMALL, "qwxyz", SHOES) is None
    assert agreement.distance(SMALL, "fresh tomatoes", "64") is None
