"""Learn a linear model of chapters, and of the codes in each: one class against the rest, by
support vectors with a squared hinge.

What names and usual words say of a declared code is a text of it too, so that it can be told
from others where little of it was declared.
"""

import warnings
from array import array
from collections.abc import Collection, Sequence
from typing import Final, NamedTuple

import msgspec
import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from openkeden.classification.declared import linear_voice
from openkeden.classification.declared.learned_ranker import linear_keys
from openkeden.classification.declared.linear_voice import LinearBlock, LinearHead
from openkeden.classification.index import postings
from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.learning import known_texts
from openkeden.classification.learning.arrays import Hashes, Ints, Sparse
from openkeden.classification.learning.read_texts import ReadText

#: How much a wrong text costs, of chapters and of codes in one.
_COST: Final = 0.5
_COST_WITHIN: Final = 1.0

#: When the search for weights stops: nothing is gained by searching longer.
_TOLERANCE: Final = 1e-2

_THOUSAND: Final = 1000
_BYTE: Final = 127


class _TermRows(NamedTuple):
    """Texts as rows of known terms, of length one."""

    rows: Sparse

    #: The keys of the columns, and how much each weighs in thousandths.
    keys: Hashes
    rarities: Ints


class _Fitted(NamedTuple):
    """A block as the file keeps it."""

    told: LinearBlock

    #: The terms that it has weights for, and the weights, term by term.
    terms: Ints
    weights: bytes


def added(
    model: ClassifierModel, language: str, digits: int, texts: Sequence[ReadText]
) -> ClassifierModel:
    """A model with a linear one of these texts."""
    codes = model.subheadings if digits == 6 else model.headings
    numbers = {code: number for number, code in enumerate(codes)}
    chosen = [text for text in texts if len(text.code) == digits]
    labels = [numbers[text.code] for text in chosen]
    held = [linear_keys(dict.fromkeys(text.terms)) for text in chosen]
    known = known_texts.of_codes(model, language, digits)
    for number in sorted(set(labels).intersection(known)):
        labels.append(number)
        held.append(known[number])
    read = _rows(held, len(chosen))
    blocks = _blocks(read.rows, codes, np.array(labels, dtype=np.int64))
    return msgspec.structs.replace(
        model, further={**model.further, **_written(read, blocks, language)}
    )


def _blocks(rows: Sparse, codes: Sequence[str], labels: Ints) -> list[_Fitted]:
    """The blocks of chapters and of the codes in each."""
    chapters = np.array([int(codes[number][:2]) for number in labels], dtype=np.int64)
    blocks = [_block("", rows, chapters, _COST)]
    for chapter in np.unique(chapters):
        of_chapter = np.flatnonzero(chapters == chapter)
        within = f"{chapter:02}"
        blocks.append(_block(within, rows[of_chapter], labels[of_chapter], _COST_WITHIN))
    return blocks


def without(model: ClassifierModel, language: str) -> ClassifierModel:
    """A model without the linear one of a language."""
    gone = [linear_voice.section(kind, language) for kind in linear_voice.KINDS]
    kept = {name: data for name, data in model.further.items() if name not in gone}
    return msgspec.structs.replace(model, further=kept)


def _rows(held: Sequence[Collection[int]], declared: int) -> _TermRows:
    """Texts by the keys that they hold, so many declared ones first; a key counts that two
    hold, of which one was declared.
    """
    keys, rows = array("Q"), array("q")
    for row, found in enumerate(held):
        keys.extend(sorted(found))
        rows.extend([row] * len(found))
    of_text = np.array(rows, dtype=np.int64)
    known, column, holding = np.unique(
        np.array(keys, dtype=np.uint64), return_inverse=True, return_counts=True
    )
    said = np.bincount(column[of_text < declared], minlength=len(known))
    common = (holding > 1) & (said > 0)
    place = np.cumsum(common) - 1
    kept = common[column]
    rarities = np.round(np.log(len(held) / holding[common]) * _THOUSAND).astype(np.int64)
    of_text, column = of_text[kept], place[column[kept]]
    weights = rarities[column].astype(np.float64)
    squares = np.bincount(of_text, weights**2, minlength=len(held))
    lengths = np.sqrt(np.where(squares > 0, squares, 1))
    shape = (len(held), int(common.sum()))
    made = sparse.csr_matrix((weights / lengths[of_text], (of_text, column)), shape=shape)
    return _TermRows(made, known[common], rarities)


def _block(within: str, rows: Sparse, labels: Ints, cost: float) -> _Fitted:
    classes = np.unique(labels)
    told = tuple(classes.tolist())
    if len(classes) == 1:
        alone = LinearBlock(within, told, (1.0,), (0.0,))
        return _Fitted(alone, np.zeros(0, dtype=np.int64), b"")
    terms = np.unique(rows.indices).astype(np.int64)
    machine = LinearSVC(C=cost, tol=_TOLERANCE, random_state=0)
    with warnings.catch_warnings():
        # It takes many classes for a number that is to be foretold.
        warnings.simplefilter("ignore", UserWarning)
        machine.fit(rows[:, terms], labels)
    weights, begins = machine.coef_, machine.intercept_
    if len(classes) == 2:
        weights, begins = np.vstack([-weights, weights]), np.array([-begins[0], begins[0]])
    scales = np.abs(weights).max(axis=1) / _BYTE
    scales[scales == 0] = 1
    whole = np.round(weights / scales[:, None]).astype(np.int64)
    used = (whole != 0).any(axis=0)
    bytes_of = (whole.T[used] + linear_voice.NOUGHT).astype(np.uint8)
    block = LinearBlock(within, told, tuple(scales.tolist()), tuple(begins.tolist()))
    return _Fitted(block, terms[used], np.ascontiguousarray(bytes_of).tobytes())


def _written(
    read: _TermRows, blocks: Sequence[_Fitted], language: str
) -> dict[str, memoryview]:
    head = LinearHead(tuple([block.told for block in blocks]))
    terms = np.concatenate([block.terms for block in blocks])
    counts = [len(block.terms) for block in blocks]
    data = {
        "head": msgspec.json.encode(head, order="deterministic"),
        "keys": postings.section("Q", read.keys.tolist()),
        "rarities": postings.section("H", read.rarities.tolist()),
        "terms": postings.section("I", terms.tolist()),
        "counts": postings.section("I", counts),
        "weights": b"".join([block.weights for block in blocks]),
    }
    return {
        linear_voice.section(kind, language): memoryview(one) for kind, one in data.items()
    }
