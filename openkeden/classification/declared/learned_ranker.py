"""The ranking of codes by a model that learned from declarations: what it says of a text
without them is one voice among several.
"""

from collections.abc import Iterable, Iterator, Mapping

from openkeden.classification.declared import learned_languages, voices
from openkeden.classification.declared.learned_languages import LearnedLanguage
from openkeden.classification.declared.linear_voice import LinearVoice
from openkeden.classification.declared.neighbours import Neighbours
from openkeden.classification.declared.voices import Chain, Voice
from openkeden.classification.declared.word_pieces import pieces
from openkeden.classification.index import signs
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.postings import key
from openkeden.classification.index.ranker import Ranker, Read, Shares
from openkeden.classification.index.signs import FieldFit, FieldFits
from openkeden.classification.reading.goods_text import GoodsText

#: What a weight of a term is a part of.
_THOUSAND = 1000


class LearnedVoices:
    """What a model learned from texts in a language."""

    def __init__(self, model: ClassifierModel, told: LearnedLanguage) -> None:
        self.told = told
        self.chain = Chain(model, told.digits)
        self._neighbours = Neighbours.read(model.further, told.language)
        self._linear = LinearVoice.read(model.further, told.language)

    def voices(self, shares: Shares, fits: FieldFits, text: GoodsText) -> list[Voice]:
        """What is said of a text; `shares` are those without declarations."""
        digits = self.told.digits
        fields = fits.subheadings if digits == 6 else fits.headings
        found = [
            self._plain(shares),
            self.chain.voice("documents", _softened(fields, f"declared{digits}")),
        ]
        if digits == 6:
            above = _softened(fits.headings, "declared4")
            found.append(self.chain.voice("headings", above, 4))
        if self._neighbours is not None:
            terms = _terms(text, self.told.language)
            found.append(self.chain.voice("neighbours", self._neighbours.votes(terms)))
        if self._linear is not None:
            keys = linear_keys(_stems(text, self.told.language))
            found.append(self.chain.voice("linear", self._linear.shares(sorted(keys))))
        return found

    def _plain(self, shares: Shares) -> Voice:
        """What is said without declarations."""
        above = self.chain.voice("plain", shares.headings, 4)
        if self.told.digits == 4:
            return above
        return Voice("plain", {6: dict(shares.subheadings), **above.levels})

    def joined(self, shares: Shares, fits: FieldFits, text: GoodsText) -> Shares:
        """The shares of codes by all voices."""
        told = self.told
        spoken = self.voices(shares, fits, text)
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


def _softened(fields: Mapping[str, FieldFit], name: str) -> dict[int, float]:
    """The shares that a field gives, where there is one."""
    return voices.softened(fields[name].scores) if name in fields else {}


class LearnedRanker(Ranker):
    """A model with what it learned, made ready to rank codes."""

    def __init__(self, model: ClassifierModel, read: Read) -> None:
        super().__init__(model, read)
        told = learned_languages.read(model.further).languages
        self.learned = {one.language: LearnedVoices(model, one) for one in told}

    def plainly_weighed(self, fits: FieldFits, text: GoodsText) -> Shares:
        """The shares without what was declared."""
        return super().weighed(fits, text)

    def weighed(self, fits: FieldFits, text: GoodsText) -> Shares:
        """The shares of the best headings and subheadings, by what was declared too."""
        shares = self.plainly_weighed(fits, text)
        learned = self.learned.get(text.language)
        if learned is None or not shares.headings:
            return shares
        return learned.joined(shares, fits, text)
