"""`keden person`: people entered, ended and shown."""

import json

from tests import founded
from tests.cli.conftest import AT

ADD = ("--name", "New", "--document", "ORDER-2", "--actor", "admin-1", "--at", AT)


def test_a_person_is_entered_shown_and_ended(keden):
    ran = keden("person", "add", "New.1", "--role", "inspector", "--office", "57505", *ADD)
    when = "from 2026-04-02 to further notice"
    told = f"new.1 (New): inspector for 57505 {when}, entry {founded.ENTRIES}\n"
    assert (ran.returncode, ran.stdout.decode()) == (0, told)
    assert keden("person", "show", "NEW.1").stdout.decode() == told
    assert keden("person", "list").stdout.decode().endswith(told)
    held = json.loads(keden("person", "list", "--json").stdout)["appointments"]
    assert [one["person"] for one in held] == [
        *[person for person, _, _ in founded.PEOPLE],
        "new.1",
    ]
    who = ("--role", "inspector", "--reason", "x", "--actor", "admin-2", "--at", AT)
    ended = keden("person", "end", "new.1", *who, "--json")
    (gone,) = json.loads(ended.stdout)["appointments"]
    assert gone["until"] == "2026-04-01"
    assert json.loads(keden("person", "show", "new.1", "--json").stdout) == {
        "appointments": [gone]
    }


def test_what_cannot_be_is_told_with_exit_code_1(keden):
    for words, rule in (
        (("add", "new", "--role", "system", *ADD), "PE.2"),
        (("end", "new", "--role", "chief", "--reason", "x", "--actor", "admin-1"), "PE.3"),
        (("show", "new"), "PE.3"),
    ):
        ran = keden("person", *words)
        assert (ran.returncode, ran.stdout) == (1, b"")
        assert rule in ran.stderr.decode()
        told = json.loads(keden("person", *words, "--json").stdout)
        assert told["findings"][0]["rule"] == rule


def test_a_day_that_is_none(keden):
    ran = keden("person", "add", "new", "--role", "chief", "--since", "soon", *ADD)
    assert ran.returncode == 2
    assert ran.stderr.startswith(b"keden: ")


def test_the_first_administrator_is_told_of(keden):
    ran = keden(
        "person",
        "add",
        "root",
        "--role",
        "administrator",
        "--name",
        "R",
        "--document",
        "1",
        "--actor",
        "root",
        "--home",
        "another",
        "--at",
        AT,
    )
    assert ran.returncode == 0
    assert b"the first administrator enters himself" in ran.stdout


def test_nobody_acts_as_the_system(keden):
    (good,) = founded.lines(founded.shirts("A-1")).splitlines()
    keden("clear", "-", "--at", AT, stdin=good)
    args = ("--arg", "amount=1", "--arg", "document=x", "--at", AT)
    who = ("--role", "system", "--actor", "treasury-1")
    ran = keden("act", "A-1", "confirm_payment", *who, *args)
    assert ran.returncode == 1
    assert b"PE.2" in ran.stderr


def test_filings_are_handed_in_by_a_person_or_speak_for_themselves(keden):
    (good,) = founded.lines(founded.shirts("A-1")).splitlines()
    (other,) = founded.lines(founded.shirts("A-2")).splitlines()
    for actor, body, code in (
        ("trader-2", good, 1),
        ("nobody", good, 1),
        ("Trader-1", good, 0),
        ("", other, 0),
    ):
        ran = keden("clear", "-", "--actor", actor, "--at", AT, stdin=body)
        assert ran.returncode == code, ran.stdout
    shown = [json.loads(keden("status", name, "--json").stdout) for name in ("A-1", "A-2")]
    assert [one["events"][0]["actor"] for one in shown] == ["trader-1", founded.PAYER]
