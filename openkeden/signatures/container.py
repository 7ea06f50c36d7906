"""Detached CMS signatures as bytes: read from DER or PEM, and what is not of that shape
refused.

Fields that no signature covers must be what the covered ones imply, so that no byte of a
signature can be changed without anybody noticing.
"""

from typing import Any, Final

import msgspec
from asn1crypto import cms, core, pem, x509

from openkeden.base import findings
from openkeden.base.findings import Finding, Refused
from openkeden.signatures import signature_rules

#: The largest signature that is read, in bytes.
MOST_BYTES: Final = 64 * 1024

#: Certificates in one signature.
_MOST_CERTIFICATES: Final = 10

#: Versions of CMS where the signer is named by the issuer of the certificate.
_VERSION: Final = "v1"

#: How a string of bits begins that is made of whole bytes.
_WHOLE: Final = b"\0"


class Container(msgspec.Struct, frozen=True):
    """A detached signature of one signer."""

    #: Everything, as asn1crypto has it.
    signed: Any

    #: The signer.
    signer: Any

    #: The certificate of the signer.
    certificate: Any

    #: The other certificates.
    others: tuple[Any, ...]


def read(body: bytes) -> Container | Refused:
    """The signature in these bytes. Raises what the reader of ASN.1 raises, which may be
    anything.
    """
    if len(body) > MOST_BYTES:
        rule, size = signature_rules.TOO_LARGE, len(body)
        return findings.refused(rule, "signature", value=size, most=MOST_BYTES)
    info = cms.ContentInfo.load(_der(body), strict=True)
    if info["content_type"].native != "signed_data":
        return _unreadable(f"it is {info['content_type'].native}")
    # What asn1crypto has not looked at yet may still be of another shape.
    assert info.native is not None
    signed = info["content"]
    wrong = _against_shape(signed)
    if wrong is not None:
        return Refused((wrong,))
    signer = signed["signer_infos"][0]
    chosen = [one.chosen for one in signed["certificates"]]
    own = [one for one in chosen if _is_of(one, signer)]
    if len(own) != 1:
        serial = format(signer["sid"].chosen["serial_number"].native, "x")
        return findings.refused(signature_rules.NO_CERTIFICATE, "signature", value=serial)
    others = tuple([one for one in chosen if one is not own[0]])
    return Container(signed, signer, own[0], others)


def _der(body: bytes) -> bytes:
    if not pem.detect(body):
        return body
    name, _, der = pem.unarmor(body)
    if name not in {"PKCS7", "CMS"}:
        raise ValueError(f"a PEM of {name}")
    return bytes(der)


def _against_shape(signed: Any) -> Finding | None:
    """What is not as one detached signature must be."""
    content = signed["encap_content_info"]
    if content["content"] is not core.VOID and content["content"].native is not None:
        size = len(content["content"].contents)
        return findings.of(signature_rules.ATTACHED, "signature", value=size)
    signers = signed["signer_infos"]
    if len(signers) != 1:
        return findings.of(signature_rules.NOT_ONE, "signature", value=len(signers))
    reason = _odd(signed, signers[0])
    if reason:
        return findings.of(signature_rules.NO_CMS, "signature", value=reason)
    return None


def _odd(signed: Any, signer: Any) -> str:
    """What else of a signature is odd; empty where nothing is."""
    content_type = signed["encap_content_info"]["content_type"].native
    digests = [one.dump() for one in signed["digest_algorithms"]]
    if content_type != "data":
        return f"it is of {content_type}"
    if signer["sid"].name != "issuer_and_serial_number":
        return "the signer is not named by issuer and serial number"
    if (signed["version"].native, signer["version"].native) != (_VERSION, _VERSION):
        return "its version is not 1"
    if digests != [signer["digest_algorithm"].dump()]:
        return "its digests are not that of the signer"
    if signer["signed_attrs"] is core.VOID:
        return "it has no signed attributes"
    if isinstance(signed["crls"], cms.RevocationInfoChoices):
        return "it brings its own lists of revoked certificates"
    return _odd_certificates(signed["certificates"])


def _odd_certificates(certificates: Any) -> str:
    """What is odd about the certificates of a signature."""
    if not isinstance(certificates, cms.CertificateSet):
        return "it has no certificates"
    if len(certificates) > _MOST_CERTIFICATES:
        return f"it has {len(certificates)} certificates"
    if any(not isinstance(one.chosen, x509.Certificate) for one in certificates):
        return "it has certificates of another kind"
    if any(one.chosen["signature_value"].contents[:1] != _WHOLE for one in certificates):
        return "it has certificates that are not whole bytes"
    return ""


def _is_of(certificate: Any, signer: Any) -> bool:
    """Whether a certificate is the one that a signer names."""
    named = signer["sid"].chosen
    same = certificate.serial_number == named["serial_number"].native
    # By their bytes: names are compared without case.
    return bool(same and certificate.issuer.dump() == named["issuer"].dump())


def _unreadable(reason: str) -> Refused:
    return findings.refused(signature_rules.NO_CMS, "signature", value=reason)
