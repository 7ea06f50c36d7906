"""Rows of the tables as plain frozen values, fields in the order of the columns.

What a column means is said once, in `models`.
"""

import datetime

import msgspec

#: The largest integer that a column holds.
LARGEST = 2**63 - 1


class EntryRow(msgspec.Struct, frozen=True, gc=False):
    """A fact in the ledger: see `models.EntryTable`."""

    index: int
    kind: str
    subject: str
    at: int
    recorded: int
    body: bytes
    received: bytes
    sealed: bytes


class BodyRow(msgspec.Struct, frozen=True, gc=False):
    """What a fact in the ledger says, without the message that it answers."""

    index: int
    body: bytes


class DeclarationRow(msgspec.Struct, frozen=True, gc=False):
    """The state of one version of a declaration: see `models.DeclarationTable`."""

    registration: str
    version: int
    declarant: str
    reference: str
    reference_key: str
    digest: bytes
    office: str
    direction: str
    dispatch_country: str
    destination_country: str
    border_mode: str
    registered_on: str
    state: str
    lane: str
    customs_value: int
    payable: int
    payer: str
    lodged: int
    latest: int


class ItemRow(msgspec.Struct, frozen=True, gc=False):
    """Goods of one version of a declaration: see `models.ItemTable`."""

    lodged: int
    number: int
    code: str
    origin: str
    procedure: str
    gross_mass: int
    net_mass: int
    unit: str
    quantity: int
    customs_value: int
    statistical_value: int | None


class LotRow(msgspec.Struct, frozen=True, gc=False):
    """A lot that a version of a declaration brings: see `models.LotTable`."""

    key: bytes
    lodged: int
    worth: int
    containers: str
    subheadings: str


class EarlierLotRow(msgspec.Struct, frozen=True, gc=False):
    """What alike declarations brought of a lot: how many, worth what, the newest of them."""

    key: bytes
    worth: int
    containers: str
    subheadings: str
    lane: str
    count: int
    registration: str
    registered_on: str


class RefusalRow(msgspec.Struct, frozen=True, gc=False):
    """A refused filing: see `models.RefusalTable`."""

    entry: int
    declarant: str
    reference_key: str
    digest: bytes


class TraderRow(msgspec.Struct, frozen=True, gc=False):
    """What earlier filings say of a declarant: see `models.TraderTable`."""

    id: str
    lodged: int
    refused: int
    irregularities: int
    first_on: str
    last_on: str


class SerialRow(msgspec.Struct, frozen=True, gc=False):
    """The last number given by an office on a day: see `models.SerialTable`."""

    office: str
    day: str
    last: int


class QuotaUseRow(msgspec.Struct, frozen=True, gc=False):
    """What is taken from a share of a quota: see `models.QuotaUseTable`."""

    quota: str
    share: str
    used: int


class QuoteRow(msgspec.Struct, frozen=True, gc=False):
    """A published exchange rate: see `models.QuoteTable`."""

    authority: str
    currency: str
    effective_on: str
    nominal: int
    value: int
    decimals: int


class AppointmentRow(msgspec.Struct, frozen=True, gc=False):
    """A role that a person holds: see `models.AppointmentTable`."""

    entry: int
    person: str
    name: str
    role: str
    office: str
    firm: str
    since: str
    until: str | None = None
    ended: int | None = None


class KeyRow(msgspec.Struct, frozen=True, gc=False):
    """A key of a program: see `models.KeyTable`; its digest stands in `StoredKey` alone."""

    entry: int
    id: str
    person: str
    scopes: str
    since: str
    until: str
    label: str
    #: The hour of the clock when it was issued, counted from 1970.
    issued: int
    replaces: str = ""
    revoked: int | None = None


class StoredKey(msgspec.Struct, frozen=True, gc=False):
    """A key of a program with what no fact tells."""

    row: KeyRow
    digest: bytes
    #: The hour of its last use, counted from 1970; 0 where it was never used.
    hour: int
    #: The network of its last use.
    network: str


class PostingRow(msgspec.Struct, frozen=True, gc=False):
    """A movement between two accounts: see `models.PostingTable`."""

    entry: int
    line: int
    payer: str
    debit: str
    credit: str
    amount: int
    document: str
    mandate: str


class AccountRow(msgspec.Struct, frozen=True, gc=False):
    """The balance of an account: see `models.AccountTable`."""

    payer: str
    kind: str
    balance: int


class AccountTotalRow(msgspec.Struct, frozen=True, gc=False):
    """The sum of all accounts: see `models.AccountTotalTable`."""

    id: int
    total: int


class DocumentRow(msgspec.Struct, frozen=True, gc=False):
    """A document that brought money: see `models.PaymentDocumentTable`."""

    number: str
    bank: str
    issued: str
    payer: str
    kind: str
    amount: int
    entry: int


class MandateRow(msgspec.Struct, frozen=True, gc=False):
    """A mandate: see `models.MandateTable`."""

    entry: int
    payer: str
    holder: str
    limit: int
    since: str
    until: str
    document: str
    used: int
    ended: int | None


class MovementRow(msgspec.Struct, frozen=True, gc=False):
    """A posting with what its entry says beside it."""

    posting: PostingRow
    kind: str
    subject: str
    at: int


class DeskRow(msgspec.Struct, frozen=True, gc=False):
    """What a model of an office had to choose from: see `models.DeskTable`."""

    office: str
    role: str
    model: bytes
    day: str
    seen: int
    left: int
    days: str
    utilities: bytes


class HeadRow(msgspec.Struct, frozen=True, gc=False):
    """A signed head of the ledger: see `models.HeadTable`."""

    size: int
    root: bytes
    frontier: bytes
    note: str
    at: int
    recorded: int


def blob(stored: object) -> bytes:
    """The bytes of a binary column; of anything else that somebody put there, its text with
    a word about it.
    """
    if isinstance(stored, bytes | memoryview):
        return bytes(stored)
    return f"no bytes: {stored}".encode()


def day(text: str) -> datetime.date:
    """The day of a date column."""
    return datetime.date.fromisoformat(text)
