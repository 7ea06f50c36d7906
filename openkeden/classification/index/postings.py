"""Postings: which documents hold a term, and how often, read straight from the bytes of a
model file.

Terms stand as hashes of 32 bits, in ascending order; the documents of the term at place n
are those from `starts[n]` to `starts[n + 1]`.
"""

import bisect
import hashlib
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Final, Self

import msgspec

#: Most that a document holds a term; more counts as so much.
MOST: Final = 2**16 - 1

#: The numbers of each section: of 4 or 2 bytes, little-endian in the file.
KINDS: Final = {"keys": "I", "starts": "I", "owners": "H", "counts": "H", "lengths": "I"}


def key(term: str) -> int:
    """The hash of a term."""
    digest = hashlib.blake2b(term.encode(), digest_size=4).digest()
    return int.from_bytes(digest, "little")


def numbers(data: memoryview, kind: str) -> Sequence[int]:
    """The whole numbers of a section, with nothing copied where the machine writes them as
    the file does. Raises ValueError where the bytes do not come out even.
    """
    if not data:
        return ()
    if sys.byteorder == "little":
        try:
            return data.cast(kind)  # type: ignore[call-overload, no-any-return]
        except TypeError as error:
            raise ValueError(str(error)) from error
    turned = array(kind, bytes(data))
    turned.byteswap()
    return turned


def section(kind: str, values: Sequence[int]) -> bytes:
    """The bytes of a section."""
    written = array(kind, values)
    if sys.byteorder != "little":
        written.byteswap()
    return written.tobytes()


class Postings(msgspec.Struct, frozen=True):
    """Documents by the terms that they hold."""

    #: The hashes of the terms.
    keys: Sequence[int]

    #: Where the documents of each term begin, and where the last ones end.
    starts: Sequence[int]

    #: The documents of one term after the other, by number.
    owners: Sequence[int]

    #: How often each holds the term.
    counts: Sequence[int]

    #: How many terms each document holds.
    lengths: Sequence[int]

    @classmethod
    def read(cls, sections: Mapping[str, memoryview]) -> Self:
        """The postings in the sections of a file. Raises ValueError where they do not fit
        each other.
        """
        found = cls(**{name: numbers(sections[name], KINDS[name]) for name in KINDS})
        if len(found.starts) != len(found.keys) + 1 or found.starts[0]:
            raise ValueError("the postings do not fit their terms")
        if not found.starts[-1] == len(found.owners) == len(found.counts):
            raise ValueError("the postings do not fit their documents")
        return found

    def written(self) -> dict[str, bytes]:
        """The sections of a file that hold them."""
        return {name: section(kind, getattr(self, name)) for name, kind in KINDS.items()}

    def span(self, key: int) -> tuple[int, int]:
        """From where to where the documents of a term stand; the same twice: in none."""
        at = bisect.bisect_left(self.keys, key)
        if at == len(self.keys) or self.keys[at] != key:
            return 0, 0
        return self.starts[at], self.starts[at + 1]

    def count(self, owner: int, first: int, after: int) -> int:
        """How often a document holds the term whose documents stand in a span."""
        at = bisect.bisect_left(self.owners, owner, first, after)
        return self.counts[at] if at < after and self.owners[at] == owner else 0


def collected(documents: Sequence[Mapping[str, int]]) -> Postings:
    """The postings of documents, each given as its terms with their counts."""
    held: dict[int, list[tuple[int, int]]] = {}
    for number, document in enumerate(documents):
        for term, count in document.items():
            held.setdefault(key(term), []).append((number, min(count, MOST)))
    return _joined(held, [sum(document.values()) for document in documents])


def added(one: Postings, other: Postings) -> Postings:
    """The postings of the same documents with the counts of both."""
    held: dict[int, dict[int, int]] = {}
    for postings in (one, other):
        for at, key_ in enumerate(postings.keys):
            counts = held.setdefault(key_, {})
            for place in range(postings.starts[at], postings.starts[at + 1]):
                owner = postings.owners[place]
                counts[owner] = counts.get(owner, 0) + postings.counts[place]
    longest = max(len(one.lengths), len(other.lengths))
    lengths = [0] * longest
    for postings in (one, other):
        for owner, length in enumerate(postings.lengths):
            lengths[owner] += length
    return _joined({key_: _bounded(counts) for key_, counts in held.items()}, lengths)


def _bounded(counts: Mapping[int, int]) -> list[tuple[int, int]]:
    """Documents in their order, each with how often it holds a term."""
    return [(owner, min(counts[owner], MOST)) for owner in sorted(counts)]


def _joined(
    held: Mapping[int, Sequence[tuple[int, int]]], lengths: Sequence[int]
) -> Postings:
    keys, starts = sorted(held), [0]
    owners, counts = array("H"), array("H")
    for key_ in keys:
        for owner, count in held[key_]:
            owners.append(owner)
            counts.append(count)
        starts.append(len(owners))
    return Postings(array("I", keys), array("I", starts), owners, counts, lengths)
