"""The rules as a table: numbered once, each with a test of its number and a text in every
language.
"""

import importlib
import importlib.resources
import pathlib
import string
import tomllib

import pytest

from openkeden.filing import rules

HERE = pathlib.Path(__file__).parent
NUMBERS = [rule.number for rule in rules.RULES]


def placeholders(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def catalogue(language):
    text = (importlib.resources.files("openkeden.locale") / f"{language}.toml").read_text(
        "utf-8"
    )
    return tomllib.loads(text)["rules"]


def test_numbers_are_unique():
    assert len(set(NUMBERS)) == len(NUMBERS)


def test_every_rule_has_a_test_of_its_number():
    tested = set()
    for path in HERE.glob("test_*.py"):
        module = importlib.import_module(f"tests.filing.{path.stem}")
        tested |= {name for name in vars(module) if name.startswith("test_G")}
    assert [
        number for number in NUMBERS if f"test_{number.replace('.', '_')}" not in tested
    ] == []


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.number)
def test_a_rule_is_a_whole_sentence_with_a_fix(rule):
    assert rule.message.endswith(".")
    assert rule.fix.endswith((".", "..."))
    assert rule.fix[0].isupper()
    assert rule.basis


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_every_rule_is_told_in_the_language_with_the_same_arguments(language):
    told = catalogue(language)
    assert [number for number in NUMBERS if number not in told] == []
    for rule in rules.RULES:
        text = told[rule.number]
        assert placeholders(text["message"]) == placeholders(rule.message), rule.number
        assert placeholders(text["fix"]) == placeholders(rule.fix), rule.number
        assert text["message"] != rule.message


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_no_text_is_told_of_a_filing_rule_that_is_not_there(language):
    assert [
        number
        for number in catalogue(language)
        if number[0] == "G" and number not in NUMBERS
    ] == []
