"""Processes of their own: what a command costs, from its start to its end."""

import os
import pathlib
import subprocess
import sys
from collections.abc import Sequence

import msgspec

ROOT = pathlib.Path(__file__).parent.parent
PYTHON = sys.executable
KEDEN = str(pathlib.Path(PYTHON).with_name("keden"))


class Usage(msgspec.Struct, frozen=True):
    """What a process used."""

    #: Seconds of processor time.
    seconds: float
    #: The most memory that it held, in kB.
    peak: int


#: Runs a command and tells how it ended, its seconds and its peak. The system counts the
#: memory of who starts a process as that of the process, so this is small.
_RUNNER = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(ended.returncode, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def run(command: Sequence[str], folder: pathlib.Path = ROOT, **settings: str) -> Usage:
    """Run a command to its end in a folder, with these settings only; it must succeed."""
    runner = [PYTHON, "-c", _RUNNER, *command]
    ran = subprocess.run(
        runner, env=variables() | settings, cwd=folder, capture_output=True, check=True
    )
    status, seconds, peak = ran.stdout.split()
    assert int(status) == 0, f"{command} failed: {ran.stderr.decode()}"
    return Usage(float(seconds), int(peak))


def variables() -> dict[str, str]:
    """The variables of this process without settings of ours; what was compiled once is not
    compiled again.
    """
    return {
        name: value
        for name, value in os.environ.items()
        if name != "PYTHONDONTWRITEBYTECODE" and not name.startswith("KEDEN_")
    }
