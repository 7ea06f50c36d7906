"""Facts about declarations: lodged, refused, and what happened to them since."""

from openkeden.accounting.posting import Posting
from openkeden.assessment import charges
from openkeden.base import cases, findings
from openkeden.clearance import decision
from openkeden.flow.facts.fact import Fact
from openkeden.flow.facts.recorded_item import RecordedItem
from openkeden.tariff import quotas


class Lodging(Fact, frozen=True, kw_only=True, tag="lodging"):
    """A version of a declaration was registered, assessed, selected and decided on."""

    registration: str
    version: int
    #: With `reference` the key under which the sender will find the same answer again.
    declarant: str
    #: Whose accounts pay: box 9, or the declarant; empty where nobody with a number does.
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
    decision: decision.Decision
    warnings: tuple[findings.Finding, ...] = ()
    #: Index of the fact that says which law was in use.
    law: int = -1
    #: SHA-256 of what officers alone may know of it: see `flow.sealing`. Facts of version 1
    #: have none.
    sealed: bytes = b""
    #: The keys of the lots that it brings: see `risk.lots`.
    lots: tuple[bytes, ...] = ()
    #: The containers that it names.
    containers: tuple[str, ...] = ()
    #: What moves between accounts.
    postings: tuple[Posting, ...] = ()
    #: The consignee by number, box 8; empty where there is none.
    consignee: str = ""
    #: What is taken from quotas.
    allocated: tuple[quotas.Allocation, ...] = ()
    #: What the version before had taken from quotas, given back at the same moment.
    returned: tuple[quotas.Allocation, ...] = ()

    @property
    def subject(self) -> str:
        return self.registration


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
    #: Index of the fact that says which law was in use.
    law: int = -1

    @property
    def subject(self) -> str:
        return self.reference


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
    #: SHA-256 of what officers alone may know of it: see `flow.sealing`. Facts of version 1
    #: have none.
    sealed: bytes = b""
    #: What moves between accounts.
    postings: tuple[Posting, ...] = ()

    @property
    def subject(self) -> str:
        return self.registration


class Paper(Fact, frozen=True, kw_only=True, tag="paper"):
    """A paper was sent for a registered declaration; its file lies beside the ledger."""

    registration: str
    #: The code of the kind of document, box 44.
    kind: str
    #: SHA-256 of the file.
    sha256: bytes
    #: Bytes of the file.
    size: int
    #: What it is by its content.
    media_type: str
    #: What its sender calls it; empty where it is called nothing.
    name: str = ""

    @property
    def subject(self) -> str:
        return self.registration


def marks(fact: CaseStep) -> tuple[int, int]:
    """What a step adds to its declarant's record: breaches found, and refusals of release."""
    breaches = sum(
        event.action == "report_inspection" and event.text("result") == "breach"
        for event in fact.events
    )
    return breaches, sum(event.action == "refuse_release" for event in fact.events)
