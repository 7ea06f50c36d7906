"""English words that others write as two, and two that others write as one."""

import itertools
from collections.abc import Iterator, Sequence

from openkeden.classification.reading.query_weights import Stem
from openkeden.classification.reading.stems import stem
from openkeden.classification.reading.terms import Weighed

#: The letters of the shortest part of a word.
_SHORTEST = 3


class Compounds:
    """Finds them among known stems."""

    def __init__(self, known: frozenset[str]) -> None:
        self._known = known

    def of(self, run: Sequence[Weighed]) -> Iterator[Weighed]:
        """The other spellings of words: `power bank` of `powerbank`, and the reverse."""
        for first, second in itertools.pairwise(run):
            whole = self._whole(first, second)
            if whole:
                both = f"{first.typed} {second.typed}"
                weight = max(first.weight, second.weight)
                yield Weighed(both, whole, Stem("en", whole), weight)
        for one in run:
            if one.said.stem not in self._known:
                yield from self._parts(one)

    def _whole(self, first: Weighed, second: Weighed) -> str:
        """The known stem of two words written as one; empty: there is none."""
        joined = first.word + second.word
        for known in (first.word + second.said.stem, joined, joined[:-1]):
            if known in self._known:
                return known
        return ""

    def _parts(self, one: Weighed) -> Iterator[Weighed]:
        """The two known words that a word is made of, the first as long as can be."""
        for cut in range(len(one.word) - _SHORTEST, _SHORTEST - 1, -1):
            if one.word[:cut] not in self._known:
                continue
            stems = one.word[:cut], stem(one.word[cut:], "en")
            if stems[1] in self._known:
                for part in (*stems, " ".join(stems)):
                    yield one._replace(said=Stem("en", part))
                return
