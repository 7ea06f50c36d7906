"""Groups of letters of many texts, counted at once: a matrix with a row for each text and a
column for each hash of a group.

All texts are one row of letters; a group that lies across two texts, or has a blank inside
of it, is left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from scipy import sparse

from openkeden.classification.learning.arrays import Flags, Hashes, Ints, Sparse

#: Columns of the matrix, as a power of two.
BITS: Final = 18

_BREAK, _BLANK = ord("\n"), ord(" ")
_STEP: Final = np.uint64(1_000_003)
_MIXED: Final = np.uint64(0x9E37_79B9_7F4A_7C15)


def counted(texts: Iterable[str], sizes: Sequence[int], bits: int = BITS) -> Sparse:
    """How often each text has each group of so many letters; words are told apart by one
    blank.
    """
    spaced = [f" {' '.join(text.split())} " for text in texts]
    joined = "\n" + "".join([f"{text}\n" for text in spaced])
    letters = np.frombuffer(joined.encode("utf-32-le"), dtype=np.uint32)
    pairs = list(_groups(letters.astype(np.uint64), sizes, bits))
    rows = np.concatenate([found[0] for found in pairs])
    columns = np.concatenate([found[1] for found in pairs])
    ones = np.ones(len(rows), dtype=np.float32)
    made = sparse.csr_matrix((ones, (rows, columns)), shape=(len(spaced), 1 << bits))
    made.sum_duplicates()
    return made


def _groups(
    letters: Hashes, sizes: Sequence[int], bits: int
) -> Iterator[tuple[Ints, Ints]]:
    """The text and the hash of each group, by size."""
    ends = letters == _BREAK
    row = np.cumsum(ends) - 1
    for size in sizes:
        count = len(letters) - size + 1
        if count < 1:
            continue
        hashes = np.full(count, size, dtype=np.uint64)
        for place in range(size):
            hashes = hashes * _STEP + letters[place : place + count]
        hashes = hashes * _MIXED >> np.uint64(64 - bits)
        whole = _whole(letters, ends, size, count)
        yield row[:count][whole], hashes[whole].astype(np.int64)


def _whole(letters: Hashes, ends: Flags, size: int, count: int) -> Flags:
    """Which groups lie in one text and in one word with the blanks around it."""
    whole = np.ones(count, dtype=np.bool_)
    for place in range(size):
        part = slice(place, place + count)
        whole &= ~ends[part]
        if 0 < place < size - 1:
            whole &= letters[part] != _BLANK
    return whole
