"""Choose lines for inspection: the best of them by what an inspection is worth, and a part by
chance, so that something is learned of all goods.
"""

import hashlib
import hmac
from collections.abc import Sequence
from typing import Literal

import msgspec

from openkeden.base import fixed_point
from openkeden.risk.model.risk_model import LineScore

_MILLION = 1_000_000


class LineChoice(msgspec.Struct, frozen=True):
    """Whether a line is inspected, and how that came about."""

    #: Whether it is; and whether by its worth or by chance.
    way: Literal["model", "random", ""]

    #: The probability with which it was to be inspected, in millionths.
    inclusion_ppm: int


def choose(
    scores: Sequence[LineScore],
    keys: Sequence[str],
    count: int,
    *,
    secret: bytes,
    by_chance_ppm: int = 100_000,
    exponent_ppm: int = 500_000,
) -> list[LineChoice]:
    """Choose so many lines: those that are worth most, and a share of the count by chance
    among the others.

    Worth is the probability times the expected revenue to the power of `exponent_ppm`
    millionths; without a revenue the probability alone. Chance is a keyed hash of the key
    of each line: who has the secret can repeat it, and nobody else foresee it.
    """
    count = min(count, len(scores))
    random = -(-count * by_chance_ppm // _MILLION)
    drawn = [_drawn(key, secret) for key in keys]
    worth = [_worth(score, exponent_ppm) for score in scores]
    order = sorted(range(len(scores)), key=lambda line: (-worth[line], drawn[line]))
    top, rest = order[: count - random], order[count - random :]
    lucky = set(sorted(rest, key=drawn.__getitem__)[:random])
    share = random * _MILLION // len(rest) if rest else 0
    certain = set(top)
    return [_choice(line in certain, line in lucky, share) for line in range(len(scores))]


def _choice(certain: bool, lucky: bool, share: int) -> LineChoice:
    if certain:
        return LineChoice("model", _MILLION)
    return LineChoice("random" if lucky else "", share)


def _drawn(key: str, secret: bytes) -> bytes:
    return hmac.digest(secret, key.encode(), hashlib.sha256)


def _worth(score: LineScore, exponent_ppm: int) -> int:
    """The logarithm of what an inspection is worth, in 65,536ths of a doubling."""
    probability = max(score.probability_ppm, 1)
    found = fixed_point.log2(probability)
    if score.revenue is None:
        return found
    brings = max(score.revenue * _MILLION // probability, 1)
    return found + fixed_point.log2(brings) * exponent_ppm // _MILLION
