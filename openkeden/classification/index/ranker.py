"""The ranking of codes by a text: headings first, then the subheadings of the best."""

import heapq
import math
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from openkeden.classification.candidate_codes import CandidateCode, Ranking
from openkeden.classification.index import averages, judged, signs
from openkeden.classification.index.classifier_model import ClassifierModel, Join
from openkeden.classification.index.signs import CodeTree, FieldFits, PartFields
from openkeden.classification.index.spelling import Spelling
from openkeden.classification.index.spoken import SpokenWords
from openkeden.classification.reading.goods_text import GoodsText

#: Reads a text in a language; an empty one is recognised.
Read = Callable[[str, str], GoodsText]

#: Headings that are weighed, and those whose subheadings are.
_HEADINGS: Final = 60
_OPENED: Final = 40

#: Candidates that are told with the words that spoke for them.
_TOLD: Final = 10

#: The letters of a word that says by itself what goods are; shorter ones are signs.
_SHORTEST: Final = 3

_HEADING, _SUBHEADING = 4, 6


class Shares(NamedTuple):
    """Codes by number with their shares."""

    #: Of headings.
    headings: dict[int, float]

    #: Of subheadings.
    subheadings: dict[int, float]


class _Heard(NamedTuple):
    """A text with what the fields say of it."""

    #: The text and its language as they were given.
    asked: tuple[str, str]

    #: What was read.
    read: GoodsText

    #: What the fields say of it.
    fits: FieldFits


class Ranker:
    """A model made ready to rank codes."""

    def __init__(self, model: ClassifierModel, read: Read) -> None:
        self.model = model
        self._read = read
        self._fields = PartFields(model)
        self._tree = CodeTree(model)
        self._spelling = Spelling(model.vocabulary.known)
        self._last: _Heard | None = None

    def read(self, text: str, language: str = "") -> GoodsText:
        """The words of a text as they are searched."""
        return self._read(text, language)

    def mended(self, text: GoodsText) -> GoodsText:
        """A text whose unknown words are read as known ones."""
        return self._spelling.mended(text)

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        """The codes that a text may mean. An empty language: it is recognised."""
        heard = self._hear(text, language)
        return self._ranked(heard.read, heard.fits, top)

    def rank_read(self, text: GoodsText, top: int = 60) -> Ranking:
        """The codes that a text may mean that is read already."""
        mended = self.mended(text)
        return self._ranked(mended, self._fields.fits(mended), top)

    def _hear(self, text: str, language: str) -> _Heard:
        """What the fields say of a text. The last one is remembered: its shares are asked
        for after its ranking.
        """
        last = self._last
        if last is None or last.asked != (text, language):
            read = self.mended(self._read(text, language))
            last = _Heard((text, language), read, self._fields.fits(read))
            self._last = last
        return last

    def _ranked(self, text: GoodsText, fits: FieldFits, top: int) -> Ranking:
        headings, subheadings = self.weighed(fits, text)
        if not headings:
            return Ranking(text.language, (), (), 0)
        words = SpokenWords(self.model, fits, text)
        found = _Found(self.model, self._tree, text.language, words)
        by_four = found.candidates(headings, _HEADING, top, self._weights(4, text))
        by_six = found.candidates(subheadings, _SUBHEADING, top, self._weights(6, text))
        shares = {self.model.headings[number]: one for number, one in headings.items()}
        enough = judged.enough(self.model, text, shares, by_four, by_six)
        if by_four[0].chance is None and self._is_part_of_a_name(text, by_four[0]):
            enough = 0
        return Ranking(text.language, by_four, by_six, enough)

    def _is_part_of_a_name(self, text: GoodsText, best: CandidateCode) -> bool:
        """Whether one word alone speaks, and no goods are called by it alone: a sign of two
        letters, or one of several words, which would have to say what it is a part of.
        """
        said = [term for term in signs.said(text) if " " not in term.stem]
        typed = {term.typed for term in said}
        speaking = {one.typed for one in best.spoken} & typed
        if text.called or len(speaking) != 1:
            return False
        if any(self._fields.stands_alone(one) for one in said if one.typed in speaking):
            return False
        short = all(len(word) < _SHORTEST for word in speaking)
        return short or len(typed) > len(speaking) + 1

    def fits(self, text: GoodsText) -> FieldFits:
        """What the fields of the model say of a text."""
        return self._fields.fits(text)

    def weighed(self, fits: FieldFits, text: GoodsText) -> Shares:
        """The shares of the best headings and of their subheadings, by number."""
        headings = self._headings(fits, text)
        return Shares(headings, self._subheadings(fits, headings, text.language))

    def shares(self, text: str, digits: int) -> Mapping[str, int]:
        """The part of every code of four or six digits in millionths, plain average of what
        the fields say; empty where none has a word of the text.
        """
        heard = self._hear(text, "")
        return averages.shares(self.model, self._tree, heard.fits, heard.read, digits)

    def join(self, digits: int, language: str) -> Join:
        """The join for texts of a language, or else that for any."""
        known = [one for one in self.model.joins if one.digits == digits]
        own = [one for one in known if one.language == language]
        return (own or [one for one in known if not one.language])[0]

    def _weights(self, digits: int, text: GoodsText) -> Mapping[str, float]:
        return self.join(digits, text.language).weights

    def _headings(self, fits: FieldFits, text: GoodsText) -> dict[int, float]:
        """The shares of the best headings by number, the best first."""
        weights = self._weights(_HEADING, text)
        total: dict[int, float] = {}
        for name, fit in fits.headings.items():
            _add(total, fit.scores, weights.get(name, 0.0))
        for name, fit in fits.subheadings.items():
            _add(total, self._tree.lifted(fit.scores), weights.get(name, 0.0))
        _add(total, self._tree.called(text), weights.get("called", 0.0))
        codes = self.model.headings
        best = heapq.nsmallest(_HEADINGS, total, key=lambda one: (-total[one], codes[one]))
        return _shares({number: total[number] for number in best})

    def _subheadings(
        self, fits: FieldFits, headings: Mapping[int, float], language: str
    ) -> dict[int, float]:
        """The shares of the subheadings of the best headings by number."""
        weights = self.join(_SUBHEADING, language).weights
        told = {name: fit for name, fit in fits.subheadings.items() if fit.best}
        found: dict[int, float] = {}
        for heading in list(headings)[:_OPENED]:
            below = self._tree.below[heading]
            above = weights.get("heading", 0.0) * math.log(headings[heading])
            above += weights.get("siblings", 0.0) * math.log(max(len(below), 1))
            for number in below:
                found[number] = above + self._rest(number, weights)
            for name, fit in told.items():
                whole, within = weights.get(name, 0.0), weights.get(f"{name}.within", 0.0)
                scores = [fit.scores.get(number, 0.0) for number in below]
                best = max(scores, default=0.0)
                for number, score in zip(below, scores, strict=True):
                    found[number] += whole * score / fit.best
                    found[number] += within * (score / best if best else 1.0)
        return _shares(found)

    def _rest(self, number: int, weights: Mapping[str, float]) -> float:
        """What a subheading is given for taking what no other does."""
        if self.model.subheadings[number] in self.model.others:
            return weights.get("other", 0.0)
        return 0.0


