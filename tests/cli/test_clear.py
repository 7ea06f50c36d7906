"""`keden clear`: answers and exit codes for what is good, refused, unreadable, hostile or
not there.
"""

import json

import pytest

from tests import founded
from tests.cli.conftest import AT

CYRILLIC = set("абвгдежзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі")


def clear(keden, *words, **more):
    return keden("clear", *words, "--at", AT, **more)


def answers(ran) -> list[dict]:
    return [json.loads(line) for line in ran.stdout.splitlines()]


def facts(keden) -> int:
    return json.loads(keden("ledger", "verify", "--json").stdout)["size"]


def test_exit_code_0_when_all_are_registered(keden, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(
        founded.lines(founded.lentils("A-1"), founded.shoes("A-2"))
    )
    ran = clear(keden, "a.jsonl")
    assert (ran.returncode, ran.stderr.count(b"\n")) == (0, 1)
    assert b"A-1: " in ran.stdout
    assert b"57505/020426/0000002" in ran.stdout


def test_json_lines_say_everything(keden, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(
        founded.lines(founded.shirts("A-1"), founded.bad("A-2")) + b"{\n"
    )
    ran = clear(keden, "a.jsonl", "--json")
    good, bad, broken = answers(ran)
    assert ran.returncode == 2
    assert (good["status"], good["registration"], good["entry"]) == (
        "registered",
        "57505/020426/0000001",
        founded.ENTRIES + 1,
    )
    assert good["payable"].isascii()
    assert sum(round(float(amount) * 100) for amount in good["charges"].values()) == round(
        float(good["payable"]) * 100
    )
    assert (bad["status"], bad["findings"][0]["rule"], bad["findings"][0]["box"]) == (
        "refused",
        "G5.1",
        "5",
    )
    assert (broken["status"], broken["where"], broken["entry"]) == (
        "unreadable",
        "line 3",
        None,
    )
    assert all(
        finding["message"] and finding["fix"]
        for answer in (bad, broken)
        for finding in answer["findings"]
    )


def test_out_takes_the_lines_and_the_screen_only_what_went_wrong(keden, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(
        founded.lines(founded.lentils("A-1"), founded.bad("A-2"))
    )
    ran = clear(keden, "a.jsonl", "--out", "answers.jsonl")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"A-2" in ran.stderr
    assert b"A-1" not in ran.stderr
    told = [
        json.loads(line) for line in (tmp_path / "answers.jsonl").read_bytes().splitlines()
    ]
    assert [answer["reference"] for answer in told] == ["A-1", "A-2"]


def test_three_good_and_two_bad_lines(keden, tmp_path):
    good, bad = (
        (founded.lines(founded.lentils(f"A-{n}")) for n in (1, 2)),
        founded.lines(founded.bad("A-3")),
    )
    (tmp_path / "a.jsonl").write_bytes(
        b"".join([next(good), bad, next(good), b'{"reference": 1}\n'])
    )
    (tmp_path / "b.jsonl").write_bytes(founded.lines(founded.lentils("A-5")))
    ran = clear(keden, "a.jsonl", "b.jsonl", "--json")
    statuses = [answer["status"] for answer in answers(ran)]
    assert statuses == ["registered", "refused", "registered", "unreadable", "registered"]
    assert ran.returncode == 2


def test_standard_input(keden):
    ran = clear(keden, "-", "--json", stdin=founded.lines(founded.lentils("A-1")))
    assert [answer["status"] for answer in answers(ran)] == ["registered"]


def test_the_same_file_again_changes_nothing(keden, tmp_path):
    (tmp_path / "a.csv").write_bytes(
        founded.rows(founded.lentils("A-1"), founded.bad("A-2"))
    )
    first, size = clear(keden, "a.csv", "--json"), facts(keden)
    again = clear(keden, "a.csv", "--json")
    assert (again.stdout, again.returncode, facts(keden)) == (first.stdout, 1, size)


@pytest.mark.parametrize(
    "words", [["missing.json"], ["."], ["a\nb\x1b[31m.json"], ["[/red].json"]]
)
def test_a_file_that_cannot_be_read_is_a_sentence_and_the_others_are_lodged(
    keden, tmp_path, words
):
    (tmp_path / "good.jsonl").write_bytes(founded.lines(founded.lentils("A-1")))
    ran = clear(keden, *words, "good.jsonl")
    assert ran.returncode == 2
    assert b"good.jsonl" not in ran.stderr
    assert ran.stderr.strip()
    assert b"A-1: " in ran.stdout
    assert facts(keden) == founded.ENTRIES + 2


DEEP = b'{"items":' * 5000
DOCTYPE = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
    b"<ASYCUDA>&b;</ASYCUDA>"
)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n\n",
        bytes(range(256)) * 20,
        b"\xff\xfe{\x00}\x00",
        b'{"reference": "A-1", "dir',
        b"[" * 100_000,
        DEEP,
        DOCTYPE,
        b"<ASYCUDA>",
        b'{"reference": NaN}',
        b'{"reference": "A", "items_total": 1e999}',
        b"null",
        b"[1, 2]",
        b'{"reference": "\\ud800"}',
        b'reference,code\n"open',
        b"reference\n\n\n",
        b"PK\x03\x04" + bytes(100),
    ],
    ids=lambda body: ascii(body[:16]),
)
def test_hostile_input_is_answered(keden, tmp_path, body):
    (tmp_path / "a").write_bytes(body)
    for more in ((), ("--json",)):
        ran = clear(keden, "a", *more)
        assert ran.returncode == 2, ran
        assert ran.stdout or ran.stderr
    assert all(
        answer["status"] == "unreadable" and answer["findings"] for answer in answers(ran)
    )
    assert b"root:" not in ran.stdout


