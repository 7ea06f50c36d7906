"""Random check: a draw that nobody can foresee without the day's seed and everybody can
repeat with it.

The number drawn is SHA-256 of seed and declaration digest, as a big-endian integer, modulo
a million.
"""

import hashlib

import msgspec

#: Bytes that a seed must have at least, so that nobody can try them all.
SEED_BYTES = 16

MILLION = 1_000_000


class RandomCheck(msgspec.Struct, frozen=True, gc=False):
    """One draw: a declaration is checked when its value is below the share of its stratum."""

    #: The number drawn, 0 to 999,999.
    value: int

    #: The share of the stratum, in millionths.
    probability_ppm: int

    #: Whether the declaration is checked.
    chosen: bool

    #: The stratum that the declaration belongs to.
    stratum: str


def draw(seed: bytes, digest: bytes, probability_ppm: int, stratum: str) -> RandomCheck:
    """Draw for the declaration with this digest. Raises ValueError for too short a seed."""
    if len(seed) < SEED_BYTES:
        raise ValueError(f"the seed has {len(seed)} bytes; it needs {SEED_BYTES}")
    value = _value(seed, digest)
    return RandomCheck(value, probability_ppm, value < probability_ppm, stratum)


def replay(drawn: RandomCheck, seed: bytes, digest: bytes) -> bool:
    """Whether a recorded draw is what the seed, published later, gives for this digest."""
    value = _value(seed, digest)
    return drawn.value == value and drawn.chosen == (value < drawn.probability_ppm)


def _value(seed: bytes, digest: bytes) -> int:
    return int.from_bytes(hashlib.sha256(seed + digest).digest()) % MILLION


def commitment(seed: bytes) -> bytes:
    """SHA-256 of a seed: published before its day, so that the seed can be checked later."""
    return hashlib.sha256(seed).digest()
