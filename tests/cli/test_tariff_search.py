"""`keden tariff search` and the names of goods that `keden tariff show` prints."""

import json

import pytest

from tests import founded

DAY = ("--on", "2026-04-02")


@pytest.fixture
def keden(tmp_path):
    """What `keden tariff WORD...` ends with and prints in an installation."""
    founded.found(tmp_path / ".keden")

    def call(*words: str) -> tuple[int, str]:
        done = founded.keden("tariff", *words, folder=tmp_path)
        return done.returncode, (done.stdout + done.stderr).decode()

    return call


def test_words_find_codes_with_names(keden):
    code, said = keden("search", "tomatoes", *DAY)
    assert code == 0
    assert "0702" in said
    assert "Tomatoes, fresh or chilled" in said


def test_names_are_in_the_language_asked_for(keden):
    _, said = keden("search", "tomatoes", "fresh", "--lang", "kk", "--json", *DAY)
    shown = json.loads(said)
    assert shown["goods"][0]["name"] == "Қызанақ, жас немесе салқындатылған"
    assert shown["goods"][0]["code"] == "0702"


def test_more_than_the_limit_is_told(keden):
    _, said = keden("search", "fresh", "--limit", "2", *DAY)
    assert "more; --limit gives more" in said
    shown = json.loads(keden("search", "fresh", "--limit", "2", "--json", *DAY)[1])
    assert len(shown["goods"]) == 2
    assert shown["found"] > 2


def test_nothing_found_is_exit_code_1(keden):
    said = "No name of goods has all of: xyzzy\n"
    assert keden("search", "xyzzy", *DAY) == (1, said)


def test_U135_without_a_word(keden):
    code, said = keden("search", "--lang", "ru", "+,", *DAY)
    assert code == 2
    assert "нет слова" in said


def test_a_code_is_shown_with_its_name(keden):
    _, said = keden("show", "0702000007", "--lang", "ru", *DAY)
    assert said.startswith("Томаты свежие или охлажденные; с 1 ноября по 20 декабря\n")
    shown = json.loads(keden("show", "0702000007", "--json", *DAY)[1])
    assert shown["name"] == "Tomatoes, fresh or chilled; 1 November to 20 December"
    assert shown["neighbours"][0]["name"].endswith("; 1 January to 31 March")


def test_lines_below_are_shown_with_what_sets_them_apart(keden):
    _, said = keden("show", "0702", *DAY)
    assert said.startswith("Tomatoes, fresh or chilled\n")
    assert "1 November to 20 December" in said
    shown = json.loads(keden("show", "0702", "--json", *DAY)[1])
    assert shown["name"] == "Tomatoes, fresh or chilled"


def test_an_absent_code_is_shown_with_the_name_of_its_heading(keden):
    code, said = keden("show", "0702000099", *DAY)
    assert code == 1
    assert said.startswith("Tomatoes, fresh or chilled\n")
    shown = json.loads(keden("show", "0702000099", "--json", *DAY)[1])
    assert (shown["status"], shown["name"]) == ("unknown", "Tomatoes, fresh or chilled")
