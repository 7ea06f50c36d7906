"""A trial authority for tests and demos: its certificate, its list, and people who sign with
RSA and ECDSA, of whom one is revoked and one expired. Nobody is to trust it in earnest.
"""

import datetime
from collections.abc import Mapping
from typing import Final

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

#: How long its certificates and its list hold, and how long ago the expired one ended.
_HOLDS: Final = datetime.timedelta(days=730)
_AGO: Final = datetime.timedelta(days=1)

_NAME: Final = "Trial authority"
_BITS: Final = 2048
_DIGEST: Final = hashes.SHA256()

#: Files of who signs.
KEY_FILE, CERTIFICATE_FILE = "key.pem", "certificate.pem"


class Person(msgspec.Struct, frozen=True):
    """Whom a trial certificate is for."""

    #: The name.
    name: str

    #: The number, IIN; empty for none.
    number: str = ""

    #: The number of the firm, BIN; empty for none.
    firm: str = ""

    #: What the certificate says that it may be used for, as object identifiers.
    uses: tuple[str, ...] = ()


class Pair(msgspec.Struct, frozen=True):
    """A key with its certificate."""

    #: The key.
    key: PrivateKey

    #: The certificate.
    certificate: x509.Certificate

    def files(self, folder: str) -> dict[str, bytes]:
        """Both as files of a folder."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return {
            f"{folder}/{KEY_FILE}": key,
            f"{folder}/{CERTIFICATE_FILE}": pem(self.certificate),
        }


class Days(msgspec.Struct, frozen=True):
    """How long a certificate holds."""

    #: From when.
    since: datetime.datetime

    #: Until when.
    until: datetime.datetime


def files(person: Person, at: datetime.datetime) -> Mapping[str, bytes]:
    """All files of a trial authority that a person signs with, by name."""
    root = authority(at, rsa_key())
    holds = Days(at - _AGO, at + _HOLDS)
    over = Days(at - _HOLDS, at - _AGO)
    revoked = issue(root, person, rsa_key(), holds)
    made = {
        "rsa": issue(root, person, rsa_key(), holds),
        "ecdsa": issue(root, person, ec.generate_private_key(ec.SECP256R1()), holds),
        "revoked": revoked,
        "expired": issue(root, person, rsa_key(), over),
    }
    listed = revocations(root, [revoked.certificate], Days(at - _AGO, at + _HOLDS))
    found = {"authority.pem": pem(root.certificate), "revoked.crl": listed}
    for folder, pair in made.items():
        found |= pair.files(folder)
    return found


def authority(at: datetime.datetime, key: PrivateKey) -> Pair:
    """A new authority: nobody but itself vouches for it."""
    subject = _name(Person(_NAME))
    builder = _builder(subject, key, Days(at - _HOLDS - _AGO, at + _HOLDS))
    usage = _usage(signing=False, authority=True)
    built = (
        builder.issuer_name(subject)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
    )
    return Pair(key, built.sign(key, _DIGEST))


def issue(
    by: Pair, person: Person, key: PrivateKey, holds: Days, *, signing: bool = True
) -> Pair:
    """A certificate of a person, issued by an authority."""
    builder = _builder(_name(person), key, holds)
    built = (
        builder.issuer_name(by.certificate.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signing=signing, authority=False), critical=True)
    )
    if person.uses:
        uses = [x509.ObjectIdentifier(use) for use in person.uses]
        built = built.add_extension(x509.ExtendedKeyUsage(uses), critical=False)
    return Pair(key, built.sign(by.key, _DIGEST))


def revocations(by: Pair, revoked: list[x509.Certificate], holds: Days) -> bytes:
    """The list of an authority of what it revoked, as DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(by.certificate.subject)
        .last_update(holds.since)
        .next_update(holds.until)
    )
    for one in revoked:
        entry = (
            x509.RevokedCertificateBuilder()
            .serial_number(one.serial_number)
            .revocation_date(holds.since)
        )
        builder = builder.add_revoked_certificate(entry.build())
    listed = builder.sign(by.key, _DIGEST)
    return listed.public_bytes(serialization.Encoding.DER)


def sign(message: bytes, pair: Pair) -> bytes:
    """A detached signature of a message, as DER."""
    options = [
        pkcs7.PKCS7Options.DetachedSignature,
        pkcs7.PKCS7Options.Binary,
        pkcs7.PKCS7Options.NoCapabilities,
    ]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(message)
    signing = builder.add_signer(pair.certificate, pair.key, _DIGEST)
    return signing.sign(serialization.Encoding.DER, options)


def pair_of(key: bytes, certificate: bytes) -> Pair:
    """A key with its certificate, of PEM. Raises ValueError for anything else."""
    try:
        read = serialization.load_pem_private_key(key, None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(error) from error
    if not isinstance(read, PrivateKey):
        raise ValueError("the key is neither RSA nor of an elliptic curve")  # noqa: TRY004
    return Pair(read, x509.load_pem_x509_certificate(certificate))


def rsa_key(bits: int = _BITS) -> rsa.RSAPrivateKey:
    """A new RSA key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def pem(certificate: x509.Certificate) -> bytes:
    """A certificate as text."""
    return certificate.public_bytes(serialization.Encoding.PEM)


def _builder(subject: x509.Name, key: PrivateKey, holds: Days) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(holds.since)
        .not_valid_after(holds.until)
    )


def _name(person: Person) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, person.name)]
    if person.number:
        number = f"IIN{person.number}"
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, number))
    if person.firm:
        firm = f"BIN{person.firm}"
        parts.append(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, firm))
    return x509.Name(parts)


def _usage(*, signing: bool, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signing,
        content_commitment=signing,
        key_encipherment=not authority and not signing,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
