"""Text against code on the command line: a warning before filing, a line for an officer, a
column of a history.
"""

import csv
import json

import pytest
from msgspec.structs import replace

from tests import founded
from tests.cli.conftest import AT

TOMATOES = "Tomatoes, fresh, in boxes of 5 kg"


@pytest.fixture
def filed(keden, tmp_path):
    """A declaration of tomatoes under the code of shirts."""
    filing = founded.shirts("A-1")
    (item,) = filing.items
    wrong = replace(filing, items=(replace(item, description=TOMATOES),))
    (tmp_path / "a.jsonl").write_bytes(founded.lines(wrong))
    return keden


def test_a_check_warns_and_lets_it_pass(filed):
    ran = filed("check", "a.jsonl", "--at", AT)
    told = ran.stdout.decode()
    assert (ran.returncode, "A-1: passes" in told) == (0, True)
    assert f'C.50 33 items[0].code: Item 1: "{TOMATOES}" speaks for other goods' in told
    (answer,) = filed("check", "a.jsonl", "--at", AT, "--json").stdout.splitlines()
    (found,) = [one for one in json.loads(answer)["findings"] if one["rule"] == "C.50"]
    assert (found["severity"], found["value"]) == ("warning", "6109100000")


def test_clearing_says_nothing_of_it(filed):
    ran = filed("clear", "a.jsonl", "--at", AT)
    assert (ran.returncode, b"C.50" in ran.stdout) == (0, False)


def test_explain_shows_it_to_an_officer_alone(filed):
    filed("clear", "a.jsonl", "--at", AT)
    asked = ("explain", "A-1", "--officer", "inspector-1")
    told = filed(*asked).stdout.decode()
    assert "1  6109100000 " in told
    assert f"“{TOMATOES}” speaks for 0702" in told
    shown = json.loads(filed(*asked, "--json").stdout)["agreements"]
    assert [one["text"] for one in shown] == [TOMATOES]
    assert shown[0]["better"][0]["code"].startswith("0702")
    assert json.loads(filed("explain", "A-1", "--json").stdout)["agreements"] is None
    assert TOMATOES not in filed("explain", "A-1").stdout.decode()
    assert filed("explain", "A-1", "--officer", "nobody").returncode == 1


@pytest.mark.parametrize("texts", [True, False])
def test_a_history_has_the_distance_where_it_is_asked_for(filed, tmp_path, texts):
    filed("clear", "a.jsonl", "--at", AT)
    asked = ("risk", "history", "--officer", "inspector-1", "--out", "lines.csv")
    assert filed(*asked, *["--texts"] * texts).returncode == 0
    with (tmp_path / "lines.csv").open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (int(row["text_distance"] or 0) > 3_000) == texts
