"""A part of a model: documents of one origin in one language, and how well they fit a text.

The weight of a term grows with its count in a document towards a bound, is less in a long
document, and falls with the number of documents that hold it (Okapi BM25).
"""

import collections
import math
from collections.abc import Mapping, Sequence
from typing import Final, Literal, NamedTuple

import msgspec

from openkeden.classification.candidate_codes import Source
from openkeden.classification.index.postings import Postings

#: Settings of a part are in thousandths.
_THOUSAND: Final = 1000


class PartHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a part is."""

    #: What it is called within the model, as `name-en-6`.
    name: str

    #: What its documents are made of.
    source: Source

    #: The language of its terms.
    language: str

    #: The digits of its codes.
    digits: Literal[4, 6]

    #: Whether a document is all that is known of a code, or one line of it: then the line
    #: that fits best speaks for the code.
    unit: Literal["whole", "line"]

    #: How late the weight of a term that is said often stops to grow, in thousandths: k1.
    growth: int

    #: How much the length of a document weakens its terms, in thousandths: b.
    evenness: int


class WeighedTerm(NamedTuple):
    """A term of a text as the postings know it."""

    key: int

    #: How much it counts; 1: a word that says what the goods are.
    weight: float


class Heard(NamedTuple):
    """A term of a text that documents of a part hold."""

    #: Its place among the terms of the text.
    place: int

    #: From where to where its documents stand.
    first: int
    after: int

    #: What it weighs, its rarity with it.
    weight: float


class Part:
    """The documents of a part."""

    def __init__(
        self, head: PartHead, postings: Postings, classes: Sequence[int] = ()
    ) -> None:
        self.head = head
        self.postings = postings

        #: The number of the code of each line; empty where a document is a whole code.
        self.classes = classes
        documents = len(postings.lengths)
        whole = sum(postings.lengths)
        growth, evenness = head.growth / _THOUSAND, head.evenness / _THOUSAND
        self._gain = growth + 1.0
        self._base = growth * (1.0 - evenness)
        self._slope = growth * evenness * documents / whole if whole else 0.0

    def hear(self, terms: Sequence[WeighedTerm]) -> list[Heard]:
        """The terms that any document holds."""
        heard = []
        for place, term in enumerate(terms):
            first, after = self.postings.span(term.key)
            if after > first:
                weight = term.weight * self._rarity(after - first) * self._gain
                heard.append(Heard(place, first, after, weight))
        return heard

    def scores(self, heard: Sequence[Heard]) -> Mapping[int, float]:
        """How well codes fit a text, by their numbers; the others do not at all."""
        added = self._added(heard)
        if self.head.unit == "whole":
            return added
        found: dict[int, float] = {}
        for line, score in added.items():
            code = self.classes[line]
            if score > found.get(code, 0.0):
                found[code] = score
        return found

    def adds(self, heard: Heard, code: int) -> float:
        """What a term adds to the score of a code whose document is whole."""
        count = self.postings.count(code, heard.first, heard.after)
        if not count:
            return 0.0
        steadied = count + self._base + self._slope * self.postings.lengths[code]
        return heard.weight * count / steadied

    def _added(self, heard: Sequence[Heard]) -> Mapping[int, float]:
        """The scores of the documents that hold any of the terms."""
        scores: dict[int, float] = collections.defaultdict(float)
        postings, base, slope = self.postings, self._base, self._slope
        lengths = postings.lengths
        for term in heard:
            weight = term.weight
            owners = postings.owners[term.first : term.after]
            counts = postings.counts[term.first : term.after]
            for owner, count in zip(owners, counts, strict=True):
                scores[owner] += weight * count / (count + base + slope * lengths[owner])
        return scores

    def _rarity(self, holding: int) -> float:
        """The weight of a term that so many documents hold."""
        documents = len(self.postings.lengths)
        return math.log(1.0 + (documents - holding + 0.5) / (holding + 0.5))
