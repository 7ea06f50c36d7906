"""Receipts of facts in the ledger, and what a proved fact says to whoever holds one."""

import hashlib
import pathlib

import msgspec

from openkeden.base import findings, money, usage
from openkeden.base.findings import Refused
from openkeden.clearance import registration
from openkeden.flow import facts, given_files, installation_files
from openkeden.ledger import checkpoint, proof
from openkeden.store import log, read

#: Bytes of the largest file that is taken for one with a public key.
KEY_BYTES = 64 * 1024


class Proved(msgspec.Struct, frozen=True):
    """What a receipt proves."""

    #: The index of the fact in the ledger.
    index: int

    #: The name of the ledger.
    origin: str

    #: The size of the ledger at the signed head.
    size: int

    #: What the fact says, without reasons of risk.
    fact: dict[str, str]


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


def of(reference: str) -> str | Refused:
    """The receipt of the lodging of a declaration's latest version."""
    row = read.declaration(reference)
    if row is None:
        return findings.refused(registration.UNKNOWN, "reference", value=reference)
    return log.receipt(row.lodged)


def public_key(home: pathlib.Path, key: str = "") -> str | Refused:
    """The public key of a ledger: as text, from a file, or from the folder of the
    installation.
    """
    if "+" in key and not pathlib.Path(key).exists():
        return key
    path = pathlib.Path(key) if key else home / installation_files.VERIFIER_FILE
    if not path.exists():
        return _bad_key(f"there is no file {path}")
    given = given_files.read(path, KEY_BYTES)
    if isinstance(given, Refused):
        return given
    try:
        return given.decode().strip()
    except UnicodeDecodeError:
        return _bad_key(f"{path} is not text")


def _bad_key(reason: object) -> Refused:
    return findings.refused(usage.BAD_PUBLIC_KEY, "key", value=reason)


def verify(receipt: bytes, key: str, message: bytes | None = None) -> Proved | Refused:
    """Verify a receipt with nothing but the public key; compares the message sent with the
    one that was recorded.
    """
    try:
        verified = proof.verify(receipt, key)
    except proof.BadReceipt as bad:
        return _proves_nothing(bad)
    except checkpoint.BadKey as bad:
        return _bad_key(bad)
    fact = _said(verified.body, message)
    if isinstance(fact, Refused):
        return fact
    signed = verified.checkpoint
    return Proved(verified.index, signed.origin, signed.size, fact)


def _proves_nothing(reason: object) -> Refused:
    return findings.refused(usage.PROVES_NOTHING, "receipt", value=reason)


def is_verdict(refused: Refused) -> bool:
    """Whether it is the receipt that was refused, and not the key that it was to be
    verified with.
    """
    return refused.findings[0].rule == usage.PROVES_NOTHING.number


def _said(body: bytes, message: bytes | None) -> dict[str, str] | Refused:
    """What a proved fact says, or that it is not about this message, or about no
    declaration at all.
    """
    try:
        fact = facts.read(body)
    except facts.UnknownVersion as unknown:
        return _proves_nothing(f"the proved entry is {unknown}")
    except msgspec.DecodeError:
        return _proves_nothing("the proved entry is not a fact of a customs ledger")
    if not isinstance(fact, facts.Lodging | facts.Refusal):
        subject = fact.subject
        return _proves_nothing(
            f"the proved entry is about {subject}, not about a declaration"
        )
    digest = fact.digest.hex()
    if message is not None and hashlib.sha256(message).digest() != fact.digest:
        reason = "the message is another one: the receipt is for the message with SHA-256"
        return _proves_nothing(f"{reason} {digest}")
    said = {
        "reference": fact.reference,
        "declarant": fact.declarant,
        "at": fact.at.isoformat(),
        "sha256": digest,
    }
    return said | (_lodged(fact) if isinstance(fact, facts.Lodging) else _refused(fact))


def _lodged(fact: facts.Lodging) -> dict[str, str]:
    return {
        "registration": fact.registration,
        "version": str(fact.version),
        "state": fact.decision.state,
        "customs_value": money.text(fact.assessment.customs_value),
        "payable": money.text(fact.assessment.payable),
    }


def _refused(fact: facts.Refusal) -> dict[str, str]:
    return {"refused": ", ".join(sorted({ground.rule for ground in fact.grounds}))}
