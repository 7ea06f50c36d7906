"""The join of voices: a conditional logit over the candidates of texts whose codes are known,
and the calibration of its shares.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from scipy import optimize

from openkeden.classification.learning.arrays import Flags, Floats, Ints

#: How strongly weights are held near nought.
_PENALTY: Final = 2.0
_BEGIN: Final = 0.3
_EDGE: Final = 1e-6


@dataclasses.dataclass(frozen=True, slots=True)
class Choices:
    """Texts with the candidates that were found for each."""

    #: The signs of each candidate of each text: texts by candidates by signs.
    signs: Floats

    #: Which candidates there are: a text can have fewer than others.
    there: Flags

    #: Which of them are right.
    right: Flags


def fit(choices: Choices) -> Floats:
    """The weights of signs that make the right candidates most likely."""
    told = (choices.right & choices.there).any(axis=1)
    signs, there = choices.signs[told], choices.there[told]
    right = (choices.right & choices.there)[told]

    def loss(weights: Floats) -> tuple[float, Floats]:
        said = _shares(signs, there, weights)
        chosen = np.where(right, said, 0)
        whole = chosen.sum(axis=1, keepdims=True)
        pull = said - chosen / whole
        slope = np.einsum("tc,tcs->s", pull, signs) + _PENALTY * weights
        penalty = _PENALTY / 2 * float(weights @ weights)
        return float(-np.log(whole).sum()) + penalty, slope

    begin = np.full(signs.shape[2], _BEGIN)
    found = optimize.minimize(loss, begin, jac=True, method="L-BFGS-B")
    weights: Floats = found.x
    return weights


def some(choices: Choices, texts: Ints) -> Choices:
    """The candidates of some of the texts."""
    return Choices(choices.signs[texts], choices.there[texts], choices.right[texts])


def shares(choices: Choices, weights: Floats) -> Floats:
    """The shares of candidates: texts by candidates."""
    any_there = choices.there.any(axis=1)
    found = np.zeros(choices.there.shape)
    found[any_there] = _shares(choices.signs[any_there], choices.there[any_there], weights)
    return found


def _shares(signs: Floats, there: Flags, weights: Floats) -> Floats:
    scores = np.where(there, signs @ weights, -np.inf)
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    found: Floats = raised / raised.sum(axis=1, keepdims=True)
    return found


def calibration(sure: Floats, right: Flags) -> tuple[float, float]:
    """The slope and the offset that make chances of shares: a logistic regression on their
    log-odds.
    """
    inside = np.clip(sure, _EDGE, 1 - _EDGE)
    odds = np.log(inside / (1 - inside))

    def loss(line: Floats) -> tuple[float, Floats]:
        raised = line[0] * odds + line[1]
        off = 1 / (1 + np.exp(-raised)) - right
        value = np.logaddexp(0, np.where(right, -raised, raised)).sum()
        # One text of each kind more: the line stays finite where all are right.
        value += 1e-3 * float(line @ line)
        return float(value), np.array([off @ odds, off.sum()]) + 2e-3 * line

    found = optimize.minimize(loss, np.array([1.0, 0.0]), jac=True, method="L-BFGS-B")
    return float(found.x[0]), float(found.x[1])


def stacked(
    told: Sequence[Sequence[Sequence[float]]], right: Sequence[Sequence[bool]]
) -> Choices:
    """The candidates of each text, given as their signs and whether each is right."""
    most = max([len(candidates) for candidates in told])
    width = max([len(candidates[0]) for candidates in told if candidates])
    signs = np.zeros((len(told), most, width))
    there = np.zeros((len(told), most), dtype=np.bool_)
    correct = np.zeros((len(told), most), dtype=np.bool_)
    for row, (candidates, flags) in enumerate(zip(told, right, strict=True)):
        if candidates:
            signs[row, : len(candidates)] = candidates
            there[row, : len(candidates)] = True
            correct[row, : len(flags)] = flags
    return Choices(signs, there, correct)


def named(names: Sequence[str], weights: Floats) -> Mapping[str, float]:
    """Weights by name, as a model keeps them."""
    rounded = [round(float(weight), 6) for weight in weights]
    return dict(zip(names, rounded, strict=True))
