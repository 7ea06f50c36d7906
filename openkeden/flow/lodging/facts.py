"""The facts of the ledger: what is written once, proved for good, and added up to every state that is shown."""

import datetime

import msgspec

from openkeden.assessment import charges
from openkeden.base import cases, findings, rates
from openkeden.clearance import decision
from openkeden.risk import selection
from openkeden.tariff import quotas

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


class Fact(msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", omit_defaults=True):
    """Any fact: when it was recorded, and by whom."""

    at: datetime.datetime
    actor: str


class Lodging(Fact, frozen=True, tag="lodging"):
    """A version of a declaration was registered, assessed, selected and decided on.

    `digest` is the SHA-256 of the message as received; `declarant` and `reference` are the key under which its sender
    will find the same answer again; `payer` is whose account was drawn on. `draws` are taken from quotas, `returned`
    are the draws of the version before, given back at the same moment.
    """

    registration: str
    version: int
    declarant: str
    payer: str
    reference: str
    office: str
    digest: bytes
    media_type: str
    assessment: charges.Assessment
    selection: selection.Selection
    decision: decision.Decision
    warnings: tuple[findings.Finding, ...] = ()
    draws: tuple[quotas.Allocation, ...] = ()
    returned: tuple[quotas.Allocation, ...] = ()


class Refusal(Fact, frozen=True, tag="refusal"):
    """A filing was refused registration on all these grounds (art. 111(5)); it counts as not filed (art. 111(7))."""

    declarant: str
    reference: str
    office: str
    digest: bytes
    media_type: str
    edition: str
    grounds: tuple[findings.Finding, ...]


class CaseStep(Fact, frozen=True, tag="event"):
    """Something happened to a registered declaration, what the system did upon it, and the state it came to.

    `returned` are draws on quotas that this gave back.
    """

    registration: str
    version: int
    events: tuple[cases.Event, ...]
    state: str
    returned: tuple[quotas.Allocation, ...] = ()


class Deposit(Fact, frozen=True, tag="deposit"):
    """Money received in advance (`advance`) or a guarantee accepted (`guarantee`), in minor national units."""

    payer: str
    kind: str
    amount: int
    document: str


class Seed(Fact, frozen=True, tag="seed"):
    """The commitment to a day's secret seed of random checks, recorded before the first draw of that day."""

    on: datetime.date
    commitment: bytes


class Rates(Fact, frozen=True, tag="rates"):
    """Published exchange rates were loaded; `digest` is the SHA-256 of the authority's answer."""

    digest: bytes
    quotes: tuple[rates.Quote, ...]


AnyFact = Lodging | Refusal | CaseStep | Deposit | Seed | Rates

_DECODER: msgspec.json.Decoder[AnyFact] = msgspec.json.Decoder(AnyFact)


def read(body: bytes) -> AnyFact:
    """The fact in the body of a ledger entry. Raises msgspec.DecodeError when the bytes are no fact."""
    return _DECODER.decode(body)


def subject(fact: AnyFact) -> str:
    """What the ledger files a fact under: a registration number, a reference, a payer, a day's seed."""
    match fact:
        case Lodging() | CaseStep():
            return fact.registration
        case Refusal():
            return fact.reference
        case Deposit():
            return fact.payer
        case Seed():
            return f"seed {fact.on}"
        case Rates():
            return f"rates {fact.quotes[0].authority} {fact.quotes[0].effective_on}"


def marks(fact: CaseStep) -> tuple[int, int]:
    """What a step adds to its declarant's record: breaches found by inspection, refusals of release."""
    breaches = sum(
        event.action == "report_inspection" and event.text("result") == "breach"
        for event in fact.events
    )
    return breaches, sum(event.action == "refuse_release" for event in fact.events)


def microseconds(moment: datetime.datetime) -> int:
    """A moment as microseconds since 1970, exactly."""
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)
