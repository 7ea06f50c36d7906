"""The ranking of codes by a model that learned from declarations: what it says of a text
without them is one voice among several.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from openkeden.classification.declared import learned_languages, voices
from openkeden.classification.declared.known_documents import KnownDocuments
from openkeden.classification.declared.learned_languages import LearnedLanguage
from openkeden.classification.declared.linear_voice import LinearVoice
from openkeden.classification.declared.neighbours import Neighbours
from openkeden.classification.declared.voices import Chain, Voice
from openkeden.classification.declared.word_pieces import pieces
from openkeden.classification.index import signs
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.postings import key
from openkeden.classification.index.ranker import Ranker, Shares
from openkeden.classification.index.signs import FieldFits
from openkeden.classification.reading.goods_text import GoodsText, Term
from openkeden.classification.reading.reader import Reader
from openkeden.classification.reading.words import BOUND

#: What a weight of a term is a part of.
_THOUSAND: Final = 1000

_CYRILLIC: Final = re.compile(r"[\u0400-\u04ff]")


class DeclaredText(GoodsText, frozen=True, gc=False):
    """A text that is read as a query and as a declared text."""

    #: Its terms as a declared text has them, each as often as it is said.
    declared: tuple[str, ...] = ()


class LearnedVoices:
    """What a model learned from texts in a language."""

    def __init__(self, model: ClassifierModel, told: LearnedLanguage) -> None:
        self.told = told
        self.chain = Chain(model, told.digits)
        self._documents = {
            digits: KnownDocuments.read(model, told.language, digits) for digits in (4, 6)
        }
        self._neighbours = Neighbours.read(model.further, told.language)
        self._linear = LinearVoice.read(model.further, told.language)

    def voices(self, shares: Shares, text: GoodsText) -> list[Voice]:
        """What is said of a text; `shares` are those without declarations."""
        digits, chain, language = self.told.digits, self.chain, self.told.language
        terms = _terms(text, language)
        found = [
            self._plain(shares),
            chain.voice("documents", self._by_documents(digits, terms)),
        ]
        if digits == 6:
            found.append(chain.voice("headings", self._by_documents(4, terms), 4))
        if self._neighbours is not None:
            votes = self._neighbours.votes(_counted(text, language))
            found.append(chain.voice("neighbours", votes))
        if self._linear is not None:
            keys = sorted(linear_keys(_stems(text, language)))
            found.append(chain.voice("linear", self._linear.shares(keys)))
        return found

    def sign_names(self) -> list[str]:
        """The names of the signs that they give."""
        spoken = self.voices(Shares({}, {}), GoodsText(self.told.language, ()))
        return voices.sign_names(spoken)

    def _by_documents(self, digits: int, terms: Mapping[int, float]) -> dict[int, float]:
        """The shares of codes by what is known of them."""
        documents = self._documents[digits]
        return {} if documents is None else voices.softened(documents.scores(terms))

    def _plain(self, shares: Shares) -> Voice:
        """What is said without declarations."""
        above = self.chain.voice("plain", shares.headings, 4)
        if self.told.digits == 4:
            return above
        return Voice("plain", {6: dict(shares.subheadings), **above.levels})

    def joined(self, shares: Shares, text: GoodsText) -> Shares:
        """The shares of codes by all voices."""
        told = self.told
        spoken = self.voices(shares, text)
        found = voices.joined(spoken, self.chain, told.digits, told.join)
        if told.digits == 6:
            return Shares(self.chain.lifted(found), found)
        return Shares(found, self.chain.lowered(found, shares.subheadings))


def linear_keys(stems: Iterable[str]) -> set[int]:
    """The keys of terms and of the pieces of their words."""
    found: set[int] = set()
    for stem in stems:
        found.update([key(one) for one in (stem, *_pieces(stem))])
    return found


def _pieces(stem: str) -> Iterator[str]:
    """The pieces of a word, marked as such; a pair of words has none."""
    if " " not in stem:
        for piece in pieces(stem):
            yield f"%{piece}"


def _stems(text: GoodsText, language: str) -> dict[str, int]:
    """The terms of a text as a declared one has them, with how often each is said, and those
    that it is read by besides.
    """
    stems = Counter(text.declared if isinstance(text, DeclaredText) else ())
    for term in signs.said(text):
        if term.language == language and term.stem not in stems:
            stems[term.stem] = 1
    return stems


def _counted(text: GoodsText, language: str) -> dict[int, float]:
    """The keys of these terms, each with how much it counts."""
    stems = _stems(text, language)
    return {key(stem): 1 + math.log(count) for stem, count in stems.items()}


def _terms(text: GoodsText, language: str) -> dict[int, float]:
    """The keys of the terms of a text with their weights."""
    return {
        key(term.stem): term.weight / _THOUSAND
        for term in signs.said(text)
        if term.language == language
    }


class LearnedRanker(Ranker):
    """A model with what it learned, made ready to rank codes."""

    def __init__(self, model: ClassifierModel, reader: Reader) -> None:
        super().__init__(model, reader.read)
        self._reader = reader
        told = learned_languages.read(model.further).languages
        self.learned = {one.language: LearnedVoices(model, one) for one in told}
        headings = [part for part in model.parts if part.head.digits == signs.HEADING]
        self._declared = {
            part.head.language: part for part in headings if part.head.source == "declared"
        }

    def read(self, text: str, language: str = "") -> GoodsText:
        """The words of a text as they are searched. One in Latin letters is read as English
        where a model learned that and not the language it was taken for.
        """
        read = super().read(text, language)
        if not language and self._is_english(text, read.language):
            read = super().read(text, "en")
        declared = self._reader.document_terms(text[:BOUND], read.language)
        return DeclaredText(read.language, read.terms, read.called, declared)

    def _is_english(self, text: str, language: str) -> bool:
        unlearned = language not in self.learned and "en" in self.learned
        return unlearned and not _CYRILLIC.search(text)

    def mended(self, text: GoodsText) -> GoodsText:
        """A text whose unknown words are read as known ones, but for those that were
        declared again and again.
        """
        meant = [term for term in text.terms if self._is_declared(term)]
        return self._spelling.mended(text, meant)

    def _is_declared(self, term: Term) -> bool:
        part = self._declared.get(term.language)
        if part is None:
            return False
        first, after = part.postings.span(key(term.stem))
        return sum(part.postings.counts[first:after]) > 1

    def plainly_weighed(self, fits: FieldFits, text: GoodsText) -> Shares:
        """The shares without what was declared."""
        return super().weighed(fits, text)

    def weighed(self, fits: FieldFits, text: GoodsText) -> Shares:
        """The shares of the best headings and subheadings, by what was declared too."""
        shares = self.plainly_weighed(fits, text)
        learned = self.learned.get(text.language)
        if learned is None or not shares.headings:
            return shares
        return learned.joined(shares, text)
