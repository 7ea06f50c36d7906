"""The other commands: what they show, the exit codes they end with, and that nothing
outside of us is a traceback.
"""

import json
import os
import pathlib

import click
import pytest
import typer.main

import openkeden
from openkeden.cli import main
from openkeden.flow import installation_files
from tests import founded
from tests.cli.conftest import AT

KEDEN = typer.main.get_command(main.app)


def commands(group=KEDEN, path=()) -> dict[tuple[str, ...], click.Command]:
    """Every command by its words, those of groups too; each is made when it is asked for."""
    context = click.Context(group)
    found = {}
    for name in group.list_commands(context):
        made, here = group.get_command(context, name), (*path, name)
        grouped = hasattr(made, "list_commands")
        found |= commands(made, here) if grouped else {here: made}
    return found


COMMANDS = commands()


def test_all_commands_are_found():
    assert len(COMMANDS) > 50
    assert {("duty",), ("law", "import"), ("version",)} <= COMMANDS.keys()


@pytest.fixture
def lodged(keden, tmp_path):
    """Two declarations: one waits for its payment, of the other one documents are asked."""
    (tmp_path / "a.jsonl").write_bytes(
        founded.lines(founded.shirts("A-1"), founded.shoes("A-2"))
    )
    assert keden("clear", "a.jsonl", "--at", AT).returncode == 0
    return keden


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_help_names_every_option(keden, path):
    ran = keden(*path, "--help")
    told = ran.stdout.decode()
    assert ran.returncode == 0
    made = COMMANDS[path]
    for parameter in made.params:
        if parameter.param_type_name == "option":
            assert all(option in told for option in parameter.opts)
            assert parameter.help, (path, parameter.name)
    assert made.help


def test_every_command_is_listed(keden):
    told = keden("--help").stdout.decode()
    assert all(path[0] in told for path in COMMANDS)


def test_version(keden):
    assert keden("version").stdout.strip() == openkeden.__version__.encode()


