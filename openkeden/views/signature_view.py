"""Signatures of declarations, and the authorities that are trusted, as programs see them."""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden.flow import facts
from openkeden.flow.signing.authorities import KnownAuthority
from openkeden.signatures.provider import Signed


class SignatureView(msgspec.Struct, frozen=True, kw_only=True):
    """A signature that holds, and whose it is by its certificate."""

    #: The name of the signer.
    signer: str

    #: The number of the signer, IIN; empty where the certificate has none.
    number: str

    #: The number of the firm, BIN; empty where the certificate has none.
    firm: str

    #: Who issued the certificate.
    issuer: str

    #: The serial number of the certificate, in hexadecimal.
    serial: str

    #: SHA-256 of the certificate of the authority behind it.
    authority: str

    #: Who checked it.
    provider: str

    #: Whether lists of the day said that no certificate was revoked.
    listed: bool


class AuthorityView(msgspec.Struct, frozen=True, kw_only=True):
    """An authority that is trusted, or was."""

    #: Index of the fact that it was trusted by.
    entry: int

    #: Its name.
    name: str

    #: SHA-256 of its certificate.
    certificate: str

    #: The last day of its certificate.
    until: datetime.date

    #: Who entered it.
    actor: str

    #: Index of the fact that ended it; null where it is trusted.
    ended: int | None


class AuthoritiesView(msgspec.Struct, frozen=True):
    """The authorities of an installation."""

    #: All of them, the oldest first.
    authorities: tuple[AuthorityView, ...]


def of_fact(fact: facts.DeclarationSigned) -> SignatureView:
    """The view of a signature that is recorded."""
    return SignatureView(
        signer=fact.signer,
        number=fact.number,
        firm=fact.firm,
        issuer=fact.issuer,
        serial=fact.serial,
        authority=fact.authority.hex(),
        provider=fact.provider,
        listed=fact.listed,
    )


def of(signed: Signed) -> SignatureView:
    """The view of a signature that was checked."""
    return SignatureView(
        signer=signed.name,
        number=signed.number,
        firm=signed.firm,
        issuer=signed.issuer,
        serial=signed.serial,
        authority=signed.authority.hex(),
        provider=signed.provider,
        listed=signed.listed,
    )


def of_authority(known: KnownAuthority) -> AuthorityView:
    """The view of an authority."""
    return AuthorityView(
        entry=known.entry,
        name=known.fact.name,
        certificate=known.fact.certificate.hex(),
        until=known.fact.until,
        actor=known.fact.actor,
        ended=known.ended,
    )


def of_authorities(known: Iterable[KnownAuthority]) -> AuthoritiesView:
    """The view of several."""
    return AuthoritiesView(tuple([of_authority(one) for one in known]))