def test_over_the_cap(keden, tmp_path):
    body = founded.lines(
        founded.lentils("A-1"), founded.lentils("A-2", signatory="x" * 200)
    )
    (tmp_path / "a").write_bytes(body)
    ran = clear(keden, "a", "--json", "--max-bytes", len(body.splitlines()[0]))
    assert [answer["status"] for answer in answers(ran)] == ["registered", "unreadable"]
    assert answers(ran)[1]["findings"][0]["rule"] == "F.4"


@pytest.mark.parametrize("most", ["0", "-1", "x", "1.5"])
def test_a_cap_that_is_none(keden, tmp_path, most):
    (tmp_path / "a").write_bytes(founded.lines(founded.lentils("A-1")))
    assert clear(keden, "a", "--max-bytes", most).returncode == 2


@pytest.mark.parametrize(
    "reference",
    ["[/x]", "[red]x", "\\[bold]", "[link=http://a.b]x", "a\x1b[31mb", "\u202egpj"],
)
def test_markup_in_a_filing_is_shown_as_it_is(keden, reference):
    made = founded.lines(founded.lentils(reference))
    ran = clear(keden, "-", stdin=made)
    assert ran.returncode in (0, 1)
    assert b"\x1b" not in ran.stdout + ran.stderr
    if "\x1b" not in reference and reference.isascii():
        assert reference.encode() in ran.stdout


@pytest.mark.parametrize(
    "at",
    [
        "2199-01-01",
        "1995-01-01T00:00+05:00",
        "yesterday",
        "0001-01-01T00:00+05:00",
        "9999-12-31T23:59:59",
    ],
)
def test_a_moment_that_cannot_be(keden, at):
    ran = keden("clear", "-", "--at", at, stdin=founded.lines(founded.lentils("A-1")))
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"keden: ")
    assert b"--at" in ran.stderr


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_other_languages(keden, lang):
    ran = clear(
        keden,
        "-",
        "--lang",
        lang,
        stdin=founded.lines(founded.lentils("A-1"), founded.bad("A-2")) + b"{\n",
    )
    told = (ran.stdout + ran.stderr).decode()
    lines = [line for line in told.splitlines() if line.strip()]
    assert len(lines) >= 6
    assert all(CYRILLIC & set(line.lower()) for line in lines), told


def test_exit_code_2_without_a_file(keden):
    assert keden("clear").returncode == 2
    assert keden("clear", "a", "--lang", "tlh").returncode == 2
    assert keden("clear", "a", "--no-such-option").returncode == 2
