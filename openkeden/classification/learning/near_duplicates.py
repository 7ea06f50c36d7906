"""Near-duplicates: texts that say the same but for numbers, units, order and letters.

Texts with the same set of words are one; those whose groups of three and four letters have a
cosine of 0.8 or more are linked; what is linked belongs to one group, however long the chain.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import letter_groups
from openkeden.classification.learning.arrays import Floats, Ints, Sparse

#: From which cosine texts are near.
NEAR: Final = 0.8

_SIZES: Final = (3, 4)
_WORD: Final = re.compile(r"[^\W\d_]+")
#: Words that count and measure.
_UNITS: Final = frozenset(
    [
        *("cm", "mm", "ml", "kg", "gr", "pcs", "pc", "ctn", "ctns", "cartons", "bags"),
        *("pkgs", "rolls", "set", "sets", "bales", "bdls", "pallets", "doz", "kgs"),
        *("шт", "кг", "мм", "см", "мл", "гр", "мест", "место", "упак", "рул", "кор"),
        *("дана", "килограмм"),
    ]
)
#: Texts that are compared with all others at a time, and pairs that are measured at a time.
_BLOCK: Final = 1_000
_PAIRS: Final = 100_000


def groups_of(texts: Sequence[LabelledText]) -> Ints:
    """The group of each text by number: that which its table tells, else the one found."""
    if texts and all(text.group for text in texts):
        told = np.array([text.group for text in texts])
        return np.unique(told, return_inverse=True)[1].astype(np.int64)
    return groups([text.text for text in texts])


def groups(texts: Sequence[str]) -> Ints:
    """The group of each text by number."""
    keys = [key(text) for text in texts]
    known, which = np.unique(np.array(keys, dtype=object), return_inverse=True)
    linked = _linked(list(known))
    return linked[which].astype(np.int64)


def key(text: str) -> str:
    """The words of a text in order, each once, without numbers and units."""
    found = {word for word in _WORD.findall(text.lower()) if len(word) > 1}
    return " ".join(sorted(found - _UNITS)) or text.strip().lower()


def _linked(keys: Sequence[str]) -> Ints:
    """The group of each key."""
    counts = letter_groups.counted(keys, _SIZES)
    pairs = list(_near(_ranked(counts)))
    first = np.concatenate([pair[0] for pair in pairs] or [np.zeros(0, np.int64)])
    second = np.concatenate([pair[1] for pair in pairs] or [np.zeros(0, np.int64)])
    links = sparse.coo_matrix(
        (np.ones(len(first), dtype=np.int8), (first, second)), shape=(len(keys), len(keys))
    )
    found: Ints = csgraph.connected_components(links, directed=False)[1]
    return found


def _ranked(counts: Sparse) -> Sparse:
    """The counts by how rare their columns are, with length one, the rarest column first."""
    common = np.bincount(counts.indices, minlength=counts.shape[1])
    rank = np.empty(len(common), dtype=np.int64)
    rank[np.argsort(common, kind="stable")] = np.arange(len(common))
    rarity = np.log((counts.shape[0] + 1) / (common + 1)) + 1
    weighed = counts.data * rarity[counts.indices]
    row = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    lengths = np.sqrt(np.bincount(row, weighed**2, minlength=counts.shape[0]))
    scaled = (weighed / lengths[row]).astype(np.float32)
    made = sparse.csr_matrix((scaled, rank[counts.indices], counts.indptr), counts.shape)
    made.sort_indices()
    return made


def _near(vectors: Sparse) -> Iterator[tuple[Ints, Ints]]:
    """Pairs of rows with a cosine of `NEAR` or more.

    Two rows can only be so near where they share a column among the rare ones of both: the
    common ones, whose part has a length below `NEAR`, are not enough.
    """
    rare = _rare(vectors)
    turned = rare.T.tocsr()
    for start in range(0, rare.shape[0], _BLOCK):
        shared = (rare[start : start + _BLOCK] @ turned).tocoo()
        later = shared.row + start < shared.col
        first = (shared.row[later] + start).astype(np.int64)
        second = shared.col[later].astype(np.int64)
        near = _cosines(vectors, first, second) >= NEAR
        yield first[near], second[near]


def _rare(vectors: Sparse) -> Sparse:
    """The columns of each row that a near one shares at least one of, as ones."""
    left = _left(vectors)
    kept = left >= (NEAR - 1e-6) ** 2
    rows = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    places = (rows[kept], vectors.indices[kept])
    return sparse.csr_matrix((ones, places), shape=vectors.shape)


def _left(vectors: Sparse) -> Floats:
    """For each entry, the squared length of its row from it to the end."""
    squares = vectors.data.astype(np.float64) ** 2
    below = np.concatenate([[0.0], np.cumsum(squares)])
    ends = below[vectors.indptr[1:]]
    whole: Floats = np.repeat(ends, np.diff(vectors.indptr)) - below[:-1]
    return whole


def _cosines(vectors: Sparse, first: Ints, second: Ints) -> Floats:
    """The cosine of each pair of rows."""
    found = [np.zeros(0)]
    for start in range(0, len(first), _PAIRS):
        part = slice(start, start + _PAIRS)
        product = vectors[first[part]].multiply(vectors[second[part]])
        found.append(np.asarray(product.sum(axis=1)).ravel())
    return np.concatenate(found)
