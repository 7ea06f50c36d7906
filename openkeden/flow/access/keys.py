"""Keys of programs: issued, revoked and replaced, each as a fact of the ledger."""

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec

from openkeden.base import findings, identities
from openkeden.base.findings import Finding, Refused
from openkeden.clearance import access_keys, people
from openkeden.clearance.access_keys import AccessKey
from openkeden.flow import clock, facts, recording
from openkeden.flow.access import key_text, permissions, unused
from openkeden.flow.access.callers import SCOPES
from openkeden.flow.access.permissions import Matter
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority
from openkeden.flow.recording import By
from openkeden.store import key_table, rows


class WantedKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key as somebody asks for it."""

    #: The person whom it is for.
    person: str

    #: What it may be used for.
    scopes: tuple[str, ...]

    #: The last day.
    until: datetime.date

    #: What it is for, in words.
    label: str

    #: The key whose place it takes; empty where it takes none.
    replaces: str = ""


class IssuedKey(msgspec.Struct, frozen=True):
    """A key that was issued just now."""

    #: The key without its secret.
    key: AccessKey

    #: The key whole: it is shown this once, and stored nowhere.
    secret: str


class KnownKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key with what became of it."""

    #: The key without its secret.
    key: AccessKey

    #: The firms that it may be used for today.
    firms: tuple[str, ...]

    #: The hour of its last use; None where it was never used.
    used: datetime.datetime | None

    #: The network of its last use.
    network: str

    #: Why it may not be used today: revoked, expired, unused, no_mandate; empty: it may.
    dead: str


def issue(wanted: WantedKey, by: By, at: Installation) -> IssuedKey | Refused:
    """Give a key to a person, or nothing and say why not. Whose it is may do so, or an
    administrator.
    """
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        secret = _unknown(at)
        fact = _issued(wanted, secret, act.stamp(by.actor), at.local(by.now).date())
        against = _against(fact, by, at)
        if against:
            return Refused(tuple(against))
        row = row_of(fact, act.append(fact))
        key_table.add(act.cursor, row, key_text.digest(secret))
    return IssuedKey(key_of(row), secret)


def replace(
    id_: str, until: datetime.date, by: By, at: Installation
) -> IssuedKey | Refused:
    """Give a second key with what a first one is for; the first stays what it is, until its
    own end.
    """
    known = _known(id_)
    if isinstance(known, Refused):
        return known
    wanted = WantedKey(
        person=known.person,
        scopes=known.scopes,
        until=until,
        label=known.label,
        replaces=known.id,
    )
    return issue(wanted, by, at)


def revoke(id_: str, reason: str, by: By, at: Installation) -> AccessKey | Refused:
    """End a key at once. Whose it is may do so whatever he holds now, or an administrator."""
    with recording.act(at, by.now, by.late) as act:
        if isinstance(act, Refused):
            return act
        known = _known(id_)
        if isinstance(known, Refused):
            return known
        against = [_not_own(by, known.person, at), people.text("reason", reason)]
        wrong = tuple([finding for finding in against if finding is not None])
        if wrong:
            return Refused(wrong)
        fact = facts.KeyRevoked(
            **act.stamp(by.actor),
            entry=known.entry,
            id=known.id,
            person=known.person,
            reason=reason.strip(),
        )
        index = act.append(fact)
        key_table.revoke(act.cursor, index, known.entry)
    return msgspec.structs.replace(known, revoked=index)


def everything(at: Installation, person: str = "") -> tuple[KnownKey, ...]:
    """All keys, or those of a person, the oldest first."""
    wanted = identities.normal(person)
    today = at.local(clock.now()).date()
    found = []
    for stored in key_table.everything():
        if wanted in ("", stored.row.person):
            held = authority.held_by(stored.row.person)
            found.append(known_key(stored, held, today))
    return tuple(found)


def known_key(
    stored: rows.StoredKey, held: Sequence[people.Tenure], today: datetime.date
) -> KnownKey:
    """What is known of a key today, whose person holds these."""
    key, firms = key_of(stored.row), access_keys.firms(held, today)
    hour = unused.moment(stored.hour) if stored.hour else None
    dead = ""
    if key.revoked is not None:
        dead = "revoked"
    elif not key.on(today):
        dead = "expired"
    elif not firms:
        dead = "no_mandate"
    elif unused.since(hour or key.issued, today):
        dead = "unused"
    return KnownKey(
        key=key,
        firms=tuple(sorted(firms)),
        used=hour,
        network=stored.network,
        dead=dead,
    )


def _issued(
    wanted: WantedKey, secret: str, stamp: dict[str, Any], on: datetime.date
) -> facts.KeyIssued:
    return facts.KeyIssued(
        **stamp,
        id=key_text.id_of(secret),
        person=identities.normal(wanted.person),
        scopes=wanted.scopes,
        since=on,
        until=wanted.until,
        label=wanted.label.strip(),
        commitment=key_text.commitment(key_text.digest(secret)),
        replaces=wanted.replaces,
    )


def _against(fact: facts.KeyIssued, by: By, at: Installation) -> list[Finding]:
    """Everything that stands against a key."""
    held, days = authority.held_by(fact.person), authority.days(by.now, at)
    found = [
        people.spelling(fact.person, "person"),
        permissions.may(held, fact.person, "have_key", Matter(), days),
        _not_own(by, fact.person, at),
    ]
    told = [finding for finding in found if finding is not None]
    return [*told, *access_keys.unfit(key_of(row_of(fact, -1)), SCOPES)]


def _not_own(by: By, person: str, at: Installation) -> Finding | None:
    """Why somebody may not give or end a key of a person: a key of his own he may."""
    actor = identities.normal(by.actor)
    if actor == person:
        return None
    held, days = authority.held_by(actor), authority.days(by.now, at)
    against = permissions.may(held, actor, "give_key", Matter(), days)
    return against and findings.of(access_keys.NOT_OWN, "actor", value=actor, person=person)


def _unknown(at: Installation) -> str:
    """A new key whose name no other one has."""
    secret = key_text.new(at.origin)
    while key_table.of_id(key_text.id_of(secret)) is not None:
        secret = key_text.new(at.origin)
    return secret


def _known(id_: str) -> AccessKey | Refused:
    """The key that is named so, where it can still be ended or replaced."""
    stored = key_table.of_id(id_)
    if stored is None:
        return findings.refused(access_keys.NO_SUCH_KEY, "id", value=id_[:16])
    if stored.row.revoked is not None:
        return findings.refused(
            access_keys.ENDED, "id", value=id_, entry=stored.row.revoked
        )
    return key_of(stored.row)


def key_of(row: rows.KeyRow) -> AccessKey:
    """A key of the table as the rules see it."""
    return AccessKey(
        entry=row.entry,
        id=row.id,
        person=row.person,
        scopes=tuple(row.scopes.split()),
        since=rows.day(row.since),
        until=rows.day(row.until),
        label=row.label,
        issued=unused.moment(row.issued),
        replaces=row.replaces,
        revoked=row.revoked,
    )


def row_of(fact: facts.KeyIssued, index: int) -> rows.KeyRow:
    """The row of a key that the fact at an index issues."""
    return rows.KeyRow(
        entry=index,
        id=fact.id,
        person=fact.person,
        scopes=" ".join(fact.scopes),
        since=fact.since.isoformat(),
        until=fact.until.isoformat(),
        label=fact.label,
        issued=unused.hour(fact.recorded),
        replaces=fact.replaces,
    )
