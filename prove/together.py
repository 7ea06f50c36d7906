"""Proof: processes that lodge at once at one ledger on PostgreSQL, of which one or another is
killed, leave no gap and no fork; nothing that was answered is lost or stands twice.
"""

import os
import pathlib
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from typing import IO

from prove import kills, orders, server, stored, warm
from prove.outcome import Asked, Outcome, scratch

#: Processes at once.
PROCESSES = 4

#: Filings of each of them in a round, and beside them filings that all of them send.
OWN, COMMON = 10, 3

#: Filings of a round.
ROUND = PROCESSES * OWN + COMMON

#: A process that was started, and what it says.
Started = tuple[int, IO[bytes]]


def prove(asked: Asked) -> Outcome:
    """Let them lodge in so many rounds, and kill one in each."""
    if not server.is_here():
        return Outcome("together", {}, skipped=f"install it: {server.INSTALL}")
    with scratch() as folder, server.running() as here:
        home = warm.home_of(folder)
        (home / stored.SERVER).write_text(f"{here.url()}\n")
        proof = _Together(home, here.url(), asked)
        faults = list(proof.run())
        proof.counts["answers"] = len(proof.given)
    return Outcome("together", proof.counts, tuple(faults))


class _Together:
    """One ledger, and who lodges there."""

    def __init__(self, home: pathlib.Path, url: str, asked: Asked) -> None:
        self._home, self._url, self._rounds = home, url, asked.count
        self._draw = random.Random(asked.seed)
        self._lines = orders.filings(ROUND * asked.count, asked.seed)
        self.counts = {"processes": PROCESSES, "rounds": asked.count, "kills": 0}
        self.given: dict[str, orders.Acknowledged] = {}

    def run(self) -> Iterator[str]:
        """All rounds; then all of it again, undisturbed, and an audit."""
        files: list[list[pathlib.Path]] = []
        for number in range(self._rounds):
            new = self._files(number)
            files += new
            yield from self._round(new)
            yield from self._check()
        for batch in files:
            ran = warm.run(orders.clear(self._home, *batch))
            if ran.code or ran.fault:
                yield f"the same again: {ran.fault or ran.told}"
            yield from self._take(ran.out)
        yield from self._check()
        lodged = len(stored.held_on_server(self._url).lodged)
        if lodged != len(self._lines):
            yield f"{lodged} registrations of {len(self._lines)}"
        yield from kills.audit(self._home)

    def _files(self, number: int) -> list[list[pathlib.Path]]:
        """Files of one filing, each a commit of its own, for each process; with those that
        all of them send somewhere among them.
        """
        lines = self._lines[number * ROUND : (number + 1) * ROUND]
        folder = self._home.parent
        names = [f"{number}-{place}.json" for place in range(ROUND)]
        made = [
            orders.write(folder, name, [line])
            for name, line in zip(names, lines, strict=True)
        ]
        batches = []
        for place in range(PROCESSES):
            own = made[COMMON + place * OWN : COMMON + (place + 1) * OWN]
            batches.append(self._draw.sample([*own, *made[:COMMON]], OWN + COMMON))
        return batches

    def _round(self, batches: list[list[pathlib.Path]]) -> Iterator[str]:
        begun = [self._start(batch) for batch in batches]
        time.sleep(self._draw.random() * 1.5)
        victim, _ = self._draw.choice(begun)
        os.kill(victim, signal.SIGKILL)
        for process, out in begun:
            code = warm.end(process)
            self.counts["kills"] += code == -signal.SIGKILL
            if code not in (0, -signal.SIGKILL):
                yield f"a process ended with {code}"
            with out:
                out.seek(0)
                yield from self._take(out.read())

    def _start(self, batch: list[pathlib.Path]) -> Started:
        out = tempfile.TemporaryFile()  # noqa: SIM115
        return warm.start(orders.clear(self._home, *batch), out.fileno(), out.fileno()), out

    def _take(self, out: bytes) -> Iterator[str]:
        """Remember what was answered; it is answered the same to everybody."""
        for reference, answer in orders.answers(out):
            before = self.given.setdefault(reference, answer)
            if before != answer:
                yield f"{reference} was answered {before}, then {answer}"

    def _check(self) -> Iterator[str]:
        found = stored.held_on_server(self._url)
        yield from found.faults
        yield from stored.missing(found, self.given)
