"""Readers: who may read what declarants may not."""

from openkeden.base import identities
from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle, people
from openkeden.flow import clock
from openkeden.flow.access import permissions
from openkeden.flow.access.permissions import Matter
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority

#: The roles of those who decide on declarations.
OFFICERS = (lifecycle.INSPECTOR, lifecycle.CHIEF)


def may_read(
    person: str, at: Installation, office: str = "", what: str = "see_reasons"
) -> Refused | None:
    """Why a person may not read `what` of the permissions, for a declaration at an office;
    None where it may be.

    It is read today: whoever is no officer any more reads nothing of former days either.
    """
    return _against(person, what, Matter(office=office), at)


def may_audit(
    person: str, purpose: str, what: str, at: Installation, office: str = ""
) -> Refused | None:
    """Why an auditor may not read `what` of the permissions for a purpose."""
    wrong = people.text("purpose", purpose)
    if wrong is not None:
        return Refused((wrong,))
    return _against(person, what, Matter(office=office, purpose=purpose), at)


def _against(person: str, what: str, of: Matter, at: Installation) -> Refused | None:
    name = identities.normal(person)
    wrong = people.spelling(name)
    if wrong is not None:
        return Refused((wrong,))
    held, days = authority.held_by(name), authority.days(clock.now(), at)
    against = permissions.may(held, name, what, of, days)
    return Refused((against,)) if against is not None else None


def offices(person: str, at: Installation, what: str = "see_reasons") -> tuple[str, ...]:
    """The offices where a person may read `what` today; none where it is all of them."""
    today = at.local(clock.now()).date()
    held = authority.held_by(identities.normal(person))
    roles = permissions.TABLE[what].roles
    found = [one.office for one in held if one.role in roles and one.on(today)]
    return () if "" in found else tuple(dict.fromkeys(found))