class _Found:
    """The candidates of one text."""

    def __init__(
        self, model: ClassifierModel, tree: CodeTree, language: str, words: SpokenWords
    ) -> None:
        self._model = model
        self._tree = tree
        self._language = language
        self._words = words

    def candidates(
        self,
        shares: Mapping[int, float],
        digits: int,
        top: int,
        weights: Mapping[str, float],
    ) -> tuple[CandidateCode, ...]:
        """Codes by their shares, the best first, those of equal shares by code."""
        model = self._model
        codes = model.headings if digits == _HEADING else model.subheadings
        order = sorted(shares, key=lambda number: (-shares[number], codes[number]))
        calibration = judged.calibration(model, digits, self._language)
        found = []
        for place, number in enumerate(order[:top]):
            above = number if digits == _HEADING else self._tree.above[number]
            told = self._words.of(number, above, digits, weights) if place < _TOLD else ()
            share = shares[number]
            chance = judged.chance(calibration, share) if calibration else None
            millionths = round(judged.MILLION * share)
            found.append(CandidateCode(codes[number], millionths, chance, told))
        return tuple(found)


def _add(total: dict[int, float], scores: Mapping[int, float], weight: float) -> None:
    """Add the fits of a field with its weight to those of others."""
    best = max(scores.values(), default=0.0)
    if not best or not weight:
        return
    factor = weight / best
    for number, score in scores.items():
        total[number] = total.get(number, 0.0) + factor * score


def _shares(scores: Mapping[int, float]) -> dict[int, float]:
    """The shares of scores: a softmax."""
    most = max(scores.values(), default=0.0)
    raised = {number: math.exp(score - most) for number, score in scores.items()}
    whole = sum(raised.values())
    return {number: one / whole for number, one in raised.items()}
