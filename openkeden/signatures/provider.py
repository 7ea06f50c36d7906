"""The interface of who checks signatures: a message and its signature in, a verdict out."""

import datetime
from typing import Protocol

import msgspec

from openkeden.base.findings import Refused


class Trust(msgspec.Struct, frozen=True):
    """What a check rests on."""

    #: The certificates of the authorities, as DER.
    roots: tuple[bytes, ...]

    #: Their lists of revoked certificates, as DER.
    lists: tuple[bytes, ...] = ()

    #: Whether a certificate passes of which no list says anything.
    unlisted: bool = False

    #: Where lists are put, as people are told.
    folder: str = ""


class Signed(msgspec.Struct, frozen=True, kw_only=True):
    """A signature that holds, and whose it is by the certificate."""

    #: The name of the signer.
    name: str

    #: The number of the signer, IIN; empty where the certificate has none.
    number: str

    #: The number of the firm, BIN; empty where the certificate has none.
    firm: str

    #: What the certificate may be used for, as object identifiers.
    uses: tuple[str, ...]

    #: The name of who issued the certificate.
    issuer: str

    #: The serial number of the certificate, in hexadecimal.
    serial: str

    #: SHA-256 of the certificate.
    certificate: bytes

    #: SHA-256 of the certificate of the authority at the end of the chain.
    authority: bytes

    #: Who checked it.
    provider: str

    #: Whether a list of the day says that no certificate is revoked.
    listed: bool


class Provider(Protocol):
    """Who checks signatures."""

    def check(
        self, message: bytes, signature: bytes, at: datetime.datetime, trust: Trust
    ) -> Signed | Refused:
        """Whose signature of a message it is at a moment, or all that stands against it."""
