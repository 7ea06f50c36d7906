"""Silence is no permission: who asks about goods whose measures, or charges, are not held
here is told so.
"""

import json

import pytest
from typer import testing

from openkeden import locale
from openkeden.cli import main
from tests import founded, support

#: A code of each kind of goods, with the gap that speaks of it.
GOODS = {
    "9302000000": "measures.weapons",
    "3602000000": "measures.explosives",
    "2939410000": "measures.narcotics",
    "3004900002": "measures.medicines",
    "7108120001": "measures.precious",
    "9706900000": "measures.cultural",
    "2903770000": "measures.ozone",
    "8806220009": "measures.drones",
    "8517130000": "measures.cryptography",
    "8525890009": "measures.radio",
    "2837110000": "measures.poisons",
    "3808919000": "measures.pesticides",
}
LANGUAGES = ("en", "ru", "kk")
PERMITS = {"en": "free", "ru": "разрешено", "kk": "рұқсат"}
UNKNOWN = {"en": "nothing known", "ru": "ничего не известно", "kk": "ештеңе белгісіз"}


def asked(code: str, *words: str) -> tuple[str, int]:
    day = ("--direction", "import", "--origin", "DE", "--on", "2026-04-02")
    ran = testing.CliRunner().invoke(main.app, ["measures", code, *day, *words])
    return ran.stdout, ran.exit_code


@pytest.mark.parametrize("code", GOODS)
def test_the_verdict_is_that_nothing_is_known(code):
    for language in LANGUAGES:
        told, ended = asked(code, "--lang", language)
        first = told.splitlines()[0]
        assert UNKNOWN[language] in first
        assert PERMITS[language] not in first
        assert ended == 1


@pytest.mark.parametrize("code", GOODS)
def test_programs_are_told_what_to_ask_for(code):
    day = json.loads(asked(code, "--json")[0])["days"][0]
    assert day["verdict"] == "unknown"
    told = {gap["key"]: gap for gap in day["unheld"]}
    assert told[GOODS[code]]["ask"]
    assert told[GOODS[code]]["source"]


def test_goods_that_no_gap_names_have_an_honest_word():
    told, ended = asked("9503003500", "--procedure", "31")
    assert "no measure known here forbids it" in told.splitlines()[0]
    assert ended == 0


def test_a_gap_of_exports_says_nothing_of_imports():
    law = support.edition()
    assert law.unheld_measures("9207100000", "EX")
    assert not law.unheld_measures("9207100000", "IM")
    assert law.unheld_measures("9207100000", ""), "a way that is not stated exempts nothing"


def test_every_gap_of_measures_is_told_in_three_languages():
    for country in ("KZ", "KG"):
        gaps = [gap for gap in support.pack(country).gaps if gap.masks and not gap.charge]
        assert len(gaps) > 15
        for gap in gaps:
            assert set(LANGUAGES) <= gap.goods.keys()
            assert set(LANGUAGES) <= gap.ask.keys()


def test_v47_4_says_what_to_ask_for_in_the_language_of_the_reader(keden):
    words = ("--value", "18880", "--currency", "USD", "--origin", "DE", "--net", "100")
    pistols = ("duty", "--code", "9302000000", *words, "--qty", "50", "--on", "2026-04-02")
    expected = {"en": "ammunition", "ru": "патроны", "kk": "қару"}
    for language in LANGUAGES:
        told = keden(*pistols, "--lang", language).stdout.decode()
        assert "V47.4" in told
        assert expected[language] in told
        assert locale.names(language)["explain"]["nothing_needed"] not in told
    view = json.loads(keden(*pistols, "--lang", "ru", "--json").stdout)
    (warning,) = [one for one in view["warnings"] if one["rule"] == "V47.4"]
    assert warning["args"]["goods"] == "оружие, патроны и их части"
    assert warning["args"].keys() == {"value", "key", "goods", "ask"}
    assert (view["prohibited"], view["complete"]) == (False, True)


@pytest.mark.parametrize(
    ("words", "charge"),
    [
        (("--code", "2204210700", "--origin", "FR", "--qty", "1000"), "excise"),
        (("--code", "2709009009", "--origin", "KZ", "--procedure", "10"), "export_duty"),
        (
            (
                *("--code", "8703231940", "--origin", "JP", "--qty", "1"),
                *("--attribute", "engine_cm3=1995", "--attribute", "power_hp=150"),
            ),
            "recycling_fee",
        ),
    ],
)
def test_the_command_says_at_least_and_what_is_missing(keden, words, charge):
    price = ("--value", "18880", "--currency", "USD", "--net", "1000", "--on", "2026-04-02")
    view = json.loads(keden("duty", *words, *price, "--json").stdout)
    assert view["complete"] is False
    assert charge in [one["charge"] for one in view["missing"]]
    for language in LANGUAGES:
        told = keden("duty", *words, *price, "--lang", language).stdout.decode()
        names = locale.names(language)
        assert f"{names['explain']['at_least']} " in told
        assert f"({names['explain']['not_included']}: " in told
        assert names["charge_keys"][charge] in told


def test_goods_of_the_union_are_told_so_before_any_figure(keden):
    words = ("--code", "2711129700", "--value", "18880", "--currency", "USD")
    rest = ("--origin", "RU", "--net", "1000", "--on", "2026-04-02")
    told = keden("duty", *words, *rest).stdout.decode()
    assert told.lstrip().startswith("G15.4")
    assert told.count("G15.4") == 1


def test_a_lodged_total_says_so_everywhere(keden, tmp_path):
    (tmp_path / "car.jsonl").write_bytes(founded.lines(founded.sample("CAR-1")))
    at = ("--at", "2026-04-02T10:10+05:00")
    cleared = keden("clear", "car.jsonl", *at).stdout.decode()
    assert "at least 7 085 028.60 KZT (not included: recycling fee)" in cleared
    assert "at least 7 085 028.60" in keden("status", "CAR-1").stdout.decode()
    assert "at least 7 085 028.60" in keden("explain", "CAR-1").stdout.decode()
    for command in ("status", "explain"):
        view = json.loads(keden(command, "CAR-1", "--json").stdout)
        assert view["complete"] is False
        assert [one["charge"] for one in view["missing"]] == ["recycling_fee"]
