"""How often one may ask: a bucket of tokens for each key, or each address without one.

A bucket fills by so many a second up to its burst; a request takes one, a batch one for each
declaration. Each process has its own buckets.
"""

import math
import threading
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from openkeden.api.route import Route
from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused
from openkeden.flow.service.rates import AskingRate

#: Buckets that are kept.
_MOST: Final = 10_000


class Bucket(NamedTuple):
    """What was left at a moment."""

    #: Tokens; below nought where a batch took more than there were.
    left: float

    #: When, in seconds of the process.
    at: float


class Taken(NamedTuple):
    """What a request took from which bucket."""

    #: What is limited, and whose.
    of: tuple[str, str]

    #: The limit.
    rate: AskingRate

    #: Tokens that are left.
    left: float

    @property
    def refused(self) -> bool:
        """Whether there was nothing to take."""
        return self.left < 0

    def headers(self) -> list[tuple[str, str]]:
        """The limit and what is left of it, as the answer says them."""
        window = math.ceil(self.rate.burst / self.rate.a_second)
        name, left = self.of[0], max(int(self.left), 0)
        wait = _seconds(1 - self.left, self.rate)
        return [
            ("RateLimit-Policy", f'"{name}";q={self.rate.burst};w={window}'),
            ("RateLimit", f'"{name}";r={left};t={wait}'),
        ]

    def refusal(self) -> Refused:
        """That it was too often, and when it may be asked again."""
        limit = f"{self.rate.a_second} a second and {self.rate.burst} at once"
        wait = max(_seconds(1 - self.left, self.rate), 1)
        return findings.refused(
            service_usage.TOO_OFTEN, "request", value=limit, retry_after=wait
        )


def _seconds(missing: float, rate: AskingRate) -> int:
    return max(math.ceil(missing / rate.a_second), 0)


class Buckets:
    """The buckets of a process."""

    def __init__(
        self,
        rates: Mapping[str, AskingRate],
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._rates, self._seconds = rates, seconds
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, kind: str, who: str) -> Taken | None:
        """Take what a request costs; None where it is not limited. Nothing is left of it
        where it is refused.
        """
        rate = self._rates.get(kind)
        if rate is None or not rate.a_second:
            return None
        of = (kind, who)
        with self._lock:
            held = self._held(of, rate)
            left = held - 1
            self._keep(of, left if left >= 0 else held)
        return Taken(of, rate, left)

    def more(self, taken: Taken, tokens: int) -> Taken:
        """Take what it turned out to cost besides; less than nothing gives back."""
        with self._lock:
            held = self._held(taken.of, taken.rate)
            left = min(held - tokens, float(taken.rate.burst))
            self._keep(taken.of, left)
        return Taken(taken.of, taken.rate, left)

    def _held(self, of: tuple[str, str], rate: AskingRate) -> float:
        """The tokens of a bucket now."""
        now, full = self._seconds(), float(rate.burst)
        known = self._buckets.get(of, Bucket(full, now))
        return min(known.left + (now - known.at) * rate.a_second, full)

    def _keep(self, of: tuple[str, str], left: float) -> None:
        """Keep what is left; the bucket that was asked for longest ago goes for a new one."""
        self._buckets.pop(of, None)
        self._buckets[of] = Bucket(left, self._seconds())
        if len(self._buckets) > _MOST:
            del self._buckets[next(iter(self._buckets))]


def kind_of(route: Route) -> str:
    """The limit that holds for a route."""
    if route.scope == "file":
        return "file"
    reads = route.method == "GET" or route.scope in (None, "cost")
    return "read" if reads else "act"
