"""Engines that learn: the champion, which is the mean of boosted tables and the crossed
ridge; the challenger, which is the crossed ridge alone; the ladder, which is the floor.

Each is calibrated on lines that it did not learn from.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec
import numpy as np

from openkeden.risk.learning import (
    additive,
    boosted,
    calibration,
    crossed,
    ladder,
    revenues,
)
from openkeden.risk.learning.additive import AdditiveScore
from openkeden.risk.learning.examples import Examples, Flags, Floats, Ints
from openkeden.risk.learning.revenues import RevenueScore
from openkeden.risk.model.risk_model import Calibration

#: Parts by chance, each scored by what was learned from the others.
_FOLDS: Final = 4

#: The share of examples, by day, that the calibration is found on.
_LATER: Final = 0.2

#: Findings, and other lines, of a part that a calibration can be found on.
_LEAST_FINDINGS: Final = 10

#: Learns a score from examples.
Learner = Callable[[Examples, int], AdditiveScore]


class Learned(msgspec.Struct, frozen=True):
    """What an engine learned."""

    #: The score.
    score: AdditiveScore

    #: How it is read.
    calibration: Calibration

    #: What a finding brings in; None: the examples do not tell.
    revenue: RevenueScore | None = None


def _crossed(examples: Examples, _: int) -> AdditiveScore:
    return crossed.fit(examples)


def _ladder(examples: Examples, _: int) -> AdditiveScore:
    return ladder.fit(examples)


#: Engines that learn, each with what it adds up.
ENGINES: Final[Mapping[str, tuple[Learner, ...]]] = {
    "champion": (_crossed, boosted.fit),
    "challenger": (_crossed,),
    "ladder": (_ladder,),
}


def fit(examples: Examples, engine: str, seed: int, *, by_day: bool) -> Learned:
    """Learn by an engine of `ENGINES`.

    What it adds up counts alike: weights that were found on few findings were worse than
    none. The calibration comes from the last days, scored by what was learned from those
    before; where days tell nothing, from parts by chance.
    """
    members = ENGINES[engine]
    parts = _held_parts(examples, seed, by_day=by_day)
    held = np.concatenate([np.flatnonzero(part) for part in parts])
    scored = np.column_stack([_held_out(one, examples, parts, seed) for one in members])
    found = examples.found[held]
    whole = [learn(examples, seed) for learn in members]
    shares = [1 / len(members)] * len(members)
    blended = additive.pruned(additive.blended(whole, shares))
    mixed = np.rint(scored.mean(axis=1)).astype(np.int64)
    revenue = revenues.fit(examples, parts[-1], seed) if engine == "champion" else None
    return Learned(blended, calibration.fit(mixed, found), revenue)


def _held_out(
    learn: Learner, examples: Examples, parts: Sequence[Flags], seed: int
) -> Ints:
    """The scores of parts, each by what was learned from the rest."""
    scored = [
        additive.scores(learn(examples.part(~part), seed), examples.part(part))
        for part in parts
    ]
    return np.concatenate(scored)


def _held_parts(examples: Examples, seed: int, *, by_day: bool) -> list[Flags]:
    """The last days as one part, where it has findings enough; else parts by chance."""
    if by_day:
        days = np.sort(examples.days)
        later = examples.days >= days[int(len(days) * (1 - _LATER))]
        if _tells(examples.found[later]) and _tells(examples.found[~later]):
            return [later]
    return _folds(examples, seed)


def _tells(found: Floats) -> bool:
    """Whether there are findings and others enough to calibrate by."""
    finds = int(found.sum())
    return min(finds, len(found) - finds) >= _LEAST_FINDINGS


def _folds(examples: Examples, seed: int) -> list[Flags]:
    """Parts by chance; copies of a line are in one part."""
    count = int(examples.blocks.max(initial=0)) + 1
    drawn = np.random.default_rng([seed, 3]).integers(0, _FOLDS, count)
    fold = drawn[examples.blocks]
    return [fold == number for number in range(_FOLDS)]
