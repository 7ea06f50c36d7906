"""Voices: what each part of a model says of codes, as shares that add up to one, and how they
are weighed into one.

A sign of a code is the logarithm of the share that a voice gives it, its heading or its
chapter. `documents6` is the sign of the documents of declared texts for the subheading
itself, `documents2` that for its chapter.
"""

import heapq
import math
from collections.abc import Mapping, Sequence
from typing import Final

from openkeden.classification.index.classifier_model import ClassifierModel
from openkeden.classification.index.signs import CodeTree

#: Codes that a voice speaks of, and codes that are weighed.
_SPOKEN_OF: Final = 200
WEIGHED: Final = 60

#: What is added to each share: a voice that is silent about a code does not rule it out.
FLOOR: Final = 0.001

#: How much surer the best score is than others.
_SHARPNESS: Final = 12.0


class Voice:
    """What a part says of codes of so many digits."""

    def __init__(self, name: str, levels: Mapping[int, Mapping[int, float]]) -> None:
        #: The name.
        self.name = name

        #: The shares of codes by digits: by number, of chapters as they are called.
        self.levels = levels


class Chain:
    """The codes of a model with those above them."""

    def __init__(self, model: ClassifierModel, digits: int) -> None:
        self._tree = CodeTree(model)
        self._chapters = [int(code[:2]) for code in model.headings]
        self._digits = digits
        self._codes = model.subheadings if digits == 6 else model.headings

    def code(self, number: int) -> str:
        """A code of the deepest digits."""
        return self._codes[number]

    def above(self, number: int) -> dict[int, int]:
        """A code of the deepest digits and what is above it, by digits."""
        heading = self._tree.above[number] if self._digits == 6 else number
        chain: dict[int, int] = {4: heading, 2: self._chapters[heading]}
        return {6: number, **chain} if self._digits == 6 else chain

    def voice(
        self, name: str, shares: Mapping[int, float], digits: int | None = None
    ) -> Voice:
        """A voice with what its shares come to at fewer digits."""
        levels: dict[int, Mapping[int, float]] = {}
        of_headings = shares
        if (digits or self._digits) == 6:
            levels[6] = dict(shares)
            of_headings = self.lifted(shares)
        levels[4] = dict(of_headings)
        levels[2] = self._by_chapter(of_headings)
        return Voice(name, levels)

    def lifted(self, shares: Mapping[int, float]) -> dict[int, float]:
        """The shares of headings."""
        found: dict[int, float] = {}
        for number, share in shares.items():
            heading = self._tree.above[number]
            found[heading] = found.get(heading, 0.0) + share
        return found

    def lowered(
        self, headings: Mapping[int, float], within: Mapping[int, float]
    ) -> dict[int, float]:
        """The shares of headings shared out among their subheadings as these shares are."""
        whole = self.lifted(within)
        found = {}
        for number, share in within.items():
            heading = self._tree.above[number]
            if heading in headings:
                found[number] = headings[heading] * share / whole[heading]
        return found

    def _by_chapter(self, shares: Mapping[int, float]) -> dict[int, float]:
        found: dict[int, float] = {}
        for heading, share in shares.items():
            chapter = self._chapters[heading]
            found[chapter] = found.get(chapter, 0.0) + share
        return found


def softened(scores: Mapping[int, float]) -> dict[int, float]:
    """The shares of scores: those that are near the best take nearly all."""
    best = max(scores.values(), default=0.0)
    if not best:
        return {}
    chosen = heapq.nlargest(_SPOKEN_OF, scores.items(), key=lambda one: (one[1], -one[0]))
    raised = {number: math.exp(_SHARPNESS * (score / best - 1)) for number, score in chosen}
    whole = sum(raised.values())
    return {number: one / whole for number, one in raised.items()}


def candidates(voices: Sequence[Voice], chain: Chain, digits: int) -> list[int]:
    """The codes of the deepest digits that voices speak of most."""
    total: dict[int, float] = {}
    for voice in voices:
        for number, share in voice.levels.get(digits, {}).items():
            total[number] = total.get(number, 0.0) + share
    if len(total) > WEIGHED:
        least = heapq.nlargest(WEIGHED, total.values())[-1]
        total = {number: share for number, share in total.items() if share >= least}
    order = sorted(total, key=lambda number: (-total[number], chain.code(number)))
    return order[:WEIGHED]


def sign_names(voices: Sequence[Voice]) -> list[str]:
    """The names of the signs that voices give."""
    names = []
    for voice in voices:
        names += [f"{voice.name}{digits}" for digits in voice.levels]
    return names


def signs(number: int, voices: Sequence[Voice], chain: Chain) -> list[float]:
    """The signs of a code, in the order of their names."""
    above = chain.above(number)
    told = []
    for voice in voices:
        for digits, level in voice.levels.items():
            told.append(math.log(level.get(above[digits], 0.0) + FLOOR))
    return told


def joined(
    voices: Sequence[Voice], chain: Chain, digits: int, weights: Mapping[str, float]
) -> dict[int, float]:
    """The shares of codes by what the voices say together."""
    weighed = _weighed(voices, weights)
    known: dict[tuple[int, int], float] = {}
    scores = {}
    for number in candidates(voices, chain, digits):
        scores[number] = 0.0
        for above in chain.above(number).items():
            if above not in known:
                known[above] = _score(above[1], weighed[above[0]])
            scores[number] += known[above]
    most = max(scores.values(), default=0.0)
    raised = {number: math.exp(score - most) for number, score in scores.items()}
    whole = sum(raised.values())
    return {number: one / whole for number, one in raised.items()}


#: What a voice says of codes, with the weight that this has.
_WeighedLevel = tuple[float, Mapping[int, float]]


def _weighed(
    voices: Sequence[Voice], weights: Mapping[str, float]
) -> dict[int, list[_WeighedLevel]]:
    """What the voices say, by digits."""
    found: dict[int, list[_WeighedLevel]] = {6: [], 4: [], 2: []}
    for voice in voices:
        for digits, level in voice.levels.items():
            weight = weights.get(f"{voice.name}{digits}", 0.0)
            if weight:
                found[digits].append((weight, level))
    return found


def _score(number: int, weighed: Sequence[_WeighedLevel]) -> float:
    told = [weight * math.log(level.get(number, 0.0) + FLOOR) for weight, level in weighed]
    return sum(told)
