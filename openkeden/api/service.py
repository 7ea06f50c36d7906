"""What all requests of a process share: who writes, what waits, how often one may ask."""

import datetime
from collections.abc import Callable, Mapping
from typing import Protocol

from openkeden.api import limits
from openkeden.flow import clock
from openkeden.flow.access.callers import Caller
from openkeden.flow.installation import Installation
from openkeden.flow.service import modes
from openkeden.flow.service.filing_queue import FilingQueue
from openkeden.flow.service.rates import AskingRate
from openkeden.flow.service.writer import AtOnce, Turns


class Observer(Protocol):
    """Who is told of every answer."""

    def __call__(self, route: str, status: int, seconds: float, size: int) -> None:
        """A request for a route (empty: for none) was answered with so many bytes."""


class KeyObserver(Protocol):
    """Who is told of every key that was good."""

    def __call__(self, caller: Caller, address: str) -> None:
        """Somebody asks with a key from an address."""


class Service:
    """What all requests of a process share."""

    def __init__(
        self,
        at: Installation,
        turns: Turns | None = None,
        rates: Mapping[str, AskingRate] | None = None,
        now: Callable[[], datetime.datetime] = clock.now,
    ) -> None:
        #: Whether its filings count.
        self.mode = modes.of(at)

        #: Who writes.
        self.turns = turns or AtOnce()

        #: Where filings wait for their turn.
        self.filings = FilingQueue(at, self.turns, now=now)

        #: How often one may ask.
        self.limits = limits.Buckets(rates or {})

        #: Who is told of every answer.
        self.observers: list[Observer] = []

        #: Who is told of every key that was good, with the address it came from.
        self.key_observers: list[KeyObserver] = []
