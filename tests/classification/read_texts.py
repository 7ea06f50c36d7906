"""The reader of our own vocabulary, made once."""

import functools
from importlib import resources

from openkeden.classification.reading.goods_text import GoodsText
from openkeden.classification.reading.reader import Reader
from openkeden.classification.reading.vocabulary import GoodsVocabulary
from openkeden.lawpack.goods_vocabulary import goods_vocabulary


@functools.cache
def our_vocabulary() -> GoodsVocabulary:
    """The vocabulary of the law."""
    return goods_vocabulary(resources.files("openkeden.law"))


@functools.cache
def our_reader() -> Reader:
    """A reader of it."""
    return Reader(our_vocabulary())


def weights(text: str, language: str = "") -> dict[str, int]:
    """The weights of the stems of a text, by language and stem."""
    return {
        f"{term.language}:{term.stem}": term.weight
        for term in our_reader().read(text, language).terms
    }


def headings(read: GoodsText) -> list[str]:
    """The headings that the names of goods in a text lead to."""
    return [heading for called in read.called for heading in called.headings]
