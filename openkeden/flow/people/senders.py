"""Senders: who hands filings in, and for which declarants."""

import datetime

import msgspec

from openkeden.base import identities
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import lifecycle, people
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority


class Sender(msgspec.Struct, frozen=True):
    """Who hands filings in."""

    #: The id of the person, or `people.UNNAMED`: the filing then speaks for itself.
    name: str

    #: What the person holds.
    held: tuple[people.Tenure, ...] = ()

    #: The days on which a power of attorney must hold.
    days: tuple[datetime.date, ...] = ()

    def powerless(self, declarant: str) -> Finding | None:
        """Why the sender may not lodge for a declarant."""
        if self.name == people.UNNAMED:
            return None
        return people.represents(self.held, self.name, declarant, self.days)


def sender(actor: str, now: datetime.datetime, at: Installation) -> Sender | Refused:
    """Who hands filings in at the moment `now`; a named person declares for somebody."""
    if actor == people.UNNAMED:
        return Sender(people.UNNAMED)
    may_not = authority.authorised(actor, lifecycle.DECLARANT, now, at)
    if may_not is not None:
        return may_not
    person = identities.normal(actor)
    return Sender(person, authority.held_by(person), authority.days(now, at))
