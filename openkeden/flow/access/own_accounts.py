"""Own accounts: what those of a caller's firms hold, what waits for them, and what moved."""

import msgspec

from openkeden.accounting.mandates import StandingMandate
from openkeden.accounting.posting import Balances
from openkeden.base import declaration_usage, findings
from openkeden.base.findings import Refused
from openkeden.flow.access import own_cases
from openkeden.flow.access.callers import Caller
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import known_case
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.flow.money import mandates
from openkeden.store import account_tables, read, rows


class OwnAccount(msgspec.Struct, frozen=True):
    """The accounts of a firm as they stand."""

    #: The firm.
    payer: str

    #: By payer and kind of account.
    balances: Balances

    #: What waits for payment, in the order of lodging.
    waiting: tuple[KnownCase, ...]

    #: The mandates that the firm gave or holds.
    mandates: tuple[StandingMandate, ...]


class OwnMovements(msgspec.Struct, frozen=True):
    """A page of what moved on the accounts of a firm."""

    #: The firm.
    payer: str

    #: The movements, those of the newest entry first.
    movements: tuple[rows.MovementRow, ...]

    #: The entry before which the next page begins; None: there is none.
    next: int | None


def firm(named: str, caller: Caller) -> str | Refused:
    """The firm whose accounts are meant: the one that is named, or the only one."""
    if named:
        return named if named in caller.firms else own_cases.not_yours("payer", named)
    if len(caller.firms) == 1:
        return next(iter(caller.firms))
    known = ", ".join(sorted(caller.firms)) or "-"
    return findings.refused(
        declaration_usage.NAME_A_PAYER, "payer", value=len(caller.firms), known=known
    )


def of(payer: str, at: Installation) -> OwnAccount:
    """The accounts of a firm; of a damaged record nothing waits."""
    known = known_case.of_each(read.waiting(payer), at)
    waiting = [one for one in known if isinstance(one, KnownCase)]
    balances = account_tables.balances([payer])
    return OwnAccount(payer, balances, tuple(waiting), mandates.of(payer))


def movements(payer: str, before: int | None, most: int) -> OwnMovements:
    """What moved on the accounts of a firm by so many entries at most, the newest first."""
    start = rows.LARGEST if before is None else before
    found = account_tables.movements_before(payer, start, most + 1)
    entries = list(dict.fromkeys([one.posting.entry for one in found]))
    kept = entries[:most]
    page = [one for one in found if one.posting.entry in kept]
    following = kept[-1] if len(entries) > most else None
    return OwnMovements(payer, tuple(page), following)
