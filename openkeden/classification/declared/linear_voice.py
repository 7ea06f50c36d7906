"""A linear model of chapters and of the codes in each, in whole numbers of 8 bits.

A text is the terms and pieces of words that it has, weighed by how rare they are, of length
one. The score of a class is the sum over them of their weights in it; four times the scores
are the exponents of shares.

The weights of a term in all classes are one long number with a lane of 64 bits for each: so
the scores of all of them are multiplied and added at once.
"""

import bisect
import heapq
import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple, Self

import msgspec

from openkeden.classification.index.postings import numbers

#: Chapters whose codes are weighed, and the least share of one; of a code.
_OPENED: Final = 8
_LEAST: Final = 0.0005
_LEAST_OF_CODE: Final = 0.0001

#: What scores are raised by.
_RAISED: Final = 4.0

#: Weights stand as bytes: nought is this.
NOUGHT: Final = 128

#: The bytes of a lane.
_LANE: Final = 8


class LinearBlock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The classes of one choice: of chapters, or of the codes in one."""

    #: What it is the choice within: a chapter, or empty for all of them.
    within: str

    #: The number of each code, or the chapters as numbers.
    classes: tuple[int, ...]

    #: What a weight of each class is a multiple of.
    scales: tuple[float, ...]

    #: What the score of each begins with.
    begins: tuple[float, ...]


class LinearHead(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is said of all blocks."""

    #: The blocks, that of chapters first; a chapter with one code has one without terms.
    blocks: tuple[LinearBlock, ...]


class WeighedTerms(NamedTuple):
    """The terms of a text that are known."""

    #: The place of each, and how rare it is, in thousandths.
    terms: Sequence[tuple[int, int]]

    #: The length of the text.
    length: float


class _Block:
    """A block with its numbers."""

    def __init__(
        self, told: LinearBlock, terms: Sequence[int], weights: memoryview
    ) -> None:
        self.told = told
        self._terms = terms
        self._weights = weights

    def shares(self, text: WeighedTerms) -> dict[int, float]:
        """The shares of its classes, by the terms of a text."""
        told = self.told
        scores = self._scores(text)
        lines = zip(told.begins, told.scales, scores, strict=True)
        raised = [_RAISED * (begin + scale * score) for begin, scale, score in lines]
        most = max(raised)
        powers = [math.exp(one - most) for one in raised]
        whole = sum(powers)
        return {
            number: power / whole
            for number, power in zip(told.classes, powers, strict=True)
        }

    def _scores(self, text: WeighedTerms) -> list[float]:
        """The sum of the weights of the terms in each class."""
        width = len(self.told.classes)
        lanes = bytearray(_LANE * width)
        added = nought = 0
        for term, rarity in text.terms:
            at = bisect.bisect_left(self._terms, term)
            if at < len(self._terms) and self._terms[at] == term:
                lanes[::_LANE] = self._weights[at * width : (at + 1) * width]
                added += rarity * int.from_bytes(lanes, "little")
                nought += rarity * NOUGHT
        sums = struct.unpack(f"<{width}Q", added.to_bytes(_LANE * width, "little"))
        return [(one - nought) / text.length for one in sums]


class LinearVoice:
    """The linear model of a language."""

    def __init__(self, head: LinearHead, sections: Mapping[str, memoryview]) -> None:
        self._keys = numbers(sections["keys"], "Q")
        # How much each term weighs in a text, in thousandths.
        self._rarities = numbers(sections["rarities"], "H")
        terms, weights = numbers(sections["terms"], "I"), sections["weights"]
        self._blocks: dict[str, _Block] = {}
        first = at = 0
        counts = numbers(sections["counts"], "I")
        for block, count in zip(head.blocks, counts, strict=True):
            size = count * len(block.classes)
            mine = terms[first : first + count]
            self._blocks[block.within] = _Block(block, mine, weights[at : at + size])
            first, at = first + count, at + size

    @classmethod
    def read(cls, sections: Mapping[str, memoryview], language: str) -> Self | None:
        """That of a language in the sections of a model; None: there is none."""
        named = {kind: section(kind, language) for kind in KINDS}
        if named["head"] not in sections:
            return None
        head = msgspec.json.decode(sections[named["head"]], type=LinearHead)
        return cls(head, {kind: sections[name] for kind, name in named.items()})

    def shares(self, terms: Iterable[int]) -> dict[int, float]:
        """The shares of codes, by the keys of the terms and pieces of a text."""
        text = self._weighed(terms)
        if text is None:
            return {}
        chapters = self._blocks[""].shares(text)
        found: dict[int, float] = {}
        for chapter in heapq.nlargest(_OPENED, chapters, key=lambda one: chapters[one]):
            part = chapters[chapter]
            if part < _LEAST:
                break
            within = self._blocks[f"{chapter:02}"].shares(text)
            for number, share in within.items():
                if part * share >= _LEAST_OF_CODE:
                    found[number] = part * share
        return found

    def _weighed(self, terms: Iterable[int]) -> WeighedTerms | None:
        """The terms that are known; None: none is."""
        found = []
        for key in terms:
            at = bisect.bisect_left(self._keys, key)
            if at < len(self._keys) and self._keys[at] == key:
                found.append((at, self._rarities[at]))
        length = math.sqrt(sum([rarity * rarity for _, rarity in found]))
        return WeighedTerms(found, length) if length else None


#: The sections of a language.
KINDS: Final = ("head", "keys", "rarities", "terms", "counts", "weights")


def section(kind: str, language: str) -> str:
    """The name of a section."""
    return f"linear-{language}.{kind}"
