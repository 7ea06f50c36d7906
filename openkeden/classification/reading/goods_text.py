"""Texts of goods as they are searched."""

import msgspec


class Term(msgspec.Struct, frozen=True, gc=False):
    """A word of a text, or a group of words, as the index knows it."""

    #: The language of the index that it is looked up in: `en`, `ru` or `kk`.
    language: str

    #: The stem, or stems with a space between.
    stem: str

    #: How much it counts, in thousandths of a word that says what the goods are.
    weight: int

    #: The words as they were typed.
    typed: str


class Called(msgspec.Struct, frozen=True, gc=False):
    """A name of goods in the glossary, found in a text."""

    #: The words as they were typed.
    typed: str

    #: The headings where an officer looks for them first.
    headings: tuple[str, ...]


class GoodsText(msgspec.Struct, frozen=True, gc=False):
    """What a text says, without its grammar."""

    #: The language that most of it is in: `en`, `ru` or `kk`.
    language: str

    #: Its words in the order of the text; one word can give terms in several languages.
    terms: tuple[Term, ...]

    #: The names of goods found in it.
    called: tuple[Called, ...] = ()
