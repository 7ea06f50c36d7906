"""Random check: a draw that nobody can foresee without the day's seed and everybody can
repeat with it.

Each lot of a declaration draws a number: SHA-256 of the seed of the day and the key of the
lot, as a big-endian integer, modulo a million. That of the declaration is the smallest of
them: who declares more lots is checked no less often.
"""

import hashlib
from collections.abc import Iterable

import msgspec

#: Bytes that a seed must have at least, so that nobody can try them all.
SEED_BYTES = 16

MILLION = 1_000_000


class RandomCheck(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One draw: a declaration is checked when its value is below the share of its stratum."""

    #: The number drawn, 0 to 999,999.
    value: int

    #: The share of the stratum, in millionths.
    probability_ppm: int

    #: Whether the declaration is checked.
    chosen: bool

    #: The stratum that the declaration belongs to.
    stratum: str

    #: How many lots drew: it is checked where any of them is, with the probability
    #: 1 - (1 - share) ** lots.
    lots: int = 1


def draw(
    seed: bytes, lots: tuple[bytes, ...], probability_ppm: int, stratum: str
) -> RandomCheck:
    """Draw for a declaration of lots with these keys. Raises ValueError for too short a
    seed.
    """
    if len(seed) < SEED_BYTES:
        raise ValueError(f"the seed has {len(seed)} bytes; it needs {SEED_BYTES}")
    value = _value(seed, lots)
    chosen = value < probability_ppm
    return RandomCheck(value, probability_ppm, chosen, stratum, len(lots))


def replay(drawn: RandomCheck, seed: bytes, lots: tuple[bytes, ...]) -> bool:
    """Whether a recorded draw is what the seed, opened later, gives for these lots."""
    return drawn == draw(seed, lots, drawn.probability_ppm, drawn.stratum)


def inclusion_ppm(drawn: RandomCheck) -> int:
    """The probability that any of the lots of a declaration is drawn, in millionths."""
    spared: int = (MILLION - drawn.probability_ppm) ** drawn.lots
    whole: int = MILLION ** (drawn.lots - 1)
    return MILLION - spared // whole


def _value(seed: bytes, lots: Iterable[bytes]) -> int:
    return min([_drawn(seed, lot) for lot in lots])


def _drawn(seed: bytes, lot: bytes) -> int:
    return int.from_bytes(hashlib.sha256(seed + lot).digest()) % MILLION


def commitment(seed: bytes) -> bytes:
    """SHA-256 of a seed: published before its day, so that the seed can be checked later."""
    return hashlib.sha256(seed).digest()
