"""The writer: the one thread of a process that writes.

All that writes is handed to it and done in turn, so that threads never wait for each other's
locks on the database. What does not fit into its queue is refused at once.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, Protocol, TypeVar

from django.db import connections

from openkeden.base import findings, service_usage
from openkeden.base.findings import Refused

T = TypeVar("T")

#: Acts that may wait for their turn.
MOST: Final = 512

#: Seconds after which who was refused may ask again.
RETRY_AFTER: Final = 1


class Turns(Protocol):
    """Who does what writes, each act in its turn."""

    def submit(self, act: Callable[[], T]) -> "Future[T] | Refused":
        """Do an act when its turn comes; refused where too many wait."""

    def do(self, act: Callable[[], T]) -> T | Refused:
        """Do an act, and wait until it is done; what it raises is raised here."""

    def objection(self) -> Refused | None:
        """Why an act would be refused now; None where it would be taken."""


def busy(what: str) -> Refused:
    """The refusal of what would have to wait too long."""
    return findings.refused(
        service_usage.BUSY, "request", value=what, retry_after=RETRY_AFTER
    )


class AtOnce:
    """Do each act at once, in the thread that asks: for a process that has one."""

    def submit(self, act: Callable[[], T]) -> "Future[T] | Refused":
        """Do an act now."""
        done: Future[T] = Future()
        _do(act, done)
        return done

    def do(self, act: Callable[[], T]) -> T | Refused:
        """Do an act now."""
        return act()

    def objection(self) -> Refused | None:
        """None: nothing waits."""
        return None


class Writer:
    """One thread that writes, with a bounded queue before it."""

    def __init__(self, most: int = MOST) -> None:
        self._acts: queue.Queue[tuple[Callable[[], Any], Future[Any]] | None]
        self._acts = queue.Queue(most)
        self._ending = threading.Lock()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, act: Callable[[], T]) -> "Future[T] | Refused":
        """Do an act when its turn comes; refused where too many wait, or none is done any
        more.
        """
        done: Future[T] = Future()
        with self._ending:
            if self._ended:
                return busy("it is ending")
            try:
                self._acts.put_nowait((act, done))
            except queue.Full:
                return busy(f"{self._acts.maxsize} acts wait")
        return done

    def do(self, act: Callable[[], T]) -> T | Refused:
        """Do an act, and wait until it is done; what it raises is raised here."""
        done = self.submit(act)
        return done if isinstance(done, Refused) else done.result()

    def objection(self) -> Refused | None:
        """Why an act would be refused now; None where it would be taken."""
        if self._ended or not self._thread.is_alive():
            return busy("it is ending")
        return busy(f"{self._acts.maxsize} acts wait") if self._acts.full() else None

    def end(self) -> None:
        """Take nothing more, finish what was taken, and close the database, for the thread
        that asks too.
        """
        with self._ending:
            if self._ended:
                return
            self._ended = True
        self._acts.put(None)
        self._thread.join()
        connections.close_all()

    def _run(self) -> None:
        while (taken := self._acts.get()) is not None:
            _do(*taken)
        connections.close_all()


def _do(act: Callable[[], T], done: "Future[T]") -> None:
    """Do an act; what it raises is for who waits for it."""
    try:
        result = act()
    except BaseException as error:  # noqa: BLE001 - the writer goes on for the others
        done.set_exception(error)
    else:
        done.set_result(result)
