"""The language of a text and of each of its words: by letters, and by the words that are
known.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from openkeden.classification.reading import kazakh, transliteration
from openkeden.classification.reading.query_weights import Role, Stem, role
from openkeden.classification.reading.stems import REMEMBERED, stem
from openkeden.classification.reading.vocabulary import GoodsVocabulary
from openkeden.classification.reading.words import Word

#: The English words that a Russian or Kazakh text can have for each word of its own.
_MAKES = 3

_NONE: frozenset[str] = frozenset()


class Read(NamedTuple):
    """A word of a text in its language."""

    #: As it was typed.
    typed: str

    #: As it is compared; of Kazakh without its own letters.
    word: str

    #: Its language and stem.
    said: Stem


class Languages:
    """Tells languages apart by what a vocabulary knows."""

    def __init__(self, vocabulary: GoodsVocabulary) -> None:
        self._queries = vocabulary.queries
        self._words = vocabulary.known
        self._roots = vocabulary.roots
        #: A word of a language by its stem, and whether it is known: those seen remembered.
        self.said = functools.lru_cache(maxsize=REMEMBERED)(self._said)
        self.knows = functools.lru_cache(maxsize=REMEMBERED)(self._knows)

    @functools.cached_property
    def _sounds(self) -> Mapping[str, str]:
        """Russian stems by what their transliteration keeps."""
        return {transliteration.sound(one): one for one in self._words.get("ru", _NONE)}

    def _said(self, word: str, language: str) -> Stem:
        """A word of a language by its stem."""
        if language == "kk":
            return Stem(language, kazakh.root(kazakh.folded(word), self._roots))
        return Stem(language, stem(word, language))

    def _knows(self, said: Stem) -> bool:
        """Whether documents or the glossary have the word, or it says little of goods."""
        if said.stem in self._words.get(said.language, _NONE):
            return True
        return role(said, self._queries) is not Role.SAYS

    def read(self, found: Sequence[Word], asked: str) -> tuple[str, Sequence[Read]]:
        """The language of a text and its words, each in its own. Where a language is asked
        for, words that may be of several are of it.
        """
        latin = self._latin([one for one in found if one.latin])
        cyrillic = self._cyrillic([one for one in found if not one.latin], asked)
        read = [latin[one.word] if one.latin else self._in(one, cyrillic) for one in found]
        return asked or self._most(read, cyrillic), read

    def _in(self, found: Word, language: str) -> Read:
        """A word in Cyrillic letters of a text in that language."""
        if kazakh.LETTERS.search(found.word):
            language = "kk"
        said = self.said(found.word, language)
        if not self.knows(said):
            other = self.said(found.word, "ru" if language == "kk" else "kk")
            said = other if self.knows(other) else said
        return Read(found.typed, kazakh.folded(found.word), said)

    def _cyrillic(self, found: Sequence[Word], asked: str) -> str:
        """The language of words in Cyrillic letters: that of most that are of one alone."""
        if asked in {"ru", "kk"}:
            return asked
        ahead = 0
        for one in found:
            if kazakh.LETTERS.search(one.word):
                ahead += 1
            else:
                ahead += self.knows(self.said(one.word, "kk"))
                ahead -= self.knows(self.said(one.word, "ru"))
        return "kk" if ahead > 0 else "ru"

    def _latin(self, found: Sequence[Word]) -> Mapping[str, Read]:
        """Words in Latin letters: English, or Russian or Kazakh where more are known so."""
        english = {
            one.word: Read(one.typed, one.word, self.said(one.word, "en")) for one in found
        }
        strange = [one for one in found if not self.knows(english[one.word].said)]
        best, most = "", len(found) - len(strange)
        for language in ("ru", "kk"):
            known = sum(self.knows(self._written(one, language).said) for one in strange)
            if known > most:
                best, most = language, known
        if not best:
            return english
        return english | {one.word: self._written(one, best) for one in strange}

    def _written(self, found: Word, language: str) -> Read:
        """A word in Latin letters as one of a language that is written in Cyrillic ones."""
        word = transliteration.cyrillic(found.word, language)
        said = self.said(word, language)
        if language == "ru" and not self.knows(said):
            heard = self._sounds.get(transliteration.sound(said.stem), said.stem)
            said = Stem(language, heard)
        return Read(found.typed, word, said)

    def _most(self, read: Sequence[Read], cyrillic: str) -> str:
        """The language of most words, of English only those that are known: names of makes
        are written so in every language.
        """
        counts = {"en": 0, "ru": 0, "kk": 0}
        for one in read:
            language = one.said.language
            counts[language] += language != "en" or self.knows(one.said)
        if not counts["ru"] and not counts["kk"]:
            return "en"
        if counts["en"] > _MAKES * (counts["ru"] + counts["kk"]):
            return "en"
        if counts["ru"] == counts["kk"]:
            return cyrillic
        return "kk" if counts["kk"] > counts["ru"] else "ru"
