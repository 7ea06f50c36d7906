"""`keden clear` cut short by its user: what is lodged, and how to go on, is said."""

import json
import re
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
    assert running.stderr is not None
    running.stdin.write(body)
    running.stdin.flush()
    first = [running.stdout.readline() for _ in range(900)]
    running.send_signal(signal.SIGTERM)
    # Read as the first lines were: what lies in the buffer behind them comes first.
    rest, told = running.stdout.read(), running.stderr.read()
    for stream in (running.stdin, running.stdout, running.stderr):
        stream.close()
    answered = [json.loads(line) for line in [*first, *rest.splitlines()]]
    assert running.wait() == 128 + signal.SIGTERM
    assert {answer["status"] for answer in answered} == {"registered"}
    said = re.search(
        rb"interrupted: ([\d ]+) answered as lodged; run the same command again to go on",
        told,
    )
    assert said is not None, told
    counted = int(said[1].replace(b" ", b""))
    # The signal may come between an answer and its count, and in the middle of a write.
    known = {answer["reference"] for answer in answered}
    assert counted in (len(known) - 1, len(known))
    again = founded.keden(
        "clear", "-", "--json", "--at", AT, folder=tmp_path, stdin=founded.lines(filings[0])
    )
    assert json.loads(again.stdout)["entry"] == answered[0]["entry"]
