"""The feed: what happened to the declarations of one's firms, in the order of the ledger.

Who has read up to an index asks for what comes after it, and may wait for it. Waiting is
looking at the size of the ledger again and again, so that it does not matter which process
writes; few may wait at once, and each person in one place.
"""

import contextlib
import threading
import time
from collections.abc import Iterator
from typing import Final

import msgspec

from openkeden.base.findings import Refused
from openkeden.flow import facts
from openkeden.flow.access.callers import Caller
from openkeden.flow.service import rates
from openkeden.store import firm_tables, log

#: Facts of the ledger that are looked through at once.
WINDOW: Final = 10_000

#: How long one may wait, in seconds, and in how many of the threads that answer.
LONGEST: Final = 30
_SHARE: Final = 4

#: How often the size of the ledger is looked at, in seconds.
_PAUSE: Final = 0.1


class FeedFact(msgspec.Struct, frozen=True):
    """A fact about what one's firms declared."""

    #: Its index in the ledger.
    index: int

    #: The reference of the declaration, as it was first filed.
    reference: str

    #: The fact, without what is sealed.
    fact: facts.AnyFact


class Feed(msgspec.Struct, frozen=True):
    """What happened after an index."""

    #: The facts, the oldest first.
    facts: tuple[FeedFact, ...]

    #: Up to which index the ledger was looked through.
    upto: int

    #: Whether the ledger goes on after it.
    more: bool


def after(index: int, most: int, caller: Caller) -> Feed:
    """So many facts at most about what a caller's firms declared, after an index."""
    last = log.size() - 1
    until = min(index + WINDOW, last)
    found = firm_tables.facts_about(caller.firms, index, until, most)
    upto = found[-1].index if len(found) == most else max(until, index)
    told = [_told(one) for one in found]
    return Feed(tuple(told), upto, more=upto < last)


def awaited(index: int, most: int, caller: Caller, seconds: float) -> Feed:
    """The same; where there is nothing yet, the first that comes within so many seconds."""
    found = after(index, most, caller)
    if found.facts or found.more or not seconds:
        return found
    with _place(caller.person) as waits:
        ends = time.monotonic() + (min(seconds, LONGEST) if waits else 0)
        while not found.facts and time.monotonic() < ends:
            if _ending.wait(_PAUSE):
                break
            if log.size() - 1 > found.upto:
                found = after(found.upto, most, caller)
    return found


def _told(stored: firm_tables.FirmFact) -> FeedFact:
    fact = facts.read(stored.body)
    reference = fact.reference if isinstance(fact, facts.Refusal) else stored.reference
    return FeedFact(stored.index, reference, fact)


_waiting: Final[set[str]] = set()
_lock: Final = threading.Lock()
_ending: Final = threading.Event()


def end() -> None:
    """Let nobody wait any more: the process ends."""
    _ending.set()


def _most() -> int:
    """How many may wait at the same time: the others find most threads free."""
    threads = rates.threads()
    return 1 if isinstance(threads, Refused) else max(threads // _SHARE, 1)


@contextlib.contextmanager
def _place(person: str) -> Iterator[bool]:
    """A place to wait in, if there is one for this person."""
    with _lock:
        free = len(_waiting) < _most() and person not in _waiting
        if free:
            _waiting.add(person)
    try:
        yield free
    finally:
        if free:
            with _lock:
                _waiting.remove(person)
