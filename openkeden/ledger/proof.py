"""Receipts: proof of an entry's place in the ledger, which anybody can check offline.

A receipt is a text of https://c2sp.org/tlog-proof: the entry's index, its audit path, and
the signed head that it leads to. The specification leaves the `extra` line to the
application: here it is the body of the entry, so that a receipt proves a fact by itself. It
has to be that body to the byte, and is held against it whoever brings the body, so there is
no part of a receipt that could be altered without being refused, but for signatures by keys
that the reader does not know.

What a receipt says at best: this fact stood at this index of this ledger when it had that
size. It should be given only for a head that includes the entry: a head older than the
entry stays true whatever is done to the entry later.
"""

from collections.abc import Iterable, Sequence

import msgspec

from openkeden.ledger import checkpoint, entry, merkle
from openkeden.ledger.checkpoint import Checkpoint

HEADER = "c2sp.org/tlog-proof@v1"
#: How the name of a file with a receipt ends.
SUFFIX = ".tlog-proof"

#: An audit path is never longer: indices are below 2**63.
MAX_PATH = 63


class BadReceipt(ValueError):
    """A receipt that proves nothing; `reason` says why, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Receipt(msgspec.Struct, frozen=True):
    """The parts of a receipt, not yet verified; each hash of its audit path has 32 bytes."""

    index: int
    path: tuple[bytes, ...]
    note: str
    body: bytes | None = None


class Verified(msgspec.Struct, frozen=True):
    """What a receipt proved: this body is entry `index` of the ledger at this signed head."""

    index: int
    checkpoint: Checkpoint
    body: bytes


def write(receipt: Receipt) -> str:
    """The text of a receipt; without a body the reader must bring it."""
    extra = (
        () if receipt.body is None else (f"extra {checkpoint.print_base64(receipt.body)}",)
    )
    path = map(checkpoint.print_base64, receipt.path)
    return "\n".join((HEADER, *extra, f"index {receipt.index}", *path, "", receipt.note))


def parse(text: str | bytes) -> Receipt:
    """Take a receipt apart. Raises BadReceipt when it has another form."""
    try:
        return _parse(checkpoint.decode(text))
    except checkpoint.BadNote as bad:
        raise BadReceipt(f"this is not a receipt: {bad.reason}") from None


def verify(
    text: str | bytes,
    verifier_key: str,
    body: bytes | None = None,
    *,
    witnesses: Iterable[str] = (),
    quorum: int = 0,
) -> Verified:
    """Check a receipt with the log's public key alone.

    Raises BadReceipt, and BadKey for a key that is none.

    The log's name in `verifier_key` must be the origin of the head. `body` is the fact as
    its reader holds it; without it the one in the receipt is proved. Of the `witnesses`
    (public keys of type `WITNESS`) at least `quorum` must have signed the head too.
    """
    receipt = parse(text)
    log = checkpoint.read_verifier(verifier_key)
    if log.kind != checkpoint.LOG:
        raise checkpoint.BadKey("this is a witness's key, not a log's")
    head = _head(
        receipt.note, log, [checkpoint.read_verifier(key) for key in witnesses], quorum
    )
    proved = _body(receipt, body)
    if receipt.index >= head.size:
        raise BadReceipt(f"entry {receipt.index} is not in a ledger of {head.size} entries")
    if not merkle.verify_inclusion(
        entry.leaf_hash(proved), receipt.index, head.size, receipt.path, head.root
    ):
        raise BadReceipt(
            f"the fact, its index {receipt.index} or the path to the signed root was"
            " altered"
        )
    return Verified(receipt.index, head, proved)


def extends(old: Checkpoint, new: Checkpoint, path: Sequence[bytes]) -> bool:
    """Whether `path` proves that the ledger at `new` still begins with all that it was at
    `old`.
    """
    same = old.origin == new.origin
    return same and merkle.verify_consistency(old.size, new.size, old.root, new.root, path)


def _parse(text: str) -> Receipt:
    head, empty, note = text.partition("\n\n")
    first, *lines = head.split("\n")
    if first != HEADER or not empty:
        raise BadReceipt(
            f"a receipt begins with {HEADER} and has an empty line before the signed head"
        )
    body = None
    if lines and lines[0].startswith("extra "):
        body = checkpoint.parse_base64(lines.pop(0).removeprefix("extra "))
    if not lines or not lines[0].startswith("index "):
        raise BadReceipt("the receipt does not say the index of its entry")
    index = checkpoint.parse_number(lines.pop(0).removeprefix("index "))
    if len(lines) > MAX_PATH:
        raise BadReceipt(f"a path of {len(lines)} hashes is too long for any ledger")
    return Receipt(
        index,
        tuple(checkpoint.parse_base64(line, merkle.HASH_BYTES) for line in lines),
        note,
        body,
    )


def _head(
    note: str,
    log: checkpoint.Verifier,
    witnesses: Sequence[checkpoint.Verifier],
    quorum: int,
) -> Checkpoint:
    """The signed head, vouched for by the log itself and enough witnesses. Raises
    BadReceipt.
    """
    try:
        head = checkpoint.open_note(note, (log, *witnesses))
    except checkpoint.BadNote as bad:
        raise BadReceipt(f"the signed head is not valid: {bad.reason}") from None
    signed = {signer.verifier for signer in head.signers}
    if head.origin != log.name or log not in signed:
        raise BadReceipt(
            f"the head is of {head.origin} and not signed by {log.name} for itself"
        )
    seen = {
        one.public
        for one in signed
        if one.kind == checkpoint.WITNESS and one.public != log.public
    }
    if len(seen) < quorum:
        raise BadReceipt(
            f"{len(seen)} of the witnesses signed the head, {quorum} are asked for"
        )
    return head


def _body(receipt: Receipt, body: bytes | None) -> bytes:
    """The body to prove. Raises BadReceipt when there is none, or two that differ."""
    if body is None:
        body = receipt.body
    if body is None:
        raise BadReceipt("the receipt carries no fact; bring the one it was given for")
    if receipt.body not in (None, body):
        raise BadReceipt(
            "the receipt was given for another fact than the one brought with it"
        )
    return body
