"""The ranking of codes by a model that learned from declarations: what it says of a text
without them is one voice among several.
"""

from collections.abc import Iterable, Iterator, Mapping

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
from openkeden.classification.index.ranker import Ranker, Read, Shares
from openkeden.classification.index.signs import FieldFits
from openkeden.classification.reading.goods_text import GoodsText, Term

#: What a weight of a term is a part of.
_THOUSAND = 1000


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
        digits, chain = self.told.digits, self.chain
        terms = _terms(text, self.told.language)
        found = [
            self._plain(shares),
            chain.voice("documents", self._by_documents(digits, terms)),
        ]
        if digits == 6:
            found.append(chain.voice("headings", self._by_documents(4, terms), 4))
        if self._neighbours is not None:
            found.append(chain.voice("neighbours", self._neighbours.votes(terms)))
        if self._linear is not None:
            keys = linear_keys(_stems(text, self.told.language))
            found.append(chain.voice("linear", self._linear.shares(sorted(keys))))
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


def _stems(text: GoodsText, language: str) -> list[str]:
    return [term.stem for term in signs.said(text) if term.language == language]


def _terms(text: GoodsText, language: str) -> dict[int, float]:
    """The keys of the terms of a text with their weights."""
    return {
        key(term.stem): term.weight / _THOUSAND
        for term in signs.said(text)
        if term.language == language
    }


class LearnedRanker(Ranker):
    """A model with what it learned, made ready to rank codes."""

    def __init__(self, model: ClassifierModel, read: Read) -> None:
        super().__init__(model, read)
        told = learned_languages.read(model.further).languages
        self.learned = {one.language: LearnedVoices(model, one) for one in told}
        headings = [part for part in model.parts if part.head.digits == signs.HEADING]
        self._declared = {
            part.head.language: part for part in headings if part.head.source == "declared"
        }

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
