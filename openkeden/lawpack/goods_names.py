"""Short names of the goods of the tariff, in English, Russian and Kazakh.

Chapters, headings and some subheadings have names of their own; below them a name is put
together from what sets a line apart. Nothing is read before it is asked for.
"""

import functools
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

from openkeden.lawpack.pack_files import PackFiles
from openkeden.locale import LANGUAGES, goods_words
from openkeden.tariff.distinctions import Figure

if TYPE_CHECKING:
    from importlib.abc import Traversable

T = TypeVar("T")

#: Digits of a chapter, of a heading, of a subheading and of a whole code.
CHAPTER, HEADING, SUBHEADING, CODE = 2, 4, 6, 10

#: The files of words that goods are searched by; their codes are those of all countries.
_SUBHEADING_WORDS = "hs/subheading_words.csv"
_SEARCH_WORDS = ("hs/search_words.csv", _SUBHEADING_WORDS)
_GLOSSARY = "hs/glossary.csv"

#: The language in which goods are told where nothing is said in Kazakh, and the most phrases.
_TOLD_IN, _TOLD = "ru", 3

#: The file of names that are shown, and that codes are not suggested by.
_TITLES = "titles"

#: The files that hold names of their own.
_OWN = ("chapters", "headings", "subheadings", _TITLES)


class GoodsNames:
    """The names under a folder of law."""

    def __init__(self, root: "Traversable", folder: str) -> None:
        self._files = PackFiles(root)
        self._folder = folder

    def _lines(self, kind: str) -> list[list[str]]:
        return list(self._files.csv(f"{self._folder}/names/{kind}.csv"))

    @functools.cached_property
    def own(self) -> Mapping[str, tuple[str, ...]]:
        """The names of their own by leading digits, one of each language."""
        named: dict[str, tuple[str, ...]] = {}
        for kind in _OWN:
            named |= {line[0]: tuple(line[1:]) for line in self._lines(kind)}
        return named

    @functools.cached_property
    def titles(self) -> frozenset[str]:
        """The subheadings whose name is shown alone: codes are not suggested by it."""
        return frozenset([line[0] for line in self._lines(_TITLES)])

    @functools.cached_property
    def figures(self) -> Mapping[str, Sequence[Figure]]:
        """The figures by leading digits."""
        pairs = [(line[0], Figure(*line[1:])) for line in self._lines("figures")]
        return _grouped(pairs)

    @functools.cached_property
    def words(self) -> Mapping[str, Sequence[str]]:
        """The keys of short words by leading digits."""
        return _grouped([(line[0], line[1]) for line in self._lines("words")])

    @functools.cached_property
    def search_words(self) -> Mapping[str, Sequence[str]]:
        """Words and phrases that people type for the goods of a heading, or of a subheading,
        in all languages.
        """
        pairs: list[tuple[str, str]] = []
        for file in _SEARCH_WORDS:
            pairs += [(line[0], line[2]) for line in self._files.csv(file)]
        for *texts, headings, _, _ in self._files.csv(_GLOSSARY):
            said = "; ".join(texts)
            pairs += [(heading, said) for heading in headings.split("; ") if heading]
        grouped = _grouped(pairs)
        return {
            digits: tuple(dict.fromkeys("; ".join(texts).split("; ")))
            for digits, texts in grouped.items()
        }

    @functools.cached_property
    def _said(self) -> Mapping[tuple[str, str], str]:
        lines = self._files.csv(_SUBHEADING_WORDS)
        return {(code, language): words for code, language, words in lines}

    def said(self, subheading: str, language: str) -> str:
        """What people call the goods of a subheading, some phrases of it, in Russian where
        Kazakh is asked for; empty: it is not known.
        """
        known = self._said.get((subheading, language), "")
        known = known or self._said.get((subheading, _TOLD_IN), "")
        return "; ".join(known.split("; ")[:_TOLD])

    def named(self, code: str) -> str:
        """The most leading digits of a code that have a name of their own; empty: none."""
        for length in range(len(code), CHAPTER - 1, -1):
            if code[:length] in self.own:
                return code[:length]
        return ""

    def short(self, code: str, language: str) -> str:
        """The name of the goods without what sets the line apart; empty: none is known."""
        digits = self.named(code)
        return self.own[digits][LANGUAGES.index(language)] if digits else ""

    def apart(self, code: str, language: str) -> tuple[str, ...]:
        """What sets the line apart among the goods of its own name, in words."""
        said: dict[str, None] = {}
        shared = max(HEADING, len(self.named(code)))
        for length in range(shared + 1, len(code) + 1):
            for key in self.words.get(code[:length], ()):
                said[goods_words.word(key, language)] = None
            for figure in self.figures.get(code[:length], ()):
                said[goods_words.figure(figure, language)] = None
        return tuple(said)

    def within_heading(self, code: str, language: str) -> str:
        """The name of a line beside others of its heading: what is its alone first; empty
        where no name of its own, figure or word is known.
        """
        parts = self.apart(code, language)
        if len(self.named(code)) > HEADING:
            return "; ".join([self.short(code, language), *parts])
        return "; ".join(reversed(parts))

    def full(self, code: str, language: str) -> str:
        """The name of the goods with what sets the line apart; empty: none is known."""
        short = self.short(code, language)
        return "; ".join([short, *self.apart(code, language)]) if short else ""


def _grouped(pairs: Sequence[tuple[str, T]]) -> Mapping[str, Sequence[T]]:
    groups: dict[str, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
