"""Authority: whether a person may act in a role now, by the register of people."""

import datetime

from openkeden.base import identities
from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow import clock
from openkeden.flow.installation import Installation
from openkeden.store import appointment_table, rows


def authorised(
    actor: str,
    role: str,
    now: datetime.datetime,
    at: Installation,
    office: str = "",
    firm: str = "",
) -> Refused | None:
    """Why `actor` may not act in a role at the moment `now`; None where it may be.

    The appointment must hold on the day of `now` and on the day of the clock: who was
    ended acts no more, not even as of an earlier day. An officer acts at the `office`, a
    declarant's person for the `firm`, where they are given.
    """
    person = identities.normal(actor)
    found = [people.spelling(person), people.role(role)]
    wrong = tuple([finding for finding in found if finding is not None])
    if wrong:
        return Refused(wrong)
    held = held_by(person)
    against = people.may_act(held, person, role, days(now, at), office or firm)
    return Refused((against,)) if against is not None else None


def days(now: datetime.datetime, at: Installation) -> tuple[datetime.date, ...]:
    """The days on which who acts must be appointed: of the moment given, and of the clock."""
    return at.local(now).date(), at.local(clock.now()).date()


def held_by(person: str) -> tuple[people.Tenure, ...]:
    """What a person holds or held, the oldest first."""
    return tuple([tenure_of(row) for row in appointment_table.of_person(person)])


def tenure_of(row: rows.AppointmentRow) -> people.Tenure:
    """A row of the register as the rules see it."""
    return people.Tenure(
        entry=row.entry,
        person=row.person,
        name=row.name,
        role=row.role,
        office=row.office,
        firm=row.firm,
        since=rows.day(row.since),
        until=rows.day(row.until) if row.until else None,
    )
