"""Texts read for learning: each distinct set of words of a code once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import msgspec

from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.reading.reader import Reader

#: The digits at which is learned, the deepest first.
DIGITS: Final = (6, 4)

#: Texts whose language is recognised to tell that of all, and the part of them that is
#: nearly all.
_TRIED: Final = 400
_NEARLY_ALL: Final = 0.95


class ReadText(msgspec.Struct, frozen=True, gc=False):
    """A text as it is learned from."""

    #: Its place among the texts that were given.
    place: int

    #: Its code of 6 digits, or of 4 where it has no more.
    code: str

    #: Its terms, each as often as it is said.
    terms: tuple[str, ...]

    #: How far its code is to be trusted.
    weight: int

    @property
    def key(self) -> int:
        """What it has in common with copies of it: the code and the set of words."""
        said = "\n".join([self.code, *sorted(set(self.terms))])
        digest = hashlib.blake2b(said.encode(), digest_size=8).digest()
        return int.from_bytes(digest, "little")


def by_language(texts: Sequence[LabelledText], reader: Reader) -> dict[str, list[ReadText]]:
    """The texts that have words, by language: that which the table tells, or that of nearly
    all texts; else the one recognised.
    """
    usual = _usual(texts, reader)
    found: dict[str, list[ReadText]] = {}
    for place, text in enumerate(texts):
        language = text.language or usual
        terms = reader.document_terms(text.text, language) if language else ()
        if not terms:
            language = reader.read(text.text).language
            terms = reader.document_terms(text.text, language)
        if terms:
            for code in _codes(text):
                read = ReadText(place, code, terms, text.weight)
                found.setdefault(language, []).append(read)
    return found


def _usual(texts: Sequence[LabelledText], reader: Reader) -> str:
    """The language of nearly all texts, by some of them; empty: there is none."""
    some = texts[:: max(1, len(texts) // _TRIED)]
    languages = Counter([reader.read(text.text).language for text in some])
    language, count = languages.most_common(1)[0]
    return language if count >= _NEARLY_ALL * len(some) else ""


def _codes(text: LabelledText) -> Iterator[str]:
    """The codes that a text teaches."""
    deepest = next((digits for digits in DIGITS if text.labels(digits)), None)
    if deepest is not None:
        yield from text.labels(deepest)


def distinct(texts: Iterable[ReadText]) -> dict[int, ReadText]:
    """Each set of words of a code once, by its key: the one that is trusted most."""
    found: dict[int, ReadText] = {}
    for text in texts:
        key = text.key
        if key not in found or found[key].weight < text.weight:
            found[key] = text
    return found
