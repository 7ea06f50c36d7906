"""What asking is worth: a user who knows the goods, and one who errs in one answer of ten."""

from openkeden.classification.candidate_codes import Ranking
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import question_figures
from openkeden.classification.questions.simulated_user import simulate
from tests.classification.tariff_tree import ranked, tree


class PhoneSecond:
    """Ranks a phone second whatever is said, and knows nothing of what is empty."""

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        if not text:
            return ranked()
        return ranked(("8518", 50), ("8517", 40), ("851830", 40), ("851713", 30))

    def shares(self, text: str, digits: int) -> dict[str, int]:
        return {}


def test_the_right_option_is_taken_where_it_is_offered() -> None:
    phone, nothing = simulate(PhoneSecond(), tree(), [("phone", ["851713"]), ("", ["1"])])
    assert (phone.right_unasked, phone.right, phone.offered) == (False, True, True)
    assert phone.questions >= 1
    assert (nothing.right, nothing.questions) == (False, 0)


def test_a_wrong_answer_in_ten_leads_astray() -> None:
    told = simulate(PhoneSecond(), tree(), [("phone", ["851713"])] * 30)
    assert all(one.right for one in told)
    assert 0 < sum(one.right_misled for one in told) < 30


def test_questions_are_judged_at_the_deepest_digits_with_intervals() -> None:
    texts = [LabelledText(f"phone {word}", ("8517130000",)) for word in ("red", "new")]
    texts.append(LabelledText("loudspeaker", ("8518",)))
    judged = question_figures.judge(PhoneSecond(), tree(), texts, 1)
    assert judged is not None
    assert (judged.digits, judged.rows, judged.right.value) == (6, 2, 1.0)
    assert judged.right.low <= judged.right.value <= judged.right.high
    headings = question_figures.judge(PhoneSecond(), tree(), texts[2:], 1)
    assert headings is not None
    assert (headings.digits, headings.rows) == (4, 1)


def test_codes_too_short_to_ask_for_are_not_judged() -> None:
    texts = [LabelledText("phone", ("85",))]
    assert question_figures.judge(PhoneSecond(), tree(), texts, 1) is None
