"""Neighbours: the declared texts that have most words in common with a text vote for their
codes.
"""

import bisect
import heapq
import math
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple, Self

from openkeden.classification.index import postings

#: Neighbours that vote, and the power of nearness that a vote has.
_VOTING: Final = 20
_POWER: Final = 4

#: Entries of terms that are looked through, and texts that common terms are looked up in.
_LOOKED_THROUGH: Final = 3_000
_LOOKED_AT: Final = 200

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


class _HeardTerm(NamedTuple):
    """A term of a text that declared texts hold."""

    #: From where to where these stand.
    first: int
    after: int

    #: How rare it is.
    rarity: float

    #: What it adds to a text that holds it once.
    factor: float


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
        """The shares of codes, by the terms of a text with their weights.

        The rarest terms find the texts; common ones only add to those that are found.
        """
        heard = self._heard(terms)
        whole = sum([(one.factor / one.rarity) ** 2 for one in heard])
        near: dict[int, float] = {}
        looked = 0
        for place, term in enumerate(heard):
            looked += term.after - term.first
            if looked > _LOOKED_THROUGH and place:
                near = self._with_common(near, heard[place:])
                break
            self._add(near, term)
        return self._counted(near, math.sqrt(whole)) if whole else {}

    def _heard(self, terms: Mapping[int, float]) -> list[_HeardTerm]:
        """The terms that several texts hold, the rarest first."""
        found = []
        for key, weight in terms.items():
            first, after = self._spans.span(key)
            if after - first > 1:
                rarity = math.log(len(self._lengths) / (after - first))
                found.append(_HeardTerm(first, after, rarity, weight * rarity * rarity))
        return sorted([one for one in found if one.rarity], key=lambda one: -one.rarity)

    def _add(self, near: dict[int, float], term: _HeardTerm) -> None:
        """What a term adds to all texts that hold it."""
        factor = term.factor
        owners = self._owners[term.first : term.after]
        counts = self._counts[term.first : term.after]
        for owner, count in zip(owners, counts, strict=True):
            grown = factor if count == 1 else factor * (1 + math.log(count))
            near[owner] = near.get(owner, 0.0) + grown

    def _with_common(
        self, near: Mapping[int, float], terms: Sequence[_HeardTerm]
    ) -> dict[int, float]:
        """The nearest texts, with what common terms add to them."""
        lengths = self._lengths
        best = heapq.nlargest(
            _LOOKED_AT, near, key=lambda owner: (near[owner] / (lengths[owner] or 1), owner)
        )
        found = {owner: near[owner] for owner in best}
        for term in terms:
            for owner in best:
                at = bisect.bisect_left(self._owners, owner, term.first, term.after)
                if at < term.after and self._owners[at] == owner:
                    found[owner] += term.factor * (1 + math.log(self._counts[at]))
        return found

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
