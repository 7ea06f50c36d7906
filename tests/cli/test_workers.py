"""`keden clear --workers`: no process is left of a run, however it ends, and a worker that is
lost is told of once.
"""

import json
import os
import pathlib
import signal
import subprocess
import time

import pytest

from openkeden.flow.lodging import lodge
from tests import founded
from tests.cli.conftest import AT

#: How long a process may take to be gone, in seconds.
PATIENCE = 60

MANY = 3 * lodge.GROUP


@pytest.fixture
def running(tmp_path):
    """A run of three groups with two workers, in a session of its own."""
    filings = [founded.lentils(f"L-{number}") for number in range(MANY)]
    (tmp_path / "many.jsonl").write_bytes(founded.lines(*filings))
    command = [founded.KEDEN, "clear", "many.jsonl", "--json", "--at", AT, "--workers", "2"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=founded.environment(),
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # What runs the tests may have been started with interrupts ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )
    with process:
        yield process
        if process.poll() is None:
            process.kill()


def workers_of(process: subprocess.Popen) -> tuple[list[bytes], list[int]]:
    """The answers up to where there are two workers, and these."""
    known = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
    answered: list[bytes] = []
    while len(pids := known.read_text().split()) < 2:
        line = process.stdout.readline()
        assert line, "the run ended before it had workers"
        answered.append(line)
    return answered, [int(pid) for pid in pids]


def wait_until_gone(pids: list[int]) -> None:
    until = time.monotonic() + PATIENCE
    while any(map(is_running, pids)):
        assert time.monotonic() < until, "a worker is left"
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    """Whether a process runs; one that nobody waits for any more has ended."""
    try:
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_worker(running, ending):
    _, pids = workers_of(running)
    if ending == signal.SIGINT:
        os.killpg(running.pid, ending)
    else:
        running.send_signal(ending)
    running.communicate(timeout=PATIENCE)
    assert running.returncode in (-ending, 128 + ending)
    wait_until_gone(pids)


def test_a_lost_worker_is_told_of_once_and_every_answer_comes(running):
    answered, pids = workers_of(running)
    os.kill(pids[1], signal.SIGKILL)
    # Read as the first lines were: what lies in the buffer behind them comes first.
    rest, told = running.stdout.read(), running.stderr.read()
    assert running.wait() == 0
    assert told.count(b"a worker ended or stood still") == 1
    references = [json.loads(line)["reference"] for line in [*answered, *rest.splitlines()]]
    assert references == [f"L-{number}" for number in range(MANY)]
    wait_until_gone(pids)
