"""Names of goods: every heading has a short one of its own in three languages, and every
line what the tariff's figures set it apart by.
"""

import csv
import functools
import re
from importlib import resources

import pytest

from openkeden.lawpack.goods_names import CODE, HEADING, GoodsNames
from openkeden.lawpack.goods_search import search, terms
from openkeden.locale import LANGUAGES, goods_words
from openkeden.tariff.distinctions import Figure

LAW = resources.files("openkeden.law")
LONGEST = 80
HEADINGS, CHAPTERS = 1_228, 96

#: Letters of Kazakh that Russian has not.
KAZAKH = re.compile("[ӘҒҚҢӨҰҮҺІәғқңөұүһі]")
LATIN = re.compile("[A-Za-z]")

#: Latin letters that stand in Russian and Kazakh names: units, symbols and trade names.
LATIN_WORDS = {"pH", "LED", "LCD", "CD", "DVD", "USB", "X", "PU"}


@functools.cache
def names() -> GoodsNames:
    return GoodsNames(LAW, "eaeu")


@functools.cache
def lines(kind: str) -> list[list[str]]:
    body = LAW.joinpath("eaeu", "names", f"{kind}.csv").read_text("utf-8")
    return list(csv.reader(body.splitlines()))[1:]


@functools.cache
def tariff() -> tuple[str, ...]:
    body = LAW.joinpath("eaeu", "tariff.csv").read_text("utf-8")
    return tuple(sorted({line.split(",")[0] for line in body.splitlines()[1:]}))


def test_every_heading_and_chapter_of_the_tariff_has_a_name():
    headings = {code[:HEADING] for code in tariff()}
    assert {line[0] for line in lines("headings")} == headings
    assert {line[0] for line in lines("chapters")} == {code[:2] for code in headings}
    assert (len(headings), len(lines("chapters"))) == (HEADINGS, CHAPTERS)


@pytest.mark.parametrize("kind", ["chapters", "headings", "subheadings", "titles"])
def test_a_name_is_short_and_clean_in_every_language(kind):
    for code, *texts in lines(kind):
        assert len(texts) == len(LANGUAGES), code
        for text in texts:
            assert text == " ".join(text.split()), code
            assert 0 < len(text) <= LONGEST, code
            assert not text.endswith((".", ",", ";")) or text.endswith("т. п."), code


@pytest.mark.parametrize("kind", ["chapters", "headings", "subheadings", "titles"])
def test_a_name_is_in_the_letters_of_its_language(kind):
    for code, english, *cyrillic in lines(kind):
        assert english.isascii(), code
        for text in cyrillic:
            latin = [word for word in re.findall(r"\w+", text) if LATIN.search(word)]
            assert set(latin) <= LATIN_WORDS, (code, text)
        assert not KAZAKH.search(cyrillic[0]), code


def test_kazakh_names_are_kazakh():
    own = [line for line in lines("headings") if KAZAKH.search(line[3])]
    same = [line for line in lines("headings") if line[2] == line[3]]
    assert len(own) > HEADINGS * 9 // 10
    assert len(same) <= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_headings_of_a_chapter_have_one_name(language):
    seen: dict[tuple[str, str], str] = {}
    for code, *texts in lines("headings"):
        key = code[:2], texts[LANGUAGES.index(language)]
        assert key not in seen, (code, seen[key])
        seen[key] = code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_a_name(language):
    for code in tariff():
        full = names().full(code, language)
        assert full.startswith(names().short(code, language))
        assert names().short(code, language)


@pytest.mark.parametrize("kind", ["subheadings", "titles", "figures", "words"])
def test_what_is_below_a_heading_is_of_codes_of_the_tariff(kind):
    known = {code[:length] for code in tariff() for length in range(HEADING + 1, CODE + 1)}
    assert {line[0] for line in lines(kind)} <= known


def test_bounds_have_a_sign_and_the_lower_is_below_the_upper():
    sign = re.compile(r"[<>]=?\d+(\.\d+)?")
    for code, kind, low, high, unit in lines("figures"):
        assert low or high, code
        if kind == "season":
            assert re.fullmatch(r"\d\d-\d\d", low), code
            assert re.fullmatch(r"\d\d-\d\d", high), code
            assert not unit, code
            continue
        assert not low or (sign.fullmatch(low) and low[0] == ">"), code
        assert not high or (sign.fullmatch(high) and high[0] == "<"), code
        if low and high:
            below, above = (part.lstrip("<>=") for part in (low, high))
            assert _exact(below) <= _exact(above), code


def _exact(number: str) -> tuple[int, str]:
    whole, _, places = number.partition(".")
    return int(whole), places


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_and_word_can_be_said(language):
    for _, *figure in lines("figures"):
        assert "{" not in goods_words.figure(Figure(*figure), language)
    for _, key in lines("words"):
        assert goods_words.word(key, language)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Tomatoes, fresh or chilled; 1 November to 20 December"),
        ("ru", "Томаты свежие или охлажденные; с 1 ноября по 20 декабря"),
        ("kk", "Қызанақ, жас немесе салқындатылған; 1 қараша – 20 желтоқсан"),
    ],
)
def test_a_season_is_told_in_words(language, said):
    assert names().full("0702000007", language) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "engine over 1500, at most 1800 cm³"),
        ("ru", "объем двигателя более 1500, не более 1800 см³"),
        ("kk", "қозғалтқыш көлемі 1500 см³-ден астам, ең көбі 1800 см³"),
    ],
)
def test_a_span_is_told_in_words(language, said):
    assert goods_words.figure(Figure("engine", ">1500", "<=1800", "cm3"), language) == said


def test_numbers_are_written_as_the_language_does():
    figure = Figure("net_weight", "", "<=20000.5", "kg")
    assert goods_words.figure(figure, "en").endswith("at most 20 000.5 kg")
    assert goods_words.figure(figure, "ru").endswith("не более 20 000,5 кг")


def test_leading_digits_have_the_name_of_their_heading_or_chapter():
    assert names().short("0702", "en") == "Tomatoes, fresh or chilled"
    assert names().short("07", "en") == "Vegetables, roots and tubers"
    assert not names().short("7700000000", "en")
    assert not names().full("99", "en")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("tomatoes", "0702"),
        ("Томат свежий", "0702"),
        ("қызанақ жас", "0702"),
        ("велосипед", "8712"),
        ("laptop", "8471"),
        ("сухое молоко", "0402"),
        ("ёлки", "0604"),
        ("tomatoes 1 November", "0702000007"),
    ],
)
def test_words_in_any_language_find_goods(words, first):
    assert search(words, names(), tariff())[0].code == first


def test_what_shares_a_name_is_found_once():
    found = search("mutton", names(), tariff())
    assert [goods.code for goods in found].count("0204") == 1
    assert found[0].code == "0204"
    assert found[0].lines == len([code for code in tariff() if code.startswith("0204")])


def test_all_words_must_be_in_one_name():
    assert search("tomatoes honey", names(), tariff()) == ()
    assert search(" -- ", names(), tariff()) == ()


def test_numbers_are_found_whole():
    assert terms("over 20 000,5 kg") == ("over", "20000.5", "kg")
    codes = [code for code in tariff() if code.startswith("0402")]
    assert search("fat 27", names(), codes)
    assert search("fat 2", names(), codes) == ()
