"""Keys of programs as programs see them."""

import datetime
from collections.abc import Iterable
from typing import Any

import msgspec

from openkeden.clearance.access_keys import AccessKey
from openkeden.flow.access import keys


class KeyView(msgspec.Struct, frozen=True, kw_only=True):
    """A key without its secret."""

    #: The eight letters that it is named by.
    id: str

    #: Index of the fact that it was issued by.
    entry: int

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

    #: The key whose place it takes; empty where it takes none.
    replaces: str

    #: Index of the fact that revoked it; null where none did.
    revoked: int | None


class KnownKeyView(KeyView, frozen=True, kw_only=True):
    """A key with what became of it."""

    #: The firms that it may be used for today.
    firms: tuple[str, ...]

    #: The hour of its last use; null where it was never used.
    used: datetime.datetime | None

    #: The network of its last use, such as 192.0.2.0/24; never an address.
    network: str

    #: Why it may not be used today: revoked, expired, unused, no_mandate; empty: it may.
    dead: str


class KeysView(msgspec.Struct, frozen=True):
    """Keys, the oldest first."""

    #: The keys.
    keys: tuple[KnownKeyView, ...]


class IssuedKeyView(KeyView, frozen=True, kw_only=True):
    """A key that was issued just now."""

    #: The key whole: it is shown this once.
    key: str


def of(known: Iterable[keys.KnownKey]) -> KeysView:
    """The view of keys."""
    return KeysView(tuple([_known(one) for one in known]))


def of_issued(issued: keys.IssuedKey) -> IssuedKeyView:
    """The view of a key that was issued just now."""
    return IssuedKeyView(**_fields(issued.key), key=issued.secret)


def of_key(key: AccessKey) -> KeyView:
    """The view of a key."""
    return KeyView(**_fields(key))


def _known(one: keys.KnownKey) -> KnownKeyView:
    return KnownKeyView(
        **_fields(one.key),
        firms=one.firms,
        used=one.used,
        network=one.network,
        dead=one.dead,
    )


def _fields(key: AccessKey) -> dict[str, Any]:
    return {name: getattr(key, name) for name in KeyView.__struct_fields__}
