"""The statement of a payer: what its accounts hold, how it came there, and what waits."""

import msgspec

from openkeden.accounting import account_rules, chart
from openkeden.accounting.mandates import StandingMandate
from openkeden.accounting.posting import Balances
from openkeden.base import codes, findings
from openkeden.base.findings import Refused
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history
from openkeden.flow.money import mandates, settlement
from openkeden.flow.money.settlement import WaitingCase
from openkeden.store import account_tables, read, rows


class OverpaidCase(msgspec.Struct, frozen=True):
    """A declaration for which more was paid than is payable."""

    row: rows.DeclarationRow

    case: DeclarationCase


class Statement(msgspec.Struct, frozen=True):
    """All that concerns the accounts of a payer."""

    payer: str

    #: By payer and kind of account.
    balances: Balances

    #: Every posting with what its entry says, oldest first.
    movements: tuple[rows.MovementRow, ...]

    #: What waits for payment, the nearest deadline first.
    waiting: tuple[WaitingCase, ...]

    overpaid: tuple[OverpaidCase, ...]

    #: The mandates that the payer gave or holds.
    mandates: tuple[StandingMandate, ...]


def of(payer: str, at: Installation) -> Statement | Refused:
    """The statement of a payer."""
    if not codes.is_bin(payer):
        return findings.refused(account_rules.NO_PAYER, "payer", value=payer)
    movements = tuple(account_tables.movements(payer))
    return Statement(
        payer,
        account_tables.balances([payer]),
        movements,
        tuple(settlement.waiting(payer, at)),
        _overpaid(movements, at),
        mandates.of(payer),
    )


def _overpaid(
    movements: tuple[rows.MovementRow, ...], at: Installation
) -> tuple[OverpaidCase, ...]:
    """The declarations that money stands for, as far as it is more than is payable."""
    stands: dict[str, int] = {}
    for moved in movements:
        amount = moved.posting.amount
        if moved.posting.credit == chart.DUTIES:
            stands[moved.subject] = stands.get(moved.subject, 0) + amount
        elif moved.posting.debit == chart.DUTIES:
            stands[moved.subject] = stands.get(moved.subject, 0) - amount
    found: list[OverpaidCase] = []
    for registration, amount in stands.items():
        row = read.versions(registration)[-1]
        if amount <= row.payable:
            continue
        known = history.of(registration, read.entries_of(registration))
        if isinstance(known, Refused):
            continue
        case = history.case_of(known, at.office(row.office))
        if case.overpaid:
            found.append(OverpaidCase(row, case))
    return tuple(found)
