"""What the voices of a model say of texts that it did not learn from."""

import dataclasses
from collections.abc import Sequence

import numpy as np

from openkeden.classification.declared import voices
from openkeden.classification.declared.learned_ranker import LearnedRanker
from openkeden.classification.labelled_text import LabelledText
from openkeden.classification.learning import flat_join
from openkeden.classification.learning.arrays import Flags, Floats
from openkeden.classification.learning.flat_join import Choices


@dataclasses.dataclass(frozen=True, slots=True)
class HeldAnswers:
    """What was said of the candidates of texts."""

    #: The names of the signs.
    names: tuple[str, ...]

    #: The candidates with their signs.
    choices: Choices

    #: The code of each candidate of each text.
    codes: tuple[tuple[str, ...], ...]

    #: The texts.
    texts: tuple[LabelledText, ...]


def heard(
    ranker: LearnedRanker, language: str, texts: Sequence[LabelledText]
) -> HeldAnswers:
    """What the voices say of those texts that are read in a language."""
    learned = ranker.learned[language]
    chain, digits = learned.chain, learned.told.digits
    signs, codes, right, told = [], [], [], []
    names: tuple[str, ...] = ()
    for text in texts:
        read = ranker.read(text.text)
        if read.language != language:
            continue
        fits = ranker.fits(read)
        spoken = learned.voices(ranker.plainly_weighed(fits, read), fits, read)
        names = tuple(voices.sign_names(spoken))
        found = voices.candidates(spoken, chain, digits)
        labels = text.labels(digits)
        signs.append([voices.signs(number, spoken, chain) for number in found])
        codes.append(tuple([chain.code(number) for number in found]))
        right.append([code in labels for code in codes[-1]])
        told.append(text)
    choices = flat_join.stacked(signs, right)
    return HeldAnswers(names, choices, tuple(codes), tuple(told))


def best(said: HeldAnswers, weights: Floats, digits: int) -> tuple[Floats, Flags]:
    """The share of the best code of so many digits for each text, and whether it is right."""
    shares = flat_join.shares(said.choices, weights)
    sure, right = [], []
    for row, (codes, text) in enumerate(zip(said.codes, said.texts, strict=True)):
        summed: dict[str, float] = {}
        for code, share in zip(codes, shares[row], strict=False):
            summed[code[:digits]] = summed.get(code[:digits], 0.0) + float(share)
        first = max(summed, key=lambda code: summed[code], default="")
        sure.append(summed.get(first, 0.0))
        right.append(first in text.labels(digits))
    return np.array(sure), np.array(right, dtype=np.bool_)
