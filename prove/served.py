"""Proofs through HTTP: a server that is killed loses and doubles nothing that it answered, and
one that is asked steadily answers in time.
"""

import http.client
import itertools
import json
import pathlib
import random
import sqlite3
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Self

from bench.web import served_key, servers
from prove import orders, stored, warm
from prove.kills import audit
from prove.outcome import Asked, Outcome, scratch

#: Who sends at the same time, and filings that all of them send between two kills.
CLIENTS: Final = 16
FILINGS: Final = 120

#: Filings a second of the load, and the seconds in which 99 of 100 are answered.
A_SECOND: Final = 25
IN_TIME: Final = 1.0

#: A run shorter than so many seconds, as on a machine that others use, may take so long.
SHORT: Final = 60
IN_TIME_OF_SHORT: Final = 10.0

#: Filings after which a server has loaded what it needs.
_WARM: Final = 5

#: Seconds for which a client tries.
_PATIENCE: Final = 60.0

_FAIL: Final = (OSError, http.client.HTTPException)
_AGAIN: Final = (429, 502, 503, 504)

_STATISTICS: Final = """
SELECT d.office, d.lane, i.code, count(*), sum(i.customs_value), avg(d.payable)
FROM declaration d JOIN item i ON i.lodged = d.lodged
GROUP BY d.office, d.lane, i.code ORDER BY sum(i.customs_value) DESC
"""


class Client:
    """Who files over one connection, and again until an answer is heard."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._line: http.client.HTTPConnection | None = None

    def file(self, body: bytes) -> tuple[int, bytes]:
        """File a declaration: status and body of the answer."""
        deadline = time.monotonic() + _PATIENCE
        for tries in itertools.count():
            status, answer = self._try(body)
            if status and status not in _AGAIN:
                return status, answer
            if time.monotonic() > deadline:
                return status, answer
            time.sleep(min(0.02 * 2**tries, 0.5))
        raise AssertionError

    def _try(self, body: bytes) -> tuple[int, bytes]:
        """The answer; 0 where none was heard."""
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
            self._line.request("POST", "/api/v1/declarations", body, _headers())
            reply = self._line.getresponse()
            return reply.status, reply.read()
        except _FAIL:
            if self._line is not None:
                self._line.close()
            self._line = None
            return 0, b""


def _headers() -> dict[str, str]:
    key = f"Bearer {served_key.KEY}"
    return {"Authorization": key, "Content-Type": "application/json"}


def _serve(home: pathlib.Path, port: int = 0) -> servers.Server:
    return servers.start(
        "bench.web.served:front", "rsgi", home, {"BENCH_DURABLE": "1"}, port
    )


def kills(asked: Asked) -> Outcome:
    """Kill a server so many times while clients send the same filings and send again."""
    draw = random.Random(asked.seed)
    lines = orders.filings(FILINGS * asked.count, asked.seed)
    heard = _Heard()
    with scratch() as folder:
        home = warm.home_of(folder)
        server = _serve(home)
        try:
            for start in range(0, len(lines), FILINGS):
                threads = _send_all(
                    lines[start : start + FILINGS], server.port, heard, draw
                )
                time.sleep(draw.random() * 0.5)
                server.kill()
                server = _serve(home, server.port)
                for thread in threads:
                    thread.join()
        finally:
            server.end()
        found = stored.held(home)
        faults = [*heard.faults, *found.faults, *stored.missing(found, heard.given)]
        if len(found.lodged) != len(lines):
            faults.append(f"{len(found.lodged)} registrations of {len(lines)}")
        faults += audit(home)
    counts = {"kills": asked.count, "filings": len(lines), "answers": heard.count}
    return Outcome("served", counts, tuple(faults))


class _Heard:
    """What all clients were told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.given: dict[str, orders.Acknowledged] = {}
        self.faults: list[str] = []
        self.count = 0

    def take(self, status: int, answer: bytes) -> None:
        """Remember an answer; the same filing is always answered the same."""
        with self._lock:
            if status not in (200, 201):
                self.faults.append(f"answered {status}: {answer[:200]!r}")
                return
            said = json.loads(answer)
            known = orders.Acknowledged(said["registration"], said["entry"])
            before = self.given.setdefault(said["reference"], known)
            if before != known:
                self.faults.append(f"{said['reference']}: {before}, then {known}")
            self.count += 1


def _send_all(
    lines: Sequence[bytes], port: int, heard: _Heard, draw: random.Random
) -> list[threading.Thread]:
    """Let every client send all of the filings, each in an order of its own."""
    threads = []
    for _ in range(CLIENTS):
        own = draw.sample(lines, len(lines))
        threads.append(threading.Thread(target=_send, args=(own, port, heard)))
    for thread in threads:
        thread.start()
    return threads


def _send(lines: Sequence[bytes], port: int, heard: _Heard) -> None:
    client = Client(port)
    for line in lines:
        heard.take(*client.file(line))


def load(asked: Asked) -> Outcome:
    """File steadily for so many seconds, beside a query of statistics that never rests."""
    lines = orders.filings(_WARM + A_SECOND * asked.count, asked.seed)
    heard, seconds = _Heard(), list[float]()
    with scratch() as folder:
        home = warm.home_of(folder)
        server = _serve(home)
        try:
            _send(lines[:_WARM], server.port, heard)
            with _Beside(lambda: _ask_statistics(home)) as beside:
                _steadily(lines[_WARM:], server.port, heard, seconds)
        finally:
            server.end()
        found = stored.held(home)
        faults = [*heard.faults, *found.faults, *stored.missing(found, heard.given)]
        if len(heard.given) != len(lines):
            faults.append(f"{len(heard.given)} answers to {len(lines)} filings")
        limit = IN_TIME if asked.count >= SHORT else IN_TIME_OF_SHORT
        faults += [*_late(seconds, limit), *audit(home)]
    counts = {"filings": len(lines), "queries": beside.times}
    return Outcome("load", counts, tuple(faults))


def _late(seconds: Sequence[float], limit: float) -> Iterator[str]:
    last = statistics.quantiles(seconds, n=100)[-1]
    if last > limit:
        yield f"one of a hundred took more than {last:.2f} seconds"


def _ask_statistics(home: pathlib.Path) -> None:
    with stored.opened(home) as connection:
        connection.execute(_STATISTICS).fetchall()


class _Beside:
    """Does something again and again while a block lasts."""

    def __init__(self, does: Callable[[], None]) -> None:
        self._does, self._ended = does, threading.Event()
        self._thread = threading.Thread(target=self._run)
        #: How often it was done.
        self.times = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                self._does()
            except sqlite3.OperationalError:
                continue
            self.times += 1


def _steadily(
    lines: Sequence[bytes], port: int, heard: _Heard, seconds: list[float]
) -> None:
    """Send each filing when it is due, however long those before it take; an answer is as
    late as it comes after that moment.
    """
    due = iter([(number / A_SECOND, line) for number, line in enumerate(lines)])
    lock, began = threading.Lock(), time.monotonic()

    def sending() -> None:
        client = Client(port)
        while True:
            with lock:
                moment, line = next(due, (0.0, b""))
            if not line:
                return
            time.sleep(max(began + moment - time.monotonic(), 0))
            heard.take(*client.file(line))
            seconds.append(time.monotonic() - began - moment)

    threads = [threading.Thread(target=sending) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
