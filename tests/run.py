"""Run of all tests in as many processes as there are cores: `make test`.

It says how long the last one took on this machine, and how long this one did. With arguments,
which are those of pytest, it runs what they name.
"""

import os
import pathlib
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping

ROOT = pathlib.Path(__file__).resolve().parents[1]

#: The seconds of the last whole run that passed.
KEPT = ROOT / "build" / "tests.seconds"

#: A place in memory, for the thousand installations that tests set up; where the system has one.
MEMORY = pathlib.Path("/dev/shm")

#: Where the byte code lies of processes that may leave none beside its source: else each
#: would compile all that it imports.
COMPILED = ROOT / "build" / "pycache"

#: The run ends at so many failures: more of them say nothing new.
ENOUGH = 10

USUAL = "about six minutes on two cores, longer where the machine is busy"


def main(words: list[str]) -> int:
    """Run the tests; the exit code of pytest."""
    whole = not words
    if whole:
        _say(expected(KEPT))
    begun = time.monotonic()
    code = subprocess.run(
        [*command(), *words], cwd=ROOT, env=environment(os.environ), check=False
    ).returncode
    seconds = round(time.monotonic() - begun)
    _say(f"The tests took {spelled(seconds)}.")
    if whole and not code:
        keep(KEPT, seconds)
    return code


def command() -> list[str]:
    """Pytest with what a whole run asks for."""
    spread = ["-n", "auto", "--dist", "worksteal"]
    return [sys.executable, "-m", "pytest", *spread, f"--maxfail={ENOUGH}"]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The environment of the run: temporary folders lie in memory, unless it says where, and
    byte code is kept.
    """
    placed = dict(_place()) | dict(given)
    if placed.pop("PYTHONDONTWRITEBYTECODE", ""):
        placed.setdefault("PYTHONPYCACHEPREFIX", str(COMPILED))
    return placed


def _place() -> Iterator[tuple[str, str]]:
    if os.access(MEMORY, os.W_OK):
        yield "PYTEST_DEBUG_TEMPROOT", str(MEMORY)


def expected(kept: pathlib.Path) -> str:
    """How long the run will take, in words."""
    try:
        last = spelled(int(kept.read_text("ascii")))
    except (OSError, ValueError):
        return f"All tests: {USUAL}."
    return f"All tests: the last time they took {last} here."


def keep(kept: pathlib.Path, seconds: int) -> None:
    """Keep how long a run took, for the next one to tell."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(f"{seconds}\n", "ascii")


def spelled(seconds: int) -> str:
    """Seconds in words: `2 min 5 s`."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
