"""Candidate codes: what a text may mean, best first, with what spoke for each."""

from collections.abc import Mapping
from typing import Literal, Protocol

import msgspec

#: Where a word was known from: the name of the goods, words that people use for them, the
#: glossary, official texts that somebody loaded, or goods declared before.
Source = Literal["name", "words", "glossary", "official", "declared"]


class Spoken(msgspec.Struct, frozen=True, gc=False):
    """A word of the text that speaks for a code."""

    #: The word as it was typed.
    typed: str

    #: Where it is known from.
    source: Source

    #: Its part in the score of the code, in millionths.
    share: int


class CandidateCode(msgspec.Struct, frozen=True, gc=False):
    """A code that a text may mean."""

    #: A heading of four digits or a subheading of six.
    code: str

    #: Its part among all codes of as many digits, in millionths. Not a chance.
    share: int

    #: The chance that it is the right one, in millionths, where the model was judged on texts
    #: of this language; None: it was not.
    chance: int | None = None

    #: The words that spoke for it, the loudest first.
    spoken: tuple[Spoken, ...] = ()


class Ranking(msgspec.Struct, frozen=True, gc=False):
    """What a text may mean."""

    #: The language that most of the text is in.
    language: str

    #: Headings, best first; empty where no word of the text is known.
    headings: tuple[CandidateCode, ...]

    #: Subheadings, best first.
    subheadings: tuple[CandidateCode, ...]

    #: The digits that the text is enough for: 6, 4, 2, or 0 where it is not enough to tell.
    enough: int


class Classifier(Protocol):
    """What ranks codes by a text."""

    def rank(self, text: str, language: str = "", top: int = 60) -> Ranking:
        """The codes that a text may mean. An empty language: it is recognised."""
        ...

    def shares(self, text: str, digits: int) -> Mapping[str, int]:
        """The part of every code of so many digits (4 or 6) in millionths, plain average of
        the model's parts: what tells how far a declared code is from the text.
        """
        ...
