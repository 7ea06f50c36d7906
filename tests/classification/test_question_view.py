"""Questions as programs see them: named in three languages, with what to send back."""

import datetime

import msgspec

from openkeden.classification.candidate_codes import CandidateCode, Ranking, Spoken
from openkeden.flow.classification import asked
from openkeden.views import question_view
from openkeden.views.question_view import AskedView
from tests.classification.tariff_tree import ranked, tree

BAG = ranked(("4202", 45), ("3923", 35), ("6305", 20), ("420222", 20), ("420221", 18))
DAY = datetime.date(2026, 4, 2)


class _Fixed:
    """Ranks every text alike."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        return self.ranking

    def shares(self, text: str, digits: int) -> dict[str, int]:
        return {}


def _view(
    ranking: Ranking, *answers: tuple[str, str], digits: int = 6, language: str = "en"
) -> AskedView:
    told = asked.Told(text="bag", digits=digits, answers=answers)
    led = asked.Asker(_Fixed(ranking), tree().under, DAY).ask(told)
    assert isinstance(led, asked.Position)
    return question_view.of(led, told, DAY, language)


def test_a_heading_is_offered_by_its_name_with_how_many_codes_it_holds() -> None:
    question = _view(BAG).question
    assert question is not None
    first = question.options[0]
    assert (first.id, first.lines) == ("4202", len(tree().under("4202")))
    assert first.title == "Trunks, suitcases, handbags, cases and wallets"
    assert question.besides == {"none": "none of these", "unknown": "I do not know"}


def test_questions_are_asked_in_three_languages() -> None:
    texts = set()
    for language in ("en", "ru", "kk"):
        question = _view(BAG, language=language).question
        assert question is not None
        texts.add((question.text, question.options[0].title))
    assert len(texts) == 3


def test_what_was_answered_is_sent_back_and_told_as_evidence() -> None:
    view = _view(BAG, ("heading", "4202"), ("subheading", "unknown"))
    assert view.answers == ("heading=4202", "subheading=unknown")
    assert [one.answer for one in view.trail] == ["4202", "unknown"]
    assert [one.id for one in view.trail[0].question.options] == ["4202", "3923", "6305"]
    assert view.code == "4202"
    assert view.question is None


def test_other_goods_are_told_by_those_that_they_are_not() -> None:
    question = _view(BAG, ("heading", "4202")).question
    assert question is not None
    titles = {one.id: one.title for one in question.options}
    assert titles["420219"] == (
        "other than: Trunks, suitcases and briefcases of leather"
        " / Trunks, suitcases and briefcases of plastics or textile"
    )


def test_lines_that_are_all_others_are_not_told_by_what_all_share() -> None:
    bags = ranked(("4202", 99), ("420292", 60), ("420291", 30))
    view = _view(bags, ("subheading", "420292"), digits=10)
    assert view.question is not None
    titles = {one.id: one.title for one in view.question.options}
    assert titles == {"4202921": "", "4202929": "other"}


def test_options_of_one_name_say_that_they_are_not_told_apart() -> None:
    question = _view(ranked(("5208", 99))).question
    assert question is not None
    alike = {one.id: one.alike for one in question.options}
    assert alike["520812"] == ("520813", "520819")
    assert alike["520811"] == ()


def test_a_figure_is_asked_for_with_its_unit() -> None:
    view = _view(ranked(("0402", 99)), ("subheading", "040291"), digits=10)
    question = view.question
    assert question is not None
    assert (question.about, question.number_in) == ("fat", "%")
    assert question.options[0].title == "fat at most 8 %"


def test_the_words_that_spoke_stand_beside_what_a_code_is_called() -> None:
    spoken = (Spoken("phenazone", "name", 1_000_000), Spoken("phenazone", "words", 1))
    heading = CandidateCode("2933", 990_000)
    subheading = CandidateCode("293311", 500_000, None, spoken)
    beside = CandidateCode("293319", 400_000)
    question = _view(Ranking("en", (heading,), (subheading, beside), 6)).question
    assert question is not None
    first = question.options[0]
    assert (first.id, first.words) == ("293311", ("phenazone",))
    assert first.title.startswith("phenazone; antipyrine")


def test_the_view_is_json() -> None:
    told = msgspec.json.decode(msgspec.json.encode(_view(BAG)))
    assert told["question"]["about"] == "heading"
    assert told["trail"] == []
