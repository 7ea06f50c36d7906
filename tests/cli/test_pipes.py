"""Readers that go away: the work is done to its end, and the exit code is that of the work."""

import json
import shlex
import subprocess

import pytest

from tests import founded
from tests.cli.conftest import AT

#: Declarations whose answers are more than a pipe holds.
MANY = 250


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An installation in which many declarations were lodged while nobody read on."""
    folder = tmp_path_factory.mktemp("pipes")
    founded.found(folder / ".keden")
    founded.connections["default"].close()
    filings = [founded.lentils(f"A-{number}") for number in range(MANY)]
    (folder / "a.jsonl").write_bytes(founded.lines(*filings))
    code, got, _ = piped(folder, f"clear a.jsonl --json --at {AT}")
    assert (code, json.loads(got)["reference"]) == (0, "A-0")
    assert len(got) * MANY > 2**16
    return folder


def piped(folder, line: str, reader: str = "head -1") -> tuple[int, bytes, bytes]:
    """The exit code of a command whose output goes to a reader, what that one got, and
    what was said beside it.
    """
    script = f"{shlex.quote(str(founded.KEDEN))} {line} | {reader}; exit ${{PIPESTATUS[0]}}"
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        capture_output=True,
        env=founded.environment(),
        check=False,
        timeout=300,
    )
    assert b"Traceback" not in ran.stderr
    assert b"Exception ignored" not in ran.stderr
    return ran.returncode, ran.stdout, ran.stderr


def test_all_is_lodged_though_nobody_reads(folder):
    told = founded.keden("ledger", "verify", "--json", folder=folder)
    assert json.loads(told.stdout)["size"] == MANY + founded.ENTRIES + 1


CALLS = (
    (f"clear a.jsonl --at {AT}", 0),
    ("status A-1", 0),
    ("status NO-SUCH", 1),
    (f"act A-1 release --role declarant --actor trader-1 --at {AT}", 1),
    ("explain A-1", 0),
    ("measures 0102291000 --direction export --on 2026-04-02", 1),
    ("tariff show 8703 --on 2026-04-02", 0),
    ("law audit --on 2026-04-02 --mark memory", 0),
    ("xyzzy", 2),
    ("--help", 0),
)


@pytest.mark.parametrize(("line", "code"), CALLS, ids=lambda value: str(value)[:40])
def test_the_exit_code_is_that_of_the_work_where_nobody_reads(folder, line, code):
    assert piped(folder, f"{line} 2>&1", "true")[0] == code


@pytest.mark.parametrize(("line", "code"), CALLS[:2], ids=lambda value: str(value)[:40])
def test_the_exit_code_is_that_of_the_work_where_a_line_is_read(folder, line, code):
    assert piped(folder, f"{line} 2>&1")[0] == code


def test_a_receipt_is_verified_whoever_reads(folder):
    founded.keden("receipt", "get", "A-1", "--out", "a.proof", folder=folder)
    line = "receipt verify a.proof --key .keden/log.vkey"
    for reader in ("grep -q ^verified", "true"):
        assert piped(folder, line, reader)[0] == 0
