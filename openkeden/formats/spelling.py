"""Names that do not exist, and the one that was probably meant.

A name is compared with others only when its finding is told: a flood of unknown names costs
no flood of comparisons.
"""

import functools
import itertools
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from openkeden.base import bounded, findings

#: Letters of a name that are compared: no name of ours is so long.
_COMPARED: Final = 32


class UnknownName(NamedTuple):
    """A name that does not exist where it stands."""

    #: The rule that is broken; its sentence has `{value}` and `{closest}`.
    rule: findings.Rule
    #: Where it stands.
    path: str
    #: The name as a finding shows it.
    said: str
    #: The names that there are.
    names: Iterable[str]

    def told(self) -> findings.Finding:
        """Its finding, with the name that it is spelt most like."""
        nearest = closest(self.said, self.names)
        return findings.of(self.rule, self.path, value=self.said, closest=nearest)


#: What is found about a message before it is told.
Untold = findings.Finding | UnknownName


def listed(found: Iterator[Untold]) -> tuple[findings.Finding, ...]:
    """The first findings told, and one that counts the others; each is an error."""
    first = itertools.islice(found, bounded.LISTED)
    told = [one.told() if isinstance(one, UnknownName) else one for one in first]
    more = sum(1 for _ in found)
    return (*told, bounded.more(more)) if more else tuple(told)


def closest(name: str, names: Iterable[str]) -> str:
    """The one of `names` that shares most pairs of letters with `name`, for their length."""
    pairs = _pairs(name[:_COMPARED])
    return max(sorted(names), key=lambda known: _likeness(pairs, _known_pairs(known)))


def _likeness(first: frozenset[str], second: frozenset[str]) -> int:
    """How much of both sets is shared, in millionths."""
    return 2_000_000 * len(first & second) // (len(first) + len(second))


def _pairs(name: str) -> frozenset[str]:
    """The pairs of letters that follow each other, and the first and the last letter."""
    framed = f"^{name}$"
    return frozenset(map("".join, itertools.pairwise(framed)))


#: The pairs of a name of ours, made once.
_known_pairs: Final = functools.cache(_pairs)
