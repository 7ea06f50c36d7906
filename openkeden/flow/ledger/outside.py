"""Evidence from outside: signed heads and receipts that somebody kept elsewhere, held
against the ledger.

A ledger that was put back to an earlier day fits in itself. Only what was kept where its
owner could not take it back shows that it was longer once, or said something else.
"""

import pathlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import given_files
from openkeden.flow.ledger import public_keys
from openkeden.flow.ledger.problems import Problem
from openkeden.ledger import checkpoint, entry, head_file, merkle, proof
from openkeden.store import log

#: The longest file of heads, and the longest receipt, that is read.
HEADS_BYTES, RECEIPT_BYTES = 1 << 30, 1 << 26


class OutsideHead(msgspec.Struct, frozen=True):
    """A signed head that was kept elsewhere."""

    #: The file, and which note in it.
    where: str
    note: bytes


class OutsideReceipt(msgspec.Struct, frozen=True):
    """A receipt that was kept elsewhere."""

    #: The file.
    where: str
    text: bytes


class Evidence(msgspec.Struct, frozen=True):
    """All that was brought from outside."""

    heads: tuple[OutsideHead, ...] = ()
    receipts: tuple[OutsideReceipt, ...] = ()
    #: Public keys of witnesses: where there are any, one of them must have signed each
    #: head.
    witnesses: tuple[checkpoint.Verifier, ...] = ()


def read(
    heads: Iterable[pathlib.Path],
    receipts: Iterable[pathlib.Path],
    witness_keys: Iterable[str],
) -> Evidence | Refused:
    """The evidence in these files, or every reason why one of them is none."""
    found: list[findings.Finding] = []
    notes: list[OutsideHead] = []
    for path in heads:
        whole = _heads(path)
        if isinstance(whole, Refused):
            found += whole.findings
        else:
            notes += whole
    texts = []
    for path in receipts:
        text = given_files.read(path, RECEIPT_BYTES)
        if isinstance(text, Refused):
            found += text.findings
        else:
            texts.append(OutsideReceipt(str(path), text))
    witnesses = []
    for key in witness_keys:
        witness = _witness(key)
        if isinstance(witness, Refused):
            found += witness.findings
        else:
            witnesses.append(witness)
    if found:
        return Refused(tuple(found))
    return Evidence(tuple(notes), tuple(texts), tuple(witnesses))


def _heads(path: pathlib.Path) -> tuple[OutsideHead, ...] | Refused:
    """The heads in a file, of which there must be one."""
    body = given_files.read(path, HEADS_BYTES)
    if isinstance(body, Refused):
        return body
    whole = tuple(_numbered(path, head_file.split(body).whole))
    return whole or findings.refused(usage.NO_HEAD, "head", value=path)


class KeptHeads:
    """The heads that the installation itself keeps outside its database, as many as its file
    holds when this is made; they are read one by one.
    """

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        self._length = path.stat().st_size if path.exists() else 0
        #: How many heads were read.
        self.count = 0

    def __iter__(self) -> Iterator[OutsideHead]:
        self.count = 0
        if not self._length:
            return
        with self._path.open("rb") as file:
            for head in _numbered(self._path, head_file.stream(file, self._length)):
                self.count += 1
                yield head


def _numbered(path: pathlib.Path, notes: Iterable[bytes]) -> Iterator[OutsideHead]:
    """The notes of a file of heads, each with its place."""
    for number, note in enumerate(notes, 1):
        yield OutsideHead(f"{path}, head {number}", note)


def _witness(key: str) -> checkpoint.Verifier | Refused:
    """A witness's public key, as text or as the file that holds it."""
    text = public_keys.read(key)
    if isinstance(text, Refused):
        return text
    try:
        verifier = checkpoint.read_verifier(text)
    except checkpoint.BadKey as bad:
        return public_keys.bad(bad)
    if verifier.kind != checkpoint.WITNESS:
        return public_keys.bad("this is a log's key, not a witness's")
    return verifier


