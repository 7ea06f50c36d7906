"""`keden key`: keys given, replaced, revoked and listed."""

import json
import re

import pytest

from tests.cli.conftest import AT

UNTIL = "2028-04-01"
ISSUE = ("key", "issue", "--person", "trader-1", "--until", UNTIL, "--label", "till 1")


def test_a_key_is_shown_once_listed_and_revoked(keden):
    given = keden(*ISSUE, "--scopes", "file, read", "--at", AT)
    held, once, secret = given.stdout.decode().splitlines()
    named = secret[9:17]
    told = f"{named}: trader-1, till 1: file, read until {UNTIL}, entry "
    assert held.startswith(told)
    assert re.fullmatch("kdn_live_[0-9A-Za-z]{43}", secret)
    assert once == "Keep it now: it is shown this once and stored nowhere."
    listed = keden("key", "list").stdout.decode()
    assert listed.startswith(f"{held}; never used")
    (known,) = json.loads(keden("key", "list", "--json").stdout)["keys"]
    assert (known["id"], known["used"]) == (named, None)
    assert secret[17:] not in str(known)
    gone = keden(
        "key", "revoke", named, "--reason", "lost", "--actor", "admin-1", "--at", AT
    )
    assert gone.stdout.decode().startswith(f"The key {named} is revoked, entry ")
    assert keden("key", "list", "--lang", "ru").stdout.decode().endswith("; отозван\n")
    assert keden("key", "list", "--person", "trader-2").stdout == b"No key was given out.\n"


def test_a_key_is_replaced_and_programs_read_all_of_it(keden):
    who = ("--actor", "admin-1", "--at", AT, "--json")
    first = json.loads(keden(*ISSUE, "--scopes", "money", *who).stdout)
    ran = keden("key", "rotate", first["id"], "--until", "2026-12-31", *who)
    second = json.loads(ran.stdout)
    assert (second["replaces"], second["scopes"]) == (first["id"], ["money"])
    assert second["key"].startswith("kdn_live_")
    ran = keden("key", "revoke", first["id"], "--reason", "old", *who)
    assert json.loads(ran.stdout)["revoked"] > second["entry"]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ((*ISSUE, "--scopes", "king"), "U.230"),
        ((*ISSUE, "--scopes", "file", "--actor", "trader-2"), "U.234"),
        (("key", "rotate", "none", "--until", UNTIL, "--actor", "admin-1"), "U.232"),
        (("key", "revoke", "none", "--reason", "x", "--actor", "admin-1"), "U.232"),
    ],
)
def test_what_cannot_be_is_told_with_exit_code_1(keden, words, rule):
    ran = keden(*words, "--at", AT)
    assert (ran.returncode, ran.stdout) == (1, b"")
    assert rule in ran.stderr.decode()
    told = json.loads(keden(*words, "--at", AT, "--json").stdout)
    assert told["findings"][0]["rule"] == rule
