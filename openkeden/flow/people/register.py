"""The register of people: appointments entered and ended, each as a fact of the ledger."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from openkeden.base import findings, identities
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import people
from openkeden.flow import facts, recording
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority, powers
from openkeden.store import appointment_table, rows

#: The roles that a person may hold.
ROLES = people.ROLES


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """An appointment as an administrator asks for it."""

    #: The id of the person.
    person: str

    #: The name of the person.
    name: str

    #: The role.
    role: str

    #: The order, or the power of attorney.
    document: str

    #: The office of an officer; empty for all offices.
    office: str = ""

    #: The firm that is acted for.
    firm: str = ""

    #: The first day; the day of entering where it is None.
    since: datetime.date | None = None

    #: The last day; None where it is open.
    until: datetime.date | None = None


class Entered(msgspec.Struct, frozen=True):
    """An appointment that was entered."""

    #: What the person holds by it.
    tenure: people.Tenure

    #: Whether the register was empty before: nobody appointed the person.
    first: bool


def appoint(
    wanted: Wanted, actor: str, now: datetime.datetime, at: Installation, late: str = ""
) -> Entered | Refused:
    """Enter an appointment, or nothing and say why not. `late` says why the moment runs
    backwards.
    """
    with recording.act(at, now, late) as act:
        if isinstance(act, Refused):
            return act
        fact = _appointment(wanted, act.stamp(actor), at.local(now).date())
        known = everybody()
        against = _against(fact, known, now, at)
        if against:
            return Refused(tuple(against))
        row = row_of(fact, act.append(fact))
        appointment_table.add(act.cursor, [row])
    return Entered(authority.tenure_of(row), first=not known)


def _appointment(
    wanted: Wanted, stamp: Mapping[str, Any], on: datetime.date
) -> facts.Appointment:
    return facts.Appointment(
        **stamp,
        person=identities.normal(wanted.person),
        name=wanted.name.strip(),
        role=wanted.role,
        since=wanted.since or on,
        until=wanted.until,
        office=wanted.office.strip(),
        firm=wanted.firm.strip(),
        document=wanted.document.strip(),
    )


def _against(
    fact: facts.Appointment,
    known: Sequence[people.Tenure],
    now: datetime.datetime,
    at: Installation,
) -> list[Finding]:
    """Everything that stands against an appointment."""
    wanted = powers.tenure_of(fact, -1)
    on = at.local(now).date()
    found = people.unfit(wanted, fact.document, on)
    if not known:
        return [*found, *people.not_first(wanted, fact.actor, on)]
    may_not = authority.authorised(fact.actor, people.ADMINISTRATOR, now, at)
    if may_not is not None:
        found += may_not.findings
    return [*found, *people.against(wanted, known, fact.actor)]


def end(
    person: str,
    role: str,
    until: datetime.date | None,
    reason: str,
    actor: str,
    now: datetime.datetime,
    at: Installation,
    place: str = "",
    late: str = "",
) -> tuple[people.Tenure, ...] | Refused:
    """End what a person holds in a role, at one office or for one firm where `place` names
    it; what was ended. `late` says why the moment runs backwards.

    The last day is `until`; where it is None, yesterday: it ends at once.
    """
    person, today = identities.normal(person), at.local(now).date()
    until = until or today - datetime.timedelta(days=1)
    with recording.act(at, now, late) as act:
        if isinstance(act, Refused):
            return act
        may_not = authority.authorised(actor, people.ADMINISTRATOR, now, at)
        if may_not is not None:
            return may_not
        known = everybody()
        ended = people.ending(known, person, role, until, place)
        against = people.against_ending(known, ended, person, role, until, reason, today)
        if against is not None:
            return Refused((against,))
        for tenure in ended:
            fact = facts.AppointmentEnd(
                **act.stamp(actor),
                entry=tenure.entry,
                person=person,
                until=until,
                reason=reason.strip(),
            )
            index = act.append(fact)
            appointment_table.end(act.cursor, [(until.isoformat(), index, tenure.entry)])
    return tuple([msgspec.structs.replace(tenure, until=until) for tenure in ended])


def everybody() -> tuple[people.Tenure, ...]:
    """All that anybody holds or held, the oldest first."""
    return tuple([authority.tenure_of(row) for row in appointment_table.everybody()])


def show(person: str) -> tuple[people.Tenure, ...] | Refused:
    """What a person holds or held, the oldest first."""
    known = authority.held_by(identities.normal(person))
    return known or findings.refused(people.NOBODY, "person", value=person)


def row_of(fact: facts.Appointment, index: int) -> rows.AppointmentRow:
    """The row of an appointment at its index in the ledger."""
    return rows.AppointmentRow(
        entry=index,
        person=fact.person,
        name=fact.name,
        role=fact.role,
        office=fact.office,
        firm=fact.firm,
        since=fact.since.isoformat(),
        until=fact.until.isoformat() if fact.until else None,
    )


def ended(
    row: rows.AppointmentRow, fact: facts.AppointmentEnd, index: int
) -> rows.AppointmentRow:
    """The row of an appointment after the fact at `index` ended it."""
    return msgspec.structs.replace(row, until=fact.until.isoformat(), ended=index)
