"""Receipts of facts in the ledger, and what a proved fact says to whoever holds one."""

import datetime
import pathlib
from typing import BinaryIO

import msgspec

from openkeden import formats
from openkeden.base import findings, names, usage
from openkeden.base.findings import Refused
from openkeden.clearance import registration
from openkeden.flow import facts, installation_files, sealing
from openkeden.flow.installation import Installation
from openkeden.flow.ledger import public_keys, summaries
from openkeden.flow.lodging import references
from openkeden.flow.people import readers
from openkeden.ledger import checkpoint, proof
from openkeden.store import log, read, rows


class WantedReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The fact that a receipt is wanted of."""

    #: The declaration that it is about, by registration number or reference; empty where
    #: the index alone names it.
    reference: str = ""

    #: Its index in the ledger.
    entry: int | None = None

    #: The version that it lodged.
    version: int | None = None

    #: Whether the lodging of the version in force is wanted; else it is the newest fact
    #: about the declaration.
    lodging: bool = False


class Proved(msgspec.Struct, frozen=True, kw_only=True):
    """What a receipt proves."""

    #: The index of the fact in the ledger.
    index: int

    #: The name of the ledger.
    origin: str

    #: The size of the ledger at the signed head.
    size: int

    #: What happened: `lodging`, `event`, `deposit` ...
    kind: str

    #: The moment that the fact counts as of.
    at: datetime.datetime

    #: The moment of the clock when it was recorded.
    recorded: datetime.datetime

    #: What the fact says, without what officers alone may know.
    fact: dict[str, str]

    #: What its sealed part says, where that was brought along.
    sealed: dict[str, str]

    #: Which message of the file that was brought along is the one recorded.
    message: str


def size() -> int:
    """How many facts the ledger holds."""
    return log.size()


def head() -> str | Refused:
    """The latest signed head."""
    latest = log.head()
    return latest[2] if latest else findings.refused(usage.EMPTY_LEDGER, "ledger", value=0)


def root() -> str:
    """The root of the ledger in hexadecimal; empty where it holds nothing."""
    latest = log.head()
    return latest[1].hex() if latest else ""


def find(wanted: WantedReceipt) -> int | Refused:
    """The index of the entry that a receipt is wanted of."""
    if not wanted.reference:
        assert wanted.entry is not None, "something names the entry"
        return _entry(wanted.entry)
    versions = references.versions(wanted.reference)
    if isinstance(versions, Refused):
        return versions
    if wanted.entry is not None:
        return _entry_of(wanted.entry, versions[0].registration)
    if wanted.version is not None:
        return _lodging_of(wanted.version, versions)
    last = versions[-1]
    return last.lodged if wanted.lodging else last.latest


def _entry(index: int) -> int | Refused:
    held = log.size()
    if 0 <= index < held:
        return index
    return findings.refused(usage.NO_ENTRY, "entry", value=index, size=held)


def _entry_of(index: int, number: str) -> int | Refused:
    """The entry at an index, which must be about the declaration of a number."""
    about = [row.index for row in read.entries_of(number)]
    if index in about:
        return index
    known = ", ".join(map(str, about))
    return findings.refused(
        registration.OTHER_ENTRY, "entry", value=index, registration=number, known=known
    )


def _lodging_of(version: int, versions: list[rows.DeclarationRow]) -> int | Refused:
    """The entry that a version was lodged by."""
    for row in versions:
        if row.version == version:
            return row.lodged
    return findings.refused(
        registration.NO_VERSION,
        "version",
        value=version,
        registration=versions[0].registration,
        known=f"1 to {versions[-1].version}",
    )


def sealed_part(index: int, officer: str, at: Installation) -> bytes | Refused:
    """What is sealed beside the fact at an index, for an officer."""
    found = read.entries([index])[index]
    if not found.sealed:
        return findings.refused(usage.NOTHING_SEALED, "sealed", value=index)
    office = read.versions(found.subject)[0].office
    may_not = readers.may_read(officer, at, office)
    return found.sealed if may_not is None else may_not


def of(index: int) -> str:
    """The receipt of the fact at an index of the ledger."""
    return log.receipt(index)


def public_key(home: pathlib.Path, key: str = "") -> str | Refused:
    """The public key of a ledger: as text, from a file, or from the folder of the
    installation.
    """
    return public_keys.read(key or str(home / installation_files.VERIFIER_FILE))


def verify(
    receipt: bytes,
    key: str,
    declarations: BinaryIO | None = None,
    sealed: bytes | None = None,
) -> Proved | Refused:
    """Verify a receipt with nothing but the public key.

    The message that was recorded must be among the `declarations` sent, and `sealed` must
    be the sealed part of the fact, where they are brought along.
    """
    try:
        verified = proof.verify(receipt, key)
    except proof.BadReceipt as bad:
        return _proves_nothing(bad)
    except checkpoint.BadKey as bad:
        return public_keys.bad(bad)
    fact = _fact(verified.body)
    if isinstance(fact, Refused):
        return fact
    message = _message(fact, declarations) if declarations is not None else ""
    if isinstance(message, Refused):
        return message
    opened = _opened(fact, sealed) if sealed is not None else {}
    if isinstance(opened, Refused):
        return opened
    return Proved(
        index=verified.index,
        origin=verified.checkpoint.origin,
        size=verified.checkpoint.size,
        kind=summaries.kind_of(fact),
        at=fact.at,
        recorded=fact.recorded,
        fact=summaries.of(fact),
        sealed=opened,
        message=message,
    )


def _proves_nothing(reason: object) -> Refused:
    return findings.refused(usage.PROVES_NOTHING, "receipt", value=reason, reason=reason)


def is_verdict(refused: Refused) -> bool:
    """Whether it is the receipt that was refused, and not the key that it was to be
    verified with.
    """
    return refused.findings[0].rule == usage.PROVES_NOTHING.number


def _fact(body: bytes) -> facts.AnyFact | Refused:
    """The proved fact."""
    try:
        return facts.read(body)
    except facts.UnknownVersion as unknown:
        return _proves_nothing(f"the proved entry cannot be read: {unknown}")
    except msgspec.DecodeError:
        return _proves_nothing("the proved entry is not a fact of a customs ledger")


def _message(fact: facts.AnyFact, declarations: BinaryIO) -> str | Refused:
    """Which of the messages is the one that a fact answers, or that none is."""
    if not isinstance(fact, facts.Lodging | facts.Refusal):
        kind = summaries.kind_of(fact)
        return _proves_nothing(f"the proved entry, of the kind {kind}, answers no message")
    altered = ""
    key = names.comparable(fact.reference)
    for one in formats.read(declarations):
        if not isinstance(one, formats.Received):
            continue
        if sealing.digest(one.body) == fact.digest:
            return one.where
        if names.comparable(one.filing.reference) == key:
            altered = f"; another message has its reference: {one.where}"
    wanted = f"with SHA-256 {fact.digest.hex()}"
    reason = f"it is for the message {fact.reference!r} {wanted}, which is not in the file"
    return _proves_nothing(reason + altered)


def _opened(fact: facts.AnyFact, sealed: bytes) -> dict[str, str] | Refused:
    """What the sealed part of a fact says, or that it is another one."""
    try:
        return summaries.of_sealed(sealing.opened(fact, sealed), fact)
    except sealing.Damaged as damaged:
        return _proves_nothing(f"the sealed part does not belong to it: {damaged}")
