"""Receipts of facts in the ledger, and what a proved fact says to whoever holds one."""

import hashlib

import msgspec

from openkeden.base import money
from openkeden.flow.installation import VERIFIER_FILE
from openkeden.flow.lodging import facts
from openkeden.store import log, read

__all__ = ["VERIFIER_FILE", "Unproved", "head", "of", "proved", "root", "size"]


class Unproved(ValueError):
    """The receipt is sound, but does not prove what it was given for."""


def size() -> int:
    """How many facts the ledger holds."""
    return log.size()


def head() -> str | None:
    """The latest signed head; None where the ledger is empty."""
    latest = log.head()
    return latest[2] if latest else None


def root() -> str:
    """The root of the ledger in hexadecimal; empty where it holds nothing."""
    latest = log.head()
    return latest[1].hex() if latest else ""


def of(reference: str) -> str | None:
    """The receipt of the lodging of a declaration's latest version; None where there is none."""
    row = read.declaration(reference)
    return log.receipt(row.lodged) if row else None


def proved(body: bytes, message: bytes | None) -> dict[str, str]:
    """What a proved fact says, without reasons of risk.

    Where the sent message is given, it is compared with the recorded one. Raises Unproved when the
    body is not a fact about a declaration, or is about another message.
    """
    try:
        fact = facts.read(body)
    except facts.UnknownVersion as unknown:
        raise Unproved(f"the proved entry is {unknown}") from None
    except msgspec.DecodeError:
        raise Unproved("the proved entry is not a fact of a customs ledger") from None
    if not isinstance(fact, facts.Lodging | facts.Refusal):
        raise Unproved(f"the proved entry is about {facts.subject(fact)}, not about a declaration")
    digest = fact.digest.hex()
    if message is not None and hashlib.sha256(message).digest() != fact.digest:
        raise Unproved(
            f"the message is another one: the receipt is for the message with SHA-256 {digest}"
        )
    said = {
        "reference": fact.reference,
        "declarant": fact.declarant,
        "at": fact.at.isoformat(),
        "sha256": digest,
    }
    if isinstance(fact, facts.Lodging):
        said["registration"] = fact.registration
        said["version"] = str(fact.version)
        said["state"] = fact.decision.state
        said["customs_value"] = money.text(fact.assessment.customs_value)
        said["payable"] = money.text(fact.assessment.payable)
    else:
        said["refused"] = ", ".join(sorted({ground.rule for ground in fact.grounds}))
    return said
