"""Names of goods of the glossary in the words of a text, groups of words first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

#: The words of the longest name that is looked for.
LONGEST = 4


class NameInText(NamedTuple, Generic[T]):
    """A name in a text."""

    #: The first of its words, and the one behind the last.
    start: int
    end: int

    #: What the glossary has of it.
    value: T


def names_in(
    stems: Sequence[str], known: Mapping[str, T], *, ordered: bool
) -> Iterator[NameInText[T]]:
    """The names in a run of stems, from left to right, the longest at each place; their
    words in the order of the run, or in any.
    """
    start = 0
    while start < len(stems):
        for end in range(min(len(stems), start + LONGEST), start, -1):
            words = stems[start:end]
            key = " ".join(words) if ordered else name_key(words)
            if key in known:
                yield NameInText(start, end, known[key])
                start = end
                break
        else:
            start += 1


def name_key(stems: Sequence[str]) -> str:
    """The key of a name whose words may stand in any order."""
    return " ".join(sorted(stems))
