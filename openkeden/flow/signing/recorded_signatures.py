"""Signatures as the ledger has them: the fact after that of the lodging."""

import hashlib
from collections.abc import Iterable

from openkeden.flow import facts
from openkeden.flow.recording import Recording
from openkeden.signatures.provider import Signed
from openkeden.store import read

_KIND = str(facts.DeclarationSigned.__struct_config__.tag)


def record(
    signed: Signed, signature: bytes, lodging: facts.Lodging, act: Recording
) -> None:
    """Record whose signature a lodging has that was taken in just now."""
    fact = facts.DeclarationSigned(
        **act.stamp(lodging.actor),
        registration=lodging.registration,
        version=lodging.version,
        digest=lodging.digest,
        signature=hashlib.sha256(signature).digest(),
        signer=signed.name,
        number=signed.number,
        firm=signed.firm,
        issuer=signed.issuer,
        serial=signed.serial,
        certificate=signed.certificate,
        authority=signed.authority,
        provider=signed.provider,
        listed=signed.listed,
    )
    act.take(fact, signature)


def of(lodged: int) -> facts.DeclarationSigned | None:
    """The fact about the signature of the lodging at an index; None where it has none."""
    return _of_each([lodged]).get(lodged)


def signers(lodged: Iterable[int]) -> dict[int, str]:
    """Who signed the lodgings at these indices that are signed."""
    found = _of_each(lodged)
    return {index: fact.signer for index, fact in found.items()}


def _of_each(lodged: Iterable[int]) -> dict[int, facts.DeclarationSigned]:
    found = {}
    for row in read.bodies_of_kind(_KIND, [index + 1 for index in lodged]):
        fact = facts.read(row.body)
        assert isinstance(fact, facts.DeclarationSigned), row.index
        found[row.index - 1] = fact
    return found
