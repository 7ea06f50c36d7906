"""Accounts of a payer, a deposit and a mandate as programs see them; money is in national
currency.
"""

import datetime
from collections.abc import Mapping

import msgspec

from openkeden.accounting import chart
from openkeden.accounting.mandates import StandingMandate
from openkeden.base import money
from openkeden.flow import facts
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.money.deposits import Deposited
from openkeden.flow.money.settlement import Settled
from openkeden.flow.money.statement import Statement
from openkeden.store import rows
from openkeden.views import finding_view


class MovementView(msgspec.Struct, frozen=True, kw_only=True):
    """An amount that moved between two accounts of the payer."""

    #: The index of its fact in the ledger.
    entry: int

    #: The moment that it counts as of.
    at: datetime.datetime

    #: The account that lost.
    debit: str

    #: The account that gained.
    credit: str

    #: The amount.
    amount: str

    #: The document that brought it, or the declaration that it is for.
    document: str

    #: The declaration that it is for; empty for what came in or was reversed.
    declaration: str

    #: The mandate under which it was drawn; empty where none was needed.
    mandate: str


class WaitingView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration that waits for payment."""

    #: The registration number.
    registration: str

    #: The declarant's own reference.
    reference: str

    #: The declarant.
    declarant: str

    #: What is missing.
    missing: str

    #: Until when it must be there.
    due: datetime.datetime | None


class OverpaidView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration for which more was paid than is payable."""

    #: The registration number.
    registration: str

    #: The declarant's own reference.
    reference: str

    #: All charges together.
    payable: str

    #: What was paid.
    paid: str

    #: What of it is too much.
    overpaid: str


class MandateView(msgspec.Struct, frozen=True, kw_only=True):
    """A mandate as it stands."""

    #: Its number.
    id: str

    #: Who pays.
    payer: str

    #: The declarant who may.
    holder: str

    #: The most that may stand under it.
    limit: str

    #: What stands under it.
    used: str

    #: What may still be drawn under it.
    left: str

    #: The national currency, that of the three amounts.
    currency: str

    #: The first day.
    since: datetime.date

    #: The last day.
    until: datetime.date

    #: The paper that gives it.
    document: str

    #: Whether it was withdrawn.
    ended: bool


class AccountView(msgspec.Struct, frozen=True, kw_only=True):
    """The accounts of a payer."""

    #: BIN or IIN.
    payer: str

    #: The national currency, that of every amount.
    currency: str

    #: What each account holds, by its kind; all of them together are nought.
    balances: Mapping[str, str]

    #: Every movement, oldest first.
    entries: tuple[MovementView, ...]

    #: What waits for payment, the nearest deadline first.
    waiting: tuple[WaitingView, ...]

    #: What was paid too much.
    overpaid: tuple[OverpaidView, ...]

    #: Mandates given or held.
    mandates: tuple[MandateView, ...]


class SettledView(msgspec.Struct, frozen=True, kw_only=True):
    """A declaration that was paid because money came in."""

    #: The registration number.
    registration: str

    #: The declarant's own reference.
    reference: str

    #: What was paid or secured.
    amount: str

    #: Whether a guarantee covers it, not money.
    secured: bool

    #: The state that this led to.
    state: str


class DepositView(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was booked, now or before."""

    #: The index of its fact in the ledger.
    entry: int

    #: BIN or IIN.
    payer: str

    #: `advance` or `guarantee`.
    kind: str

    #: What it brought.
    amount: str

    #: The national currency, that of every amount.
    currency: str

    #: What was paid upon it.
    settled: tuple[SettledView, ...]

    #: What was left on the account after that.
    balance: str

    #: Documents of the same number at the same bank: to be looked at.
    findings: tuple[finding_view.FindingView, ...]


def of(told: Statement, currency: str) -> AccountView:
    """The view of a payer's statement in national currency."""
    balances = {kind: told.balances.get((told.payer, kind), 0) for kind in chart.KINDS}
    return AccountView(
        payer=told.payer,
        currency=currency,
        balances={kind: money.text(balance) for kind, balance in balances.items()},
        entries=tuple([movement(moved) for moved in told.movements]),
        waiting=tuple([waiting(waits) for waits in told.waiting]),
        overpaid=tuple([_overpaid(over) for over in told.overpaid]),
        mandates=tuple([of_mandate(known, currency) for known in told.mandates]),
    )


def of_mandate(known: StandingMandate, currency: str) -> MandateView:
    """The view of a mandate in national currency."""
    return MandateView(
        id=known.id,
        payer=known.payer,
        holder=known.holder,
        limit=money.text(known.limit),
        used=money.text(known.used),
        left=money.text(known.left),
        currency=currency,
        since=known.since,
        until=known.until,
        document=known.document,
        ended=known.ended,
    )


def of_deposit(made: Deposited, currency: str, language: str) -> DepositView:
    """The view of a deposit in national currency."""
    return DepositView(
        entry=made.entry,
        payer=made.document.payer,
        kind=made.document.kind,
        amount=money.text(made.document.amount),
        currency=currency,
        settled=tuple([_settled(settled) for settled in made.settled]),
        balance=money.text(made.balance),
        findings=finding_view.each(made.alike, language),
    )


def movement(moved: rows.MovementRow) -> MovementView:
    """The view of a movement."""
    posting = moved.posting
    declaration = moved.subject if moved.kind in ("lodging", "event") else ""
    return MovementView(
        entry=posting.entry,
        at=facts.EPOCH + datetime.timedelta(microseconds=moved.at),
        debit=posting.debit,
        credit=posting.credit,
        amount=money.text(posting.amount),
        document=posting.document,
        declaration=declaration,
        mandate=posting.mandate,
    )


def waiting(waits: KnownCase) -> WaitingView:
    """The view of what waits for payment."""
    return WaitingView(
        registration=waits.row.registration,
        reference=waits.row.reference,
        declarant=waits.row.declarant,
        missing=money.text(waits.case.missing),
        due=waits.case.due,
    )


def _overpaid(over: KnownCase) -> OverpaidView:
    return OverpaidView(
        registration=over.row.registration,
        reference=over.row.reference,
        payable=money.text(over.case.payable),
        paid=money.text(over.case.paid),
        overpaid=money.text(over.case.overpaid),
    )


def _settled(settled: Settled) -> SettledView:
    return SettledView(
        registration=settled.registration,
        reference=settled.reference,
        amount=money.text(settled.amount),
        secured=settled.secured,
        state=settled.state,
    )
