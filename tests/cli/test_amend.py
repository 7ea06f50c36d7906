"""`keden amend`, `keden withdraw`, and refused filings looked up with `status` and
`explain`.
"""

import json

import pytest

from tests import founded
from tests.cli.conftest import AT


@pytest.fixture
def lodged(keden, tmp_path):
    """A declaration that waits for payment, and a changed file beside it."""
    waiting, changed = founded.shirts("A-1"), founded.shirts("A-1", delivery_place="Dostyk")
    (tmp_path / "a.jsonl").write_bytes(founded.lines(waiting))
    (tmp_path / "changed.jsonl").write_bytes(founded.lines(changed))
    (tmp_path / "bad.jsonl").write_bytes(founded.lines(founded.bad("R-1")))
    assert keden("clear", "a.jsonl", "--at", AT).returncode == 0
    return keden


def size(keden) -> int:
    return json.loads(keden("ledger", "verify", "--json").stdout)["size"]


def test_amend_asks_for_nothing_but_the_file(lodged):
    words = ("amend", "A-1", "changed.jsonl", "--actor", "trader-1", "--at", AT)
    before = size(lodged)
    tried = lodged(*words, "--dry-run")
    assert (tried.returncode, size(lodged)) == (0, before)
    assert tried.stdout.startswith(b"A-1-v2: passes, Payable 4 028 944.10 KZT")
    ran = lodged(*words, "--json")
    answer = json.loads(ran.stdout)
    assert (ran.returncode, answer["version"], answer["reference"]) == (0, 2, "A-1-v2")
    assert lodged(*words, "--json").stdout == ran.stdout
    assert lodged("status", "A-1-v2").stdout.startswith(b"57505/020426/0000001 (2) A-1-v2")


def test_the_message_about_a_taken_reference_names_the_command(lodged):
    ran = lodged("clear", "changed.jsonl", "--at", AT)
    assert ran.returncode == 1
    assert b"`keden amend 57505/020426/0000001 FILE`" in ran.stdout
    told = lodged("act", "A-1", "amend", "--role", "declarant", "--actor", "trader-1")
    assert b"`keden amend REFERENCE FILE`" in told.stderr


def test_withdraw_asks_for_nothing_but_the_reference(lodged):
    words = ("withdraw", "A-1", "--actor", "trader-1", "--at", AT)
    assert b"PE.4" in lodged("withdraw", "A-1", "--actor", "trader-2", "--at", AT).stderr
    ran = lodged(*words, "--note", "ordered twice")
    assert ran.returncode == 0
    assert b"State: withdrawn" in ran.stdout
    again = lodged(*words)
    assert (again.returncode, again.stderr[:5]) == (1, b"  L.1")


def test_a_refused_filing_is_looked_up_by_its_reference(lodged):
    for _ in range(2):
        assert lodged("clear", "bad.jsonl", "--at", AT).returncode == 1
    told = lodged("status", "r-1")
    assert told.returncode == 0
    assert b"r-1: registration refused" in told.stdout
    assert told.stdout.count(b"2026-04-02 09:30 Refused (990140000017)") == 1
    assert b"G5.1" in told.stdout
    explained = lodged("explain", "R-1")
    assert (explained.returncode, b"G5.1" in explained.stdout) == (1, True)
    view = json.loads(lodged("status", "R-1", "--json").stdout)
    assert (view["state"], len(view["tries"])) == ("registration_refused", 1)
    assert view["tries"][0]["findings"][0]["rule"] == "G5.1"
    for words in (("withdraw", "R-1"), ("amend", "R-1", "bad.jsonl")):
        ran = lodged(*words, "--actor", "trader-1", "--at", AT)
        assert (ran.returncode, b"I.38" in ran.stderr) == (1, True)
    assert lodged("status", "R-9").returncode == 1
