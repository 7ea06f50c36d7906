"""Texts of findings: every rule in every language, the same arguments, nothing that a
sender can smuggle in.
"""

import functools
import importlib
import pathlib
import pkgutil
import string
import sys
import tomllib
import types
import unicodedata
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden import locale
from openkeden.base import calls, findings
from openkeden.files import kept
from openkeden.flow import catalogue
from openkeden.views import finding_view

FOLDER = pathlib.Path(locale.__file__).parent


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_words_that_are_kept_are_those_of_the_file(language, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    made = [locale._read.__wrapped__(language) for _ in range(2)]
    read = locale._parsed((FOLDER / f"{language}.toml").read_bytes())
    assert made == [(read.sentences, read.names)] * 2
    assert kept.place(FOLDER, language).exists()


RULE = findings.Rule(
    number="ZZ.1",
    message="Net mass {value} kg is above gross mass {gross} kg.",
    fix="Correct box 38, or box 35 ({gross}).",
)
CATALOGUE = locale.Catalogue([RULE])

#: Parts that have rules. They are looked through module by module, so that no rule can be
#: forgotten in a table.
PARTS = (
    "signatures",
    "base",
    "tariff",
    "classification",
    "formats",
    "filing",
    "assessment",
    "clearance",
    "accounting",
    "comparison",
    "risk",
    "lawpack",
    "feeds",
    "flow",
)


@functools.cache
def _rules() -> tuple[findings.Rule, ...]:
    """Every rule of the package, each once, in the order of their numbers."""
    found: dict[str, findings.Rule] = {}
    for module in _modules():
        for rule in _rules_in(vars(module).values()):
            assert found.setdefault(rule.number, rule) == rule, (
                f"two rules are numbered {rule.number}"
            )
    assert found
    return tuple(found[number] for number in sorted(found))


def _modules() -> Iterator[types.ModuleType]:
    for part in PARTS:
        package = importlib.import_module(f"openkeden.{part}")
        yield package
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(module.name)


def _rules_in(values: Iterable[object]) -> Iterator[findings.Rule]:
    """The rules among these values: rules, checks that bear one, and tables of either."""
    for value in values:
        rule = getattr(value, "rule", value)
        if isinstance(rule, findings.Rule):
            yield rule
        elif isinstance(value, (tuple, list)):
            yield from _rules_in(value)


def _fields(sentence: str) -> set[str]:
    return {
        name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None
    }


def _finding(**args: str) -> findings.Finding:
    return findings.of(RULE, "items[0].net_mass_kg", **args)


def test_english_comes_from_the_rule() -> None:
    assert locale.text(_finding(value="12", gross="10"), rules=CATALOGUE) == locale.Text(
        "Net mass 12 kg is above gross mass 10 kg.", "Correct box 38, or box 35 (10)."
    )


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_a_rule_without_translation_falls_back_to_english(language: str) -> None:
    assert CATALOGUE.text(_finding(value="12", gross="10"), language).message.startswith(
        "Net mass 12 kg"
    )


def test_a_rule_that_nobody_knows_is_shown_with_its_arguments() -> None:
    old = findings.Finding(rule="Z.9", path="", args={"value": "12", "limit": "1\n0"})
    assert CATALOGUE.text(old, "ru") == locale.Text("Z.9 value=12 limit=1\\n0", "")


def test_an_argument_that_is_missing_is_named_and_what_was_recorded_is_told() -> None:
    told = CATALOGUE.text(_finding(value="12", limit="9"))
    named = "Net mass 12 kg is above gross mass {gross} kg."
    assert told.message == f"{named} (ZZ.1 value=12 limit=9)"
    assert told.fix == "Correct box 38, or box 35 ({gross})."


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_every_rule_is_told_of_a_finding_with_fewer_arguments(language: str) -> None:
    """As an old ledger has them: a rule may name more today than when it was recorded."""
    catalogue_of_all = catalogue.catalogue()
    for number in catalogue_of_all.rules:
        old = findings.Finding(rule=number, path="", args={"of_then": "7"})
        told = catalogue_of_all.text(old, language)
        view = finding_view.of(old, language)
        assert (view.message, view.fix) == (told.message, told.fix)
        needs = "{" in told.message + told.fix
        assert (f"({number} of_then=7)" in told.message) is needs


def test_an_unknown_language_is_an_error_of_the_caller() -> None:
    for ask in (
        locale.names,
        locale.sentences,
        functools.partial(CATALOGUE.text, _finding()),
    ):
        with pytest.raises(KeyError, match="tlh"):
            ask("tlh")


def test_one_number_one_rule() -> None:
    other = findings.Rule(number="ZZ.1", message="Something else.", fix="")
    assert locale.Catalogue([RULE, RULE]).rules == {"ZZ.1": RULE}
    with pytest.raises(ValueError, match=r"two rules are numbered ZZ\.1"):
        locale.Catalogue([RULE, other])


@pytest.mark.parametrize(
    "value", ["{gross}", "{0}", "{value.__class__}", "{", "}}", "%s", "{value!r:>9999999}"]
)
def test_braces_in_a_value_are_only_text(value: str) -> None:
    assert (
        CATALOGUE.text(_finding(value=value, gross="10")).message
        == f"Net mass {value} kg is above gross mass 10 kg."
    )


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("обувь кожаная, 50 пар", "обувь кожаная, 50 пар"),
        ("қой еті 🐑", "қой еті 🐑"),
        ("a\nb", "a\\nb"),
        ("a\r\tb", "a\\r\\tb"),
        ("\x1b[2J\x07", "\\x1b[2J\\x07"),
        ("8\N{RIGHT-TO-LEFT OVERRIDE}4", "8\\u202e4"),
        ("12\N{ZERO WIDTH SPACE}34", "12\\u200b34"),
        ("1\N{NO-BREAK SPACE}000", "1\\xa0000"),
        ("a\N{LINE SEPARATOR}b", "a\\u2028b"),
        ("\ud800", "\\ud800"),
        ("'\\", "'\\"),
        ("", ""),
    ],
)
def test_shown(value: str, seen: str) -> None:
    assert locale.shown(value) == seen


