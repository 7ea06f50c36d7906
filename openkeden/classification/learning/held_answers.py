"""What the voices of a model say of texts that it did not learn from."""

import dataclasses
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from openkeden.classification.declared import voices
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import flat_join
from openkeden.classification.learning.arrays import Flags, Floats
from openkeden.classification.learning.flat_join import Choices


class HeldText(NamedTuple):
    """What was said of the candidates of a text."""

    text: LabelledText

    #: The candidates.
    codes: tuple[str, ...]

    #: The signs of each.
    signs: tuple[tuple[float, ...], ...]


@dataclasses.dataclass(frozen=True, slots=True)
class HeldAnswers:
    """What was said of texts."""

    #: The names of the signs.
    names: tuple[str, ...]

    #: The candidates with their signs.
    choices: Choices

    #: The texts with their candidates.
    texts: tuple[HeldText, ...]


def heard(
    ranker: LearnedRanker, language: str, texts: Sequence[LabelledText]
) -> Iterator[HeldText]:
    """What the voices say of those texts that are read in a language."""
    learned = ranker.learned[language]
    chain, digits = learned.chain, learned.told.digits
    for text in texts:
        read = ranker.mended(ranker.read(text.text))
        if read.language != language:
            continue
        spoken = learned.voices(ranker.plainly_weighed(ranker.fits(read), read), read)
        found = voices.candidates(spoken, chain, digits)
        signs = [tuple(voices.signs(number, spoken, chain)) for number in found]
        yield HeldText(text, tuple([chain.code(number) for number in found]), tuple(signs))


def gathered(texts: Sequence[HeldText], names: Sequence[str], digits: int) -> HeldAnswers:
    """What was said of texts whose codes have so many digits, by the names of the signs."""
    right = []
    for one in texts:
        labels = one.text.labels(digits)
        right.append([code in labels for code in one.codes])
    choices = flat_join.stacked([one.signs for one in texts], right)
    return HeldAnswers(tuple(names), choices, tuple(texts))


def shares(said: HeldAnswers) -> Floats:
    """The share of each candidate by weights that were learned from other texts: each half of
    the texts is weighed as the other half tells.
    """
    found = np.zeros(said.choices.there.shape)
    half = np.arange(len(said.texts)) % 2
    for one in (0, 1):
        mine = np.flatnonzero(half == one)
        weights = flat_join.fit(flat_join.some(said.choices, np.flatnonzero(half != one)))
        found[mine] = flat_join.shares(flat_join.some(said.choices, mine), weights)
    return found


def best(said: HeldAnswers, shares: Floats, digits: int) -> tuple[Floats, Flags]:
    """The share of the best code of so many digits for each text, and whether it is right."""
    sure, right = [], []
    for row, one in enumerate(said.texts):
        summed: dict[str, float] = {}
        for code, share in zip(one.codes, shares[row], strict=False):
            summed[code[:digits]] = summed.get(code[:digits], 0.0) + float(share)
        first = max(summed, key=lambda code: summed[code], default="")
        sure.append(summed.get(first, 0.0))
        right.append(first in one.text.labels(digits))
    return np.array(sure), np.array(right, dtype=np.bool_)
