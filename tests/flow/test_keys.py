"""Keys of programs: who may have one, what is kept of it, and when it stops."""

import datetime
import re

import msgspec
import pytest

from openkeden.base.findings import Refused
from openkeden.clearance import access_keys
from openkeden.flow import clock, facts, installation_files, recording
from openkeden.flow.access import key_text, keys
from openkeden.flow.access.callers import SCOPES
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.people import register
from openkeden.flow.recording import By
from openkeden.store import read, write
from tests import founded

DAY = datetime.timedelta(days=1)
MOST = access_keys.LONGEST_DAYS


def by(actor="trader-1"):
    return By(actor, clock.now())


def day(at, days=0):
    """Today, or a day so many days from it."""
    return at.local(clock.now()).date() + days * DAY


def wanted(at, days=MOST, **changes):
    given = {
        "person": "trader-1",
        "scopes": ("file", "read"),
        "until": day(at, days),
        "label": "warehouse",
    }
    return keys.WantedKey(**(given | changes))


def issued(at, actor="trader-1", **changes):
    made = keys.issue(wanted(at, **changes), by(actor), at)
    assert isinstance(made, keys.IssuedKey), made
    return made


def rules(refused):
    assert isinstance(refused, Refused), refused
    return [found.rule for found in refused.findings]


def end_trader(at):
    ended = register.end(
        "trader-1", "declarant", None, "ORDER-9", "admin-1", clock.now(), at
    )
    assert len(ended) == 1, ended


@pytest.mark.parametrize("actor", ["trader-1", " Trader-1", "admin-1"])
def test_whose_it_is_or_an_administrator_gives_a_key(at, actor):
    made = issued(at, actor)
    (row,) = read.entries_of(f"key {made.key.id}")
    fact = facts.read(row.body)
    assert (fact.person, fact.scopes) == ("trader-1", ("file", "read"))
    assert (fact.since, fact.until) == (day(at), day(at, MOST))
    assert fact.actor == actor.strip().lower()
    assert verification.verify(at).problem is None


def test_nothing_of_a_secret_is_kept(at):
    made = issued(at)
    assert re.fullmatch("kdn_live_[0-9A-Za-z]{43}", made.secret)
    assert made.secret[9:17] == made.key.id
    digest = key_text.digest(made.secret)
    for name in (installation_files.DATABASE_FILE, "keden.sqlite3-wal"):
        path = at.home / name
        stored = path.read_bytes() if path.exists() else b""
        assert made.secret[17:].encode() not in stored
    (row,) = read.entries_of(f"key {made.key.id}")
    assert digest not in row.body
    assert digest.hex().encode() not in row.body


def test_the_keys_of_a_test_installation_say_so(at):
    at.origin = "keden.example/test"
    assert issued(at).secret.startswith("kdn_test_")


@pytest.mark.parametrize(
    ("changes", "actor", "expected"),
    [
        ({}, "trader-2", ["U.234"]),
        ({}, "inspector-1", ["U.234"]),
        ({}, "nobody", ["U.234"]),
        ({"person": "inspector-1"}, "inspector-1", ["PE.4"]),
        ({"person": "admin-1"}, "admin-1", ["PE.4"]),
        ({"person": "nobody"}, "admin-1", ["PE.3"]),
        ({"person": "trader 1"}, "admin-1", ["PE.1", "PE.3"]),
        ({"scopes": ()}, "trader-1", ["U.230"]),
        ({"scopes": ("file", "file")}, "trader-1", ["U.230"]),
        ({"scopes": ("file", "king")}, "trader-1", ["U.230"]),
        ({"days": -1}, "trader-1", ["U.231"]),
        ({"days": MOST + 1}, "trader-1", ["U.231"]),
        ({"label": " "}, "trader-1", ["PE.15"]),
        (
            {"scopes": (), "days": MOST + 1, "label": "", "person": "chief-1"},
            "trader-1",
            ["PE.4", "U.234", "U.230", "U.231", "PE.15"],
        ),
    ],
)
def test_what_cannot_be_given_is_told_at_once_and_writes_nothing(
    at, changes, actor, expected
):
    size = receipts.size()
    assert rules(keys.issue(wanted(at, **changes), by(actor), at)) == expected
    assert receipts.size() == size


def test_a_key_may_be_for_everything_a_key_can(at):
    assert issued(at, scopes=SCOPES).key.scopes == SCOPES


