"""Words that goods are searched by: every heading has some in three languages, clean and at
one place, and everyday words lead to the heading where they belong.
"""

import collections
import csv
import functools
import re
from importlib import resources

import pytest

from openkeden.lawpack.goods_names import HEADING, SUBHEADING
from openkeden.lawpack.goods_search import search, terms
from openkeden.locale import LANGUAGES
from tests.lawpack.test_goods_names import names, tariff

HS = resources.files("openkeden.law").joinpath("hs")
FEWEST, MOST = 6, 16
KINDS = {"goods", "material", "property", "use"}
NOTES = {"second reader", "to be confirmed"}

#: Letters of the Kazakh alphabet, and what stands between words.
KAZAKH = re.compile(r"[аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя \-;]+")

#: Everyday words in the three languages, each with the heading where an officer looks first.
EVERYDAY = {
    "кроссовки": "6404",
    "помидоры": "0702",
    "курица": "0207",
    "смартфон": "8517",
    "ноутбук": "8471",
    "шины": "4011",
    "холодильник": "8418",
    "стиральная машина": "8450",
    "пылесос": "8508",
    "обои": "4814",
    "гвозди": "7317",
    "диван": "9401",
    "матрас": "9404",
    "кукла": "9503",
    "велосипед": "8712",
    "трактор": "8701",
    "цемент": "2523",
    "шоколад": "1806",
    "чай": "0902",
    "сахар": "1701",
    "шампунь": "3305",
    "духи": "3303",
    "зонт": "6601",
    "часы наручные": "9102",
    "телевизор": "8528",
    "laptop": "8471",
    "hoodie": "6110",
    "power bank": "8507",
    "sneakers": "6404",
    "frozen chicken": "0207",
    "toothpaste": "3306",
    "tyre": "4011",
    "umbrella": "6601",
    "screwdriver": "8205",
    "drone": "8806",
    "wallpaper": "4814",
    "sofa": "9401",
    "teapot": "6911",
    "шұлық": "6115",
    "қант": "1701",
    "шай": "0902",
    "тоңазытқыш": "8418",
    "теледидар": "8528",
    "велосипед шинасы": "4011",
    "қуыршақ": "9503",
    "цемент клинкер": "2523",
    "алма": "0808",
    "картоп": "0701",
    "кілем": "5702",
}


@functools.cache
def lines(kind: str) -> list[list[str]]:
    body = HS.joinpath(f"{kind}.csv").read_text("utf-8")
    return list(csv.reader(body.splitlines()))[1:]


def test_every_heading_has_words_in_every_language():
    headings = {code[:HEADING] for code in tariff()}
    wanted = {(heading, language) for heading in headings for language in LANGUAGES}
    assert {(heading, language) for heading, language, _ in lines("search_words")} == wanted
    assert len(lines("search_words")) == len(wanted)


def test_words_are_sorted_clean_and_several():
    keys = [
        (heading, LANGUAGES.index(language))
        for heading, language, _ in lines("search_words")
    ]
    assert keys == sorted(keys)
    for heading, language, words in lines("search_words"):
        phrases = words.split("; ")
        place = (heading, language)
        assert FEWEST <= len(phrases) <= MOST, place
        assert len(set(phrases)) == len(phrases), place
        for phrase in phrases:
            assert phrase == " ".join(phrase.split()), place
            assert len(phrase) > 1, place
            assert terms(phrase), place


def test_four_fifths_of_the_subheadings_have_words_in_english_and_russian():
    """Kazakh finds them through the glossary; what is only "other" has none."""
    subheadings = {code[:SUBHEADING] for code in tariff()}
    keys = [(code, language) for code, language, _ in lines("subheading_words")]
    named = sorted({code for code, _ in keys})
    assert keys == [(code, language) for code in named for language in ("en", "ru")]
    assert set(named) <= subheadings
    assert len(named) >= len(subheadings) * 4 // 5
    for code, language, words in lines("subheading_words"):
        phrases = words.split("; ")
        assert len(set(phrases)) == len(phrases), code
        for phrase in phrases:
            assert phrase == " ".join(phrase.split()), code
            assert terms(phrase), code
            assert language == "en" or re.search("[а-яё]", phrase), code


def test_words_of_russian_and_kazakh_are_cyrillic():
    """Latin stands in trade names and signs, in few of them."""
    latin = collections.Counter(
        language
        for _, language, words in lines("search_words")
        for phrase in words.split("; ")
        if re.fullmatch(r"[A-Za-z0-9 \-]+", phrase)
    )
    total = sum(len(words.split("; ")) for _, language, words in lines("search_words"))
    assert latin["ru"] + latin["kk"] < total / 100


def test_the_glossary_is_sorted_and_of_one_meaning_a_line():
    heads = [line[0] for line in lines("glossary")]
    assert heads == sorted(set(heads))
    headings = {code[:HEADING] for code in tariff()}
    chapters = set()
    for kk, ru, en, hs4, kind, note in lines("glossary"):
        assert KAZAKH.fullmatch(kk), kk
        assert ru, kk
        assert en, kk
        assert kind in KINDS, kk
        assert note in NOTES, kk
        named = set(filter(None, hs4.split("; ")))
        assert named <= headings, kk
        assert kind == "goods" or not named, kk
        chapters |= {heading[:2] for heading in named}
    assert len(chapters) >= 90


#: Words that tell a subheading from its siblings.
TELLING = {
    "наушники": "851830",
    "робот-пылесос": "850811",
    "cat food": "230910",
    "car battery": "850710",
    "футболка хлопковая": "610910",
    "карта памяти": "852351",
    "thermal paper": "481190",
    "instant noodles": "190230",
    "женские сапоги": "640291",
    "citric acid": "291814",
    "кофеин безводный": "293930",
    "трихлорэтилен": "290322",
    "шпинат замороженный": "071030",
    "нихром": "750522",
    "brass wire": "740821",
}


@pytest.mark.parametrize(("word", "subheading"), TELLING.items())
def test_a_telling_word_leads_to_its_subheading(word, subheading):
    found = [goods.code for goods in search(word, names(), tariff())]
    assert subheading in [code[:SUBHEADING] for code in found[:3]]


@pytest.mark.parametrize(("word", "heading"), EVERYDAY.items())
def test_everyday_words_lead_to_their_heading(word, heading):
    found = [goods.code[:HEADING] for goods in search(word, names(), tariff())]
    assert heading in list(dict.fromkeys(found))[:3]
