"""Texts of the nomenclature that a house loads."""

from openkeden.classification.declared import official_texts
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.ranker import Ranker
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.reading.reader import Reader
from openkeden.files import bundled
from openkeden.flow.classification import loaded_classifier


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
        model, [LabelledText("glorphin frobulators", ("8423810000",), "en")]
    )
    assert loaded.texts == {"en": 1}
    assert best(model, "a glorphin frobulator") != ["842381"]
    assert best(loaded.model, "a glorphin frobulator") == ["842381"]


def test_texts_take_the_place_of_those_loaded_before() -> None:
    model = bundled_ranker().model
    for code in ("842381", "847130"):
        model = official_texts.loaded(
            model, [LabelledText("glorphin frobulators", (code,), "en")]
        ).model
    assert best(model, "glorphin frobulators") == ["847130"]
    assert sum(part.head.name.startswith("texts-en") for part in model.parts) == 2
