"""`openkeden.ask`: the questions of the command, as a function."""

import pytest

import openkeden

DAY = "2026-04-02"


def test_a_question_has_options_with_titles():
    found = openkeden.ask("bag for carrying things", on=DAY)
    assert isinstance(found, openkeden.AskedView)
    assert found.question is not None
    (first, *_) = found.question.options
    assert (found.question.about, first.id) == ("heading", "4202")
    assert first.title == "Trunks, suitcases, handbags, cases and wallets"
    assert set(found.question.besides) == {"none", "unknown"}


def test_answers_lead_on_and_are_given_back():
    found = openkeden.ask("bag for carrying things", ["heading=4202"], on=DAY)
    assert found.code == "4202"
    assert found.answers == ("heading=4202",)
    assert found.trail[0].answer == "4202"
    further = openkeden.ask(found.text, [*found.answers, "subheading=unknown"], on=DAY)
    assert (further.code, further.question) == ("4202", None)


def test_known_figures_and_answers_lead_to_ten_digits():
    given = {"digits": 10, "on": DAY}
    found = openkeden.ask(
        "condensed milk", ["subheading=040291"], attributes={"fat": 9}, **given
    )
    assert found.code == "0402913000"


def test_titles_are_in_the_language_asked_for():
    found = openkeden.ask("bag for carrying things", on=DAY, lang="ru")
    assert found.question is not None
    assert found.question.text == "Что это за товар?"


def test_what_cannot_be_followed_is_raised_with_its_findings(tmp_path):
    cases = {
        "C.40": {"answers": ["heading=8703"]},
        "C.41": {"answers": ["fat=9"]},
        "C.43": {"attributes": {"colour": "3"}},
        "U.110": {"law": "XX"},
    }
    for rule, given in cases.items():
        with pytest.raises(openkeden.Unsuggested) as raised:
            openkeden.ask("bag for carrying things", on=DAY, **given)
        assert [finding.rule for finding in raised.value.findings] == [rule]
    (tmp_path / "no.kgc").write_text("")
    with pytest.raises(openkeden.Unsuggested, match="is not a model"):
        openkeden.ask("bag", on=DAY, model=tmp_path / "no.kgc")


def test_all_that_is_wrong_with_a_call_is_told_at_once():
    with pytest.raises(TypeError) as raised:
        openkeden.ask(5, ["4202", 3], digits=3, attributes=["fat"], lang="xx", on="never")
    for word in ("text=", "answers[0]=", "answers[1]=", "digits=", "lang:", "on="):
        assert word in str(raised.value)
    assert "attributes=['fat'] is a list" in str(raised.value)
    with pytest.raises(TypeError, match="answers='heading=4202': write a list"):
        openkeden.ask("bag", "heading=4202")
