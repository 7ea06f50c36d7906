"""The drill: an installation is kept while another process lodges, brought back elsewhere,
proves itself, and lodges on.
"""

import json
import os

import pytest

from openkeden.flow import installation_files
from tests import founded, lodgers, warm

AT = "2026-04-02T09:30+05:00"


@pytest.fixture
def lodging(tmp_path):
    """The answers of a process that lodges at `.keden` and is killed at the end, line by line.

    It waits where nobody reads them and the pipe is full.
    """
    process, out = warm.start(lodgers.endlessly, tmp_path / ".keden", "D")
    with os.fdopen(os.dup(out.fileno()), encoding="utf-8") as answers:
        out.close()
        yield map(str.split, answers)
        process.kill()
        process.join()


def test_a_drill(lodging, tmp_path):
    first = next(lodging)
    got = founded.keden("receipt", "get", "D-0", "--out", "receipt", folder=tmp_path)
    assert got.returncode == 0
    given = next(lodging)
    for turn in range(2):
        taken = founded.keden("backup", f"backup-{turn}", "--json", folder=tmp_path)
        assert taken.returncode == 0, taken.stderr
        told = json.loads(taken.stdout)
        assert told["size"] > int(given[2]), "what was answered before is in it"
        # The first house goes on.
        given = next(answer for answer in lodging if int(answer[2]) > told["size"])

    ran = founded.keden("restore", "backup-1", "--home", "new", "--json", folder=tmp_path)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) | {"home": ".keden"} == told
    verified = founded.keden("ledger", "verify", "--home", "new", "--json", folder=tmp_path)
    verdict = json.loads(verified.stdout)
    assert verdict["ok"] is True
    assert (verdict["size"], verdict["root"]) == (told["size"], told["root"])
    key = tmp_path / "new" / installation_files.VERIFIER_FILE
    proved = founded.keden("receipt", "verify", "receipt", "--key", key, folder=tmp_path)
    assert proved.returncode == 0

    (tmp_path / "on.jsonl").write_bytes(
        founded.lines(founded.lentils("D-0"), founded.lentils("E-1"))
    )
    on = founded.keden(
        "clear", "on.jsonl", "--json", "--at", AT, "--home", "new", folder=tmp_path
    )
    again, fresh = map(json.loads, on.stdout.splitlines())
    assert again["registration"] == first[1]
    assert fresh["status"] == "registered"
    whole = founded.keden("ledger", "verify", "--home", "new", folder=tmp_path)
    assert b"everything fits" in whole.stdout


def test_refusals_are_sentences_with_exit_code_2(keden, tmp_path):
    (tmp_path / "there").write_bytes(b"kept")
    for command, words in (
        (("backup", "b", "--home", "none"), b"no database"),
        (("restore", "there", "--home", "new"), b"cannot be restored"),
        (("restore", "none", "--home", "new"), b"none"),
        (("restore", "there"), b"something in .keden already"),
    ):
        ran = keden(*command)
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert words in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [".keden", "there"]


def test_people_are_told_what_was_kept_and_restored(keden, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(founded.lines(founded.lentils("A-1")))
    keden("clear", "a.jsonl", "--at", AT)
    facts = json.loads(keden("ledger", "verify", "--json").stdout)["size"]
    told = keden("backup", "b").stdout.decode()
    assert told.startswith(f"backup written to b: {facts} facts, 5 files, ")
    told = keden("restore", "b", "--home", "new").stdout.decode()
    assert told.startswith(f"restored into new: {facts} facts, 5 files, ")