class OutsideAudit:
    """Evidence held against a ledger whose own tree was found to fit."""

    def __init__(
        self,
        witnesses: tuple[checkpoint.Verifier, ...],
        verifier: checkpoint.Verifier,
        known: checkpoint.Checkpoint,
    ) -> None:
        """`known` is the ledger as it was derived."""
        self._witnesses, self._verifier = witnesses, verifier
        self._now = known
        self._notes: Mapping[int, str] = {}
        self._tree = merkle.Tree(known.size, log.read_tile)

    def heads(self, brought: Iterable[OutsideHead]) -> Iterator[Problem]:
        """The heads that do not fit the ledger."""
        for head in brought:
            yield from self._head(head.where, head.note)

    def receipts(self, brought: Iterable[OutsideReceipt]) -> Iterator[Problem]:
        """The receipts that do not fit the ledger."""
        for receipt in brought:
            yield from self._receipt(receipt)

    def _head(self, where: str, note: bytes) -> Iterator[Problem]:
        try:
            text = checkpoint.decode(note)
            if self._is_own(text):
                return
            head = checkpoint.open_note(text, (self._verifier, *self._witnesses))
        except checkpoint.BadNote as bad:
            expected = "a head signed by the key of this ledger"
            yield Problem("outside", where, "note", bad.reason, expected)
            return
        yield from self._signers(where, head)
        yield from self._extends(where, head)

    def _is_own(self, note: str) -> bool:
        """Whether a note is that of a head in the database, which was found to fit."""
        if self._witnesses:
            return False
        size = checkpoint.size_of(note)
        if size not in self._notes:
            self._notes = log.notes_from(size)
        return self._notes.get(size) == note

    def _signers(self, where: str, head: checkpoint.Checkpoint) -> Iterator[Problem]:
        signed = {signer.verifier for signer in head.signers}
        if head.origin != self._verifier.name or self._verifier not in signed:
            expected = f"a head of {self._verifier.name}, signed by its key"
            yield Problem("outside", where, "note", f"a head of {head.origin}", expected)
        if self._witnesses and not signed & set(self._witnesses):
            names = ", ".join([one.name for one in self._witnesses])
            expected = f"a cosignature of {names}"
            yield Problem("outside", where, "note", "no cosignature", expected)

    def _extends(self, where: str, head: checkpoint.Checkpoint) -> Iterator[Problem]:
        """Compare a head with the ledger, which must begin with all that the head signs."""
        if head.size > self._now.size:
            stored = f"the ledger ends after {self._now.size} facts"
            yield Problem("outside", where, "size", stored, f"{head.size} facts")
            return
        try:
            path = self._tree.consistency(head.size)
            fits = proof.extends(head, self._now, path)
        except merkle.MissingHash as missing:
            yield Problem("outside", where, "root", str(missing), head.root.hex())
            return
        if not fits:
            stored = f"another root after {head.size} facts"
            yield Problem("outside", where, "root", stored, head.root.hex())

    def _receipt(self, receipt: OutsideReceipt) -> Iterator[Problem]:
        try:
            proved = proof.verify(receipt.text, self._verifier.text)
        except proof.BadReceipt as bad:
            expected = "a receipt of this ledger"
            yield Problem("outside", receipt.where, "receipt", bad.reason, expected)
            return
        yield from self._extends(receipt.where, proved.checkpoint)
        if proved.index < self._now.size:
            yield from self._leaf(receipt.where, proved)

    def _leaf(self, where: str, proved: proof.Verified) -> Iterator[Problem]:
        tile, place = divmod(proved.index, merkle.TILE_WIDTH)
        begin = place * merkle.HASH_BYTES
        stored = log.read_tile(0, tile)[begin : begin + merkle.HASH_BYTES]
        leaf = entry.leaf_hash(proved.body)
        if stored != leaf:
            yield Problem(
                "outside", where, f"fact {proved.index}", stored.hex(), leaf.hex()
            )
