"""Read texts of goods, and documents of the index, in the same words."""

import itertools
from collections.abc import Iterator, Sequence

from openkeden.classification.reading import kazakh
from openkeden.classification.reading.compounds import Compounds
from openkeden.classification.reading.exceptions import Exceptions
from openkeden.classification.reading.goods_text import GoodsText
from openkeden.classification.reading.kazakh_words import KazakhWords
from openkeden.classification.reading.languages import Languages, Read
from openkeden.classification.reading.names_of_goods import names_in
from openkeden.classification.reading.query_weights import Role, Stem, role, weights
from openkeden.classification.reading.terms import GatheredTerms, Weighed, typed
from openkeden.classification.reading.vocabulary import GoodsVocabulary
from openkeden.classification.reading.words import BOUND, plain, words

#: What a further wording of the glossary counts beside the first, in thousandths.
_FURTHER, _WHOLE = 500, 1_000

#: What a word counts that is read as another one, in thousandths.
_MISTYPED = 700


class Reader:
    """Reads texts by a vocabulary."""

    def __init__(self, vocabulary: GoodsVocabulary) -> None:
        self._known = vocabulary
        self._languages = Languages(vocabulary)
        self._exceptions = Exceptions(vocabulary.queries)
        self._kazakh = KazakhWords(vocabulary)
        self._compounds = Compounds(vocabulary.known.get("en", frozenset()))

    def read(self, text: str, language: str = "") -> GoodsText:
        """What a text says. An empty language: it is recognised."""
        whole = self._exceptions.cut(plain(text[:BOUND]))
        spoken, read = self._languages.read(list(words(whole)), language)
        describing = [place for place, one in enumerate(read) if _describes(one)]
        said = [one.said for one in read]
        counted = weights(said, self._known.queries, describing)
        weighed = [Weighed(*one, weight) for one, weight in zip(read, counted, strict=True)]
        terms = GatheredTerms()
        for of_language, run in itertools.groupby(weighed, _language):
            self._add(terms, of_language, list(run))
        return GoodsText(spoken, terms.all(), terms.called())

    def document_terms(self, text: str, language: str) -> tuple[str, ...]:
        """The stems of a document in a language, of English with those of its pairs of words,
        each as often as it stands there; what the text excepts is left out.
        """
        whole = self._exceptions.cut(plain(text))
        latin = language == "en"
        read = [
            self._languages.said(one.word, language)
            for one in words(whole)
            if one.latin is latin
        ]
        stems = [one.stem for one in read if not self._is_plain(one)]
        pairs = itertools.pairwise(stems) if latin else ()
        return (*stems, *[" ".join(pair) for pair in pairs])

    def _is_plain(self, said: Stem) -> bool:
        return role(said, self._known.queries) is Role.PLAIN

    def _add(self, terms: GatheredTerms, language: str, run: Sequence[Weighed]) -> None:
        """The terms of neighbouring words of one language."""
        if language == "kk":
            run = [self._spelled(one) for one in run]
        for one in run:
            terms.add(one.said, one.weight, one.typed)
        if language == "kk":
            self._add_meanings(terms, run)
            return
        if language == "en":
            self._add_pairs(terms, [one for one in run if one.weight])
        known = self._known.called.get(language, {})
        for found in names_in(_stems(run), known, ordered=False):
            named = run[found.start : found.end]
            terms.call(typed(named), found.value, _loudest(named))

    def _add_pairs(self, terms: GatheredTerms, run: Sequence[Weighed]) -> None:
        """Pairs of English words, and words that others write as one or as two."""
        for pair in itertools.pairwise(run):
            said = Stem("en", " ".join(_stems(pair)))
            terms.add(said, _loudest(pair), typed(pair))
        for one in self._compounds.of(run):
            terms.add(one.said, one.weight, one.typed)

    def _add_meanings(self, terms: GatheredTerms, run: Sequence[Weighed]) -> None:
        """What the glossary says of Kazakh words, in Russian and English; words that it has
        not, and that Kazakh has no letters of its own in, as Russian ones too.
        """
        named: set[int] = set()
        for found in names_in(_stems(run), self._known.kazakh, ordered=True):
            words_of = run[found.start : found.end]
            named.update(range(found.start, found.end))
            for place in found.value:
                self._add_meaning(terms, place, words_of)
        for place, one in enumerate(run):
            russian = "" if place in named else self._kazakh.russian(one.word, one.typed)
            if russian:
                terms.add(Stem("ru", russian), one.weight, one.typed)

    def _spelled(self, word: Weighed) -> Weighed:
        """A Kazakh word; one that nothing has as the word that it is a form of, or that is
        one letter away.
        """
        if self._languages.knows(word.said):
            return word
        known = self._kazakh.known(word.word)
        if known:
            return word._replace(said=Stem("kk", known))
        near = self._kazakh.near(word.word)
        if not near:
            return word
        weight = word.weight * _MISTYPED // _WHOLE
        return word._replace(said=Stem("kk", near), weight=weight)

    def _add_meaning(
        self, terms: GatheredTerms, place: int, named: Sequence[Weighed]
    ) -> None:
        meaning = self._known.meanings[place]
        weight, said = _loudest(named), typed(named)
        terms.call(said, meaning.headings, weight)
        for language, wordings in (("ru", meaning.ru), ("en", meaning.en)):
            for position, wording in enumerate(wordings):
                counted = weight * (_FURTHER if position else _WHOLE) // _WHOLE
                for one in _terms_of(wording, language):
                    terms.add(Stem(language, one), counted, said)


def _describes(word: Read) -> bool:
    """Whether a word is a Kazakh one whose ending tells that it describes."""
    return word.said.language == "kk" and kazakh.describes(word.word, word.said.stem)


def _language(word: Weighed) -> str:
    return word.said.language


def _stems(run: Sequence[Weighed]) -> list[str]:
    return [one.said.stem for one in run]


def _loudest(run: Sequence[Weighed]) -> int:
    return max([one.weight for one in run], default=0)


def _terms_of(wording: str, language: str) -> Iterator[str]:
    stems = wording.split()
    yield from stems
    if language == "en":
        for pair in itertools.pairwise(stems):
            yield " ".join(pair)
