"""Ranking by a small model: order, ties, what spoke, and how far it can be trusted."""

import math

import msgspec
import pytest

from openkeden.classification.index import judged, postings
from openkeden.classification.index.classifier_model import Join, ShareCalibration
from openkeden.classification.index.ranker import Ranker
from openkeden.classification.reading.goods_text import Called, GoodsText, Term
from tests.classification.test_model_file import small


def read(text: str, _: str) -> GoodsText:
    """Each word a term; `called:` before a heading is a name of the glossary."""
    words = [word for word in text.split() if ":" not in word]
    named = [word for word in text.split() if ":" in word]
    called = [Called(word, tuple(word.split(":")[1].split(","))) for word in named]
    return GoodsText("en", tuple([Term("en", w, 1000, w) for w in words]), tuple(called))


def ranked(text: str, **changed: object):
    return Ranker(small(**changed), read).rank(text)


def codes(found) -> list[str]:
    return [one.code for one in found]


def test_headings_and_what_is_below_them_come_best_first():
    found = ranked("apple juice")
    assert codes(found.headings) == ["2009", "0808"]
    assert codes(found.subheadings) == ["200979", "200971", "080810"]
    assert abs(sum([one.share for one in found.subheadings]) - 1_000_000) <= 3


def test_a_line_speaks_for_its_code_alone():
    assert codes(ranked("smart phone").headings) == ["8517"]


def test_codes_of_equal_shares_stand_by_their_digits():
    joins = (
        Join(digits=4, weights={"called": 1.0}),
        Join(digits=6, weights={"heading": 1.0}),
    )
    found = ranked("called:8517,0808,2009", joins=joins)
    assert codes(found.headings) == ["0808", "2009", "8517"]
    assert [one.share for one in found.headings] == [333333] * 3


def test_no_known_word_gives_no_codes():
    assert ranked("zzz") == ranked("")
    assert ranked("zzz").enough == 0


def test_a_word_of_the_glossary_speaks_for_its_heading():
    found = ranked(
        "called:8517", joins=(Join(digits=4, weights={"called": 1.0}), *small().joins[1:])
    )
    (spoken,) = found.headings[0].spoken
    assert (spoken.source, spoken.share) == ("glossary", 1_000_000)


def test_a_join_of_the_language_goes_before_that_of_any():
    own = Join(digits=4, language="en", weights={"called": 1.0})
    assert (
        ranked("apple called:8517", joins=(*small().joins, own)).headings[0].code == "8517"
    )


@pytest.mark.parametrize(
    ("slope", "offset", "chance"), [(1.0, 0.0, None), (0.0, 0.0, 500_000)]
)
def test_a_judged_model_tells_chances(slope, offset, chance):
    judged_at_four = ShareCalibration(digits=4, slope=slope, offset=offset)
    (best, *_) = ranked("apple juice", calibrations=(judged_at_four,)).headings
    assert best.chance is not None
    assert abs(best.chance - (chance or best.share)) <= 1
    assert (
        ranked("apple juice", calibrations=(judged_at_four,)).subheadings[0].chance is None
    )


def test_the_chance_of_a_sure_share_is_bounded():
    known = ShareCalibration(digits=4, slope=1000.0, offset=0.0)
    assert judged.chance(known, 1.0) == 1_000_000
    assert judged.chance(known, 0.0) == 0
    assert math.isclose(judged.chance(known, 0.5), 500_000)


def test_counts_of_the_same_documents_add_up():
    first = postings.collected([{"apple": 2}, {"juice": 1}])
    second = postings.collected([{"juice": 1}, {"juice": postings.MOST}, {"tea": 1}])
    both = postings.collected(
        [{"apple": 2, "juice": 1}, {"juice": postings.MOST}, {"tea": 1}]
    )
    found = postings.added(first, second)
    for name in ("keys", "starts", "owners", "counts"):
        assert list(getattr(found, name)) == list(getattr(both, name))
    assert list(found.lengths) == [3, postings.MOST + 1, 1]


def test_postings_that_do_not_fit_are_refused():
    held = {
        name: memoryview(data)
        for name, data in postings.collected([{"a": 1}]).written().items()
    }
    assert list(postings.Postings.read(held).owners) == [0]
    for name in ("keys", "starts", "owners", "counts"):
        with pytest.raises(ValueError, match="postings"):
            postings.Postings.read({**held, name: memoryview(b"")})
    with pytest.raises(ValueError, match="multiple"):
        postings.Postings.read({**held, "starts": memoryview(b"abc")})


def test_equal_texts_give_equal_rankings():
    model = Ranker(small(), read)
    encoded = {msgspec.json.encode(model.rank("juice apple phone")) for _ in range(3)}
    assert len(encoded) == 1


def test_one_word_of_a_name_is_not_enough_but_where_there_is_a_chance():
    strange = "juice zzz yyy"
    assert ranked(strange).headings[0].code == "2009"
    assert ranked(strange).enough == 0
    sure = ShareCalibration(digits=4, slope=0.0, offset=3.0)
    assert ranked(strange, calibrations=(sure,)).enough == 4
    other = ShareCalibration(digits=4, language="ru", slope=0.0, offset=3.0)
    assert ranked(strange, calibrations=(other,)).enough == 0


def test_a_text_is_read_once_for_its_ranking_and_its_shares():
    texts: list[str] = []

    def counted(text: str, language: str) -> GoodsText:
        texts.append(text)
        return read(text, language)

    model = Ranker(small(), counted)
    ranking = model.rank("apple juice")
    shares = model.shares("apple juice", 4)
    assert texts == ["apple juice"]
    assert model.rank("smart phone") == ranked("smart phone")
    assert (model.rank("apple juice"), model.shares("apple juice", 4)) == (ranking, shares)
    assert texts == ["apple juice", "smart phone", "apple juice"]
