"""Preferences in a price: what is claimed has a name, and what could be claimed is told."""

import pytest

from openkeden.flow.lodging import explanation
from openkeden.flow.pricing import price, reliefs
from openkeden.views import figure_text, price_view
from tests import founded, support

TOYS = {
    "code": "9503001009",
    "value": "20000.00",
    "currency": "USD",
    "net": "300",
    "on": support.DAY,
}


def told(**asked):
    landed = price.duty(**(TOYS | asked))
    found = [(one.code, one.charge, one.percent, one.claimed) for one in landed.reliefs]
    return landed, found


@pytest.mark.parametrize(
    ("origin", "code", "percent", "paper"),
    [("UZ", "FTA", 0, "06011"), ("IN", "GSP", 75, "06014"), ("BD", "LDC", 0, "06014")],
)
def test_what_goods_of_an_origin_could_claim(origin, code, percent, paper):
    landed, found = told(origin=origin)
    assert found == [(code, "2010", percent, False)]
    assert landed.reliefs[0].document == paper
    claimed, after = told(origin=origin, preferences={"duty": code})
    assert after == [(code, "2010", percent, True)]
    assert claimed.total < landed.total
    assert [one.rule for one in claimed.findings] == ["G36.7"]


@pytest.mark.parametrize(
    ("code", "law", "charge"),
    [
        ("FTA", "", "duty"),
        ("AIDV", "", "vat"),
        ("AIDE", "", "excise"),
        ("NONE", "", "duty"),
        ("FTA", "ZZ", "duty"),
    ],
)
def test_the_charge_that_a_code_alone_is_claimed_for(code, law, charge):
    assert reliefs.charge_of(code, on=support.DAY, law=law) == charge


def test_goods_of_other_origins_and_goods_free_of_duty_claim_nothing():
    assert told(origin="CN")[1] == []
    assert told(origin="UZ", code="8471300000", qty="3")[1] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "may be claimed: FTA (free trade area of the Commonwealth of Independent"),
        ("ru", "можно заявить преференцию: FTA (зона свободной торговли"),
        ("kk", "мәлімдеуге болатын преференция: FTA (Тәуелсіз Мемлекеттер"),
    ],
)
def test_a_preference_is_called_by_name(language, words):
    landed, _ = told(origin="UZ")
    (relief,) = landed.reliefs
    text = figure_text.relief(relief, figure_text.Words(language))
    assert text.startswith(words)
    assert text.endswith("06011 certificate of origin, form ST-1")
    (shown,) = price_view.of_goods(landed, language).preferences
    assert shown.name == relief.names[language]
    assert not shown.claimed


@pytest.mark.parametrize("code", sorted(support.edition().preferences))
def test_every_preference_has_a_name_in_each_language(code):
    names = support.edition().preferences[code].names
    assert len(set(names.values())) == 3


def test_a_claimed_preference_is_named_where_its_charge_is_explained():
    landed, _ = told(origin="UZ", preferences={"duty": "FTA"})
    words = figure_text.Words("ru")
    texts = [text for line in landed.lines for text in figure_text.text(line, words, {})]
    assert any("FTA (зона свободной торговли" in text for text in texts)
    (claimed,) = landed.reliefs
    said = figure_text.relief(claimed, words)
    assert said.startswith("преференция: FTA (зона свободной торговли")


def test_what_was_warned_of_is_said_again_where_a_declaration_is_explained(at):
    answer = founded.lodge_one(at, founded.shirts("A-1"))
    assert founded.rules(answer) == ["G36.7"]
    explained = explanation.of("A-1", at)
    assert [one.rule for one in explained.findings] == ["G36.7"]
    assert explained.exact


def test_letters_of_keden_are_read_by_the_origin():
    by_code = price.duty(**TOYS, origin="UZ", preferences={"duty": "FTA"})
    by_letters = price.duty(**TOYS, origin="UZ", preferences={"duty": "ТП"})
    assert by_letters.total == by_code.total
    assert [one.code for one in by_letters.reliefs] == ["FTA"]
    read = next(one for one in by_letters.findings if one.rule == "F.50")
    assert (read.args["value"], read.args["read"]) == ("ТП", "FTA")


def test_letters_whose_relief_is_not_known_leave_the_price_whole():
    whole = price.duty(**TOYS, origin="CN")
    claimed = price.duty(**TOYS, origin="CN", preferences={"duty": "БГ", "vat": "ОО"})
    assert claimed.total == whole.total
    assert [one.rule for one in claimed.findings] == ["G36.20"]
