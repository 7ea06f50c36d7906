"""Texts of the nomenclature that somebody loads from a file of his own: further documents of
names, which are weighed with those of the program.
"""

from collections.abc import Iterable
from typing import Final, Literal

import msgspec

from openkeden.classification.index import class_documents
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.parts import PartHead
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.reading.reader import Reader

#: How late a word that is said often stops to count more, and how much the length of a
#: document weakens it, by language, in thousandths.
_GROWTH: Final = {"en": 3000, "ru": 1500, "kk": 1500}
_EVENNESS: Final = {"en": 100, "ru": 500, "kk": 500}

_Digits = Literal[4, 6]
_EACH: Final[tuple[_Digits, ...]] = (4, 6)


class LoadedTexts(msgspec.Struct, frozen=True):
    """A model with texts that were loaded."""

    #: The model.
    model: ClassifierModel

    #: How many texts were loaded, by language.
    texts: dict[str, int]


def loaded(model: ClassifierModel, texts: Iterable[LabelledText]) -> LoadedTexts:
    """A model with texts of codes it knows; those of a language take the place of what was
    loaded in it before.
    """
    reader = Reader(model.vocabulary)
    by_language: dict[str, list[LabelledText]] = {}
    for text in texts:
        language = text.language or reader.read(text.text).language
        by_language.setdefault(language, []).append(text)
    for language, told in sorted(by_language.items()):
        for digits in _EACH:
            model = _with(model, language, digits, told, reader)
    counts = {language: len(told) for language, told in sorted(by_language.items())}
    return LoadedTexts(model, counts)


def _with(
    model: ClassifierModel,
    language: str,
    digits: _Digits,
    texts: Iterable[LabelledText],
    reader: Reader,
) -> ClassifierModel:
    codes = model.headings if digits == 4 else model.subheadings
    of_codes: dict[str, list[str]] = {}
    for text in texts:
        for code in text.labels(digits):
            of_codes.setdefault(code, []).append(text.text)
    head = PartHead(
        name=f"texts-{language}-{digits}",
        source="name",
        language=language,
        digits=digits,
        unit="whole",
        growth=_GROWTH[language],
        evenness=_EVENNESS[language],
    )
    part = class_documents.part(head, of_codes, codes, reader.document_terms)
    others = [one for one in model.parts if one.head.name != head.name]
    return msgspec.structs.replace(model, parts=(*others, part))
