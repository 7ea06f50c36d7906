"""Outcome of a proof, and what a proof is asked to do."""

import pathlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import msgspec

#: So many faults of a proof are told one by one; the rest is counted.
TOLD = 8


class Asked(msgspec.Struct, frozen=True):
    """How a proof is to be run."""

    #: What its random choices come from: the same seed makes the same choices.
    seed: int

    #: How many times: kills, cuts, runs, whatever the proof counts.
    count: int


class Outcome(msgspec.Struct, frozen=True):
    """What a proof found."""

    #: The name of the proof.
    name: str

    #: What was done, each with how many times.
    counts: dict[str, int]

    #: What must not be, one sentence each; none in a proof that holds.
    faults: tuple[str, ...] = ()

    #: Why the proof could not be run here; empty when it was run.
    skipped: str = ""

    def lines(self) -> Iterator[str]:
        """The outcome in words, one line and one for each fault told."""
        counts = ", ".join([f"{count:,} {what}" for what, count in self.counts.items()])
        if self.skipped:
            yield f"{self.name}: SKIPPED: {self.skipped}"
            return
        yield f"{self.name}: {counts}: {len(self.faults):,} faults"
        for fault in self.faults[:TOLD]:
            yield f"  fault: {fault}"
        if len(self.faults) > TOLD:
            yield f"  ... and {len(self.faults) - TOLD:,} more"


class Proof(msgspec.Struct, frozen=True):
    """One of the proofs of `make prove`."""

    #: The name on the command line.
    name: str

    #: What it proves, in a few words.
    about: str

    #: Runs it.
    run: Callable[[Asked], Outcome]

    #: How many times in the short form.
    short: int

    #: How many times in the long form.
    long: int

    #: Whether it needs the preloaded library.
    traced: bool = False


@contextmanager
def scratch() -> Iterator[pathlib.Path]:
    """A folder that is gone afterwards, in memory where the system has such a place.

    It is removed here and not by an exit hook, which forked processes would run as well.
    """
    memory = pathlib.Path("/dev/shm")
    made = tempfile.mkdtemp(prefix="prove-", dir=memory if memory.is_dir() else None)
    folder = pathlib.Path(made)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
