"""Keys of programs: to whom one may be given, for what and how long, and who may end it.

A key belongs to a person of the register who declares for firms. It lets a program do at
most what that person may do himself, and only as long as he may.
"""

import datetime
from collections.abc import Iterable, Sequence

import msgspec

from openkeden.base import findings
from openkeden.base.findings import Finding
from openkeden.clearance import lifecycle, people
from openkeden.clearance.people import Tenure

#: The longest that a key may be used, in days: two years, one of them a leap year.
LONGEST_DAYS = 731

BAD_SCOPES = findings.Rule(
    number="U.230",
    message="A key cannot be for '{value}'.",
    fix="Name each scope once: {scopes}.",
)
BAD_LAST_DAY = findings.Rule(
    number="U.231",
    message="A key cannot end on {value}: it is {on}.",
    fix="Name a last day from today to {last}.",
)
NO_SUCH_KEY = findings.Rule(
    number="U.232",
    message="There is no key {value}.",
    fix="`keden key list` shows all; a key is named by eight letters, never whole.",
)
ENDED = findings.Rule(
    number="U.233",
    message="The key {value} is revoked already, by entry {entry}.",
    fix="Issue another one with `keden key issue`.",
)
NOT_OWN = findings.Rule(
    number="U.234",
    message="{value} may not give or end a key of {person}.",
    fix="{person} does that himself, or an administrator does.",
)
NOT_ALLOWED = findings.Rule(
    number="U.235",
    message="Nobody may {value} in the state {state}.",
    fix="`keden status` shows what may be done now, and by whom.",
)
RULES = (BAD_SCOPES, BAD_LAST_DAY, NO_SUCH_KEY, ENDED, NOT_OWN, NOT_ALLOWED)


class AccessKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key as everybody may know it: without its secret."""

    #: Index of the fact that it was issued by.
    entry: int

    #: The eight letters that it is named by.
    id: str

    #: The person whom it belongs to.
    person: str

    #: What it may be used for.
    scopes: tuple[str, ...]

    #: The first day.
    since: datetime.date

    #: The last day.
    until: datetime.date

    #: What it is for, in words.
    label: str

    #: The hour of the clock when it was issued: from then on it may lie unused.
    issued: datetime.datetime

    #: The key whose place it takes; empty where it takes none.
    replaces: str = ""

    #: Index of the fact that revoked it; None where none did.
    revoked: int | None = None

    def on(self, day: datetime.date) -> bool:
        """Whether it may be used on a day, as far as the key itself goes."""
        return self.revoked is None and self.since <= day <= self.until


def unfit(key: AccessKey, known: Sequence[str]) -> list[Finding]:
    """What is wrong with a key in itself; `known` are the scopes that there are."""
    found = [
        _scopes(key.scopes, known),
        _last_day(key),
        people.text("label", key.label),
    ]
    return [finding for finding in found if finding is not None]


def _scopes(scopes: Sequence[str], known: Sequence[str]) -> Finding | None:
    if scopes and len(set(scopes)) == len(scopes) and set(scopes) <= set(known):
        return None
    return findings.of(
        BAD_SCOPES, "scopes", value=",".join(scopes), scopes=", ".join(known)
    )


def _last_day(key: AccessKey) -> Finding | None:
    last = key.since + datetime.timedelta(days=LONGEST_DAYS)
    if key.since <= key.until <= last:
        return None
    return findings.of(BAD_LAST_DAY, "until", value=key.until, on=key.since, last=last)


def firms(held: Iterable[Tenure], day: datetime.date) -> frozenset[str]:
    """The firms that a person who holds these declares for on a day."""
    declaring = [one for one in held if one.role == lifecycle.DECLARANT and one.on(day)]
    return frozenset([one.firm for one in declaring])
