"""Words that say little: their file, and that the words of the glossary are found."""

import collections
import csv
import functools
from importlib import resources

from openkeden.locale import LANGUAGES
from tests.classification.read_texts import headings, our_reader, our_vocabulary
from tests.lawpack.test_search_words import lines

KINDS = ("plain", "after", "sale", "vague", "part", "except")


@functools.cache
def query_words() -> list[list[str]]:
    file = resources.files("openkeden.law").joinpath("hs", "query_words.csv")
    return list(csv.reader(file.read_text("utf-8").splitlines()))[1:]


def test_they_are_sorted_and_each_stands_once():
    keys = [
        (LANGUAGES.index(language), KINDS.index(kind), word)
        for language, word, kind in query_words()
    ]
    assert keys == sorted(set(keys))


def test_every_language_has_words_of_every_kind():
    counted = collections.Counter((language, kind) for language, _, kind in query_words())
    assert len(counted) == len(LANGUAGES) * len(KINDS)
    assert min(counted.values()) >= 3


def test_they_are_lower_case_and_clean():
    for _, word, _ in query_words():
        assert word == " ".join(word.lower().split())
        assert "ё" not in word


def test_words_that_say_what_goods_are_are_none_of_them():
    vocabulary = our_vocabulary()
    for language, known in vocabulary.queries.items():
        single = [key for key in vocabulary.called.get(language, ()) if " " not in key]
        assert not set(single) & known.plain
        assert not set(single) & known.vague


def test_every_kazakh_name_of_goods_in_the_glossary_leads_to_its_headings():
    missed = [
        wording
        for kk, _, _, hs4, _, _ in lines("glossary")
        for wording in kk.split("; ")
        if hs4
        and not set(headings(our_reader().read(wording, "kk"))) & set(hs4.split("; "))
    ]
    assert missed == ["қосалқы бөлшек"]


def test_endings_hide_no_name_of_goods():
    """A plural, owned and in a case; of what is owned already a case alone."""
    forms = {False: ("лардың", "лерге", "дары", "терінен"), True: ("ның", "нен")}
    found: list[bool] = []
    for kk, _, _, hs4, _, _ in lines("glossary"):
        if not hs4 or ";" in kk:
            continue
        for ending in forms[" " in kk and kk[-1] in "ыі"]:
            read = headings(our_reader().read(kk + ending, "kk"))
            found.append(bool(set(read) & set(hs4.split("; "))))
    assert found.count(True) > len(found) * 0.98
