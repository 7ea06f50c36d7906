"""Texts of the nomenclature that a house loads."""

import pytest

from openkeden.base.findings import Refused
from openkeden.classification.declared import official_texts
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.ranker import Ranker
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.reading.reader import Reader
from openkeden.files import bundled
from openkeden.flow.classification import building, classifier_training, loaded_classifier
from openkeden.flow.classification.labelled_files import TextFiles
from tests import support

JOINS = building.joins_with_official(bundled.folder("law"))


def bundled_ranker() -> Ranker:
    data = bundled.folder("law").joinpath("hs", "classifier.kgc").read_bytes()
    found = loaded_classifier.of_bytes(data, "bundled")
    assert isinstance(found, Ranker)
    return found


def best(model: ClassifierModel, text: str) -> list[str]:
    ranked = Ranker(model, Reader(model.vocabulary).read).rank(text, "en")
    return [one.code for one in ranked.subheadings[:1]]


def test_loaded_texts_are_searched() -> None:
    model = bundled_ranker().model
    loaded = official_texts.loaded(
        model, [LabelledText("glorphin frobulators", ("8423810000",), "en")], JOINS
    )
    assert loaded.texts == {"en": 1}
    assert best(model, "a glorphin frobulator") != ["842381"]
    assert best(loaded.model, "a glorphin frobulator") == ["842381"]


def test_texts_take_the_place_of_those_loaded_before() -> None:
    model = bundled_ranker().model
    for code in ("842381", "847130"):
        model = official_texts.loaded(
            model, [LabelledText("glorphin frobulators", (code,), "en")], JOINS
        ).model
    assert best(model, "glorphin frobulators") == ["847130"]
    assert sum(part.head.name.startswith("official-en") for part in model.parts) == 2
    assert [one.language for one in model.joins] == ["", "", "en", "en"]


def test_loaded_texts_are_weighed_by_joins_of_their_own():
    model = bundled_ranker().model
    text = LabelledText("glorphin frobulators", ("8423810000",), "en")
    ranker = Ranker(
        official_texts.loaded(model, [text], JOINS).model, Reader(model.vocabulary).read
    )
    for digits in (4, 6):
        assert f"official{digits}" in ranker.join(digits, "en").weights
        assert ranker.join(digits, "ru") == Ranker(model, ranker.read).join(digits, "ru")
    (spoken, *_) = ranker.rank("glorphin frobulators", "en").subheadings[0].spoken
    assert spoken.source == "official"


def test_names_that_look_foreign_are_of_the_language_of_most():
    model = bundled_ranker().model
    names = ["cotton trousers", "kurtka zhenskaya"]
    texts = [LabelledText(f"{names[n == 7]} {n}", ("620462",)) for n in range(40)]
    assert Reader(model.vocabulary).read(texts[7].text).language == "ru"
    assert official_texts.loaded(model, texts, JOINS).texts == {"en": 40}
    assert official_texts.loaded(model, texts[5:10], JOINS).texts == {"en": 4, "ru": 1}


def test_texts_without_a_known_code_or_a_word_are_left_out():
    model = bundled_ranker().model
    texts = [
        LabelledText("glorphin frobulators", ("8423810000",), "en"),
        LabelledText("glorphin frobulators", ("9999990000",), "en"),
        LabelledText("中文", ("842381",)),
    ]
    assert official_texts.loaded(model, texts, JOINS).texts == {"en": 1}
    assert official_texts.loaded(model, texts[1:], JOINS).model == model


@pytest.mark.parametrize(
    ("rows", "rule"), [(["8423"], ""), (["8423", "9999"], "C.81"), (["9999"], "C.80")]
)
def test_c80_c81_what_cannot_be_loaded_is_told(tmp_path, rows, rule):
    table, out = tmp_path / "texts.csv", tmp_path / "ours.kgc"
    lines = ["text,code", *[f"frobulators,{code}" for code in rows]]
    table.write_text("\n".join(lines), "utf-8")
    given = TextFiles((table,))
    found = classifier_training.load_texts("-", given, out, support.pack())
    told = found.findings if isinstance(found, Refused) else found.notices
    assert [one.rule for one in told] == [rule] * bool(rule)
    assert out.exists() == (rule != "C.80")
