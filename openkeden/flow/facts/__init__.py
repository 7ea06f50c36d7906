"""The facts of the ledger: written once, proved for good, added up to every state that is
shown.

Every fact carries the version of its shape. Version 2 is what the structs of this folder
say, with the working structs that they embed; golden files hold its bytes and its shape. A
change of either is a new version: the old shape is then copied into a module of its own, as
`version_1` is, and `read` decodes it by the version that the fact carries.
"""

import msgspec

from openkeden.flow.facts import version_1
from openkeden.flow.facts.accounts import Deposit, Mandate, MandateEnd, Reversal
from openkeden.flow.facts.chance import Seed, SeedOpened
from openkeden.flow.facts.declarations import CaseStep, Lodging, Paper, Refusal, marks
from openkeden.flow.facts.fact import EPOCH, VERSION, Fact, microseconds, moment
from openkeden.flow.facts.law import (
    Foundation,
    LawFile,
    LawInUse,
    PublishedRates,
    RatesHeld,
)
from openkeden.flow.facts.models import ModelPromoted, ModelProposed, ModelWithdrawn
from openkeden.flow.facts.people import (
    Appointment,
    AppointmentEnd,
    AuditorReading,
    KeyIssued,
    KeyRevoked,
)
from openkeden.flow.facts.recorded_item import RecordedItem
from openkeden.flow.facts.rulings import RulingEntered, RulingWithdrawn
from openkeden.flow.facts.signatures import (
    AUTHORITIES,
    AuthorityEnded,
    AuthorityTrusted,
    DeclarationSigned,
)

__all__ = [
    "AUTHORITIES",
    "EPOCH",
    "VERSION",
    "AnyFact",
    "Appointment",
    "AppointmentEnd",
    "AuditorReading",
    "AuthorityEnded",
    "AuthorityTrusted",
    "CaseStep",
    "DeclarationSigned",
    "Deposit",
    "Fact",
    "Foundation",
    "KeyIssued",
    "KeyRevoked",
    "LawFile",
    "LawInUse",
    "Lodging",
    "Mandate",
    "MandateEnd",
    "ModelPromoted",
    "ModelProposed",
    "ModelWithdrawn",
    "Paper",
    "PublishedRates",
    "RatesHeld",
    "RecordedItem",
    "Refusal",
    "Reversal",
    "RulingEntered",
    "RulingWithdrawn",
    "Seed",
    "SeedOpened",
    "UnknownVersion",
    "marks",
    "microseconds",
    "moment",
    "read",
]

AnyFact = (
    Lodging
    | Refusal
    | CaseStep
    | Deposit
    | Reversal
    | Mandate
    | MandateEnd
    | Appointment
    | AppointmentEnd
    | KeyIssued
    | KeyRevoked
    | AuditorReading
    | Foundation
    | LawInUse
    | Seed
    | SeedOpened
    | PublishedRates
    | RatesHeld
    | ModelProposed
    | ModelPromoted
    | ModelWithdrawn
    | RulingEntered
    | RulingWithdrawn
    | Paper
    | DeclarationSigned
    | AuthorityTrusted
    | AuthorityEnded
)


class Versioned(msgspec.Struct):
    """What facts of all versions have in common."""

    v: int


class UnknownVersion(msgspec.ValidationError):
    """A fact of a version that this program does not know."""


_VERSIONED = msgspec.json.Decoder(Versioned)
_DECODER: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)


def read(body: bytes) -> AnyFact:
    """The fact in the body of a ledger entry, in the records of the present version.

    Raises msgspec.DecodeError when the bytes are not a fact, and UnknownVersion, which is
    one of those, when they are a fact of a version that this program does not know.
    """
    match _VERSIONED.decode(body).v:
        case 2:
            return _DECODER.decode(body)
        case 1:
            return _of_v1(version_1.DECODER.decode(body))
        case version:
            raise UnknownVersion(
                f"a fact of version {version}; this program knows versions 1 and 2"
            )


def _of_v1(old: version_1.AnyFactOfV1) -> AnyFact:
    """A fact of version 1, which knew no moment of the clock and no documents of a bank,
    and sealed nothing.
    """
    said = msgspec.structs.asdict(old) | {"recorded": old.at}
    match old:
        case version_1.LodgingOfV1():
            del said["selection"]
            return Lodging(**said)
        case version_1.RefusalOfV1():
            return Refusal(**said)
        case version_1.CaseStepOfV1():
            return CaseStep(**said)
        case version_1.DepositOfV1():
            return Deposit(**said, bank="", issued=old.at.date(), postings=())
        case version_1.SeedOfV1():
            return Seed(**said)
        case version_1.PublishedRatesOfV1():
            return PublishedRates(**said)
