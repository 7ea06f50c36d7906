"""Text against code: how far a declared code is from its text."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.classification import agreement
from openkeden.classification.candidate_codes import CandidateCode, Ranking
from tests.classification.small_classifier import SMALL

SHOES = "6403999600"


class Told:
    """A classifier that was told the shares of headings."""

    def __init__(self, shares, enough=4):
        self.told, self.enough = shares, enough

    def rank(self, text, language="", top=60):
        ranked = sorted(self.told.items(), key=lambda one: (-one[1], one[0]))
        codes = tuple([CandidateCode(code, share) for code, share in ranked])
        finer = tuple([CandidateCode(f"{code}00", share) for code, share in ranked])
        return Ranking("en", codes[:top], finer[:top], self.enough)

    def shares(self, text, digits):
        return self.told


def test_the_code_that_the_text_speaks_for_is_not_far():
    assert agreement.distance(SMALL, "leather shoes", SHOES) == 0
    found = agreement.disagreement(SMALL, "leather shoes", SHOES)
    assert (found.distance, found.better) == (0, ())


def test_the_code_of_other_goods_is_far_and_likelier_ones_are_named():
    away = agreement.distance(SMALL, "fresh tomatoes", SHOES)
    found = agreement.disagreement(SMALL, "fresh tomatoes", SHOES)
    assert found.distance == away > 3_000
    assert found.better[0].code == "0702"
    assert "tomatoes" in [spoken.typed for spoken in found.better[0].spoken]


@pytest.mark.parametrize("text", ["", "qwxyz", "12345", "?!"])
def test_a_text_that_says_nothing_tells_nothing(text):
    assert agreement.distance(SMALL, text, SHOES) is None
    assert agreement.disagreement(SMALL, text, SHOES) is None


def test_a_text_that_is_not_enough_tells_nothing():
    vague = Told({"0702": 900_000}, enough=0)
    assert agreement.distance(vague, "goods", SHOES) is None
    assert agreement.disagreement(vague, "goods", SHOES) is None


def test_less_than_a_heading_is_compared_with_nothing():
    assert agreement.distance(SMALL, "leather shoes", "64") is None
    assert agreement.disagreement(SMALL, "leather shoes", "64") is None


@given(st.integers(1, 1_000_000), st.integers(0, 1_000_000))
def test_the_distance_is_a_natural_logarithm(best, declared):
    shares = {"0702": max(best, declared), SHOES[:4]: declared}
    away = agreement.distance(Told(shares), "text", SHOES)
    exact = 1_000 * math.log(max(best, declared) / (declared + 100))
    assert abs(away - max(exact, 0)) < 1.2


def test_subheadings_are_named_where_the_text_is_enough_for_them():
    shares = {"0702": 600_000, "0709": 300_000, SHOES[:4]: 50_000, "0101": 1_000}
    for enough, codes in ((6, ["070200", "070900"]), (4, ["0702", "0709"])):
        found = agreement.disagreement(Told(shares, enough), "text", SHOES)
        assert [one.code for one in found.better] == codes
    (only,) = agreement.disagreement(Told(shares), "text", SHOES, top=1).better
    assert only.code == "0702"
