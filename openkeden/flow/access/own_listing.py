"""Lists of own declarations: a page of them, the newest first."""

import datetime

import msgspec

from openkeden.base import names
from openkeden.base.findings import Refused
from openkeden.flow.access import own_cases
from openkeden.flow.access.callers import Caller
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import known_case, worklist
from openkeden.flow.lodging.known_case import KnownCase
from openkeden.store import firm_tables, rows


class OwnListing(msgspec.Struct, frozen=True, kw_only=True):
    """Which own declarations are asked for; what is empty chooses nothing."""

    #: Any of these states.
    states: tuple[str, ...] = ()

    #: The lane.
    lane: str = ""

    #: The first day of registration.
    since: datetime.date | None = None

    #: One of the caller's declarants.
    declarant: str = ""

    #: The registration number, or a reference.
    named: str = ""

    #: The lodging before which the page begins; None: it begins with the newest.
    before: int | None = None


class OwnPage(msgspec.Struct, frozen=True):
    """A page of own declarations."""

    #: The declarations, the newest first.
    cases: tuple[KnownCase, ...]

    #: Registration numbers whose records are damaged.
    damaged: tuple[str, ...]

    #: The lodging before which the next page begins; None: there is none.
    next: int | None


def of(
    wanted: OwnListing, most: int, caller: Caller, at: Installation
) -> OwnPage | Refused:
    """So many of the caller's declarations that are wanted."""
    against = worklist.unknown_names(wanted.states, wanted.lane)
    if against:
        return Refused(tuple(against))
    firms = _firms(wanted.declarant, caller)
    if isinstance(firms, Refused):
        return firms
    chosen = firm_tables.FirmFilter(
        states=wanted.states,
        lane=wanted.lane,
        since=wanted.since.isoformat() if wanted.since else "",
        named=names.comparable(wanted.named) if wanted.named else "",
    )
    before = rows.LARGEST if wanted.before is None else wanted.before
    found = firm_tables.page(firms, chosen, before, most + 1)
    page, more = found[:most], found[most:]
    known = known_case.of_each(page, at)
    damaged = [
        row.registration
        for row, one in zip(page, known, strict=True)
        if isinstance(one, Refused)
    ]
    cases = [one for one in known if isinstance(one, KnownCase)]
    return OwnPage(tuple(cases), tuple(damaged), page[-1].lodged if more else None)


def _firms(declarant: str, caller: Caller) -> frozenset[str] | Refused:
    """The firms that are asked about."""
    if not declarant:
        return caller.firms
    if declarant in caller.firms:
        return frozenset({declarant})
    return own_cases.not_yours("declarant", declarant)
