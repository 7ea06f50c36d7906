"""Preferences in a price: what is claimed has a name, and what could be claimed is told."""

import pytest

from openkeden.flow.lodging import explanation
from openkeden.flow.pricing import price, reliefs
from openkeden.views import figure_text, price_view
from tests import founded, support

FELT = {
    "code": "5602290000",
    "value": "20000.00",
    "currency": "USD",
    "net": "300",
    "on": support.DAY,
}


def told(**asked):
    landed = price.duty(**(FELT | asked))
    found = [(one.code, one.charge, one.percent, one.claimed) for one in landed.reliefs]
    return landed, found


@pytest.mark.parametrize(
    ("origin", "code", "percent", "paper"),
    [("UZ", "FTA", 0, "06011"), ("IN", "GSP", 75, "06013"), ("BD", "LDC", 0, "06013")],
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
    ("language", "words", "paper"),
    [
        (
            "en",
            "may be claimed: FTA (free trade area of the Commonwealth of Independent",
            "certificate of origin, form ST-1",
        ),
        (
            "ru",
            "можно заявить преференцию: FTA (зона свободной торговли",
            "сертификат о происхождении СТ-1",
        ),
        (
            "kk",
            "мәлімдеуге болатын преференция: FTA (Тәуелсіз Мемлекеттер",
            "шығу тегі сертификаты, СТ-1 нысаны",
        ),
    ],
)
def test_a_preference_is_called_by_name(language, words, paper):
    landed, _ = told(origin="UZ")
    (relief,) = landed.reliefs
    text = figure_text.relief(relief, figure_text.Words(language))
    assert text.startswith(words)
    assert text.endswith(f"06011 {paper}")
    (shown,) = price_view.of_goods(landed, language).preferences
    assert shown.name == relief.names[language]
    assert shown.document_name == paper
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
    answer = founded.lodge_one(at, founded.sample("IMP-7", "A-1"))
    assert founded.rules(answer) == ["G36.7"]
    explained = explanation.of("A-1", at)
    assert [one.rule for one in explained.findings] == ["G36.7"]
    assert explained.exact


def test_a_relief_for_some_goods_of_a_code_is_told_as_one():
    squid = {"code": "0307421100", "origin": "IN"}
    landed, found = told(**squid)
    assert found == [("GSP", "2010", 75, False)]
    text = figure_text.relief(landed.reliefs[0], figure_text.Words("en"))
    assert "2010 import duty x 75 %, for some goods of the code only" in text
    landed, found = told(**squid, preferences={"duty": "GSP"})
    assert found == [("GSP", "2010", 100, True)]
    assert "G36.12" in {one.rule for one in landed.findings}
    named = {"preferences": {"duty": "GSP"}, "attributes": {"preference_list": "named"}}
    assert told(**squid, **named)[1] == [("GSP", "2010", 75, True)]


def test_a_rate_of_its_own_is_told_before_it_is_claimed_and_after():
    sprays = {"code": "9616101000", "origin": "VN"}
    before, _ = told(**sprays)
    after, _ = told(**sprays, preferences={"duty": "FTVN"})
    assert [relief.rate for relief in (*before.reliefs, *after.reliefs)] == [
        "11.3%",
        "11.3%",
    ]
    assert price_view.of_goods(after, "en").preferences[0].rate == "11.3%"
    assert after.total < before.total
    assert "V36.10" in {one.rule for one in after.findings}


def test_goods_within_a_quota_are_asked_for_its_licence():
    asked = {"code": "0207141009", "origin": "IR", "on": support.DAY}
    claimed = {"duty": "FTIR"}
    outside, _ = told(**asked, preferences=claimed)
    within, _ = told(**asked, preferences=claimed, attributes={"preference_list": "quota"})
    assert "01011" not in [need.document for need in outside.needs]
    assert "01011" in [need.document for need in within.needs]
    assert within.charges[0].amount == 0 < outside.charges[0].amount


def test_letters_of_keden_are_read_by_the_origin():
    by_code = price.duty(**FELT, origin="UZ", preferences={"duty": "FTA"})
    by_letters = price.duty(**FELT, origin="UZ", preferences={"duty": "ТП"})
    assert by_letters.total == by_code.total
    assert [one.code for one in by_letters.reliefs] == ["FTA"]
    read = next(one for one in by_letters.findings if one.rule == "F.50")
    assert (read.args["value"], read.args["read"]) == ("ТП", "FTA")


def test_letters_whose_relief_is_not_known_leave_the_price_whole():
    whole = price.duty(**FELT, origin="CN")
    claimed = price.duty(**FELT, origin="CN", preferences={"duty": "БГ", "vat": "ОО"})
    assert claimed.total == whole.total
    assert [one.rule for one in claimed.findings] == ["G36.20"]
