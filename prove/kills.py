"""Proof: `kill -9` at any moment loses and doubles nothing that was answered."""

import os
import pathlib
import random
import signal
import tempfile
import time
from collections.abc import Iterator

from openkeden.ledger import checkpoint
from prove import orders, stored, warm
from prove.outcome import Asked, Outcome, scratch

#: Kills in one home, which is then audited as a whole.
KILLS_OF_A_HOME = 20

#: Filings of one big file, and files of one filing each.
BIG, SMALL = 150, 15


def prove(asked: Asked) -> Outcome:
    """Kill `keden clear` again and again, and run it again each time."""
    draw = random.Random(asked.seed)
    counts = {"kills": 0, "homes": 0, "answers acknowledged": 0, "audits": 0}
    faults: list[str] = []
    with scratch() as folder:
        while counts["kills"] < asked.count:
            home = warm.home_of(folder, f"home{counts['homes']}")
            left = min(KILLS_OF_A_HOME, asked.count - counts["kills"])
            killed = _Killed(home, draw, counts["homes"])
            faults += killed.run(left)
            counts["kills"] += left
            counts["homes"] += 1
            counts["answers acknowledged"] += len(killed.given)
            counts["audits"] += 1
    return Outcome("kills", counts, tuple(faults))


class _Killed:
    """A home whose commands are killed."""

    def __init__(self, home: pathlib.Path, draw: random.Random, number: int) -> None:
        self._home, self._draw = home, draw
        self._lines = orders.filings(BIG * 5, number + 1)
        self._turn = 0
        # The latest moment of a kill, in seconds; it follows how fast this machine is.
        self._latest = 0.2
        self._faults: list[str] = []
        self.given: dict[str, orders.Acknowledged] = {}

    def run(self, kills: int) -> Iterator[str]:
        """Kill so many times; then run all of it again, undisturbed, and audit."""
        files: list[list[pathlib.Path]] = []
        done = 0
        while done < kills:
            again = files and self._draw.random() < 0.4
            batch = self._draw.choice(files) if again else self._files()
            if batch not in files:
                files.append(batch)
            killed = self._kill(batch, self._draw.random() * self._latest)
            self._latest *= 1.2 if killed else 0.7
            done += killed
            yield from self._check()
        for batch in files:
            ran = warm.run(orders.clear(self._home, *batch))
            if ran.fault or ran.code == 2:
                yield f"the same files again: {ran.fault or ran.told}"
            yield from self._take(ran.out)
        yield from self._check()
        yield from audit(self._home)
        yield from whole_files(self._home)

    def _files(self) -> list[pathlib.Path]:
        """A big file, or many that hold one filing each."""
        self._turn += 1
        folder = self._home.parent / f"{self._home.name}-{self._turn}"
        folder.mkdir()
        if self._draw.random() < 0.5:
            return [orders.write(folder, "big.jsonl", self._pick(BIG))]
        lines = self._pick(SMALL)
        return [orders.write(folder, f"{n}.json", [one]) for n, one in enumerate(lines)]

    def _pick(self, count: int) -> list[bytes]:
        """So many filings, some of them lodged before."""
        start = self._draw.randrange(len(self._lines) - count)
        return self._lines[start : start + count]

    def _kill(self, batch: list[pathlib.Path], after: float) -> bool:
        """Kill the command after so many seconds; whether it was still there."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = warm.start(
                orders.clear(self._home, *batch), out.fileno(), err.fileno()
            )
            time.sleep(after)
            os.kill(process, signal.SIGKILL)
            code = warm.end(process)
            out.seek(0)
            self._faults = list(self._take(out.read()))
        return code == -signal.SIGKILL

    def _take(self, out: bytes) -> Iterator[str]:
        """Remember what was answered; what was answered before is answered the same."""
        for reference, answer in orders.answers(out):
            before = self.given.setdefault(reference, answer)
            if before != answer:
                yield f"{reference} was answered {before}, then {answer}"

    def _check(self) -> Iterator[str]:
        yield from self._faults
        found = stored.held(self._home)
        yield from found.faults
        yield from stored.missing(found, self.given)
        self._faults = []


def audit(home: pathlib.Path) -> Iterator[str]:
    """What the program's own audit says against a home."""
    ran = warm.run(orders.verify(home))
    if ran.code or ran.fault:
        yield f"ledger verify: {ran.fault or ran.out.decode().strip() or ran.told}"


def whole_files(home: pathlib.Path) -> Iterator[str]:
    """Files beside the database of a home that are not as they must be."""
    try:
        key = checkpoint.read_key((home / stored.KEY).read_text().strip())
    except (OSError, checkpoint.BadKey) as error:
        yield f"the key is not whole: {error}"
        return
    public = home / stored.VERIFIER
    if not public.exists() or public.read_text().strip() != key.verifier.text:
        yield f"{public.name} is not the public half of the key"
    law = home / stored.JURISDICTION
    if not law.exists() or law.read_text() != "KZ\n":
        yield f"{law.name} is not whole"
