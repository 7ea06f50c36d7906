"""The register of people as programs see it."""

import datetime
from collections.abc import Iterable

import msgspec

from openkeden.clearance import people


class AppointmentView(msgspec.Struct, frozen=True, kw_only=True):
    """A role that a person holds from one day to another."""

    #: Index of the fact that entered it.
    entry: int

    #: The id of the person.
    person: str

    #: The name of the person.
    name: str

    #: The role.
    role: str

    #: The office of an officer; empty for all offices.
    office: str

    #: The firm that is acted for.
    firm: str

    #: The first day.
    since: datetime.date

    #: The last day; null where it is open.
    until: datetime.date | None


class RegisterView(msgspec.Struct, frozen=True):
    """What people hold or held, the oldest first."""

    #: The appointments.
    appointments: tuple[AppointmentView, ...]


def of(held: Iterable[people.Tenure]) -> RegisterView:
    """The view of what people hold."""
    return RegisterView(tuple([_appointment(tenure) for tenure in held]))


def _appointment(tenure: people.Tenure) -> AppointmentView:
    return AppointmentView(
        entry=tenure.entry,
        person=tenure.person,
        name=tenure.name,
        role=tenure.role,
        office=tenure.office,
        firm=tenure.firm,
        since=tenure.since,
        until=tenure.until,
    )
