"""Facts about people: who may act in which role, which keys their programs have, and who
read what for which purpose.
"""

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


class KeyIssued(Fact, frozen=True, kw_only=True, tag="key_issued"):
    """Programs of a person may ask the service with a key."""

    #: What the key is named by; never the key.
    id: str
    #: The person of the register whom it belongs to.
    person: str
    #: What it may be used for.
    scopes: tuple[str, ...]
    #: The first day.
    since: datetime.date
    #: The last day.
    until: datetime.date
    label: str
    #: The SHA-256 of the digest that is stored of the key, so that nobody puts the digest of
    #: another key in its place.
    commitment: bytes
    #: The key whose place it takes; empty where it takes none.
    replaces: str = ""

    @property
    def subject(self) -> str:
        return f"key {self.id}"


class KeyRevoked(Fact, frozen=True, kw_only=True, tag="key_revoked"):
    """A key may no longer be used."""

    #: Index of the fact that it was issued by.
    entry: int
    id: str
    #: The person of the register whom it belonged to.
    person: str
    reason: str

    @property
    def subject(self) -> str:
        return f"key {self.id}"


class AuditorReading(Fact, frozen=True, kw_only=True, tag="reading"):
    """An auditor reads about a declaration, for a purpose."""

    registration: str
    #: What is read.
    what: str
    purpose: str

    @property
    def subject(self) -> str:
        return f"reading {self.registration}"
