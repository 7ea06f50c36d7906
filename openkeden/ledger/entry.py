"""Canonical bytes of a fact, which the ledger commits to, and their leaf hash."""

import hashlib
from typing import Any

import msgspec

_ENCODER = msgspec.json.Encoder(order="deterministic")


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One fact of the ledger.

    Only `body` is in the tree. The other fields serve to find the entry: whatever must be
    proved has to be in the body too.
    """

    #: From 0.
    index: int
    #: What happened: `lodging`, `refusal`, `event`, `deposit` ...
    kind: str
    #: Whom or what it is about.
    subject: str
    #: The fact as canonical bytes.
    body: bytes

    @property
    def leaf(self) -> bytes:
        """The leaf hash of this entry, 32 bytes."""
        return leaf_hash(self.body)


def canonical(fact: Any) -> bytes:
    """Encode a struct as compact UTF-8 JSON that is the same every time.

    Fields come in the declared order, keys of mappings and members of sets are sorted. The
    bytes are made once, when the fact is written, and kept: nobody encodes a fact again to
    check it.

    >>> canonical({"b": 1, "a": 2})
    b'{"a":2,"b":1}'
    """
    return _ENCODER.encode(fact)


def leaf_hash(body: bytes) -> bytes:
    """SHA-256 of a zero byte and the body: 32 bytes (RFC 6962 section 2.1)."""
    return hashlib.sha256(b"\x00" + body).digest()
