"""The ledger for everybody: signed head, tiles and key as https://c2sp.org/tlog-tiles has
them, and proofs as JSON. What facts say is not here: only their hashes are.
"""

from typing import Annotated, Final

import msgspec

from openkeden.api import caching
from openkeden.api.route import Asked, Reply, Route
from openkeden.base.findings import Refused
from openkeden.flow.ledger import public_files, receipts
from openkeden.views import ledger_view, public_ledger_view
from openkeden.views.ledger_view import NoProofView, ProofView
from openkeden.views.public_ledger_view import ConsistencyView, InclusionView

_TEXT: Final = "text/plain"
_BYTES: Final = "application/octet-stream"

#: A tile that is not full stays what it is, but the full one is what will be asked for.
_PARTIAL: Final = "public, max-age=60"

#: What Base64 looks like.
_BASE64: Final = {"pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"}

_Index = Annotated[int, msgspec.Meta(ge=0, le=1 << 53)]


class OfEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry, and a size of the ledger."""

    #: The index of the entry.
    entry: _Index

    #: The size of the ledger; that of the latest signed head where it is not given.
    size: _Index | None = None


class OfSizes(msgspec.Struct, frozen=True, kw_only=True):
    """Two sizes of the ledger."""

    #: The earlier size.
    before: _Index = msgspec.field(name="from")

    #: The later size; that of the latest signed head where it is not given.
    after: _Index | None = msgspec.field(name="to", default=None)


class GivenReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt to verify."""

    #: The receipt, as it was given out.
    receipt: str

    #: The public key of the ledger that it is of; that of this ledger where it is not given.
    key: str = ""

    #: The sealed part of the fact, in Base64; empty: it is not at hand.
    sealed: Annotated[bytes, msgspec.Meta(extra_json_schema=_BASE64)] = b""


def ledger_checkpoint(_asked: Asked) -> Reply | Refused:
    """The latest signed head of the ledger (C2SP checkpoint)."""
    note = public_files.checkpoint()
    if isinstance(note, Refused):
        return note
    return caching.kept(note.encode(), caching.ASK_AGAIN, f"{_TEXT}; charset=utf-8")


def ledger_tile(asked: Asked) -> Reply | Refused:
    """A tile of hashes of the ledger (C2SP tlog-tiles).

    The bodies of facts (`tile/entries/`) are not public.
    """
    tile = public_files.tile(asked.path["level"], asked.path["index"])
    if isinstance(tile, Refused):
        return tile
    control = caching.FOR_GOOD if tile.full else _PARTIAL
    return caching.kept(tile.hashes, control, _BYTES)


def ledger_key(asked: Asked) -> Reply | Refused:
    """The public key of the ledger: what heads and receipts are verified with."""
    key = f"{public_files.key(asked.at)}\n".encode()
    return caching.kept(key, caching.ASK_AGAIN, f"{_TEXT}; charset=utf-8")


def inclusion_proof(asked: Asked) -> Reply | Refused:
    """The proof that an entry is in the ledger."""
    found = public_files.inclusion(asked.query.entry, asked.query.size)
    if isinstance(found, Refused):
        return found
    return Reply(body=public_ledger_view.of_inclusion(asked.query.entry, found))


def consistency_proof(asked: Asked) -> Reply | Refused:
    """The proof that the ledger only grew between two sizes."""
    found = public_files.consistency(asked.query.before, asked.query.after)
    if isinstance(found, Refused):
        return found
    return Reply(body=public_ledger_view.of_consistency(asked.query.before, found))


def verify_receipt(asked: Asked) -> Reply | Refused:
    """What a receipt proves, or why it proves nothing.

    It needs nothing but the public key: whoever does not want to ask this service has `keden
    receipt verify`.
    """
    given: GivenReceipt = asked.body
    key = given.key or public_files.key(asked.at)
    proved = receipts.verify(given.receipt.encode(), key, sealed=given.sealed or None)
    if not isinstance(proved, Refused):
        return Reply(body=ledger_view.of_proof(proved, asked.language))
    if not receipts.is_verdict(proved):
        return proved
    return Reply(body=ledger_view.of_no_proof(proved, asked.language))


def _files(base: str) -> tuple[Route, ...]:
    """The files of the ledger at an address."""
    return (
        Route(
            method="GET",
            base=base,
            path="/ledger/checkpoint",
            does=ledger_checkpoint,
            gives=_TEXT,
            example="/ledger/checkpoint",
        ),
        Route(
            method="GET",
            base=base,
            path="/ledger/tile/{level}/{index...}",
            does=ledger_tile,
            gives=_BYTES,
            example="/ledger/tile/0/000.p/1",
        ),
    )


ROUTES = (
    *_files(""),
    *_files("/api/v1"),
    Route(
        method="GET",
        path="/ledger/key",
        does=ledger_key,
        gives=_TEXT,
        example="/ledger/key",
    ),
    Route(
        method="GET",
        path="/ledger/proofs/inclusion",
        does=inclusion_proof,
        query=OfEntry,
        gives=InclusionView,
        example="/ledger/proofs/inclusion?entry=0",
    ),
    Route(
        method="GET",
        path="/ledger/proofs/consistency",
        does=consistency_proof,
        query=OfSizes,
        gives=ConsistencyView,
        example="/ledger/proofs/consistency?from=1",
    ),
    Route(
        method="POST",
        path="/receipts/verify",
        does=verify_receipt,
        takes=GivenReceipt,
        gives=ProofView | NoProofView,
        example="/receipts/verify",
        example_body={"receipt": "c2sp.org/tlog-proof@v1\nindex 0\n\n..."},
    ),
)
