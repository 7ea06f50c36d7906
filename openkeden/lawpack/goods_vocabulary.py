"""The vocabulary of the law: words that say little, the glossary, the words of headings."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from openkeden.classification.reading.learned_words import (
    GlossaryLine,
    QueryWord,
    vocabulary,
)
from openkeden.classification.reading.vocabulary import GoodsVocabulary
from openkeden.lawpack.pack_files import PackFiles

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.abc import Traversable

#: The files, those of all countries.
QUERY_WORDS, GLOSSARY = "hs/query_words.csv", "hs/glossary.csv"
SEARCH_WORDS = "hs/search_words.csv"
SUBHEADING_WORDS = "hs/subheading_words.csv"


def goods_vocabulary(
    root: "Traversable", texts: "Iterable[tuple[str, str]]" = ()
) -> GoodsVocabulary:
    """The vocabulary under a folder of laws; further texts are pairs of language and text."""
    files = PackFiles(root)
    said = [QueryWord(*line) for line in files.csv(QUERY_WORDS)]
    return vocabulary(said, glossary(files), [*_search_words(files), *texts])


def glossary(files: PackFiles) -> tuple[GlossaryLine, ...]:
    """The lines of the glossary."""
    return tuple([_line(cells) for cells in files.csv(GLOSSARY)])


def _line(cells: list[str]) -> GlossaryLine:
    kk, ru, en, headings, *_ = cells
    return GlossaryLine(kk, ru, en, tuple(filter(None, headings.split("; "))))


def _search_words(files: PackFiles) -> Iterator[tuple[str, str]]:
    for name in (SEARCH_WORDS, SUBHEADING_WORDS):
        for _, language, said in files.csv(name):
            yield language, said
