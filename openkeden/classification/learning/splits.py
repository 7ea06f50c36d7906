"""Texts split into those that are learned from and those that are asked about."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning.arrays import Ints


class TextSplit(NamedTuple):
    """Texts in two, by their places."""

    #: Those that are learned from.
    learned: Ints

    #: Those that are asked about.
    asked: Ints


def by_groups(
    texts: Sequence[LabelledText], groups: Ints, share: float, seed: int
) -> TextSplit:
    """Whole groups are held out; of each group one text for each code is asked about."""
    drawn = _drawn(groups, seed)
    return _held_out(texts, groups, drawn[: max(1, round(len(drawn) * share))])


def folds(
    texts: Sequence[LabelledText], groups: Ints, count: int, seed: int
) -> Iterator[TextSplit]:
    """So many splits by groups, each group held out in one of them."""
    for held in np.array_split(_drawn(groups, seed), count):
        yield _held_out(texts, groups, held)


def _drawn(groups: Ints, seed: int) -> Ints:
    """The groups in an order by chance."""
    random = np.random.default_rng([seed, 4])
    return random.permutation(np.unique(groups))


def _held_out(texts: Sequence[LabelledText], groups: Ints, held: Ints) -> TextSplit:
    out = np.isin(groups, held)
    asked: dict[tuple[int, tuple[str, ...]], int] = {}
    for place in np.flatnonzero(out).tolist():
        asked.setdefault((int(groups[place]), texts[place].codes), place)
    return TextSplit(np.flatnonzero(~out), np.array(list(asked.values()), dtype=np.int64))


def by_rows(count: int, asked: int, seed: int) -> TextSplit:
    """So many texts are asked about, whatever others say the same: this flatters."""
    random = np.random.default_rng([seed, 5])
    order = random.permutation(count)
    return TextSplit(np.sort(order[asked:]), np.sort(order[:asked]))
