"""The text of a key: how one is made, what it is named by, and what is stored of it."""

import hashlib
import secrets
import string
from typing import Final

#: Letters of a secret: none that a shell or an address needs quoted.
_LETTERS: Final = string.digits + string.ascii_letters

#: So many letters hold 256 random bits.
_LENGTH: Final = 43

#: So many of them name a key; 208 bits are left.
_NAMED: Final = 8

#: What begins a key of an installation that counts, and of one to try things in.
LIVE, TEST = "kdn_live_", "kdn_test_"

#: How the name of the ledger ends where an installation is one to try things in.
TEST_ORIGIN: Final = "/test"


def prefix(origin: str) -> str:
    """What begins the keys of an installation, by the name of its ledger."""
    return TEST if origin.endswith(TEST_ORIGIN) else LIVE


def new(origin: str) -> str:
    """A new key."""
    number = secrets.randbits(256)
    letters = []
    for _ in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[place])
    return prefix(origin) + "".join(letters)


def id_of(key: str) -> str:
    """What a key is named by; of anything else, whatever stands there."""
    return key[len(LIVE) : len(LIVE) + _NAMED]


def digest(key: str) -> bytes:
    """What is stored of a key."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()


def commitment(stored: bytes) -> bytes:
    """What a fact says of the digest that is stored of its key."""
    return hashlib.sha256(b"openkeden key\n" + stored).digest()
