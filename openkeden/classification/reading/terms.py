"""The terms of a text as they are gathered: each once, more where it is said again."""

import math
from collections.abc import Iterable
from typing import NamedTuple

from openkeden.classification.reading.goods_text import Called, Term
from openkeden.classification.reading.query_weights import Stem

#: By how much of the logarithm of how often it is said a term counts more.
_AGAIN = 0.5


class Weighed(NamedTuple):
    """A word of a text with its weight."""

    #: As it was typed.
    typed: str

    #: As it is compared.
    word: str

    #: Its language and stem.
    said: Stem

    #: What it counts, in thousandths.
    weight: int


class _Gathered(NamedTuple):
    typed: str
    weight: int
    times: int


class GatheredTerms:
    """Gathers terms and names of goods."""

    def __init__(self) -> None:
        self._terms: dict[Stem, _Gathered] = {}
        self._called: dict[Called, int] = {}

    def add(self, said: Stem, weight: int, typed: str) -> None:
        """A term; one that counts nothing is left out."""
        if weight:
            before = self._terms.get(said, _Gathered(typed, 0, 0))
            weight = max(weight, before.weight)
            self._terms[said] = _Gathered(before.typed, weight, before.times + 1)

    def call(self, typed: str, headings: tuple[str, ...], weight: int) -> None:
        """A name of goods with its headings."""
        if headings and weight:
            called = Called(typed, headings)
            self._called[called] = max(weight, self._called.get(called, 0))

    def all(self) -> tuple[Term, ...]:
        """The terms in the order in which they were first said."""
        return tuple(
            [
                Term(*said, _often(one.weight, one.times), one.typed)
                for said, one in self._terms.items()
            ]
        )

    def called(self) -> tuple[Called, ...]:
        """The names of goods that count as much as any word: what only describes goods does
        not name them.
        """
        most = max([one.weight for one in self._terms.values()], default=0)
        return tuple([called for called, weight in self._called.items() if weight == most])


def typed(words: Iterable[Weighed]) -> str:
    """Words as they were typed, one behind the other."""
    return " ".join([word.typed for word in words])


def _often(weight: int, times: int) -> int:
    return weight if times == 1 else round(weight * (1 + _AGAIN * math.log(times)))
