"""Kazakh words that nothing has as they stand: spelled wrong, or Russian ones with endings of
Kazakh.
"""

import functools

from openkeden.classification.reading import kazakh
from openkeden.classification.reading.stems import REMEMBERED, stem
from openkeden.classification.reading.vocabulary import GoodsVocabulary

_NONE: frozenset[str] = frozenset()


class KazakhWords:
    """Words of a vocabulary as Kazakh texts have them."""

    def __init__(self, vocabulary: GoodsVocabulary) -> None:
        self._roots = vocabulary.roots | vocabulary.known.get("kk", _NONE)
        self._russian = vocabulary.known.get("ru", _NONE)

        #: The known word that a folded one is a form of but for one letter; empty: of none.
        self.near = functools.lru_cache(maxsize=REMEMBERED)(self._near)

    @functools.cached_property
    def _letters(self) -> str:
        return "".join(sorted(set("".join(self._roots))))

    def _near(self, word: str) -> str:
        return kazakh.near_root(word, self._roots, self._letters)

    def known(self, word: str) -> str:
        """The known word that a folded one is a form of; empty: of none."""
        return kazakh.known_root(word, self._roots)

    def russian(self, word: str, typed: str) -> str:
        """The stem of the Russian word that a folded word is a form of, with endings of
        Russian or of Kazakh; that of the word itself where none is known; empty: it has
        letters that Russian has not.
        """
        foreign = kazakh.LETTERS.search(typed.lower())
        own = len(word) if foreign is None else foreign.start()
        for beginning in kazakh.beginnings(word):
            found = stem(beginning, "ru") if len(beginning) <= own else ""
            if found in self._russian:
                return found
        return "" if foreign else stem(word, "ru")
