"""What asking is worth: a user who knows the goods, and one who errs in one answer of ten."""

from openkeden.classification.candidate_codes import Ranking
from openkeden.classification.questions.simulated_user import simulate
from tests.classification.tariff_tree import ranked, tree


class _Known:
    """Ranks a phone second whatever is said, and knows nothing of what is empty."""

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        if not text:
            return ranked()
        return ranked(("8518", 50), ("8517", 40), ("851830", 40), ("851713", 30))

    def shares(self, text: str, digits: int) -> dict[str, int]:
        return {}


def test_the_right_option_is_taken_where_it_is_offered() -> None:
    rows = [("phone", ["8517130000"]), ("", ["851713"]), ("heading", ["8517"])]
    counted = simulate(_Known(), tree(), rows)
    assert (counted.rows, counted.right_unasked, counted.right) == (2, 0, 1)
    assert counted.offered == 2
    assert counted.questions >= 1


def test_a_wrong_answer_in_ten_leads_astray() -> None:
    counted = simulate(_Known(), tree(), [("phone", ["851713"])] * 30)
    assert counted.right == 30
    assert 0 < counted.right_misled < 30
