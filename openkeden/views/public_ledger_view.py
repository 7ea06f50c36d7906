"""The ledger as anybody may check it: proofs in its tree, and how far it has come."""

import datetime

import msgspec

from openkeden.flow.ledger.public_files import TreeProof


class InclusionView(msgspec.Struct, frozen=True, kw_only=True):
    """A proof that an entry is in the ledger (RFC 6962, section 2.1.1)."""

    #: The index of the entry.
    entry: int

    #: The size of the ledger.
    size: int

    #: The root at that size, in hexadecimal.
    root: str

    #: The audit path from the leaf to the root, in hexadecimal.
    path: tuple[str, ...]


class ConsistencyView(msgspec.Struct, frozen=True, kw_only=True):
    """A proof that a ledger only grew (RFC 6962, section 2.1.2)."""

    #: The earlier size.
    before: int

    #: The later size.
    size: int

    #: The root at the later size, in hexadecimal.
    root: str

    #: The hashes of the proof, in hexadecimal.
    path: tuple[str, ...]


class ServiceView(msgspec.Struct, frozen=True, kw_only=True):
    """How the service stands."""

    #: `up`: it answers.
    status: str

    #: The moment by its clock.
    now: datetime.datetime

    #: The version of the program.
    program: str

    #: The country whose law it goes by.
    jurisdiction: str

    #: The digest of all rows of law.
    law: str

    #: The name of its ledger.
    ledger: str

    #: How many facts the ledger holds.
    size: int

    #: The root of the ledger in hexadecimal; empty where it holds nothing.
    root: str


def of_inclusion(entry: int, proof: TreeProof) -> InclusionView:
    """The view of a proof of inclusion."""
    path = _hexadecimal(proof.path)
    return InclusionView(entry=entry, size=proof.size, root=proof.root.hex(), path=path)


def of_consistency(before: int, proof: TreeProof) -> ConsistencyView:
    """The view of a proof of consistency."""
    path = _hexadecimal(proof.path)
    return ConsistencyView(before=before, size=proof.size, root=proof.root.hex(), path=path)


def _hexadecimal(path: tuple[bytes, ...]) -> tuple[str, ...]:
    return tuple([one.hex() for one in path])
