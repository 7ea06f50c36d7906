"""The statement of a payer: what its accounts hold, how it came there, and what waits."""

import msgspec

from openkeden.accounting import account_rules, chart
from openkeden.accounting.mandates import StandingMandate
from openkeden.accounting.posting import Balances
from openkeden.base import codes, findings
from openkeden.base.findings import Refused
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import known_case
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.money import mandates, settlement
from openkeden.store import account_tables, read, rows


class Statement(msgspec.Struct, frozen=True):
    """All that concerns the accounts of a payer."""

    payer: str

    #: By payer and kind of account.
    balances: Balances

    #: Every posting with what its entry says, oldest first.
    movements: tuple[rows.MovementRow, ...]

    #: What waits for payment, the nearest deadline first.
    waiting: tuple[KnownCase, ...]

    overpaid: tuple[KnownCase, ...]

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
) -> tuple[KnownCase, ...]:
    """The declarations that money stands for, as far as it is more than is payable."""
    stands: dict[str, int] = {}
    for moved in movements:
        amount = moved.posting.amount
        if moved.posting.credit == chart.DUTIES:
            stands[moved.subject] = stands.get(moved.subject, 0) + amount
        elif moved.posting.debit == chart.DUTIES:
            stands[moved.subject] = stands.get(moved.subject, 0) - amount
    found: list[KnownCase] = []
    for registration, amount in stands.items():
        row = read.versions(registration)[-1]
        if amount <= row.payable:
            continue
        known = known_case.of(row, at)
        if isinstance(known, KnownCase) and known.case.overpaid:
            found.append(known)
    return tuple(found)
