"""The facts of the ledger: written once, proved for good, added up to every state that is
shown.

Every fact carries the version of its shape. Version 1 is what the structs below say, with
the working structs that they embed; golden files hold its bytes and its shape. A change of
either is a new version: the old shape is then copied into a module of its own, and `read`
decodes it by the version that the fact carries.
"""

import datetime
from collections.abc import Mapping
from typing import Literal

import msgspec

from openkeden.assessment import charges
from openkeden.base import cases, findings, rates
from openkeden.clearance import decision
from openkeden.risk import selection
from openkeden.tariff import quotas

#: The version in which facts are written.
VERSION: Literal[1] = 1

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", omit_defaults=True):
    """Any fact."""

    #: The version of its shape.
    v: Literal[1]
    #: When it was recorded.
    at: datetime.datetime
    #: Who recorded it.
    actor: str


class RecordedItem(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Goods of a lodged version, so that nobody has to read the message again to count
    them.

    It is written as an array in the order below. Masses and quantities are in millionths;
    the customs value is in the assessment.
    """

    #: Box 32.
    number: int
    #: Commodity code, box 33.
    code: str
    #: Country of origin, box 34.
    origin: str
    #: Procedure, previous procedure and feature, box 37.
    procedure: str
    #: Kilograms of box 35.
    gross_mass: int
    #: Kilograms of box 38.
    net_mass: int
    #: All quantities of the goods by unit, those that attributes state among them.
    quantities: Mapping[str, int]
    #: Supplementary unit, box 41; empty where the code has none.
    unit: str
    #: Box 46, in hundredths of its currency; None where it was not declared.
    statistical_value: int | None


class Lodging(Fact, frozen=True, kw_only=True, tag="lodging"):
    """A version of a declaration was registered, assessed, selected and decided on."""

    registration: str
    version: int
    #: With `reference` the key under which the sender will find the same answer again.
    declarant: str
    #: Whose account is debited.
    payer: str
    reference: str
    office: str
    #: SHA-256 of the message as received.
    digest: bytes
    media_type: str
    #: Box 1.1.
    direction: str
    #: Box 11.
    trading_country: str
    #: Box 15.
    dispatch_country: str
    #: Box 17.
    destination_country: str
    #: Mode of transport at the border, box 25.
    border_mode: str
    #: Mode of transport inland, box 26.
    inland_mode: str
    items: tuple[RecordedItem, ...]
    assessment: charges.Assessment
    selection: selection.Selection
    decision: decision.Decision
    warnings: tuple[findings.Finding, ...] = ()
    #: What is taken from quotas.
    allocated: tuple[quotas.Allocation, ...] = ()
    #: What the version before had taken from quotas, given back at the same moment.
    returned: tuple[quotas.Allocation, ...] = ()


class Refusal(Fact, frozen=True, kw_only=True, tag="refusal"):
    """A filing was refused registration (art. 111(5)); it counts as not filed (art.
    111(7)).
    """

    declarant: str
    reference: str
    office: str
    #: SHA-256 of the message as received.
    digest: bytes
    media_type: str
    #: The edition of the law that it was checked by.
    edition: str
    #: All the grounds of the refusal.
    grounds: tuple[findings.Finding, ...]


class CaseStep(Fact, frozen=True, kw_only=True, tag="event"):
    """Something happened to a registered declaration."""

    registration: str
    version: int
    #: What happened, and what the system did upon it.
    events: tuple[cases.Event, ...]
    #: The state that this led to.
    state: str
    #: What was taken from quotas and is given back.
    returned: tuple[quotas.Allocation, ...] = ()


class Deposit(Fact, frozen=True, kw_only=True, tag="deposit"):
    """Money was received in advance, or a guarantee was accepted."""

    payer: str
    #: `advance` or `guarantee`.
    kind: str
    #: In minor national units.
    amount: int
    document: str


class Seed(Fact, frozen=True, kw_only=True, tag="seed"):
    """The commitment to a day's secret seed of random checks, recorded before the first of
    them.
    """

    on: datetime.date
    commitment: bytes


class PublishedRates(Fact, frozen=True, kw_only=True, tag="rates"):
    """Published exchange rates were loaded."""

    #: SHA-256 of the authority's answer.
    digest: bytes
    quotes: tuple[rates.Quote, ...]


AnyFact = Lodging | Refusal | CaseStep | Deposit | Seed | PublishedRates


class Versioned(msgspec.Struct):
    """What facts of all versions have in common."""

    v: int


class UnknownVersion(msgspec.ValidationError):
    """A fact of a version that this program does not know."""


_VERSIONED = msgspec.json.Decoder(Versioned)

#: The decoder of each version that was ever written.
_DECODERS: dict[int, msgspec.json.Decoder[AnyFact]] = {1: msgspec.json.Decoder(AnyFact)}


def read(body: bytes) -> AnyFact:
    """The fact in the body of a ledger entry.

    Raises msgspec.DecodeError when the bytes are not a fact, and UnknownVersion, which is
    one of those, when they are a fact of a version that this program does not know.
    """
    version = _VERSIONED.decode(body).v
    decoder = _DECODERS.get(version)
    if decoder is None:
        known = ", ".join(map(str, _DECODERS))
        raise UnknownVersion(
            f"a fact of version {version}; this program knows version {known}"
        )
    return decoder.decode(body)


def subject(fact: AnyFact) -> str:
    """What the ledger files a fact under: a registration number, a reference, a payer, a
    day.
    """
    match fact:
        case Lodging() | CaseStep():
            return fact.registration
        case Refusal():
            return fact.reference
        case Deposit():
            return fact.payer
        case Seed():
            return f"seed {fact.on}"
        case PublishedRates():
            return f"rates {fact.quotes[0].authority} {fact.quotes[0].effective_on}"


def marks(fact: CaseStep) -> tuple[int, int]:
    """What a step adds to its declarant's record: breaches found, and refusals of release."""
    breaches = sum(
        event.action == "report_inspection" and event.text("result") == "breach"
        for event in fact.events
    )
    return breaches, sum(event.action == "refuse_release" for event in fact.events)


def microseconds(moment: datetime.datetime) -> int:
    """A moment as microseconds since 1970, exactly."""
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)
