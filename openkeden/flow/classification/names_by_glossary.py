"""English names of subheadings said in Russian and Kazakh by the glossary: word for word, as
far as it knows the words. They are read by no one; they are searched.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from openkeden.classification.reading.learned_words import GlossaryLine

#: The words of the longest wording that is looked for, and the meanings of one that count.
_LONGEST: Final = 3
_MEANINGS: Final = 2

_BETWEEN: Final = "; "

#: The stems of an English text, without those of pairs.
Stems = Callable[[str], Sequence[str]]


class NamesByGlossary:
    """What the glossary makes of English names."""

    def __init__(self, glossary: Sequence[GlossaryLine], stems: Stems) -> None:
        self._stems = stems
        self._lines: dict[tuple[str, ...], list[GlossaryLine]] = {}
        for line in glossary:
            for wording in line.en.split(_BETWEEN):
                key = tuple(stems(wording))
                if 0 < len(key) <= _LONGEST:
                    self._lines.setdefault(key, []).append(line)

    def texts(self, names: Mapping[str, str], language: str) -> dict[str, tuple[str, ...]]:
        """The names of codes in Russian or Kazakh; a code of which no word is known has
        none.
        """
        said = {code: self._said(name, language) for code, name in names.items()}
        return {code: (text,) for code, text in said.items() if text}

    def _said(self, name: str, language: str) -> str:
        stems, said, place = self._stems(name), dict[str, None](), 0
        while place < len(stems):
            words, lines = self._longest(stems[place : place + _LONGEST])
            for line in lines[:_MEANINGS]:
                told: str = getattr(line, language)
                said[told.partition(_BETWEEN)[0]] = None
            place += words
        return _BETWEEN.join(said)

    def _longest(self, stems: Sequence[str]) -> tuple[int, Sequence[GlossaryLine]]:
        """How many stems the longest wording takes that some stems begin with, and its
        lines; one, and none, where there is none.
        """
        for count in range(len(stems), 0, -1):
            lines = self._lines.get(tuple(stems[:count]))
            if lines:
                return count, lines
        return 1, ()
