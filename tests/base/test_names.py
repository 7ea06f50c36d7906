"""Names: what a reader takes for one is one, and a name is never a number."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import names

ALIKE = (
    "K-1",
    "K-1 ",
    " k-1",
    "\tK-1\n",
    "K-1\u00a0",
    "K\u200b-1",
    "\ufeffK-1",
    "K-\u00ad1",
    "K\ufe0f-1",
    "K-1\u3164",
    "\uff2b\uff0d\uff11",
    "\u212a-1",
    "K-\u00b9",
)


@pytest.mark.parametrize("spelling", ALIKE, ids=ascii)
def test_spellings_that_look_alike_are_one(spelling):
    assert names.comparable(spelling) == "k-1"


@pytest.mark.parametrize("other", ["K-2", "K1", "K - 1", "K-1-1", "\u041a-1"], ids=ascii)
def test_other_names_stay_others(other):
    """The last begins with a Cyrillic letter: the same firm may well use both alphabets."""
    assert names.comparable(other) != "k-1"


@pytest.mark.parametrize("empty", ["", " ", "\u200b", "\u3164\u00ad", "\ufe0f"], ids=ascii)
def test_what_nobody_sees_is_nothing(empty):
    assert names.comparable(empty) == ""


@given(st.text(max_size=64))
def test_a_compared_form_stays_as_it_is(text):
    once = names.comparable(text)
    assert names.comparable(once) == once
    assert names.comparable(text.upper().lower()) == names.comparable(text.upper())
    assert names.comparable(unicodedata.normalize("NFD", text)) == once


@given(st.text(max_size=500))
def test_no_name_is_a_number_and_every_key_fits_its_column(name):
    key = names.person("", name)
    assert key.startswith(names.NAMED)
    assert len(key) <= names.WIDTH


def test_long_names_that_begin_alike_are_two():
    long = "International Trading Company of the Free Economic Zone of "
    assert names.person("", long + "Khorgos East") != names.person(
        "", long + "Khorgos West"
    )
    assert names.person("", long.upper() + "X") == names.person("", long + "x ")
