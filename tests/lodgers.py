"""Processes that lodge, found or import beside a test; a line of those that lodge is an
answer that was given.
"""

import datetime
import itertools
import os
import pathlib
import signal
import sys

from openkeden.flow import installation, recording
from openkeden.flow.law import taking
from openkeden.flow.lodging import lodge
from openkeden.lawpack.imports import imported_files
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


def each(
    home: pathlib.Path, body: bytes, moment: datetime.datetime, late: str, start
) -> None:
    """Lodge the filings of an input one by one from the moment that all are at the start; a
    line is a status and the rules that refuse.
    """
    at = founded.found(home)
    start.wait()
    for one in founded.read(body):
        (answer,) = lodge.lodge([one], founded.ACTOR, moment, at, late)
        sys.stdout.write(f"{answer.status} {','.join(founded.errors(answer))}\n")


def founding(home: pathlib.Path) -> None:
    """Open an installation, which may not be there yet; tell its public key."""
    at = installation.open_installation(home)
    sys.stdout.write(f"{at.key.verifier.text}\n")


def killed_in_an_import(home: pathlib.Path, body: bytes) -> None:
    """Import rows of law; be killed between the fact and the file in its place."""
    at = founded.found(home)
    imported_files.PreparedFile.settle = lambda _: os.kill(os.getpid(), signal.SIGKILL)
    taking.import_rows(body, "fee", recording.By("admin-1", founded.MOMENT), at)


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
