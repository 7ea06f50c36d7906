"""Proof: whichever write, sync or rename fails, a command ends with a sentence and leaves
nothing half done, and the same command again succeeds.
"""

import collections
import itertools
import pathlib
import random
import re
import resource
import shutil
from collections.abc import Callable, Iterator

import msgspec

from prove import kills, orders, stored, tracing, warm
from prove.outcome import Asked, Outcome, scratch

#: How a call fails: once with EIO; once after half of its bytes; from then on for good, as
#: on a full disk.
WAYS = ("eio", "short", "full")

#: Sizes in bytes that no file may pass, as a disk that is full for real.
SIZES = (0, 4096, 100_000, 1_000_000)

#: What `--out` held before.
EARLIER = b"earlier answers\n"

#: One of so many failures is followed by an audit of the whole home; after each the facts
#: are compared with the last head.
AUDITED = 4


class Tried(msgspec.Struct, frozen=True):
    """A command that is made to fail."""

    #: What it is called in faults.
    name: str

    #: The words after `keden`, for a home and a folder for its output.
    words: Callable[[pathlib.Path], list[str]]

    #: Whether the home is there before.
    founded: bool = True


def prove(asked: Asked) -> Outcome:
    """Make so many calls fail, evenly over the commands; at most each call in each way."""
    draw = random.Random(asked.seed)
    counts = {"commands": 0, "calls": 0, "failures": 0, "files too large": 0}
    faults: list[str] = []
    with scratch() as folder:
        commands = _commands(folder)
        for tried in commands:
            run = _Failing(folder, tried, draw)
            calls = run.calls()
            counts["commands"] += 1
            counts["calls"] += calls
            each = list(itertools.product(range(1, calls + 1), WAYS))
            chosen = draw.sample(each, min(asked.count // len(commands), len(each)))
            for call, way in sorted(chosen):
                counts["failures"] += 1
                faults += run.fail(call, way)
            for size in draw.sample(SIZES, min(len(SIZES), len(chosen) // 6 + 1)):
                counts["files too large"] += 1
                faults += run.limit(size)
    return Outcome("failures", counts, tuple(_gathered(faults)))


def _gathered(faults: list[str]) -> Iterator[str]:
    """The same fault once, with how often it was."""
    for fault, count in collections.Counter(faults).items():
        yield f"{fault} ({count} times)"


def _commands(folder: pathlib.Path) -> list[Tried]:
    """The commands to try; their files lie beside the home."""
    beside = folder / "files"
    beside.mkdir()
    lines = orders.filings(30, 5)
    file = orders.write(beside, "filings.jsonl", lines[:12])
    rows, edition = beside / "rows.toml", beside / "edition.csv"
    rows.write_bytes(orders.ROWS_OF_LAW)
    edition.write_bytes(orders.EDITION)
    return [
        Tried("founding", lambda root: orders.clear(root / "home", file), founded=False),
        Tried("clear", lambda root: orders.clear(root / "home", file)),
        Tried("deposit", lambda root: orders.deposit(root / "home", "ORDER-1")),
        Tried("law import", lambda root: orders.law_import(root / "home", rows)),
        Tried("tariff import", lambda root: orders.tariff_import(root / "home", edition)),
        Tried("--out", lambda root: orders.clear_into(root / "home", file, root / "out")),
    ]


def _is_told(ran: warm.Ran) -> bool:
    """Whether a command said why it ended: in a sentence, or to a program in a finding."""
    sentence = re.search(rb"(?m)^keden: ", ran.err)
    return bool(sentence) or b'{"findings":[{' in ran.out


class _Failing:
    """One command, run on copies of one state, and made to fail."""

    def __init__(self, folder: pathlib.Path, tried: Tried, draw: random.Random) -> None:
        self._folder, self._tried, self._draw = folder, tried, draw
        self._start, self._root = folder / "start", folder / "root"
        shutil.rmtree(self._start, ignore_errors=True)
        self._start.mkdir()
        home = warm.home_of(self._start)
        (self._start / "out").write_bytes(EARLIER)
        if tried.founded:
            first = orders.write(folder, "first.jsonl", orders.filings(3, 6))
            for words in (orders.clear(home, first), *orders.people(home)):
                ran = warm.run(words)
                assert ran.code == 0, ran

    def calls(self) -> int:
        """How many calls the command makes when none fails."""
        self._begin()
        trace = self._folder / "trace"
        trace.unlink(missing_ok=True)
        ran = warm.run(self._words, tracing.settings(self._root, trace))
        assert ran.code == 0, ran
        self._code, self._out = ran.code, (self._root / "out").read_bytes()
        steps = tracing.steps(trace, self._root)
        return len([step for step in steps if step.kind != "output"])

    def fail(self, call: int, way: str) -> Iterator[str]:
        """Make one call fail."""
        self._begin()
        failing = {"PROVE_FAIL": way, "PROVE_AT": str(call), "PROVE_ROOT": str(self._root)}
        yield from self._judge(warm.run(self._words, failing), way)

    def limit(self, size: int) -> Iterator[str]:
        """Let no file grow past a size."""
        self._begin()

        def bound() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        yield from self._judge(
            warm.run(self._words, before=bound), f"files of {size:,} bytes"
        )

    def _begin(self) -> None:
        shutil.rmtree(self._root, ignore_errors=True)
        shutil.copytree(self._start, self._root)

    @property
    def _words(self) -> list[str]:
        return self._tried.words(self._root)

    def _judge(self, ran: warm.Ran, way: str) -> Iterator[str]:
        """What is wrong after a failure, in words."""
        name, home = self._tried.name, self._root / "home"
        if ran.fault:
            yield f"{name}, {way}: {ran.fault}"
        if ran.code not in (self._code, 2):
            yield f"{name}, {way}: exit code {ran.code}"
        if ran.code == 2 and not _is_told(ran):
            yield f"{name}, {way}: no sentence: {ran.told}"
        out = (self._root / "out").read_bytes() if (self._root / "out").exists() else b""
        if out != self._out and (ran.code == 0 or out != EARLIER):
            yield f"{name}, {way}: --out is neither what it was nor what it shall be"
        given = dict(orders.answers(ran.out)) if self._words[0] == "clear" else {}
        found = stored.held(home)
        for fault in (*found.faults, *stored.missing(found, given)):
            yield f"{name}, {way}: {fault}"
        for fault in self._again(given):
            yield f"{name}, {way}, then again: {fault}"

    def _again(self, given: dict[str, orders.Acknowledged]) -> Iterator[str]:
        """What fails when the command is run again with nothing in its way."""
        ran = warm.run(self._words)
        if ran.fault or ran.code != self._code:
            yield ran.fault or f"exit code {ran.code}: {ran.told}"
            return
        if self._words[0] == "clear":
            for reference, answer in orders.answers(ran.out):
                if given.get(reference, answer) != answer:
                    yield f"{reference} was answered differently"
        if (self._root / "out").read_bytes() != self._out:
            yield "--out is not what it shall be"
        found = stored.held(self._root / "home")
        yield from found.faults
        if self._draw.randrange(AUDITED) == 0:
            yield from kills.audit(self._root / "home")
        yield from kills.whole_files(self._root / "home")
