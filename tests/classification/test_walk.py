"""The walk from a text to a code by questions and answers."""

import pytest

from openkeden.base.findings import Refused
from openkeden.classification.candidate_codes import Ranking
from openkeden.classification.questions import known_figures
from openkeden.classification.questions.known_figures import KnownFigures
from openkeden.classification.questions.question import Position
from openkeden.classification.questions.walk import Answer, Walk
from tests.classification.tariff_tree import ranked, tree

BAG = ranked(
    *(("4202", 45), ("3923", 35), ("6305", 20)),
    *(("420222", 20), ("420221", 18), ("392321", 30)),
)
PHONE = ranked(("8517", 90), ("8518", 10), ("851713", 45), ("851714", 40))
MILK = ranked(("0402", 80), ("0401", 20))


def _follow(
    ranking: Ranking, *answers: Answer, digits: int = 6, known: KnownFigures | None = None
) -> Position:
    led = Walk(ranking, tree(), known, digits=digits).follow(answers)
    assert isinstance(led, Position), led
    return led


def _refused(ranking: Ranking, *answers: Answer) -> str:
    led = Walk(ranking, tree()).follow(answers)
    assert isinstance(led, Refused)
    return led.findings[0].rule


def _ids(position: Position) -> list[str]:
    assert position.question is not None
    return [option.id for option in position.question.options]


def test_a_heading_that_is_not_sure_is_asked_for_first() -> None:
    asked = _follow(BAG)
    assert asked.question is not None
    assert asked.question.about == "heading"
    assert _ids(asked) == ["4202", "3923", "6305"]
    assert asked.code == ""


def test_a_sure_heading_is_not_asked_for() -> None:
    asked = _follow(PHONE)
    assert asked.question is not None
    assert asked.question.about == "subheading"
    assert _ids(asked)[:2] == ["851713", "851714"]


def test_a_chance_makes_a_heading_sure_where_there_is_one() -> None:
    shares = (("8517", 50), ("8518", 30), ("8519", 20))
    asked = _follow(ranked(*shares, chance=950_000))
    assert asked.question is not None
    assert asked.question.about == "subheading"
    asked = _follow(ranked(*shares))
    assert asked.question is not None
    assert asked.question.about == "heading"


def test_an_answer_leaves_its_codes_and_their_parts_make_one_whole() -> None:
    led = _follow(BAG, ("heading", "4202"))
    assert led.code == "4202"
    assert {one.code[:4] for one in led.candidates} == {"4202"}
    assert led.candidates[0].code == "420222"
    assert sum(one.share for one in led.candidates) == pytest.approx(1_000_000, abs=20)


def test_none_of_these_drops_what_was_shown() -> None:
    led = _follow(BAG, ("heading", "4202"), ("subheading", "none"))
    shown = led.trail[-1].question.options
    left = {one.code for one in led.candidates}
    assert left
    assert not left & {option.id for option in shown}


def test_not_knowing_ends_the_questions_with_what_is_known() -> None:
    led = _follow(BAG, ("heading", "4202"), ("subheading", "unknown"))
    assert led.question is None
    assert led.code == "4202"
    assert [one.answer for one in led.trail] == ["4202", "unknown"]


def test_no_more_than_three_questions_lead_to_a_subheading() -> None:
    none = [("heading", "none")] * 3
    shares = [(f"84{heading}", 4) for heading in range(13, 37)]
    led = _follow(ranked(*shares), *none)
    assert led.question is None
    assert len(led.trail) == 3


def test_what_hardly_makes_surer_is_not_asked() -> None:
    assert _follow(ranked(("8517", 99), ("851713", 99))).question is None


def test_ten_digits_are_never_reached_from_text_alone() -> None:
    led = _follow(ranked(("8517", 99), ("851762", 99)), digits=10)
    assert led.question is not None
    assert led.question.about == "subheading"


def test_the_tree_is_walked_to_a_whole_code_by_answers() -> None:
    answers = [("subheading", "851762"), ("line", "8517620003")]
    led = _follow(ranked(("8517", 99), ("851762", 99)), *answers, digits=10)
    assert led.code == "8517620003"
    assert led.lines == ("8517620003",)
    assert led.question is None


def test_one_attribute_that_sets_lines_apart_is_asked_for_and_takes_a_number() -> None:
    powder = [("subheading", "040291")]
    asked = _follow(MILK, *powder, digits=10)
    assert asked.question is not None
    assert asked.question.about == "fat"
    led = _follow(MILK, *powder, ("fat", "9"), digits=10)
    assert led.code == "0402913000"
    led = _follow(MILK, *powder, ("fat", "0402913000"), digits=10)
    assert led.code == "0402913000"


def test_known_figures_are_not_asked_for() -> None:
    units = {"fat": {"%"}, "net_weight": {"kg"}}
    known = known_figures.read({"fat": "20", "net_weight_kg": "1"}, units)
    assert isinstance(known, KnownFigures)
    led = _follow(MILK, ("subheading", "040291"), digits=10, known=known)
    assert led.code == "0402915100"
    assert led.question is None


def test_goods_that_are_all_others_name_those_beside_them() -> None:
    asked = _follow(ranked(("4202", 99), ("420211", 40), ("420219", 40)))
    assert asked.question is not None
    rest = {option.id: option.beside for option in asked.question.options}
    assert rest["420219"] == ("420211", "420212")
    assert rest["420211"] == ()


def test_a_text_that_means_nothing_is_asked_nothing() -> None:
    led = _follow(ranked())
    assert led == Position(
        enough=6, code="", candidates=(), lines=(), question=None, trail=()
    )


def test_c_40_an_answer_is_one_of_the_options() -> None:
    assert _refused(BAG, ("heading", "8703")) == "C.40"


def test_c_41_an_answer_is_to_the_question_that_is_asked() -> None:
    assert _refused(BAG, ("subheading", "420222")) == "C.41"


def test_c_42_there_is_no_answer_where_nothing_is_asked() -> None:
    assert _refused(BAG, ("heading", "unknown"), ("heading", "4202")) == "C.42"


def test_c_46_figures_that_no_goods_have_are_told() -> None:
    foil = ranked(("7607", 99), ("760711", 60))
    known = known_figures.read({"thickness_mm": "1"}, {"thickness": {"mm"}})
    assert isinstance(known, KnownFigures)
    led = Walk(foil, tree(), known).follow([])
    assert isinstance(led, Refused)
    assert led.findings[0].rule == "C.46"
    assert led.findings[0].args == {"value": "thickness_mm=1"}
