"""All that is known of codes: the words of their names, those that people use for goods, and
those of declared texts, as one document of each code.

A term is weighed as in a part of a model (Okapi BM25), by its counts in all of them together.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Final, Self

from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.parts import Part

#: What is known of codes in these.
_SOURCES: Final = ("name", "words", "declared")

#: How often a term of a name counts at most.
_MOST_OF_NAMES: Final = 3

_THOUSAND: Final = 1000


def of_codes(model: ClassifierModel, language: str, digits: int) -> list[Part]:
    """The parts that know codes of so many digits as a whole, in a language."""
    wanted = (language, digits, "whole")
    return [
        part
        for part in model.parts
        if (part.head.language, part.head.digits, part.head.unit) == wanted
        and part.head.source in _SOURCES
    ]


class KnownDocuments:
    """The documents of codes of so many digits in a language."""

    def __init__(self, parts: Sequence[Part], declared: Part) -> None:
        self._parts = parts
        lengths = _lengths(parts)
        self._documents = len(lengths) - lengths.count(0)
        growth = declared.head.growth / _THOUSAND
        evenness = declared.head.evenness / _THOUSAND
        self._gain = growth + 1.0
        base = growth * (1.0 - evenness)
        slope = growth * evenness * self._documents / max(sum(lengths), 1)
        self._evened = [base + slope * length for length in lengths]

    @classmethod
    def read(cls, model: ClassifierModel, language: str, digits: int) -> Self | None:
        """Those of a model; None where nothing was declared."""
        parts = of_codes(model, language, digits)
        declared = [part for part in parts if part.head.source == "declared"]
        return cls(parts, declared[0]) if declared else None

    def scores(self, terms: Mapping[int, float]) -> dict[int, float]:
        """How well codes fit a text, by the keys of its terms with their weights."""
        found: dict[int, float] = {}
        evened = self._evened
        for key, weight in terms.items():
            counts = self._counts(key)
            factor = weight * self._gain * self._rarity(len(counts))
            for owner, count in counts.items():
                grown = factor * count / (count + evened[owner])
                found[owner] = found.get(owner, 0.0) + grown
        return found

    def _counts(self, key: int) -> dict[int, int]:
        """How often the documents that hold a term hold it."""
        found: dict[int, int] = {}
        for part in self._parts:
            held = part.postings
            first, after = held.span(key)
            if after == first:
                continue
            named = part.head.source != "declared"
            spoken = zip(held.owners[first:after], held.counts[first:after], strict=True)
            for owner, count in spoken:
                counted = min(count, _MOST_OF_NAMES) if named else count
                found[owner] = found.get(owner, 0) + counted
        return found

    def _rarity(self, holding: int) -> float:
        return math.log(1.0 + (self._documents - holding + 0.5) / (holding + 0.5))


def _lengths(parts: Sequence[Part]) -> list[int]:
    """The terms that the document of each code holds."""
    found = [0] * max([len(part.postings.lengths) for part in parts])
    for part in parts:
        for owner, length in enumerate(part.postings.lengths):
            found[owner] += length
    return found
