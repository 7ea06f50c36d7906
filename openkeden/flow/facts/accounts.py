"""Facts about accounts: money and guarantees received, mandates over them, wrong entries
reversed.
"""

import datetime

from openkeden.accounting.posting import Posting
from openkeden.flow.facts.fact import Fact


class Deposit(Fact, frozen=True, kw_only=True, tag="deposit"):
    """A document brought money in advance, or a guarantee was accepted."""

    payer: str
    #: `advance` or `guarantee`.
    kind: str
    #: In minor national units.
    amount: int
    #: The number of the payment order or of the guarantee.
    document: str
    #: The bank or the guarantor, by its code.
    bank: str
    #: The day of the document.
    issued: datetime.date
    postings: tuple[Posting, ...]

    @property
    def subject(self) -> str:
        return self.payer


class Reversal(Fact, frozen=True, kw_only=True, tag="reversal"):
    """A wrong entry is to be reversed, or is reversed: by two persons."""

    #: Index of the deposit that was wrong.
    entry: int
    reason: str
    #: Index of the proposal that this confirms; None for the proposal itself.
    proposal: int | None = None
    postings: tuple[Posting, ...] = ()

    @property
    def subject(self) -> str:
        return f"entry {self.entry}"


class Mandate(Fact, frozen=True, kw_only=True, tag="mandate"):
    """A payer lets another declare at the cost of its accounts."""

    id: str
    payer: str
    #: The declarant who may.
    holder: str
    #: In minor national units, altogether.
    limit: int
    since: datetime.date
    until: datetime.date
    document: str

    @property
    def subject(self) -> str:
        return f"mandate {self.id}"


class MandateEnd(Fact, frozen=True, kw_only=True, tag="mandate_end"):
    """A mandate was withdrawn."""

    id: str
    reason: str

    @property
    def subject(self) -> str:
        return f"mandate {self.id}"
