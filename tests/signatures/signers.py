"""A trial authority with people who sign, made once."""

import datetime
import functools
import pathlib
from collections.abc import Mapping

from asn1crypto import cms, pem
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

from openkeden.signatures import built_in, trial_authority
from openkeden.signatures.provider import Trust
from openkeden.signatures.trial_authority import Days, Pair, Person

AT = datetime.datetime(2026, 4, 2, 4, 30, tzinfo=datetime.UTC)
DAY, YEAR = datetime.timedelta(days=1), datetime.timedelta(days=365)
HOLDS = Days(AT - DAY, AT + YEAR)

#: The head of the firm of the example trader, as box 54 of the samples names him.
PERSON = Person("A. Example", "850101300123", "990140000017", ("1.2.398.3.3.4.1.2.1",))

MESSAGE = b'{"reference": "S-1"}\n'


@functools.cache
def files() -> Mapping[str, bytes]:
    """What `keden signature test-authority` makes."""
    return trial_authority.files(PERSON, AT)


def der(name: str) -> bytes:
    return pem.unarmor(files()[name])[2]


def trust(*, unlisted: bool = False, lists: bool = True) -> Trust:
    listed = (files()["revoked.crl"],) if lists else ()
    return Trust((der("authority.pem"),), listed, unlisted, "signatures")


def pair(kind: str) -> Pair:
    made = files()
    return trial_authority.pair_of(made[f"{kind}/key.pem"], made[f"{kind}/certificate.pem"])


@functools.cache
def signed(kind: str = "ecdsa", message: bytes = MESSAGE) -> bytes:
    return trial_authority.sign(message, pair(kind))


@functools.cache
def small() -> Pair:
    """An authority with a short key."""
    return trial_authority.authority(AT, ec.generate_private_key(ec.SECP256R1()))


def trust_in(by: Pair, lists: tuple[bytes, ...] | None = None) -> Trust:
    listed = (trial_authority.revocations(by, [], HOLDS),) if lists is None else lists
    root = by.certificate.public_bytes(serialization.Encoding.DER)
    return Trust((root,), listed, folder="signatures")


def check(signature: bytes, message: bytes = MESSAGE, trust_: Trust | None = None, at=AT):
    return built_in.BuiltIn().check(message, signature, at, trust_ or trust())


def rules(answer) -> list[str]:
    return [finding.rule for finding in answer.findings]


def signature_by(*pairs: Pair, attached: bool = False, digest=None, more=()) -> bytes:
    """A signature of several, or in another way than the program makes them."""
    builder = pkcs7.PKCS7SignatureBuilder().set_data(MESSAGE)
    for one in pairs:
        way = digest or hashes.SHA256()
        builder = builder.add_signer(one.certificate, one.key, way)
    for one in more:
        builder = builder.add_certificate(one)
    options = [pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
    if not attached:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    return builder.sign(serialization.Encoding.DER, options)


def changed(signature: bytes, change) -> bytes:
    """A signature whose fields somebody changed."""
    info = cms.ContentInfo.load(signature)
    change(info["content"])
    return info.dump(force=True)


def write(folder: pathlib.Path) -> pathlib.Path:
    """The files of the trial authority in a folder."""
    for name, body in files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
    return folder
