"""Words that are spelled wrong: terms that no document has, read as terms that are one letter
away.

Short words are left as they are: too many names of firms are one letter from a word.
"""

from collections.abc import Container, Mapping, Sequence
from typing import Final

import msgspec

from openkeden.classification.reading.edits import edits
from openkeden.classification.reading.goods_text import GoodsText, Term

#: The letters of the shortest stem that is read as another one.
_SHORTEST: Final = 6

#: What a term counts that is spelled otherwise, of the word as it was typed, in thousandths;
#: and how many are tried at most.
_COUNTS: Final = 700
_MOST: Final = 3
_WHOLE: Final = 1000


class Spelling:
    """The terms that are known by language."""

    def __init__(self, known: Mapping[str, frozenset[str]]) -> None:
        self._known = known
        self._letters: dict[str, list[str]] = {}

    def mended(self, text: GoodsText, meant: Container[Term] = ()) -> GoodsText:
        """A text whose unknown words are read as known ones, where there are any near; those
        that are meant as they stand are left.
        """
        terms: list[Term] = []
        for term in text.terms:
            read = [] if term in meant else self._read(term)
            terms += read or (term,)
        return msgspec.structs.replace(text, terms=tuple(terms))

    def _read(self, term: Term) -> list[Term]:
        known = self._known.get(term.language, frozenset[str]())
        if term.stem in known or len(term.stem) < _SHORTEST or " " in term.stem:
            return []
        near_by = edits(term.stem, self._letters_of(term.language))
        near = sorted(known.intersection(near_by))[:_MOST]
        weight = term.weight * _COUNTS // _WHOLE // max(len(near), 1)
        return [Term(term.language, stem, weight, term.typed) for stem in near]

    def _letters_of(self, language: str) -> Sequence[str]:
        """The letters that stems of a language are made of."""
        if language not in self._letters:
            stems = self._known.get(language, ())
            self._letters[language] = sorted(set("".join(stems)))
        return self._letters[language]
