"""One fact goes in, the canonical bytes that the ledger commits to come out."""

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One fact at its 0-based `index` in the ledger.

    `kind` says what happened (`lodging`, `refusal`, `event`, `deposit`), `subject` whom or what it is about. Only
    `body` is in the tree: the other fields find the entry, and whatever must be proved has to stand in the body too.
    """

    index: int
    kind: str
    subject: str
    body: bytes

    @property
    def leaf(self) -> bytes:
        """The leaf hash of this entry, 32 bytes."""
        return leaf_hash(self.body)


def canonical(fact: Any) -> bytes:
    """Encode a struct as compact UTF-8 JSON that is the same every time: fields as declared, map keys and sets sorted.

    The bytes are made once, when the fact is written, and kept; nobody encodes a fact again to check it.

    >>> canonical({"b": 1, "a": 2})
    b'{"a":2,"b":1}'
    """
    return _ENCODER.encode(fact)


def leaf_hash(body: bytes) -> bytes:
    """SHA-256 of a zero byte and the body: 32 bytes (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x00" + body).digest()
