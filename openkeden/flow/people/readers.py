"""Readers: who may read what is sealed of a declaration."""

from openkeden.base import identities
from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle
from openkeden.flow import clock
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority

#: The roles of those who may.
OFFICERS = (lifecycle.INSPECTOR, lifecycle.CHIEF)


def may_read(person: str, at: Installation, office: str = "") -> Refused | None:
    """Why a person may not read what is sealed of a declaration at an office; None where it
    may be.

    It is read today: whoever is no officer any more reads nothing of former days either.
    """
    now = clock.now()
    against = [
        authority.authorised(person, role, now, at, office=office) for role in OFFICERS
    ]
    return None if None in against else against[0]


def offices(person: str, at: Installation) -> tuple[str, ...]:
    """The offices where a person is an officer today; none where it is all of them."""
    today = at.local(clock.now()).date()
    held = authority.held_by(identities.normal(person))
    found = [one.office for one in held if one.role in OFFICERS and one.on(today)]
    return () if "" in found else tuple(dict.fromkeys(found))