@pytest.mark.parametrize(
    "words",
    [[], ["fly"], ["status"], ["act"], ["ledger", "fly"], ["deposit", "1", "2"]],
)
def test_a_wrong_call_ends_with_2(keden, words):
    ran = keden(*words)
    assert ran.returncode == 2
    assert ran.stdout + ran.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["status", "A-1"],
        ["act", "A-1", "withdraw", "--role", "declarant", "--actor", "x"],
        ["ledger", "verify"],
        ["ledger", "head"],
        ["receipt", "get", "A-1"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_without_an_installation_it_is_said_where_one_is_made(keden, tmp_path, words):
    ran = keden(*words, "--home", "nowhere")
    assert ran.returncode == 2
    assert b"keden demo" in ran.stderr
    assert not (tmp_path / "nowhere").exists()


def test_status_by_number_and_by_reference(lodged):
    by_number = lodged("status", "57505/020426/0000001", "--json")
    by_reference = lodged("status", "A-1", "--json")
    assert by_number.stdout == by_reference.stdout
    told = json.loads(by_number.stdout)
    assert (told["state"], told["lane"], told["paid"]) == (
        "awaiting_payment",
        "green",
        "0.00",
    )
    assert [event["action"] for event in told["events"]] == [
        "file",
        "register",
        "select_lane",
        "demand_payment",
    ]
    assert "reasons" not in told
    assert "draw" not in told


def test_reasons_are_for_officers(lodged):
    told = json.loads(lodged("status", "A-2", "--json", "--officer", "inspector-1").stdout)
    assert told["reasons"]
    assert told["draw"]["chosen"] is False
    titles = [reason["title"].encode() for reason in told["reasons"]]
    plain, officer = (
        lodged("status", "A-2").stdout,
        lodged("status", "A-2", "--officer", "inspector-1").stdout,
    )
    assert not any(title in plain for title in titles)
    assert all(title in officer for title in titles)


def test_status_of_nothing(lodged):
    ran = lodged("status", "[/x]\x1b[31m")
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"I.3" in ran.stderr
    assert b"\x1b" not in ran.stderr
    assert (
        json.loads(lodged("status", "A-404", "--json").stdout)["findings"][0]["rule"]
        == "I.3"
    )


@pytest.mark.parametrize("lang", ["ru", "kk"])
def test_status_in_other_languages(lodged, lang):
    english = lodged("status", "A-1").stdout.decode()
    other = lodged("status", "A-1", "--lang", lang).stdout.decode()
    assert len(english.splitlines()) == len(other.splitlines())
    assert (
        sum(
            any("а" <= letter <= "я" for letter in line)
            for line in other.lower().splitlines()
        )
        >= 7
    )


def act(keden, reference, action, role, *args, actor="", device=""):
    actor = actor or founded.BY_ROLE[role]
    words = [word for arg in args for word in ("--arg", arg)]
    return keden(
        "act",
        reference,
        action,
        "--role",
        role,
        "--actor",
        actor,
        "--device",
        device,
        "--at",
        AT,
        "--json",
        *words,
    )


def test_documents_are_given_as_a_list(lodged):
    asked = json.loads(lodged("status", "A-2", "--json").stdout)["documents"]
    ran = act(
        lodged, "A-2", "supply_documents", "declarant", f"documents={','.join(asked)}"
    )
    assert json.loads(ran.stdout)["state"] == "under_check"
    assert json.loads(ran.stdout)["documents"] == []


def test_an_action_that_is_not_allowed_says_what_is(lodged):
    ran = act(lodged, "A-1", "release", "declarant")
    told = json.loads(ran.stdout)["findings"]
    assert ran.returncode == 1
    assert told[0]["message"]
    assert told[0]["fix"]


@pytest.mark.parametrize(
    ("action", "arg"),
    [
        ("confirm_payment", "amount"),
        ("confirm_payment", "amount=1e3"),
        ("confirm_payment", "amount=-1"),
        ("confirm_payment", "colour=red"),
        ("fly_away", "amount=1"),
        ("release_items", "items=1,x"),
        ("release_items", "items=\u00b2"),
    ],
)
def test_an_argument_that_is_none(lodged, action, arg):
    ran = act(lodged, "A-1", action, "inspector", arg)
    assert ran.returncode == 2
    expected = "L.25" if action == "fly_away" else "U.14"
    assert json.loads(ran.stdout)["findings"][0]["rule"] == expected


@pytest.mark.parametrize(
    "at", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00+05:00", "2200-01-01", "now"]
)
def test_nothing_is_done_at_a_moment_that_cannot_be(lodged, at):
    """Neither said with a traceback nor recorded, where it would stand in the way of
    whatever comes after it.
    """
    who = ("--role", "inspector", "--actor", "x", "--at", at)
    paper = ("--document", "x", "--bank", "KKMFKZ2A", "--date", "2026-04-01")
    for words in (
        ("act", "A-2", "order_inspection", *who),
        ("act", "A-2", "extend_term", *who, "--arg", "working_days=1", "--arg", "reason=x"),
        ("deposit", founded.PAYER, "1", *paper, "--actor", "x", "--at", at),
    ):
        ran = lodged(*words)
        assert ran.returncode == 2
        assert ran.stderr.startswith(b"keden: ")
    assert (
        json.loads(lodged("ledger", "verify", "--json").stdout)["size"]
        == 3 + founded.ENTRIES
    )
    assert lodged("status", "A-2").returncode == 0


def test_an_actor_with_markup_in_its_name_is_no_person(lodged):
    who = ("--role", "treasury", "--actor", "[/x]\x1b[31m", "--at", AT)
    paid = ("--arg", "amount=1", "--arg", "document=PO")
    ran = lodged("act", "A-1", "confirm_payment", *who, *paid)
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert b"PE.1" in ran.stderr
    assert b"\x1b" not in ran.stderr


def test_law_check_finds_the_pack_in_order(keden):
    ran = keden("law", "check", "--json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 0, [
        found for found in told["findings"] if found["severity"] == "error"
    ]
    assert len(told["version"]) == 64
    assert b"known gaps" in keden("law", "check").stdout


#: An installation without people of its own.
FRESH = ("--home", "fresh")


def test_the_demo_brings_no_money_where_people_work(keden):
    ran = keden("demo")
    assert ran.returncode == 1
    assert b"PE.3" in ran.stderr


def test_demo_twice(keden):
    first, again = keden("demo", *FRESH), keden("demo", *FRESH)
    assert (first.returncode, again.returncode) == (0, 0)
    assert b"nothing was cleared twice" in again.stdout
    assert b"nothing was cleared twice" not in first.stdout
    root = [line for line in first.stdout.splitlines() if b"root" in line]
    assert root == [line for line in again.stdout.splitlines() if b"root" in line]
    for sample in founded.samples():
        assert sample.encode() in first.stdout
    assert b"everything fits" in keden("ledger", "verify", *FRESH).stdout


def test_the_commands_that_the_demo_names_work(keden):
    told = keden("demo", *FRESH).stdout.decode()
    named = [
        line.split(" ", 1)[1].strip()
        for line in told.splitlines()
        if line.startswith("Next")
    ]
    assert len(named) == 5
    for line in named:
        words = line.split()
        assert keden(*words[1:]).returncode == 0, line


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_the_demo_tells_what_its_model_chose(keden, language):
    told = keden("demo", *FRESH, "--lang", language).stdout.decode()
    listed = json.loads(keden("risk", "model", "list", "--json", *FRESH).stdout)
    (champion,) = listed["models"]
    assert (champion["in_force"], champion["actor"]) == (True, "demo-administrator")
    assert champion["digest"][:16] in told
    assert "demo-chief" in told
    (line,) = [line for line in told.splitlines() if "keden explain" in line]
    reference = line.split("explain ")[1].split()[0]
    call = ("explain", reference, "--officer", "demo-inspector", *FRESH, "--lang", language)
    explained = json.loads(keden(*call, "--json").stdout)["targeted"]
    assert explained["by_model"]
    lines = keden(*call).stdout.decode().splitlines()
    passage = [line[2:] for line in told.splitlines() if line.startswith("  ")]
    terms = [term["text"] for term in explained["terms"]]
    change = explained["change"]
    told_too = [line for line in explained["lines"] if change and change in line]
    for shown in (explained["lines"][0], *told_too):
        assert shown in passage
        assert shown in lines
    assert sum(any(term in line for line in passage) for term in terms) == 3


def test_an_installation_of_ones_own_has_no_model(lodged):
    listed = json.loads(lodged("risk", "model", "list", "--json").stdout)
    assert listed["models"] == []


def test_a_database_that_is_none(keden, tmp_path):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / installation_files.DATABASE_FILE).write_bytes(
        b"this is no database" * 1000
    )
    ran = keden("status", "A-1", "--home", "broken")
    assert ran.returncode == 2
    assert b"database" in ran.stderr
    assert keden("demo", "--home", "other").returncode == 0, (
        "the next call is not disturbed"
    )