@given(st.text(st.characters(), max_size=300))
def test_shown_is_one_printable_line_that_says_how_long_it_is(value: str) -> None:
    seen = locale.shown(value)
    assert seen.isprintable()
    assert not any(
        unicodedata.category(character) in {"Cc", "Cf", "Zl", "Zp"} for character in seen
    )
    assert len(seen) <= 12 * locale.LONGEST
    if value.isprintable():
        whole = len(value) <= locale.LONGEST
        ending = f"... ({len(value)} characters)"
        assert seen == (value if whole else value[: locale.LONGEST] + ending)


@pytest.mark.parametrize(
    ("language", "ending"),
    [
        ("en", "... (3 000 characters)"),
        ("ru", "... (3 000 знаков)"),
        ("kk", "... (3 000 таңба)"),
    ],
)
def test_a_long_value_of_others_says_how_long_it_is(language: str, ending: str) -> None:
    assert locale.shown("9" * 3000, language) == "9" * 80 + ending


def test_a_list_to_choose_from_is_whole() -> None:
    known = ", ".join([f"attribute_{number}" for number in range(100)])
    found = findings.of(calls.NO_COMMAND, "", value="x", command="keden", known=known)
    for language in locale.LANGUAGES:
        assert known in locale.Catalogue(calls.RULES).text(found, language).fix


def test_a_long_value_is_shortened_only_in_its_text() -> None:
    found = _finding(value="9" * 100_000, gross="10")
    assert len(CATALOGUE.text(found).message) < 200
    assert len(found.args["value"]) == 100_000


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_names_are_the_same_tables_and_keys(language: str) -> None:
    file = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    english = tomllib.loads((FOLDER / "en.toml").read_text("utf-8"))
    file.pop("rules", None)
    assert {table: sorted(words) for table, words in file.items()} == {
        table: sorted(words) for table, words in english.items()
    }
    assert locale.names(language) == file
    assert all(
        name.strip() == name != "" for words in file.values() for name in words.values()
    )


def test_what_is_shown_has_a_name() -> None:
    from openkeden.assessment import charges
    from openkeden.clearance import lifecycle
    from openkeden.risk import profiles

    words = locale.names("en")
    assert set(words["charges"]) == {
        kind.code for kind in (*charges.CHARGES, charges.SINGLE)
    }
    assert set(words["lanes"]) == set(profiles.LANES)
    assert set(words["states"]) == set(lifecycle.STATES)
    assert set(words["actions"]) == {row.action for row in lifecycle.TABLE.rows}
    assert set(words["roles"]) == set(lifecycle.ROLES)


def test_a_name_that_a_language_lacks_is_english(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = {
        "en": {"lanes": {"red": "red", "green": "green"}},
        "ru": {"lanes": {"red": "красный"}},
    }
    monkeypatch.setattr(locale, "_read", lambda language: ({}, tables[language]))
    locale._names.cache_clear()
    try:
        assert locale.names("ru") == {"lanes": {"red": "красный", "green": "green"}}
    finally:
        locale._names.cache_clear()


def test_rule_numbers_are_unique() -> None:
    assert list(locale.Catalogue(_rules()).rules) == [rule.number for rule in _rules()]


def test_the_catalogue_of_the_edges_lacks_no_rule() -> None:

    assert sorted(catalogue.catalogue().rules) == [rule.number for rule in _rules()]


def test_english_sentences_are_sentences() -> None:
    for rule in _rules():
        assert rule.message.rstrip()[-1] in ".?", rule.number
        assert rule.fix.rstrip()[-1] == ".", rule.number


@pytest.mark.parametrize(
    "language", [language for language in locale.LANGUAGES if language != "en"]
)
def test_every_rule_is_translated_with_the_same_arguments(language: str) -> None:
    english = {rule.number: rule for rule in _rules()}
    said = locale.sentences(language)
    wrong = {
        number: "not translated"
        if number not in said
        else "other arguments than the English"
        for number, rule in english.items()
        if number not in said
        or _fields(said[number].message) != _fields(rule.message)
        or _fields(said[number].fix) != _fields(rule.fix)
    }
    assert not wrong, "\n".join(f"{number}: {why}" for number, why in wrong.items())
    assert sorted(set(said) - set(english)) == [], "translations of rules that no part has"


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_sentences_only_name_arguments(language: str) -> None:
    sentences = [(rule.message, rule.fix) for rule in _rules()]
    sentences += [(said.message, said.fix) for said in locale.sentences(language).values()]
    for sentence in (one for pair in sentences for one in pair):
        assert all(name.isidentifier() for name in _fields(sentence)), sentence
