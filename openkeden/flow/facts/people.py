"""Facts about people: who may act in which role, and until when."""

import datetime

from openkeden.flow.facts.fact import Fact


class Appointment(Fact, frozen=True, kw_only=True, tag="appointment"):
    """A person of the register may act in a role."""

    #: The person, as acts name it.
    person: str
    name: str
    role: str
    since: datetime.date
    #: The last day; None where it is open.
    until: datetime.date | None = None
    #: The office of an officer; empty for all offices.
    office: str = ""
    #: The firm that a declarant's person or a broker acts for.
    firm: str = ""
    #: The order, or the power of attorney.
    document: str

    @property
    def subject(self) -> str:
        return f"person {self.person}"


class AppointmentEnd(Fact, frozen=True, kw_only=True, tag="appointment_end"):
    """A person may no longer act in a role."""

    #: Index of the appointment.
    entry: int
    person: str
    #: The last day.
    until: datetime.date
    reason: str

    @property
    def subject(self) -> str:
        return f"person {self.person}"
