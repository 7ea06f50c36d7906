"""The keys of an installation in memory: who has a key now, asked with every request.

The tables are read again within a second of a change; until then an answer needs no
database. Every key that is no good gives the same answer by the same way: unknown, expired,
revoked, unused, or of a person who declares for nobody any more.
"""

import datetime
import hmac
import ipaddress
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from openkeden.clearance import access_keys, people
from openkeden.clearance.access_keys import AccessKey
from openkeden.flow import clock
from openkeden.flow.access import key_text, keys, unused
from openkeden.flow.access.callers import SCOPES, Caller
from openkeden.flow.installation import Installation
from openkeden.flow.people import authority
from openkeden.store import key_table, write

#: How old what is known of keys may be, in seconds.
_FRESH: Final = 1.0

#: How long uses are gathered before they are written, in seconds.
_GATHERED: Final = 60.0

#: How much of an address its network is, by the version of the protocol, in bits.
_NETWORK_BITS: Final = {4: 24, 6: 48}

Write = Callable[[Callable[[], None]], object]


class HeldKey(msgspec.Struct, frozen=True):
    """A key as requests are held against it."""

    #: The key without its secret.
    key: AccessKey

    #: The digest that is stored of it.
    digest: bytes

    #: What its person holds or held.
    held: tuple[people.Tenure, ...]

    #: The hour of its last use, counted from 1970; 0 where it was never used.
    hour: int


#: What a key is held against that nobody knows: no text has this digest.
_NONE: Final = bytes(32)


def _at_once(act: Callable[[], None]) -> object:
    act()
    return None


class KnownKeys:
    """The keys as they were read at one moment."""

    def __init__(self, version: tuple[Any, ...], entries: Iterable[HeldKey]) -> None:
        #: What changes whenever they do.
        self.version = version
        #: Each by what it is named by.
        self.by_id = {one.key.id: one for one in entries}
        self._callers: dict[str, Caller | None] = {}
        self._day = datetime.date.min

    def caller(self, id_: str, today: datetime.date) -> Caller | None:
        """For whom a key asks today, whatever stands after its name."""
        if today != self._day:
            callers = {id_: _caller(one, today) for id_, one in self.by_id.items()}
            self._callers, self._day = callers, today
        return self._callers.get(id_)


class KeyBook:
    """All keys of an installation, for several threads.

    `write` does what writes to the database: at once without it. What is `fresh` may be so
    many seconds old.
    """

    def __init__(
        self, at: Installation, write: Write = _at_once, fresh: float = _FRESH
    ) -> None:
        self._at, self._write, self._fresh = at, write, fresh
        self._lock = threading.Lock()
        self._known: KnownKeys | None = None
        self._looked = 0.0
        self._used: dict[str, tuple[int, str]] = {}
        self._kept = time.monotonic()

    def authenticate(self, token: str) -> Caller | None:
        """Who asks with a key; None where it is none that may be used now."""
        known = self._read()
        digest, id_ = key_text.digest(token), key_text.id_of(token)
        entry = known.by_id.get(id_)
        fits = hmac.compare_digest(digest, entry.digest if entry is not None else _NONE)
        caller = known.caller(id_, self._at.local(clock.now()).date())
        return caller if fits else None

    def seen(self, caller: Caller, address: str) -> None:
        """Note that a key was used, and from which network; to the hour, so that few notes
        are written.
        """
        hour, id_ = unused.hour(clock.now()), caller.key
        entry = self._known.by_id.get(id_) if self._known is not None else None
        noted = self._used.get(id_)
        if entry is not None and max(entry.hour, noted[0] if noted else 0) < hour:
            self._used[id_] = (hour, network(address))
        if self._used and time.monotonic() - self._kept >= _GATHERED:
            self.keep()

    def keep(self) -> None:
        """Write down the uses that were gathered."""
        with self._lock:
            uses = [(id_, *use) for id_, use in self._used.items()]
            self._used, self._kept = {}, time.monotonic()
        if uses:
            self._write(lambda: _keep(uses))

    def _read(self) -> KnownKeys:
        """What is known, read again where it is old: by one thread, while the others go by
        what was known before.
        """
        known = self._known
        if known is not None and time.monotonic() - self._looked < self._fresh:
            return known
        if not self._lock.acquire(blocking=known is None):
            assert known is not None, "nobody waits where something is known"
            return known
        try:
            version = key_table.version()
            if self._known is None or version != self._known.version:
                self._known = KnownKeys(version, _entries())
            self._looked = time.monotonic()
            return self._known
        finally:
            self._lock.release()


def _entries() -> Iterable[HeldKey]:
    held: dict[str, tuple[people.Tenure, ...]] = {}
    for stored in key_table.everything():
        person = stored.row.person
        if person not in held:
            held[person] = authority.held_by(person)
        yield HeldKey(keys.key_of(stored.row), stored.digest, held[person], stored.hour)


def _caller(entry: HeldKey, today: datetime.date) -> Caller | None:
    """For whom a key asks on a day."""
    key, firms = entry.key, access_keys.firms(entry.held, today)
    last = unused.moment(entry.hour) if entry.hour else key.issued
    if not key.on(today) or not firms or unused.since(last, today):
        return None
    return Caller(
        person=key.person,
        firms=firms,
        scopes=frozenset([scope for scope in SCOPES if scope in key.scopes]),
        key=key.id,
    )


def _keep(uses: Iterable[tuple[str, int, str]]) -> None:
    with write.group() as cursor:
        key_table.used(cursor, uses)


def network(address: str) -> str:
    """The network of an address: an address itself is a person's business.

    >>> network("192.0.2.77"), network("2001:db8:1:2::3"), network("unix:")
    ('192.0.2.0/24', '2001:db8:1::/48', '')
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    bits = _NETWORK_BITS[parsed.version]
    return str(ipaddress.ip_network((parsed, bits), strict=False))
