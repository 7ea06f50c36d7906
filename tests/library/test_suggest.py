"""`openkeden.suggest`: what the command tells, as a function."""

import datetime

import pytest

import openkeden

DAY = datetime.date(2026, 4, 2)


def test_codes_come_with_the_reach_of_the_words():
    found = openkeden.suggest("apple juice in bottles", on=DAY, top=2)
    assert isinstance(found, openkeden.SuggestionView)
    assert (found.enough, len(found.codes), found.on) == (4, 2, DAY)
    assert found.codes[0].chain[1].name == "Fruit, nut and vegetable juices"


def test_names_are_in_the_language_asked_for():
    (code,) = openkeden.suggest("apple juice", on=DAY, digits=4, top=1, lang="ru").codes
    assert (code.code, code.chain[1].name) == ("2009", "Соки фруктовые, ореховые и овощные")


def test_what_cannot_be_answered_is_raised_with_its_findings(tmp_path):
    with pytest.raises(openkeden.Unsuggested, match="no law of XX") as raised:
        openkeden.suggest("apple juice", law="XX")
    assert [finding.rule for finding in raised.value.findings] == ["U.110"]
    (tmp_path / "no.kgc").write_text("")
    with pytest.raises(openkeden.Unsuggested, match="is not a model"):
        openkeden.suggest("apple juice", on=DAY, model=tmp_path / "no.kgc")
    with pytest.raises(openkeden.Unsuggested, match="1999"):
        openkeden.suggest("apple juice", on="1999-01-01")


def test_all_that_is_wrong_with_a_call_is_told_at_once():
    with pytest.raises(TypeError) as raised:
        openkeden.suggest(5, digits=3, top=0, lang="xx", text_lang="de", on="never")
    for word in ("text", "digits", "top", "lang", "text_lang", "on"):
        assert f"{word}=" in str(raised.value) or f"{word}:" in str(raised.value)
