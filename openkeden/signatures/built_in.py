"""The built-in provider: detached CMS by RSA and ECDSA, with chain and lists of revoked
certificates.

The mathematics is that of cryptography, by way of pyhanko and its validator of chains; this
module says what is accepted. OCSP is not asked, and no time stamp is read: the moment is
that of the lodging.
"""

import datetime
import hashlib
from typing import Any, Final

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.signatures import algorithms, chain, container, signature_rules, subject
from openkeden.signatures.container import Container
from openkeden.signatures.provider import Signed, Trust

#: Letters of what a library says that are told.
_LONGEST: Final = 120

NAME: Final = "built-in"


class BuiltIn:
    """The built-in provider."""

    def check(
        self, message: bytes, signature: bytes, at: datetime.datetime, trust: Trust
    ) -> Signed | Refused:
        """Whose signature of a message it is at a moment, or all that stands against it."""
        try:
            return self._checked(message, signature, at, trust)
        except Exception as error:  # noqa: BLE001 - hostile bytes make readers raise anything
            value = _reason(error)
            return findings.refused(signature_rules.NO_CMS, "signature", value=value)

    def _checked(
        self, message: bytes, signature: bytes, at: datetime.datetime, trust: Trust
    ) -> Signed | Refused:
        read = container.read(signature)
        if isinstance(read, Refused):
            return read
        wrong = _against_algorithms(read) or _against_message(read, message)
        linked = chain.of(read.certificate, read.others, at, trust)
        found = [one for one in (wrong, linked) if isinstance(one, Finding)]
        if found or isinstance(linked, Finding):
            return Refused(tuple(found))
        return _signed(read.certificate, linked)


def _against_algorithms(read: Container) -> Finding | None:
    return algorithms.against_signer(read.signer) or algorithms.against_certificate(
        read.certificate
    )


def _against_message(read: Container, message: bytes) -> Finding | None:
    """What is wrong with the signature of a message, by the key of its certificate."""
    from pyhanko.sign.validation import generic_cms  # noqa: PLC0415 - it loads much

    digest = read.signer["digest_algorithm"]["algorithm"].native
    made = hashlib.new(digest, message).digest()
    try:
        same, holds = generic_cms.validate_sig_integrity(
            read.signer, read.certificate, "data", made
        )
    except Exception as error:  # noqa: BLE001 - what is not understood does not hold
        return findings.of(signature_rules.FALSE, "signature", value=_reason(error))
    if not holds:
        reason = "the key of the certificate did not make it"
        return findings.of(signature_rules.FALSE, "signature", value=reason)
    if not same:
        return findings.of(signature_rules.OTHER_MESSAGE, "signature", value=made.hex())
    return None


def _reason(error: Exception) -> str:
    """What a library says, on one line that people read."""
    said = " ".join(str(error).split())[:_LONGEST].rstrip(".")
    return said or type(error).__name__


def _signed(certificate: Any, linked: chain.TrustChain) -> Signed:
    holder = subject.of(certificate)
    return Signed(
        name=holder.name,
        number=holder.number,
        firm=holder.firm,
        uses=holder.uses,
        issuer=str(certificate.issuer.human_friendly),
        serial=format(certificate.serial_number, "x"),
        certificate=hashlib.sha256(certificate.dump()).digest(),
        authority=hashlib.sha256(linked.root).digest(),
        provider=NAME,
        listed=linked.listed,
    )
