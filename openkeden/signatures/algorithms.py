"""What may be signed with: a short list, so that what is not on it is refused."""

from typing import Any, Final

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.signatures import signature_rules

#: Digests of messages and of certificates.
DIGESTS: Final = frozenset({"sha256", "sha384", "sha512"})

#: Ways to sign, as asn1crypto names them.
_WAYS: Final = frozenset({"rsassa_pkcs1v15", "rsassa_pss", "ecdsa"})

#: Curves of ECDSA.
_CURVES: Final = frozenset({"secp256r1", "secp384r1", "secp521r1"})

#: Bits of an RSA key: the fewest, and the most that are reckoned with.
_FEWEST_BITS: Final = 2048
_MOST_BITS: Final = 8192


def against_signer(signer: Any) -> Finding | None:
    """What is wrong with how a signer of a CMS signed."""
    digest = signer["digest_algorithm"]["algorithm"].native
    if digest not in DIGESTS:
        return _weak(digest, "the digest")
    way = signer["signature_algorithm"]
    return _against_way(way, "the signature", digest)


def against_certificate(certificate: Any) -> Finding | None:
    """What is wrong with the key of a certificate, or with how it is signed."""
    return against_key(certificate.public_key) or _against_way(
        certificate["signature_algorithm"], "the certificate"
    )


def _against_way(way: Any, what: str, digest: str = "") -> Finding | None:
    name = way["algorithm"].native
    try:
        kind = way.signature_algo
    except ValueError:
        kind = name
    if kind not in _WAYS:
        return _weak(name, what)
    try:
        used = way.hash_algo
    except ValueError:
        # Plain RSA and ECDSA leave the digest to the signer.
        used = digest
    if used not in DIGESTS or (digest and used != digest):
        return _weak(f"{name} with {used or 'no digest'}", what)
    return None


def against_key(key: Any) -> Finding | None:
    """What is wrong with a key."""
    kind = key.algorithm
    if kind in {"rsa", "rsassa_pss"}:
        fits = _FEWEST_BITS <= key.bit_size <= _MOST_BITS
        return None if fits else _weak(f"RSA of {key.bit_size} bits", "the key")
    if kind != "ec":
        return _weak(kind, "the key")
    form, curve = key.curve
    if form != "named" or curve not in _CURVES:
        return _weak(curve if form == "named" else f"a curve that is {form}", "the key")
    return None


def _weak(value: str, what: str) -> Finding:
    return findings.of(signature_rules.WEAK, "signature", value=value, what=what)
