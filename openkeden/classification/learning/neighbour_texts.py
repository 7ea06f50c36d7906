"""Declared texts as neighbours of others: kept term by term, further ones behind."""

from array import array
from collections import Counter
from collections.abc import Iterable
from typing import Final, NamedTuple

import numpy as np

from openkeden.classification.declared import neighbours
from openkeden.classification.index import postings
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.learning.arrays import Hashes, Ints
from openkeden.classification.learning.read_texts import ReadText

#: Lengths are in thousandths.
_THOUSAND: Final = 1000

#: Most that a text holds a term; more counts as so much.
_MOST_COUNTED: Final = 255


class _Held(NamedTuple):
    """Texts by the terms that they hold, in any order."""

    #: The key of each term of each text, its text, and how often that holds it.
    keys: Hashes
    owners: Ints
    counts: Ints

    #: The number of the code of each text.
    classes: Ints


def added(
    model: ClassifierModel, language: str, digits: int, texts: Iterable[ReadText]
) -> dict[str, memoryview]:
    """The sections of the texts that there were and of further ones."""
    codes = model.subheadings if digits == 6 else model.headings
    before = _before(model, language)
    more = _held(texts, {code: number for number, code in enumerate(codes)})
    held = _Held(
        np.concatenate([before.keys, more.keys]),
        np.concatenate([before.owners, more.owners + len(before.classes)]),
        np.concatenate([before.counts, more.counts]),
        np.concatenate([before.classes, more.classes]),
    )
    return _written(held, language)


def _held(texts: Iterable[ReadText], codes: dict[str, int]) -> _Held:
    keys, owners, counts, classes = array("Q"), array("q"), array("q"), array("q")
    known: dict[str, int] = {}
    for number, text in enumerate(texts):
        classes.append(codes[text.code])
        for term, count in Counter(text.terms).items():
            if term not in known:
                known[term] = postings.key(term)
            keys.append(known[term])
            owners.append(number)
            counts.append(min(count, _MOST_COUNTED))
    return _Held(
        np.array(keys, dtype=np.uint64),
        np.array(owners, dtype=np.int64),
        np.array(counts, dtype=np.int64),
        np.array(classes, dtype=np.int64),
    )


def _before(model: ClassifierModel, language: str) -> _Held:
    """The texts that a model has."""
    told = {
        kind: np.array(
            postings.numbers(
                model.further.get(neighbours.section(kind, language), memoryview(b"")),
                letter,
            ),
            dtype=np.uint64,
        )
        for kind, letter in neighbours.KINDS.items()
    }
    starts = told["starts"].astype(np.int64)
    held = np.diff(starts) if len(starts) else np.zeros(0, dtype=np.int64)
    return _Held(
        np.repeat(told["keys"], held),
        told["owners"].astype(np.int64),
        told["counts"].astype(np.int64),
        told["classes"].astype(np.int64),
    )


def _written(held: _Held, language: str) -> dict[str, memoryview]:
    order = np.lexsort((held.owners, held.keys))
    keys, holding = np.unique(held.keys, return_counts=True)
    starts = np.concatenate([[0], np.cumsum(holding)])
    values = {
        "keys": keys,
        "starts": starts,
        "owners": held.owners[order],
        "counts": held.counts[order],
        "lengths": _lengths(held, holding),
        "classes": held.classes,
    }
    return {
        neighbours.section(kind, language): memoryview(
            postings.section(letter, values[kind].tolist())
        )
        for kind, letter in neighbours.KINDS.items()
    }


def _lengths(held: _Held, holding: Ints) -> Ints:
    """The length of each text, each term by how rare it is; one that no other text holds
    counts nothing.
    """
    which = np.unique(held.keys, return_inverse=True)[1]
    rarity = np.log(len(held.classes) / holding)
    rarity[holding < 2] = 0
    weights = (1 + np.log(held.counts)) * rarity[which]
    squares = np.bincount(held.owners, weights**2, minlength=len(held.classes))
    whole: Ints = np.round(np.sqrt(squares) * _THOUSAND).astype(np.int64)
    return whole
