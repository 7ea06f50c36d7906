"""Texts of the nomenclature that somebody loads from a file of his own: documents beside those
of the program, and other weights for what both say of texts in their language.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal

import msgspec

from openkeden.classification.index import class_documents
from openkeden.classification.index.classifier_model import ClassifierModel, Join
from openkeden.classification.index.parts import PartHead
from openkeden.classification.labelled_text import LANGUAGES, LabelledText
from openkeden.classification.reading.reader import Reader

#: How late a word that is said often stops to count more, and how much the length of a
#: document weakens it, by language, in thousandths.
_GROWTH: Final = {"en": 3000, "ru": 1500, "kk": 1500}
_EVENNESS: Final = {"en": 100, "ru": 500, "kk": 500}

#: The part of texts from which on a language that is recognised is one of theirs.
_FEW: Final = 0.05

_Digits = Literal[4, 6]
_EACH: Final[tuple[_Digits, ...]] = (4, 6)


class LoadedTexts(msgspec.Struct, frozen=True):
    """A model with texts that were loaded."""

    #: The model.
    model: ClassifierModel

    #: How many texts were loaded, by language.
    texts: dict[str, int]


def loaded(
    model: ClassifierModel, texts: Iterable[LabelledText], joins: Sequence[Join]
) -> LoadedTexts:
    """A model with texts of codes it knows; those of a language take the place of what was
    loaded in it before. `joins` weigh the signs where there are such texts.
    """
    reader = Reader(model.vocabulary)
    by_language = _by_language(_usable(model, texts, reader), reader)
    for language, told in sorted(by_language.items()):
        for digits in _EACH:
            model = _with(model, language, digits, told, reader)
        model = _joined(model, language, joins)
    counts = {language: len(told) for language, told in sorted(by_language.items())}
    return LoadedTexts(model, counts)


def _usable(
    model: ClassifierModel, texts: Iterable[LabelledText], reader: Reader
) -> Iterator[LabelledText]:
    """The texts of codes that the model knows, with a word that can be searched."""
    headings = frozenset(model.headings)
    for text in texts:
        known = headings.intersection(text.labels(4))
        if known and any(reader.document_terms(text.text, one) for one in LANGUAGES):
            yield text


def _by_language(
    texts: Iterable[LabelledText], reader: Reader
) -> dict[str, list[LabelledText]]:
    """Texts by language. A foreign name may look like any language: what hardly any texts
    are in is of that of most.
    """
    told: dict[str, list[LabelledText]] = {}
    found: dict[str, list[LabelledText]] = {}
    for text in texts:
        language = text.language or reader.read(text.text).language
        (told if text.language else found).setdefault(language, []).append(text)
    most = max(found, key=lambda language: (len(found[language]), language), default="")
    least = sum(map(len, found.values())) * _FEW
    for language, recognised in found.items():
        own = language if len(recognised) >= least else most
        told.setdefault(own, []).extend(recognised)
    return told


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
        name=f"official-{language}-{digits}",
        source="official",
        language=language,
        digits=digits,
        unit="whole",
        growth=_GROWTH[language],
        evenness=_EVENNESS[language],
    )
    part = class_documents.part(head, of_codes, codes, reader.document_terms)
    others = [one for one in model.parts if one.head.name != head.name]
    return msgspec.structs.replace(model, parts=(*others, part))


def _joined(
    model: ClassifierModel, language: str, joins: Sequence[Join]
) -> ClassifierModel:
    """The model with joins for the texts of a language, in place of those it had."""
    others = [one for one in model.joins if one.language != language]
    own = [msgspec.structs.replace(one, language=language) for one in joins]
    return msgspec.structs.replace(model, joins=(*others, *own))
