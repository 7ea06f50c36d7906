"""`keden clear` cut short by its user: what is lodged, and how to go on, is said."""

import json
import signal
import subprocess

from openkeden.flow.lodging import lodge
from tests import founded
from tests.cli.conftest import AT


def test_an_interrupted_run_says_how_many_are_lodged_and_how_to_go_on(tmp_path):
    """The run is interrupted while it waits for more than the group that it answered."""
    filings = [founded.lentils(f"L-{number}") for number in range(lodge.GROUP)]
    body = founded.lines(*filings)
    running = subprocess.Popen(
        [founded.KEDEN, "clear", "-", "--json", "--at", AT],
        cwd=tmp_path,
        env=founded.environment(PYTHONUNBUFFERED="1"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(body)
    running.stdin.flush()
    first = [running.stdout.readline() for _ in range(900)]
    running.send_signal(signal.SIGINT)
    rest, told = running.communicate(timeout=120)
    answered = [json.loads(line) for line in [*first, *rest.splitlines()]]
    assert running.returncode == 130
    assert {answer["status"] for answer in answered} == {"registered"}
    count = f"{len(answered):,}".replace(",", " ")
    said = f"interrupted: {count} answered as lodged; run the same command again"
    assert said in told.decode()
    again = founded.keden(
        "clear", "-", "--json", "--at", AT, folder=tmp_path, stdin=founded.lines(filings[0])
    )
    assert json.loads(again.stdout)["entry"] == answered[0]["entry"]
