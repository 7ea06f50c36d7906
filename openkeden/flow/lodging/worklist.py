"""The worklist of an office: declarations by what they wait for, the overdue ones first."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from openkeden.base import findings, names
from openkeden.base.findings import Refused
from openkeden.clearance import deadlines, listing_rules
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import history, known_case
from openkeden.flow.people import readers
from openkeden.risk import profiles
from openkeden.store import read, rows, worklist
from openkeden.store.states import ENDED, OPEN

#: What has no deadline comes after everything that has one.
_NEVER: Final = datetime.datetime.max.replace(tzinfo=datetime.UTC)

#: States of what was registered: the open ones, and all.
_OPEN: Final = frozenset(OPEN)
_STATES: Final = (*OPEN, *ENDED)


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """Which declarations are asked for; what is empty chooses nothing."""

    #: Any of these states; the open ones where none is given, unless `all`.
    states: tuple[str, ...] = ()

    #: The lane; officers only.
    lane: str = ""

    #: The office.
    office: str = ""

    #: The declarant, by number or name.
    trader: str = ""

    #: The day of registration.
    on: datetime.date | None = None

    #: Whether the deadline must have passed.
    overdue: bool = False

    #: Whether those that have ended are asked for too.
    all: bool = False

    #: The officer who asks; empty where it is none.
    officer: str = ""


class ListedCase(msgspec.Struct, frozen=True):
    """A declaration of the list."""

    #: As it stands.
    known: known_case.KnownCase

    #: Whether its deadline has passed.
    overdue: bool

    #: Whom its state waits for; empty where it has ended.
    waits_for: str


class Worklist(msgspec.Struct, frozen=True):
    """A page of the list."""

    #: The declarations: overdue ones first, then by deadline, then the newest.
    lines: tuple[ListedCase, ...]

    #: How many more there are.
    more: int

    #: Registration numbers whose records are damaged.
    damaged: tuple[str, ...] = ()


def of(
    wanted: Listing, most: int, now: datetime.datetime, at: Installation
) -> Worklist | Refused:
    """So many of the declarations that are wanted, as they stand at a moment."""
    against = _against(wanted)
    if against:
        return Refused(against)
    offices = _offices(wanted, at)
    if isinstance(offices, Refused):
        return offices
    chosen = worklist.Filter(
        states=wanted.states,
        offices=offices,
        lane=wanted.lane,
        declarant=_declarant(wanted.trader),
        on=wanted.on.isoformat() if wanted.on else "",
    )
    due = _by_deadline(worklist.open_ones(chosen), at) if _asks_open(wanted) else []
    if wanted.overdue:
        due = [pair for pair in due if pair[0] < now]
    page = [row for _, row in due[:most]]
    more = len(due) - len(page)
    if _asks_ended(wanted):
        left = most - len(page)
        ended = worklist.ended(chosen, left)
        more += worklist.count_ended(chosen) - len(ended)
        page += ended
    return _page(page, more, now, at)


def _against(wanted: Listing) -> tuple[findings.Finding, ...]:
    """Names of states and lanes that are none, and a lane asked for by nobody who may."""
    found = unknown_names(wanted.states, wanted.lane)
    if wanted.lane and not wanted.officer:
        found.append(findings.of(listing_rules.OFFICERS_ONLY, "lane", value=wanted.lane))
    return tuple(found)


def unknown_names(states: Iterable[str], lane: str) -> list[findings.Finding]:
    """Names of states and of a lane, empty for any, that are none."""
    found = [
        findings.of(listing_rules.NO_STATE, "state", value=state, known=_joined(_STATES))
        for state in states
        if state not in _STATES
    ]
    if lane and lane not in profiles.LANES:
        known = _joined(profiles.LANES)
        found.append(findings.of(listing_rules.NO_LANE, "lane", value=lane, known=known))
    return found


def _joined(known: Iterable[str]) -> str:
    return ", ".join(known)


def _offices(wanted: Listing, at: Installation) -> tuple[str, ...] | Refused:
    """The offices whose declarations are listed: all where none is named, but to an officer
    only those where he is appointed.
    """
    if wanted.officer:
        may_not = readers.may_read(wanted.officer, at, wanted.office, "see_list")
        if may_not is not None:
            return may_not
        if not wanted.office:
            return readers.offices(wanted.officer, at, "see_list")
    return (wanted.office,) if wanted.office else ()


def _declarant(trader: str) -> str:
    """The key of a declarant that is named by number or by name."""
    plain = trader.strip()
    return plain if not plain or plain.isdecimal() else names.person("", plain)


def _asks_open(wanted: Listing) -> bool:
    return not wanted.states or bool(_OPEN.intersection(wanted.states))


def _asks_ended(wanted: Listing) -> bool:
    if wanted.overdue:
        return False
    return wanted.all or bool(set(ENDED).intersection(wanted.states))


class _Due(msgspec.Struct):
    """What a lodging says of a deadline; the rest of the fact is not read."""

    due: datetime.datetime | None = None


class _Decided(msgspec.Struct):
    """The decision of a lodging."""

    decision: _Due


_DECIDED: Final = msgspec.json.Decoder(_Decided)

_Pair = tuple[datetime.datetime, rows.DeclarationRow]


def _by_deadline(found: Sequence[rows.DeclarationRow], at: Installation) -> list[_Pair]:
    """Open declarations with their deadlines, the nearest first."""
    untouched = [row.lodged for row in found if row.latest == row.lodged]
    stepped = [row.registration for row in found if row.latest != row.lodged]
    lodgings, steps = read.entries(untouched), read.entries_of_each(stepped)
    pairs: list[_Pair] = []
    for row in found:
        if row.latest == row.lodged:
            due = _lodged_due(lodgings[row.lodged])
        else:
            due = _stepped_due(row, steps[row.registration], at)
        pairs.append((due or _NEVER, row))
    return sorted(pairs, key=_urgency)


def _urgency(pair: _Pair) -> tuple[datetime.datetime, int]:
    return pair[0], pair[1].lodged


def _lodged_due(stored: rows.EntryRow) -> datetime.datetime | None:
    """The deadline of a declaration that nothing happened to since it was lodged."""
    try:
        return _DECIDED.decode(stored.body).decision.due
    except msgspec.DecodeError:
        return None


def _stepped_due(
    row: rows.DeclarationRow, stored: Sequence[rows.EntryRow], at: Installation
) -> datetime.datetime | None:
    known = history.of(row.registration, stored)
    if isinstance(known, Refused):
        return None
    return history.case_of(known, at.office(row.office)).due


def _page(
    page: Sequence[rows.DeclarationRow],
    more: int,
    now: datetime.datetime,
    at: Installation,
) -> Worklist:
    lines, damaged = [], []
    for row in page:
        known = known_case.of(row, at)
        if isinstance(known, Refused):
            damaged.append(row.registration)
            continue
        state = known.case.state
        waits = deadlines.DEADLINES[state].waits_for if state in _OPEN else ""
        lines.append(ListedCase(known, known.case.is_overdue(now), waits))
    return Worklist(tuple(lines), more, tuple(damaged))
