"""Chains of certificates: from the signer to a configured authority, at a moment, with the
lists of revoked certificates that are at hand. Nothing is fetched.
"""

import asyncio
import datetime
import functools
from collections.abc import Iterable
from typing import Any, Final

import msgspec
from asn1crypto import crl, x509
from cryptography.x509 import CertificateRevocationList, load_der_x509_crl
from pyhanko_certvalidator import CertificateValidator, ValidationContext, errors

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.signatures import algorithms, signature_rules
from openkeden.signatures.provider import Trust

#: Uses of a key that a signature needs one of.
_SIGNING: Final = frozenset({"digital_signature", "non_repudiation"})

#: Authorities and lists that are parsed once: lists of great authorities are large.
_REMEMBERED: Final = 16


class TrustChain(msgspec.Struct, frozen=True):
    """A chain that holds."""

    #: The certificate of the authority, as DER.
    root: bytes

    #: Whether lists of the day say that no certificate is revoked.
    listed: bool


def of(
    certificate: Any, others: Iterable[Any], at: datetime.datetime, trust: Trust
) -> TrustChain | Finding:
    """The chain of a certificate, whose issuers may be among others."""
    known = list(others)
    wrong = _against_use(certificate) or _against_lists([certificate, *known], trust, at)
    if wrong is not None:
        return wrong
    try:
        root = _checked(certificate, known, at, trust, "require")
    except errors.InsufficientRevinfoError as error:
        if not trust.unlisted:
            return _unlisted(certificate, error, trust)
    except Exception as error:  # noqa: BLE001 - what is not understood is not trusted
        return _told(certificate, error, at)
    else:
        return root if isinstance(root, Finding) else TrustChain(root, listed=True)
    try:
        root = _checked(certificate, known, at, trust, "none")
    except Exception as error:  # noqa: BLE001 - the same
        return _told(certificate, error, at)
    return root if isinstance(root, Finding) else TrustChain(root, listed=False)


def _checked(
    certificate: Any, others: list[Any], at: datetime.datetime, trust: Trust, mode: str
) -> bytes | Finding:
    """The root at the end of a chain that holds; a finding where a link of it is weak.
    Raises what the library raises.
    """
    context = ValidationContext(
        trust_roots=[_certificate(root) for root in trust.roots],
        moment=at,
        crls=[_parsed_list(one) for one in trust.lists],
        revocation_mode=mode,
    )
    validator = CertificateValidator(certificate, others, context)
    path = asyncio.run(validator.async_validate_path())
    links = list(path.iter_certs(include_root=True))
    # The signature of a root is its own: only its key counts.
    against = [algorithms.against_key(links[0].public_key)]
    against += [algorithms.against_certificate(link) for link in links[1:]]
    wrong = next((one for one in against if one is not None), None)
    if wrong is not None:
        return wrong
    return bytes(links[0].dump())


def _against_use(certificate: Any) -> Finding | None:
    usage = certificate.key_usage_value
    if usage is not None and _SIGNING & usage.native and not certificate.ca:
        return None
    return findings.of(signature_rules.WRONG_USE, "signature", value=name_of(certificate))


def _against_lists(
    certificates: Iterable[Any], trust: Trust, at: datetime.datetime
) -> Finding | None:
    """A certificate that stands in any list at hand, however old the list is."""
    lists = [_searchable_list(one) for one in trust.lists]
    for one in certificates:
        for known in lists:
            entry = known.get_revoked_certificate_by_serial_number(one.serial_number)
            if entry is None or known.issuer.public_bytes() != one.issuer.dump():
                continue
            if entry.revocation_date_utc <= at:
                return _revoked(one, entry.revocation_date_utc)
    return None


@functools.lru_cache(maxsize=_REMEMBERED)
def _certificate(der: bytes) -> Any:
    return x509.Certificate.load(der)


@functools.lru_cache(maxsize=_REMEMBERED)
def _parsed_list(der: bytes) -> Any:
    return crl.CertificateList.load(der)


@functools.lru_cache(maxsize=_REMEMBERED)
def _searchable_list(der: bytes) -> CertificateRevocationList:
    return load_der_x509_crl(der)


def _revoked(certificate: Any, on: datetime.datetime) -> Finding:
    serial = format(certificate.serial_number, "x")
    return findings.of(
        signature_rules.REVOKED, "signature", value=serial, on=f"{on:%Y-%m-%d}"
    )


def _unlisted(certificate: Any, error: Exception, trust: Trust) -> Finding:
    return findings.of(
        signature_rules.NO_LIST,
        "signature",
        value=name_of(certificate),
        reason=_reason(error),
        folder=trust.folder,
    )


def _told(certificate: Any, error: Exception, at: datetime.datetime) -> Finding:
    """What the library raised, as a finding."""
    shown = f"{at:%Y-%m-%d}"
    match error:
        case errors.RevokedError():
            return _revoked(certificate, error.revocation_dt)
        case errors.ExpiredError():
            ended = f"{error.expired_dt:%Y-%m-%d}"
            return findings.of(signature_rules.EXPIRED, "signature", value=ended, at=shown)
        case errors.NotYetValidError():
            begins = f"{error.valid_from:%Y-%m-%d}"
            return findings.of(signature_rules.NOT_YET, "signature", value=begins, at=shown)
    name = name_of(certificate)
    return findings.of(
        signature_rules.NO_CHAIN, "signature", value=name, reason=_reason(error)
    )


def name_of(certificate: Any) -> str:
    """Whose a certificate is, as people read it."""
    return str(certificate.subject.human_friendly)


def _reason(error: Exception) -> str:
    """What the library says, on one line."""
    return " ".join(str(error).split()).rstrip(".")[:300] or type(error).__name__
