"""Facts about signatures: who signed a declaration, and whose certificates are trusted."""

import datetime

from openkeden.flow.facts.fact import Fact

#: What facts about authorities are filed under.
AUTHORITIES = "signature authorities"


class DeclarationSigned(Fact, frozen=True, kw_only=True, tag="signature"):
    """A declaration was lodged with a signature that holds, in the fact before this one; the
    signature lies beside it, as the message does beside its lodging.
    """

    registration: str
    version: int
    #: SHA-256 of the message that is signed.
    digest: bytes
    #: SHA-256 of the signature.
    signature: bytes
    #: The name of the signer, as the certificate has it.
    signer: str
    #: The number of the signer, IIN; empty where the certificate has none.
    number: str
    #: The number of the firm, BIN; empty where the certificate has none.
    firm: str
    #: Who issued the certificate.
    issuer: str
    #: The serial number of the certificate, in hexadecimal.
    serial: str
    #: SHA-256 of the certificate.
    certificate: bytes
    #: SHA-256 of the certificate of the authority behind it.
    authority: bytes
    #: Who checked it.
    provider: str
    #: Whether lists of the day said that no certificate was revoked.
    listed: bool

    @property
    def subject(self) -> str:
        return self.registration


class AuthorityTrusted(Fact, frozen=True, kw_only=True, tag="authority"):
    """Signatures hold whose certificates an authority stands behind; its certificate lies
    beside the fact.
    """

    name: str
    #: SHA-256 of the certificate.
    certificate: bytes
    #: The last day of the certificate.
    until: datetime.date

    @property
    def subject(self) -> str:
        return AUTHORITIES


class AuthorityEnded(Fact, frozen=True, kw_only=True, tag="authority_end"):
    """An authority is trusted no more."""

    #: Index of the fact that it was trusted by.
    entry: int
    #: SHA-256 of its certificate.
    certificate: bytes
    reason: str

    @property
    def subject(self) -> str:
        return AUTHORITIES
