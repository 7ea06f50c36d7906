"""Processes that lodge beside a test; a line is an answer that was given."""

import itertools
import os
import pathlib
import signal
import sys

from openkeden.flow.lodging import lodge
from tests import founded


def endlessly(home: pathlib.Path, name: str) -> None:
    """Lodge one filing after the other without end."""
    at = founded.found(home)
    for number in itertools.count():
        _lodge(at, founded.lentils(f"{name}-{number}"))


def until_a_call(home: pathlib.Path, name: str, answers: int, calls: int) -> None:
    """Lodge one filing after the other; be killed after so many answers and then so many
    calls of functions, wherever that is.
    """
    at = founded.found(home)
    for number in itertools.count():
        if number == answers:
            sys.setprofile(_Kill(calls))
        _lodge(at, founded.shirts(f"{name}-{number}"))


class _Kill:
    """Count calls, and kill this process at the last one."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    def __call__(self, *_: object) -> None:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


def _lodge(at, filing) -> None:
    batch = founded.read(founded.lines(filing))
    (answer,) = lodge.lodge(batch, founded.ACTOR, founded.MOMENT, at)
    sys.stdout.write(f"{answer.reference} {answer.registration} {answer.entry}\n")
    sys.stdout.flush()