def test_a_key_is_revoked_once_by_whose_it_is_or_an_administrator(at):
    first, second = issued(at), issued(at)
    assert rules(keys.revoke(first.key.id, "lost", by("trader-2"), at)) == ["U.234"]
    assert rules(keys.revoke(first.key.id, "", by(), at)) == ["PE.15"]
    assert rules(keys.revoke("nothing", "lost", by(), at)) == ["U.232"]
    gone = keys.revoke(first.key.id, "lost", by(), at)
    assert gone.revoked == receipts.size() - 1
    assert rules(keys.revoke(first.key.id, "lost", by(), at)) == ["U.233"]
    assert rules(keys.replace(first.key.id, day(at), by(), at)) == ["U.233"]
    assert keys.revoke(second.key.id, "lost", by("admin-2"), at).revoked
    assert verification.verify(at).problem is None


def test_whoever_declares_for_nobody_any_more_may_still_revoke(at):
    made = issued(at)
    end_trader(at)
    assert rules(keys.replace(made.key.id, day(at), by(), at)) == ["PE.4"]
    assert keys.revoke(made.key.id, "lost", by(), at).revoked
    assert verification.verify(at).problem is None


def test_a_second_key_is_for_what_the_first_is_for(at, monkeypatch):
    first = issued(at, days=1)
    second = keys.replace(first.key.id, day(at, MOST), by("admin-1"), at)
    assert second.key.replaces == first.key.id
    same = ("person", "scopes", "label")
    for name in same:
        assert getattr(second.key, name) == getattr(first.key, name)
    assert rules(keys.replace("nothing", day(at), by(), at)) == ["U.232"]
    assert [one.dead for one in keys.everything(at)] == ["", ""]
    later = clock.now() + 2 * DAY
    monkeypatch.setattr(clock, "now", lambda: later)
    assert [one.dead for one in keys.everything(at)] == ["expired", ""]
    assert verification.verify(at).problem is None


def test_keys_are_listed_with_what_became_of_them(at, monkeypatch):
    assert keys.everything(at) == ()
    first, second = issued(at), issued(at, "trader-2", person="trader-2")
    keys.revoke(first.key.id, "lost", by(), at)
    told = keys.everything(at)
    assert [one.dead for one in told] == ["revoked", ""]
    assert [one.firms for one in told] == [(founded.PAYER,), (founded.OTHER,)]
    assert told[1].used is None
    assert [one.key.id for one in keys.everything(at, "TRADER-2")] == [second.key.id]
    monkeypatch.setenv("KEDEN_UNUSED_DAYS", "-1")
    assert keys.everything(at)[1].dead == "unused"
    end_trader(at)
    assert keys.everything(at)[0].dead == "revoked"


def forged(at, fact):
    """A fact that somebody with the key of the ledger puts there himself."""
    with recording.act(at, clock.now()) as act:
        act.append(fact)
    return verification.verify(at).problems


def said():
    now = clock.now()
    return {"v": 2, "at": now, "recorded": now, "actor": "trader-1"}


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"actor": "trader-2"}, "actor"),
        ({"person": "inspector-1", "actor": "inspector-1"}, "actor"),
        ({"since": datetime.date(2026, 1, 1)}, "since"),
        ({"until": datetime.date(2036, 1, 1)}, "until"),
        ({"scopes": ("king",)}, "scopes"),
        ({"replaces": "bbbbbbbb"}, "replaces"),
    ],
)
def test_an_audit_names_a_key_that_nobody_could_have_given(at, changes, column):
    fact = facts.KeyIssued(
        **said(),
        id="aaaaaaaa",
        person="trader-1",
        scopes=("read",),
        since=day(at),
        until=day(at),
        label="x",
        commitment=bytes(32),
    )
    found = forged(at, msgspec.structs.replace(fact, **changes))
    assert column in {problem.column for problem in found if problem.table == "entry"}


@pytest.mark.parametrize("wrong", [{"entry": 0}, {"id": "other"}, {"person": "trader-2"}])
def test_an_audit_names_an_end_that_ends_nothing(at, wrong):
    made = issued(at)
    named = {"entry": made.key.entry, "id": made.key.id, "person": "trader-1"}
    found = forged(at, facts.KeyRevoked(**said(), reason="lost", **(named | wrong)))
    assert "entry" in {problem.column for problem in found}


def test_an_audit_names_the_digest_of_another_key(at):
    """Whoever writes to the database cannot put a key of his own in the place of another."""
    first, second = issued(at), issued(at)
    with write.group() as cursor:
        cursor.execute(
            "UPDATE api_key SET digest = ? WHERE id = ?",
            (key_text.digest(second.secret), first.key.id),
        )
    (found,) = verification.verify(at).problems
    assert (found.table, found.record, found.column) == ("api_key", first.key.id, "digest")
