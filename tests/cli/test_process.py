"""The installed command as a process: pipes that close, kills that come at any time, memory
that does not grow.
"""

import json
import signal
import subprocess
import sys

import pytest

from openkeden.flow import bundled_samples, installation_files
from tests import founded, lodgers, warm

AT = "2026-04-02T09:30+05:00"


def test_exit_codes_and_streams_of_the_installed_command(tmp_path):
    good = founded.installed(
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
    bad = founded.installed(
        "clear", "-", "--at", AT, folder=tmp_path, stdin=founded.lines(founded.bad("A-2"))
    )
    assert bad.returncode == 1
    none = founded.installed("clear", "missing.json", "--at", AT, folder=tmp_path)
    assert none.returncode == 2
    assert founded.installed("status", "A-1", folder=tmp_path).returncode == 0


def test_the_environment_names_home_and_language(tmp_path):
    ran = founded.installed(
        "demo",
        folder=tmp_path,
        KEDEN_HOME="elsewhere",
        KEDEN_LANG="ru",
        KEDEN_ORIGIN="a.example/b",
    )
    assert ran.returncode == 0
    assert "зелёный" in ran.stdout.decode().lower()
    assert (tmp_path / "elsewhere" / installation_files.DATABASE_FILE).exists()
    head = founded.installed("ledger", "head", folder=tmp_path, KEDEN_HOME="elsewhere")
    assert head.stdout.startswith(b"a.example/b\n")
    wrong = founded.installed(
        "demo", folder=tmp_path, KEDEN_HOME="third", KEDEN_ORIGIN="a b+c"
    )
    assert wrong.returncode == 2


def test_a_reader_that_goes_away_is_no_error(tmp_path):
    """As in `keden clear FILE --json | head -1`."""
    (tmp_path / "a.jsonl").write_bytes(
        founded.lines(*[founded.lentils(f"A-{number}") for number in range(300)])
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
    assert process.wait() == 0
    assert b"Traceback" not in told
    assert b"Exception ignored" not in told
    verified = founded.keden("ledger", "verify", "--json", folder=tmp_path)
    assert json.loads(verified.stdout)["size"] > 300


def test_a_letter_that_the_terminal_lacks_is_written_out(tmp_path):
    ran = founded.installed(
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


#: Of the model of the demo: it is proposed and promoted, once.
MODEL_FACTS = ("proposed", "promoted")


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
    told = [process.communicate() for process in running]
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
    most = len(founded.samples()) + 3 * len(deposits) + people + len(MODEL_FACTS) + 1
    assert verified["size"] <= most


def test_what_was_answered_survives_kills(tmp_path):
    """15 kills, each somewhere else in the work on a filing; every answer given is there once,
    with its fact, row and money.
    """
    home = tmp_path / "home"
    founded.pay_in(founded.found(home))
    founded.connections["default"].close()
    given: dict[str, tuple[str, int]] = {}
    for turn in range(15):
        given |= _lodge_until_killed(home, f"K{turn}", turn % 4, calls=turn * CALLS)
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


#: A filing takes some thousand calls of functions; kills are so many of them apart.
CALLS = 400


def _lodge_until_killed(home, name, answers, calls) -> dict[str, tuple[str, int]]:
    """The answers of a lodger that is killed after so many of them and so many calls."""
    process, out = warm.start(lodgers.until_a_call, home, name, answers, calls)
    lines = [line.split() for line in warm.everything(out).decode().split("\n")[:-1]]
    process.join()
    assert process.exitcode == -signal.SIGKILL
    assert len(lines) >= answers
    return {
        reference: (registration, int(entry)) for reference, registration, entry in lines
    }


#: The database's cache of pages grows up to a bound of its own, told by a setting; here it
#: is made small. The peak is VmHWM: ru_maxrss would count the process that this one was
#: forked from.
MEMORY = """
import re, sys
from openkeden.store import connecting
connecting.SQLITE["init_command"] += " PRAGMA cache_size=-2048;"
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