@pytest.mark.parametrize("text", [b"", b"PRIVATE+KEY+nonsense", b"\x00", b"\xff"])
def test_a_key_that_is_none(lodged, tmp_path, text):
    (tmp_path / ".keden" / installation_files.KEY_FILE).write_bytes(text)
    ran = lodged("status", "A-1")
    assert ran.returncode == 2
    assert installation_files.KEY_FILE.encode() in ran.stderr


def test_a_lost_key_is_not_replaced_by_another(lodged, tmp_path):
    (tmp_path / ".keden" / installation_files.KEY_FILE).unlink()
    ran = lodged("status", "A-1")
    assert ran.returncode == 2
    assert b"key" in ran.stderr
    assert not (tmp_path / ".keden" / installation_files.KEY_FILE).exists()


def test_a_home_that_is_a_file(keden, tmp_path):
    (tmp_path / "file").write_text("")
    assert keden("demo", "--home", "file").returncode == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_cannot_be_written(keden, tmp_path):
    (tmp_path / "closed").mkdir(mode=0o500)
    assert keden("demo", "--home", "closed").returncode == 2


def test_a_private_key_is_for_its_owner_only(keden, tmp_path):
    keden("demo", "--home", "fresh")
    assert (
        pathlib.Path(tmp_path / "fresh" / installation_files.KEY_FILE).stat().st_mode
        & 0o077
        == 0
    )
