"""What everybody may have of the ledger, as https://c2sp.org/tlog-tiles names it: the signed
head, the tiles of hashes, the public key, and proofs for whoever reads no tiles.
"""

import re
from typing import Final

import msgspec

from openkeden.base import bounded, findings, public_usage, usage
from openkeden.base.findings import Refused
from openkeden.flow.installation import Installation
from openkeden.flow.ledger import receipts
from openkeden.ledger import merkle
from openkeden.store import log

#: The index of a tile in groups of three digits, and the width of one that is not full.
_PLACE: Final = re.compile(
    r"(?P<index>(x[0-9]{3}/)*[0-9]{3})(\.p/(?P<width>[1-9][0-9]{0,2}))?"
)

#: The level of a tile; a tree of more than 2**64 leaves there is none.
_LEVEL: Final = re.compile(r"[0-7]")

#: What stands in the place of a level for the bodies of facts.
_BODIES: Final = "entries"

#: The most letters that the name of a tile may have.
_LONGEST: Final = 64


class PublicTile(msgspec.Struct, frozen=True):
    """A tile of hashes."""

    #: The hashes, 32 bytes each.
    hashes: bytes

    #: Whether it can grow no more.
    full: bool


class TreeProof(msgspec.Struct, frozen=True, kw_only=True):
    """A short proof of RFC 6962 in the ledger."""

    #: The size that it leads to.
    size: int

    #: The root at that size.
    root: bytes

    #: The hashes of the proof, in their order.
    path: tuple[bytes, ...]


def checkpoint() -> str | Refused:
    """The latest signed head."""
    return receipts.head()


def key(at: Installation) -> str:
    """The public key of the ledger."""
    return at.key.verifier.text


def tile(level: str, place: str) -> PublicTile | Refused:
    """The tile with a name; one that is asked for at a width is cut to it."""
    name = f"tile/{bounded.beginning(level)}/{bounded.beginning(place)}"
    if level == _BODIES:
        return findings.refused(public_usage.NO_BODIES, "tile", value=name)
    found = _PLACE.fullmatch(place) if len(place) <= _LONGEST else None
    if found is None or not _LEVEL.fullmatch(level):
        return _no_tile(name)
    width = int(found["width"] or merkle.TILE_WIDTH)
    index = int(re.sub(r"[x/]", "", found["index"]))
    canonical = merkle.path_of(int(level), index, width)
    if canonical != f"tile/{level}/{place}" or index >= 1 << 48:
        return _no_tile(name)
    hashes = log.read_tile(int(level), index)[: width * merkle.HASH_BYTES]
    if len(hashes) < width * merkle.HASH_BYTES:
        return _no_tile(name)
    return PublicTile(hashes, width == merkle.TILE_WIDTH)


def _no_tile(name: str) -> Refused:
    return findings.refused(public_usage.NO_TILE, "tile", value=name, size=receipts.size())


def inclusion(entry: int, size: int | None) -> TreeProof | Refused:
    """The proof that an entry is in the ledger of a size; of the latest head without."""
    held = receipts.size()
    of_size = held if size is None else size
    if not 0 < of_size <= held:
        return _no_size(of_size, held)
    if not 0 <= entry < of_size:
        return findings.refused(usage.NO_ENTRY, "entry", value=entry, size=of_size)
    tree = merkle.Tree(of_size, log.read_tile)
    path = tuple(tree.inclusion(entry))
    return TreeProof(size=of_size, root=tree.root(), path=path)


def consistency(before: int, after: int | None) -> TreeProof | Refused:
    """The proof that the ledger of one size begins that of a later one; the latest head's
    without.
    """
    held = receipts.size()
    size = held if after is None else after
    for one, most in ((size, held), (before, size)):
        if not 0 < one <= most:
            return _no_size(one, held)
    tree = merkle.Tree(size, log.read_tile)
    path = tuple(tree.consistency(before))
    return TreeProof(size=size, root=tree.root(), path=path)


def _no_size(value: int, held: int) -> Refused:
    return findings.refused(public_usage.NO_SIZE, "size", value=value, size=held)
