"""The rows of the tables as plain frozen values, fields in the order of the columns."""

import datetime

import msgspec

#: The largest integer that a column holds.
LARGEST = 2**63 - 1


class EntryRow(msgspec.Struct, frozen=True, gc=False):
    """A fact in the ledger: see `models.Entry`."""

    index: int
    kind: str
    subject: str
    at: int
    body: bytes
    received: bytes


class DeclarationRow(msgspec.Struct, frozen=True, gc=False):
    """The state of one version of a declaration: see `models.Declaration`."""

    registration: str
    version: int
    declarant: str
    reference: str
    digest: bytes
    office: str
    registered_on: str
    state: str
    lane: str
    customs_value: int
    payable: int
    lodged: int
    latest: int


class RefusalRow(msgspec.Struct, frozen=True, gc=False):
    """A refused filing: see `models.Refusal`."""

    entry: int
    declarant: str
    reference: str
    digest: bytes


class TraderRow(msgspec.Struct, frozen=True, gc=False):
    """What earlier filings say of a declarant: see `models.Trader`."""

    id: str
    lodged: int
    refused: int
    irregularities: int
    first_on: str
    last_on: str


class QuoteRow(msgspec.Struct, frozen=True, gc=False):
    """A published exchange rate: see `models.Quote`."""

    authority: str
    currency: str
    effective_on: str
    nominal: int
    value: int
    decimals: int


class HeadRow(msgspec.Struct, frozen=True, gc=False):
    """A signed head of the ledger: see `models.Head`."""

    size: int
    root: bytes
    frontier: bytes
    note: str
    at: int


def blob(stored: object) -> bytes:
    """The bytes of a binary column; of what somebody else put there, its text."""
    if isinstance(stored, bytes | memoryview):
        return bytes(stored)
    return str(stored).encode()


def day(text: str) -> datetime.date:
    """The day of a date column."""
    return datetime.date.fromisoformat(text)
