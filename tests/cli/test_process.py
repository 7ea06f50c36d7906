"""The installed command as a process: pipes that close, kills that come at any time, memory
that does not grow.
"""

import json
import signal
import subprocess
import sys
import time

import pytest

from openkeden.flow import bundled_samples, installation_files
from tests import founded

AT = "2026-04-02T09:30+05:00"

#: Lodges one filing after the other; a line on standard output is an answer that was given.
LODGER = """
import pathlib, sys
from openkeden.flow.lodging import lodge
from tests import founded
at = founded.found(pathlib.Path(sys.argv[1]))
batches = [founded.read(founded.lines(founded.shirts(f"{sys.argv[2]}-{n}"))) for n in range(400)]
print("ready", flush=True)
for batch in batches:
    for answer in lodge.lodge(batch, founded.ACTOR, founded.MOMENT, at):
        print(answer.reference, answer.registration, answer.entry, flush=True)
"""


def test_exit_codes_and_streams_of_the_installed_command(tmp_path):
    good = founded.keden(
        "clear",
        "-",
        "--json",
        "--at",
        AT,
        folder=tmp_path,
        stdin=founded.lines(founded.lentils("A-1")),
    )
    assert (good.returncode, good.stderr) == (0, b"")
    assert json.loads(good.stdout)["status"] == "registered"
    bad = founded.keden(
        "clear", "-", "--at", AT, folder=tmp_path, stdin=founded.lines(founded.bad("A-2"))
    )
    assert bad.returncode == 1
    none = founded.keden("clear", "missing.json", "--at", AT, folder=tmp_path)
    assert none.returncode == 2
    assert founded.keden("status", "A-1", folder=tmp_path).returncode == 0


def test_the_environment_names_home_and_language(tmp_path):
    ran = founded.keden(
        "demo",
        folder=tmp_path,
        KEDEN_HOME="elsewhere",
        KEDEN_LANG="ru",
        KEDEN_ORIGIN="a.example/b",
    )
    assert ran.returncode == 0
    assert "зелёный" in ran.stdout.decode().lower()
    assert (tmp_path / "elsewhere" / installation_files.DATABASE_FILE).exists()
    head = founded.keden("ledger", "head", folder=tmp_path, KEDEN_HOME="elsewhere")
    assert head.stdout.startswith(b"a.example/b\n")
    wrong = founded.keden("demo", folder=tmp_path, KEDEN_HOME="third", KEDEN_ORIGIN="a b+c")
    assert wrong.returncode == 2


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    """As in `keden clear FILE --json | head -1`."""
    (tmp_path / "a.jsonl").write_bytes(
        founded.lines(*[founded.lentils(f"A-{number}") for number in range(1500)])
    )
    command = [str(founded.KEDEN), "clear", "a.jsonl", "--json", "--at", AT]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=founded.environment(),
    )
    assert json.loads(process.stdout.readline())["reference"] == "A-0"
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert b"Traceback" not in told
    assert b"Exception ignored" not in told
    verified = founded.keden("ledger", "verify", "--json", folder=tmp_path)
    assert json.loads(verified.stdout)["size"] > 1500


def test_a_letter_that_the_terminal_lacks_is_written_out(tmp_path):
    ran = founded.keden(
        "demo",
        "--lang",
        "kk",
        folder=tmp_path,
        PYTHONIOENCODING="ascii",
        LC_ALL="C",
        PYTHONUTF8="0",
    )
    assert ran.returncode == 0
    assert b"\\u" in ran.stdout


def test_two_processes_found_one_installation(tmp_path):
    command = [str(founded.KEDEN), "demo", "--home", "home"]
    running = [
        subprocess.Popen(
            command,
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=founded.environment(),
        )
        for _ in range(3)
    ]
    told = [process.communicate(timeout=60) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], [
        err.decode() for _, err in told
    ]
    verified = json.loads(
        founded.keden(
            "ledger", "verify", "--json", "--home", "home", folder=tmp_path
        ).stdout
    )
    deposits = 4 * [None]
    assert verified["ok"] is True
    people = len(bundled_samples.PEOPLE)
    assert verified["size"] <= len(founded.samples()) + 3 * len(deposits) + people + 1


def test_what_was_answered_survives_kills(tmp_path):
    """15 kills at any moment; every answer given is there once, with its fact, row and
    money.
    """
    home = tmp_path / "home"
    founded.pay_in(founded.found(home))
    founded.connections["default"].close()
    given: dict[str, tuple[str, int]] = {}
    for turn in range(15):
        given |= _lodge_until_killed(
            home, f"K{turn}", answers=turn % 4, after=0.0007 * turn
        )
    assert len(given) > 15, "too few answers to prove anything"
    at = founded.found(home)
    stored = founded.sql(
        at, "SELECT reference, registration, lodged, version FROM declaration"
    )
    kept = {
        reference: (registration, lodged) for reference, registration, lodged, _ in stored
    }
    assert len(kept) == len(stored)
    assert {reference: kept.get(reference) for reference in given} == given
    facts = founded.sql(
        at, "SELECT subject, count(*) FROM entry WHERE kind = 'lodging' GROUP BY subject"
    )
    assert dict(facts) == {registration: 1 for registration, _ in kept.values()}
    verdict = json.loads(
        founded.keden("ledger", "verify", "--json", "--home", home, folder=tmp_path).stdout
    )
    assert verdict["problem"] is None
    founded.connections["default"].close()


def _lodge_until_killed(home, name, answers, after) -> dict[str, tuple[str, int]]:
    """Kill the lodger a while after so many answers, however busy the machine is."""
    command = [sys.executable, "-c", LODGER, str(home), name]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=founded.environment(PYTHONPATH=str(founded.ROOT)),
    )
    assert process.stdout.readline() == b"ready\n", process.stderr.read()
    given = b"".join([process.stdout.readline() for _ in range(answers)])
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate()
    lines = [line.split() for line in (given + rest).decode().split("\n")[:-1]]
    return {
        reference: (registration, int(entry)) for reference, registration, entry in lines
    }


#: The database's cache of pages grows up to a bound of its own, told by a setting; here it
#: is made small. The peak is VmHWM: ru_maxrss would count the process that this one was
#: forked from.
MEMORY = """
import re, sys
from openkeden.site import settings
settings.DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA cache_size=-2048;"
from openkeden.cli import main
try:
    main.run()
finally:
    print(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1], file=sys.stderr)
"""


@pytest.mark.skipif(
    sys.platform != "linux", reason="the peak is read from /proc, which is on Linux only"
)
def test_memory_does_not_grow_with_the_input(tmp_path):
    """A group at a time is in memory: four times the filings take little more than one
    group's worth.
    """
    few, many = [_peak(tmp_path, count) for count in (1000, 4000)]
    assert many < few * 1.15, (few, many)


def _peak(folder, count) -> int:
    (folder / f"{count}.jsonl").write_bytes(
        founded.lines(*[founded.lentils(f"A-{number}") for number in range(count)])
    )
    words = [
        "clear",
        f"{count}.jsonl",
        "--out",
        "out",
        "--at",
        AT,
        "--home",
        f"home{count}",
    ]
    command = [sys.executable, "-c", MEMORY, *words]
    ran = subprocess.run(
        command, cwd=folder, capture_output=True, env=founded.environment(), check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert len((folder / "out").read_bytes().splitlines()) == count
    return int(ran.stderr.split()[-1])
