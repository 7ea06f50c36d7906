"""Facts of version 1, as they were recorded: read for good, written no more."""

import datetime
from typing import Literal

import msgspec

from openkeden.assessment import charges
from openkeden.base import cases, findings, rates
from openkeden.clearance import decision
from openkeden.flow.facts.recorded_item import RecordedItem
from openkeden.risk import selection
from openkeden.tariff import quotas


class FactOfV1(
    msgspec.Struct, frozen=True, kw_only=True, tag_field="fact", omit_defaults=True
):
    """Any fact."""

    v: Literal[1]
    at: datetime.datetime
    actor: str


class LodgingOfV1(FactOfV1, frozen=True, kw_only=True, tag="lodging"):
    """A version of a declaration was registered, assessed, selected and decided on."""

    registration: str
    version: int
    declarant: str
    payer: str
    reference: str
    office: str
    digest: bytes
    media_type: str
    direction: str
    trading_country: str
    dispatch_country: str
    destination_country: str
    border_mode: str
    inland_mode: str
    items: tuple[RecordedItem, ...]
    assessment: charges.Assessment
    selection: selection.Selection
    decision: decision.Decision
    warnings: tuple[findings.Finding, ...] = ()
    allocated: tuple[quotas.Allocation, ...] = ()
    returned: tuple[quotas.Allocation, ...] = ()


class RefusalOfV1(FactOfV1, frozen=True, kw_only=True, tag="refusal"):
    """A filing was refused registration."""

    declarant: str
    reference: str
    office: str
    digest: bytes
    media_type: str
    edition: str
    grounds: tuple[findings.Finding, ...]


class CaseStepOfV1(FactOfV1, frozen=True, kw_only=True, tag="event"):
    """Something happened to a registered declaration."""

    registration: str
    version: int
    events: tuple[cases.Event, ...]
    state: str
    returned: tuple[quotas.Allocation, ...] = ()


class DepositOfV1(FactOfV1, frozen=True, kw_only=True, tag="deposit"):
    """Money was received in advance, or a guarantee was accepted."""

    payer: str
    kind: str
    amount: int
    document: str


class SeedOfV1(FactOfV1, frozen=True, kw_only=True, tag="seed"):
    """The commitment to a day's seed."""

    on: datetime.date
    commitment: bytes


class PublishedRatesOfV1(FactOfV1, frozen=True, kw_only=True, tag="rates"):
    """Published exchange rates were loaded."""

    digest: bytes
    quotes: tuple[rates.Quote, ...]


AnyFactOfV1 = (
    LodgingOfV1 | RefusalOfV1 | CaseStepOfV1 | DepositOfV1 | SeedOfV1 | PublishedRatesOfV1
)

DECODER = msgspec.json.Decoder(AnyFactOfV1)
