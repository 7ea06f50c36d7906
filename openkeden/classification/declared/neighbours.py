"""Neighbours: the declared texts that have most words in common with a text vote for their
codes.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from typing import Final, Self

from openkeden.classification.index import postings

#: Neighbours that vote, and the power of nearness that a vote has.
_VOTING: Final = 20
_POWER: Final = 4

#: Lengths are in thousandths.
_THOUSAND: Final = 1000

#: The numbers of each section.
KINDS: Final = {
    "keys": "Q",
    "starts": "I",
    "owners": "I",
    "counts": "B",
    "lengths": "I",
    "classes": "H",
}


class Neighbours:
    """Declared texts by their terms."""

    def __init__(self, sections: Mapping[str, Sequence[int]]) -> None:
        self._keys = sections["keys"]
        self._starts = sections["starts"]
        self._owners = sections["owners"]
        self._counts = sections["counts"]
        self._lengths = sections["lengths"]
        self._classes = sections["classes"]
        self._spans = postings.Postings(self._keys, self._starts, (), (), ())

    @classmethod
    def read(cls, sections: Mapping[str, memoryview], language: str) -> Self | None:
        """Those of a language in the sections of a model; None: there are none."""
        if section("keys", language) not in sections:
            return None
        return cls(
            {
                kind: postings.numbers(sections[section(kind, language)], letter)
                for kind, letter in KINDS.items()
            }
        )

    def votes(self, terms: Mapping[int, float]) -> dict[int, float]:
        """The shares of codes, by the terms of a text with their weights."""
        near: dict[int, float] = {}
        whole = 0.0
        for key, weight in terms.items():
            first, after = self._spans.span(key)
            if after - first < 2:
                continue
            rarity = math.log(len(self._lengths) / (after - first))
            whole += (weight * rarity) ** 2
            factor = weight * rarity * rarity
            owners = self._owners[first:after]
            for owner, count in zip(owners, self._counts[first:after], strict=True):
                grown = factor if count == 1 else factor * (1 + math.log(count))
                near[owner] = near.get(owner, 0.0) + grown
        return self._counted(near, math.sqrt(whole)) if whole else {}

    def _counted(self, near: Mapping[int, float], length: float) -> dict[int, float]:
        lengths, classes = self._lengths, self._classes
        cosines = [
            (score * _THOUSAND / (lengths[owner] or 1) / length, -classes[owner])
            for owner, score in near.items()
        ]
        found: dict[int, float] = {}
        for cosine, code in heapq.nlargest(_VOTING, cosines):
            found[-code] = found.get(-code, 0.0) + cosine**_POWER
        whole = sum(found.values())
        return {code: vote / whole for code, vote in found.items()}


def section(kind: str, language: str) -> str:
    """The name of a section."""
    return f"neighbours-{language}.{kind}"
