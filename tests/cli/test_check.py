"""`keden check`: what is printed and how it ends, with and without an installation."""

import json

import pytest

from tests import founded
from tests.cli.conftest import AT


def check(keden, *words):
    return keden("check", *words, "--at", AT)


@pytest.fixture
def files(tmp_path):
    for name, filings in {
        "good": [founded.sample("IMP-14"), founded.shirts("A-1")],
        "bad": [founded.shirts("A-1"), founded.bad("A-2")],
    }.items():
        (tmp_path / f"{name}.jsonl").write_bytes(founded.lines(*filings))


def test_the_total_comes_first_then_each_item(keden, files):
    ran = check(keden, "good.jsonl")
    told = ran.stdout.decode().splitlines()
    assert ran.returncode == 0
    assert told[0].startswith(
        "IMP-14: passes, Payable 4 078 843.02 KZT, not covered by accounts "
    )
    assert told[1].startswith("  1  9503002100  Customs value 5 416 026.00, import duty ")
    assert "  2010 import duty: 1 364 814.80 KZT" in told


def test_exit_codes_are_those_of_clear(keden, files, tmp_path):
    (tmp_path / "broken.jsonl").write_bytes(b"{\n")
    assert check(keden, "good.jsonl").returncode == 0
    assert check(keden, "bad.jsonl").returncode == 1
    assert check(keden, "bad.jsonl", "broken.jsonl").returncode == 2
    assert check(keden, "nothing.jsonl").returncode == 2


def test_files_see_each_other(keden, files, tmp_path):
    other = founded.shirts("A-1", delivery_place="Dostyk")
    (tmp_path / "other.jsonl").write_bytes(founded.lines(other))
    ran = check(keden, "good.jsonl", "other.jsonl")
    assert ran.returncode == 1
    said = "The reference A-1 stands twice here: good.jsonl, line 2 declares"
    assert said in ran.stdout.decode()


def test_json_has_the_findings_of_clear(keden, files):
    before = [
        json.loads(line) for line in check(keden, "bad.jsonl", "--json").stdout.splitlines()
    ]
    lodged = [
        json.loads(line)
        for line in keden("clear", "bad.jsonl", "--at", AT, "--json").stdout.splitlines()
    ]
    assert [answer["findings"] for answer in before] == [
        answer["findings"] for answer in lodged
    ]
    assert [answer["payable"] for answer in before] == [
        answer["payable"] for answer in lodged
    ]
    assert before[0]["items"][0]["charges"].keys() <= before[0]["charges"].keys()


def test_no_installation_is_needed_and_none_is_made(keden, files, tmp_path):
    elsewhere = tmp_path / "empty"
    elsewhere.mkdir()
    ran = check(keden, "good.jsonl", "--home", elsewhere)
    assert (ran.returncode, list(elsewhere.iterdir())) == (0, [])
    assert b"not covered" not in ran.stdout


def test_a_home_that_is_not_there_is_a_slip(keden, files):
    ran = check(keden, "good.jsonl", "--home", "typo")
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert b"typo" in ran.stderr


def test_who_is_named_must_be_known_somewhere(keden, files, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = check(keden, "good.jsonl", "--home", tmp_path / "empty", "--actor", "trader-1")
    assert ran.returncode == 2
    assert b"register of people" in ran.stderr
    assert check(keden, "good.jsonl", "--actor", "trader-1").returncode == 0
