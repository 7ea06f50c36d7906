"""Filings that wait for the writer: while one group is made durable the next one gathers.

Whoever hands filings in waits until they are. No timer makes a group: the writer takes what
is there, so a filing by itself is lodged at once, and the more come the more share a sync of
the disk.
"""

import collections
import datetime
import itertools
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Final

import msgspec
from django.db import DatabaseError

from openkeden.base.findings import Refused
from openkeden.flow import clock
from openkeden.flow.installation import Installation
from openkeden.flow.lodging import lodge
from openkeden.flow.lodging.lodge import GivenAnswer, Sent
from openkeden.flow.service import modes, writer
from openkeden.flow.service.following import Follower
from openkeden.flow.service.writer import Turns

#: Filings that are lodged together, unless they were sent together: enough to share a sync,
#: few enough that none waits long for the others.
GROUP: Final = 256

#: Filings that may wait: what is lodged in about a second.
MOST: Final = 2_000

#: Why a moment that was asked for may lie before others.
ASKED_FOR: Final = "the moment was asked for"

#: Seconds after which filings that still wait are given back.
LONGEST: Final = 2.0


class Parcel(msgspec.Struct, frozen=True, eq=False):
    """Filings that were sent together; all of them are lodged in one transaction."""

    #: The filings.
    filings: Sequence[Sent]

    #: The moment that they count as of; that of their turn where there is none.
    moment: datetime.datetime | None

    #: Their answers.
    given: "Future[list[GivenAnswer]]"


class FilingQueue:
    """Filings on their way to the writer."""

    def __init__(
        self,
        at: Installation,
        turns: Turns,
        most: int = MOST,
        now: Callable[[], datetime.datetime] = clock.now,
    ) -> None:
        self._at, self._turns, self._most, self._now = at, turns, most, now
        self._follower = Follower(at)
        self._planned = modes.PlannedFaults() if modes.of(at) == "test" else None
        self._lock = threading.RLock()
        self._waiting: collections.deque[Parcel] = collections.deque()
        #: How many filings wait.
        self.size = 0
        self._called = False

    def hand_in(
        self, filings: Sequence[Sent], moment: datetime.datetime | None = None
    ) -> list[GivenAnswer] | Refused:
        """Lodge filings; their answers once they are durable. Refused, with nothing written,
        where too many wait.
        """
        if self._planned is not None:
            named = [one.received.filing.reference for one in filings]
            if self._planned.fail(named):
                return writer.busy("a reference for tests asks for it")
        parcel = Parcel(filings, moment, Future())
        refused = self._put(parcel)
        if refused is not None:
            return refused
        try:
            return parcel.given.result(LONGEST)
        except TimeoutError:
            if self._taken_back(parcel):
                return writer.busy(f"filings waited for {LONGEST:.0f} seconds")
        return parcel.given.result()

    def objection(self) -> Refused | None:
        """Why a filing would have to be sent again; None where it would be taken."""
        if self.size >= self._most:
            return writer.busy(f"{self.size} filings wait")
        return self._turns.objection()

    def _put(self, parcel: Parcel) -> Refused | None:
        """Let a parcel wait, and call the writer where nobody has."""
        with self._lock:
            if self.size and self.size + len(parcel.filings) > self._most:
                return writer.busy(f"{self.size} filings wait")
            self._waiting.append(parcel)
            self.size += len(parcel.filings)
            if self._called:
                return None
            self._called = True
            called = self._turns.submit(self._lodge_waiting)
            if isinstance(called, Refused):
                self._called = False
                self._taken_back(parcel)
                return called
        return None

    def _taken_back(self, parcel: Parcel) -> bool:
        """Take a parcel back that the writer has not taken; whether that could be done."""
        with self._lock:
            if parcel not in self._waiting:
                return False
            self._waiting.remove(parcel)
            self.size -= len(parcel.filings)
        return True

    def _lodge_waiting(self) -> None:
        """Lodge a group of what waits; the rest waits for the next turn."""
        while True:
            group = self._group()
            if group:
                self._lodge(group)
            with self._lock:
                self._called = bool(self._waiting)
                if not self._called:
                    return
                called = self._turns.submit(self._lodge_waiting)
            if not isinstance(called, Refused):
                return

    def _group(self) -> list[Parcel]:
        """Parcels for one transaction, all of the same moment."""
        group: list[Parcel] = []
        count = 0
        with self._lock:
            while self._waiting:
                first = self._waiting[0]
                count += len(first.filings)
                if group and (count > GROUP or first.moment != group[0].moment):
                    break
                group.append(self._waiting.popleft())
                self.size -= len(first.filings)
        return group

    def _lodge(self, group: Sequence[Parcel]) -> None:
        """Lodge parcels together and answer each; what fails one of them by itself does not
        fail the others.
        """
        filings = list(itertools.chain(*[parcel.filings for parcel in group]))
        try:
            given = iter(self._lodged(filings, group[0].moment))
        except BaseException as error:  # noqa: BLE001 - it is for who waits
            if len(group) > 1 and not isinstance(error, DatabaseError):
                for parcel in group:
                    self._lodge([parcel])
                return
            for parcel in group:
                parcel.given.set_exception(error)
            return
        for parcel in group:
            parcel.given.set_result([next(given) for _ in parcel.filings])

    def _lodged(
        self, filings: Sequence[Sent], moment: datetime.datetime | None
    ) -> list[GivenAnswer]:
        """Lodge filings now, or as of a moment that was asked for, however late that is."""
        self._follower.follow()
        if moment is None:
            return lodge.lodge_each(filings, self._now(), self._at)
        return lodge.lodge_each(filings, moment, self._at, ASKED_FOR)
