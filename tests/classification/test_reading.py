"""Reading texts of goods: languages, stems, weights, names of goods, and bad input."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.classification.reading.reader import Reader
from openkeden.classification.reading.vocabulary import EMPTY, GoodsVocabulary
from openkeden.classification.reading.words import BOUND
from tests.classification.read_texts import headings, our_reader, our_vocabulary, weights


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("women's cotton T-shirt", "en"),
        ("куртка женская зимняя", "ru"),
        ("балаларға арналған мақта көйлек", "kk"),
        ("балаларга арналган киим", "kk"),
        ("kurtka zhenskaya", "ru"),
        ("jun shulyk", "kk"),
        ("Смартфон Apple iPhone Pro Max", "ru"),
        ("USB кабель", "ru"),
        ("алма және шие", "kk"),
        ("сыр, сделано в Қазақстан", "ru"),
        ("headphones and cases for phones, чехол", "en"),
    ],
)
def test_the_language_is_recognised(text, language):
    assert our_reader().read(text).language == language


def test_a_language_asked_for_is_that_of_words_that_may_be_of_several():
    assert our_reader().read("кофе", "kk").language == "kk"
    assert "kk:кофе" in weights("кофе", "kk")
    assert "kk:кофе" not in weights("кофе", "ru")
    assert weights("кофе", "kk")["ru:коф"] == 1000


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("машины", "ru:машин"),
        ("ЁЛКА", "ru:елк"),
        ("ТKAHЬ", "ru:ткан"),
        ("cтoл", "ru:стол"),
        ("сolour pеncil", "en:pencil"),
        ("кiлем", "kk:килем"),
        ("crème brûlée", "en:creme"),
        ("T-shirts", "en:tshirt"),
        ("<b>mugs</b>&nbsp;&amp; plates", "en:mug"),
        ("чай\u200bник", "ru:чайник"),
        ("power bank", "en:power bank"),
        ("tooth paste", "en:toothpast"),
        ("walnutoil", "en:walnut oil"),
    ],
)
def test_a_word_is_found_as_documents_have_it(text, term):
    assert weights(text).get(term) == 1000


def test_words_in_latin_letters_are_read_as_the_language_that_knows_them():
    assert weights("kompressor dlya holodilnika") == {
        "ru:компрессор": 1000,
        "ru:холодильник": 600,
    }
    assert "ru:мебел" in weights("mebel detskaya")
    assert weights("plot of land")["en:land"] == 600


def test_words_of_two_languages_are_each_of_their_own():
    read = weights("ноутбук қаптамасы leather")
    assert {"ru:ноутбук", "en:leather"} <= set(read)


def test_digits_and_single_letters_are_no_words():
    assert weights("100 % 4011 10 g b 5") == {}
    assert set(weights("iPhone13")) == {"en:iphon"}


def test_what_sale_person_size_and_colour_say_counts_less():
    read = weights("new black women jacket")
    assert read["en:jacket"] == 1000
    assert {read[f"en:{stem}"] for stem in ("new", "black", "women")} == {350}
    assert weights("куртка женская")["ru:женск"] == 350
    assert weights("қара көйлек")["kk:кара"] == 350


def test_what_goods_are_for_or_of_counts_less():
    assert weights("apple slices in resealable bags")["en:bag"] == 600
    assert weights("чехол для телефона")["ru:телефон"] == 600
    assert weights("жүннен тоқылған шұлық")["kk:жун"] == 600
    assert weights("жүннен тоқылған шұлық")["kk:шулык"] == 1000
    assert weights("теледидар үшін")["kk:теледидар"] == 600


def test_nothing_counts_less_where_nothing_is_named_before():
    assert weights("set of knives")["en:knive"] == 1000
    assert weights("для телефона")["ru:телефон"] == 1000


def test_parts_count_beside_the_name_of_goods_alone():
    assert weights("refrigerator parts")["en:part"] == 350
    assert weights("запчасти для трактора")["ru:запчаст"] == 350
    for text in ("parts", "new parts", "запчасти", "бөлшектер"):
        assert not any(weight > 350 for weight in weights(text).values())
        assert not {"en:part", "ru:запчаст", "kk:болшек"} & set(weights(text))


@pytest.mark.parametrize(
    "text",
    [
        "goods",
        "N/A",
        "various items",
        "товар",
        "прочее",
        "разные товары",
        "тауар",
        "өзге зат",
    ],
)
def test_a_vague_text_says_nothing(text):
    read = our_reader().read(text)
    assert read.terms == ()
    assert read.called == ()


def test_a_word_that_is_repeated_counts_more():
    assert weights("lamp; lamp")["en:lamp"] == 1347


@pytest.mark.parametrize(
    ("text", "left", "language"),
    [
        ("furniture (excl. of metal), oak", ("furnitur", "oak"), "en"),
        ("tables other than metal ones; oak", ("tabl", "oak"), "en"),
        ("стол, кроме металлических; дуб", ("стол", "дуб"), "ru"),
        ("мебель (за исключением металлической) из дуба", ("мебел", "дуб"), "ru"),
        ("шыныдан басқа ыдыс", ("ыдыс",), "kk"),
        ("ыдыс (шыныны қоспағанда)", ("ыдыс",), "kk"),
    ],
)
def test_what_a_text_excepts_is_left_out(text, left, language):
    stems = our_reader().document_terms(text, language)
    assert tuple([one for one in stems if " " not in one]) == left
    assert {f"{language}:{one}" for one in left} <= set(weights(text, language))
    assert f"{language}:metal" not in weights(text, language)
    assert f"{language}:металлическ" not in weights(text, language)


def test_other_without_an_ablative_is_no_exception():
    assert our_reader().document_terms("кілем және басқа төсеніш", "kk") == (
        "килем",
        "баска",
        "тосениш",
    )


def test_a_document_has_the_words_that_a_query_has():
    document = set(our_reader().document_terms("knitted cotton T-shirts for women", "en"))
    assert document == {
        "knit", "cotton", "tshirt", "women",
        "knit cotton", "cotton tshirt", "tshirt women",
    }  # fmt: skip
    query = {one.stem for one in our_reader().read("cotton T-shirt").terms}
    assert query <= document


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("подсолнечное масло рафинированное", "1512"),
        ("масло подсолнечное", "1512"),
        ("sunflower oil", "1512"),
        ("күнбағыс майының", "1512"),
        ("кір жуғыш машиналар", "8450"),
        ("кир жугыш машина", "8450"),
        ("велосипед шиналары", "4011"),
        ("tea", "0902"),
    ],
)
def test_a_name_of_goods_leads_to_its_heading(text, heading):
    assert heading in headings(our_reader().read(text))


def test_what_goods_are_for_is_not_what_they_are_called():
    assert "8418" not in headings(our_reader().read("подшипник для холодильника"))
    assert headings(our_reader().read("напиток в бутылках")) == []
    assert headings(our_reader().read("для холодильника")) == ["8418"]


def test_kazakh_words_speak_in_russian_and_english_too():
    read = weights("жүн шұлық")
    assert read["ru:шерст"] == 1000
    assert read["en:wool"] == 1000
    assert read["ru:чулк"] == 1000
    assert read["ru:носк"] == 500


def test_a_kazakh_word_is_typed_as_it_stands():
    read = our_reader().read("Велосипед ШИНАЛАРЫН")
    assert read.called[0].typed == "Велосипед ШИНАЛАРЫН"
    assert {term.typed for term in read.terms} >= {"ШИНАЛАРЫН"}


@pytest.mark.parametrize(
    "text", ["", "   ", "\x00\x01", "ერთი", "中文 商品", "12345", "<>&"]
)
def test_a_text_without_words_has_no_terms(text):
    assert our_reader().read(text).terms == ()


def test_a_long_text_is_read_to_its_bound():
    assert weights("lamp " * BOUND)["en:lamp"] < 5_000
    assert our_reader().read("x" * 1_000_000).terms == ()
    assert our_reader().read("үшін шай " * 100_000).language == "kk"


@given(st.text(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(text):
    read = our_reader().read(text)
    assert read == our_reader().read(text)
    assert all(0 < term.weight < 5_000 for term in read.terms)
    for language in ("en", "ru", "kk"):
        assert all(our_reader().document_terms(text, language))


@given(
    st.lists(
        st.sampled_from(
            [
                "шай",
                "кіл",
                "ем",
                "for",
                "басқа",
                "дан",
                "кроме",
                "(",
                ")",
                ";",
                "T-",
                "s",
                "9",
                "<b",
                "&amp;",
                "iі",
                "aа",
            ]
        )
    )
)
@settings(max_examples=100, deadline=None)
def test_any_words_are_read_in_every_language(words):
    for language in ("", "en", "ru", "kk"):
        read = our_reader().read(" ".join(words), language)
        assert read.language == (language or read.language)


def test_a_vocabulary_is_the_same_read_again():
    coded = msgspec.msgpack.encode(our_vocabulary())
    again = msgspec.msgpack.decode(coded, type=GoodsVocabulary)
    assert again == our_vocabulary()
    text = "кір жуғыш машинаның сорғысы for kurtka"
    assert Reader(again).read(text) == our_reader().read(text)


def test_who_knows_no_word_reads_stems():
    read = Reader(EMPTY).read("red apples")
    assert [term.stem for term in read.terms] == ["red", "appl", "red appl"]
