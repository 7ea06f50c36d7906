"""Backups: what is taken comes back as it was, and what is damaged, foreign or hostile
never becomes an installation.
"""

import io
import os
import pathlib
import shutil
import sqlite3

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.files import archive
from openkeden.flow import backups, installation, installation_files, recording
from openkeden.flow.law import taking
from openkeden.flow.ledger import verification
from openkeden.ledger import checkpoint
from tests import founded, on_postgres

#: A backup holds a SQLite file; tests/store/test_server_copy.py takes it of a server.
pytestmark = on_postgres.sqlite_only

DATABASE = installation_files.DATABASE_FILE

ROW = b"""
[[parameters]]
values = { mci = "4500" }
unit = "KZT"
since = 2099-01-01
act = "Example Act"
source = "where it was read"
mark = "memory"
"""


def refusal(given: object) -> tuple[str, str]:
    """The one rule that was broken, and its reason."""
    assert isinstance(given, Refused), given
    (finding,) = given.findings
    return finding.rule, finding.args.get("reason", "")


def content(home: pathlib.Path) -> dict[str, bytes]:
    return {
        path.relative_to(home).as_posix(): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def backup(at, tmp_path):
    """A backup of an installation with two filings, whose process goes on."""
    founded.lodge_all(at, founded.lentils("A-1"), founded.bad("A-2"))
    given = backups.take(at.home, tmp_path / "backup")
    assert isinstance(given, backups.BackupList), given
    return tmp_path / "backup"


def files(backup: pathlib.Path) -> dict[str, bytes]:
    """What a backup holds, by name."""
    folder = backup.with_name("unpacked")
    body = backup.read_bytes()
    names = [one.name for one in archive.unpack(io.BytesIO(body), len(body), folder)]
    found = {name: (folder / name).read_bytes() for name in names}
    shutil.rmtree(folder)
    return found


def packed(path: pathlib.Path, held: dict[str, bytes], *, listed: bool = True) -> None:
    """A backup of these files, with a list that tells of them unless it is among them."""
    kept = {name: body for name, body in held.items() if name != backups.LIST_FILE}
    told = msgspec.json.decode(held[backups.LIST_FILE], type=backups.BackupList)
    with path.open("wb") as stream:
        added = [
            archive.add(stream, name, io.BytesIO(body), len(body))
            for name, body in kept.items()
        ]
        if listed:
            told = msgspec.structs.replace(told, files=tuple(added))
        body = msgspec.json.encode(told)
        archive.add(stream, backups.LIST_FILE, io.BytesIO(body), len(body))
        archive.end(stream)


def test_all_of_an_installation_comes_back(at, tmp_path):
    answer = founded.lodge_one(at, founded.lentils("A-1"))
    by = recording.By("admin-1", founded.MOMENT)
    assert not isinstance(taking.import_rows(ROW, "local", by, at), Refused)
    (at.home / "notes").mkdir()
    (at.home / "notes" / "day.txt").write_text("kept too")
    given = backups.take(at.home, tmp_path / "backup")
    verdict = verification.verify(at)
    assert (given.ledger.size, given.ledger.root) == (verdict.size, verdict.root.hex())
    assert given.ledger.origin == at.origin
    restored = backups.restore(tmp_path / "backup", tmp_path / "new")
    assert restored == given
    before, after = content(at.home), content(tmp_path / "new")
    lost = before.keys() - after.keys()
    locks = {installation_files.LOCK_FILE, "law/import.lock"}
    assert lost == locks | set(installation_files.BESIDE_DATABASE)
    assert after.keys() <= before.keys()
    assert {name for name in after if after[name] != before[name]} <= {DATABASE}
    assert {one.name for one in given.files} == after.keys()
    again = founded.found(tmp_path / "new")
    assert verification.verify(again).problem is None
    assert founded.lodge_one(again, founded.lentils("A-1")) == answer
    # The import of law in between is a fact too.
    assert founded.lodge_one(again, founded.lentils("A-2")).entry == answer.entry + 2


def test_everything_of_it_is_its_owners_alone(backup, tmp_path):
    before = os.umask(0)
    backups.take(tmp_path / "home", tmp_path / "open")
    backups.restore(tmp_path / "open", tmp_path / "new")
    os.umask(before)
    found = [backup, tmp_path / "open", tmp_path / "new", *(tmp_path / "new").rglob("*")]
    assert len(found) > 6
    assert [path for path in found if path.stat().st_mode & 0o077] == []


def test_an_installation_without_facts_comes_back(tmp_path):
    installation.open_installation(tmp_path / "home")
    given = backups.take(tmp_path / "home", tmp_path / "backup")
    assert (given.ledger.size, given.ledger.root) == (0, "")
    assert backups.restore(tmp_path / "backup", tmp_path / "new") == given


def test_a_link_to_a_file_is_kept_as_the_file(at, tmp_path):
    key = at.home / installation_files.KEY_FILE
    shutil.move(key, tmp_path / "stick")
    key.symlink_to(tmp_path / "stick")
    assert not isinstance(backups.take(at.home, tmp_path / "backup"), Refused)
    backups.restore(tmp_path / "backup", tmp_path / "new")
    restored = tmp_path / "new" / installation_files.KEY_FILE
    assert not restored.is_symlink()
    assert restored.read_text() == (tmp_path / "stick").read_text()


def test_a_backup_is_a_new_file_outside_of_the_installation(at, tmp_path):
    (tmp_path / "there").write_bytes(b"kept")
    assert refusal(backups.take(at.home, tmp_path / "there"))[0] == "U.43"
    assert (tmp_path / "there").read_bytes() == b"kept"
    assert refusal(backups.take(at.home, at.home / "backup"))[0] == "U.42"
    assert refusal(backups.take(tmp_path / "none", tmp_path / "backup"))[0] == "U.1"
    assert not (tmp_path / "backup").exists()


def damage_key(home: pathlib.Path) -> None:
    (home / installation_files.KEY_FILE).write_bytes(b"PRIVATE+KEY+a+b")


def lose_key(home: pathlib.Path) -> None:
    (home / installation_files.KEY_FILE).unlink()


def foreign_key(home: pathlib.Path) -> None:
    private = ed25519.Ed25519PrivateKey.from_private_bytes(bytes(32))
    other = checkpoint.Key("test.example/log", private, checkpoint.LOG)
    (home / installation_files.KEY_FILE).write_text(other.text)


def empty_jurisdiction(home: pathlib.Path) -> None:
    (home / installation_files.JURISDICTION_FILE).write_bytes(b"")


def other_head(home: pathlib.Path) -> None:
    founded.sql(home, "UPDATE head SET root = zeroblob(32)")


def no_table(home: pathlib.Path) -> None:
    founded.sql(home, "ALTER TABLE head RENAME TO gone")


def odd_head(home: pathlib.Path) -> None:
    founded.sql(home, "UPDATE head SET note = x'ff'")


def damage_page(home: pathlib.Path) -> None:
    """Wrong bytes in a page that the copy of the database takes as it is."""
    connections["default"].close()
    with (home / DATABASE).open("r+b") as file:
        file.seek(5 * 16384)
        file.write(b"\xff" * 16384)


def pipe(home: pathlib.Path) -> None:
    os.mkfifo(home / "pipe")


def linked_folder(home: pathlib.Path) -> None:
    (home / "notes").symlink_to(home.parent)


UNSOUND = [
    (damage_key, "no key"),
    (lose_key, "log.key is not there"),
    (foreign_key, "does not belong"),
    (empty_jurisdiction, "jurisdiction"),
    (other_head, "than was signed"),
    (no_table, "no such table"),
    (odd_head, "no ledger"),
    (damage_page, "database"),
    (pipe, "neither a file nor a folder"),
    (linked_folder, "neither a file nor a folder"),
]


@pytest.mark.parametrize(("harm", "reason"), UNSOUND)
def test_no_backup_is_taken_that_could_not_be_restored(at, tmp_path, harm, reason):
    founded.lodge_one(at, founded.lentils("A-1"))
    harm(at.home)
    rule, told = refusal(backups.take(at.home, tmp_path / "backup"))
    assert rule == "U.44"
    assert reason in told
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def refused(path: pathlib.Path) -> str:
    """Why a backup is not restored; nothing is left where it should have been."""
    new = path.with_name("new")
    rule, reason = refusal(backups.restore(path, new))
    assert rule == "U.45"
    assert not [one for one in path.parent.iterdir() if one.name.startswith("new")]
    return reason


def test_a_changed_byte_of_any_file_is_noticed(backup):
    held = files(backup)
    for name in held.keys() - {backups.LIST_FILE}:
        body = bytearray(held[name])
        body[len(body) // 2] ^= 1
        packed(backup, held | {name: bytes(body)}, listed=False)
        assert "not those of its list" in refused(backup)


def test_a_flipped_bit_anywhere_in_the_file_is_noticed(backup):
    body = backup.read_bytes()
    for place in range(0, len(body) - 1024, 20_011):
        broken = bytearray(body)
        broken[place] ^= 0x10
        backup.write_bytes(broken)
        assert refused(backup)


def test_a_cut_backup_is_noticed(backup):
    body = backup.read_bytes()
    for length in (0, 100, 600, 5000, len(body) // 2, len(body) - 1500):
        backup.write_bytes(body[:length])
        assert refused(backup)


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        (f"{DATABASE}-wal", b"x", "is in no backup"),
        (f"{DATABASE}-shm", b"x", "is in no backup"),
        (f"{DATABASE}-journal", b"x", "is in no backup"),
        (installation_files.LOCK_FILE, b"x", "is in no backup"),
        (DATABASE, b"no database", "database"),
        (DATABASE, b"", "no such table"),
        (installation_files.KEY_FILE, b"", "no key"),
        (installation_files.JURISDICTION_FILE, b"K", "jurisdiction"),
    ],
)
def test_a_list_that_fits_does_not_make_a_bad_file_good(backup, name, body, reason):
    packed(backup, files(backup) | {name: body})
    assert reason in refused(backup)


def test_a_backup_without_what_matters_is_refused(backup):
    held = files(backup)
    for name in (DATABASE, installation_files.KEY_FILE):
        packed(backup, {kept: held[kept] for kept in held if kept != name})
        assert f"{name} is not there" in refused(backup)


def test_the_key_of_another_ledger_is_noticed(backup):
    held = files(backup)
    other = checkpoint.generate("test.example/log")
    packed(backup, held | {installation_files.KEY_FILE: other.text.encode()})
    assert "does not belong" in refused(backup)


def test_a_list_of_another_ledger_or_format_is_noticed(backup):
    held = files(backup)
    told = msgspec.json.decode(held[backups.LIST_FILE], type=backups.BackupList)
    ledger = msgspec.structs.replace(told.ledger, size=told.ledger.size + 1)
    for other, reason in (
        (msgspec.structs.replace(told, ledger=ledger), "its list tells of"),
        (msgspec.structs.replace(told, format=2), "format"),
    ):
        packed(backup, held | {backups.LIST_FILE: msgspec.json.encode(other)})
        assert reason in refused(backup)


def test_a_backup_without_its_list_is_refused(backup):
    with backup.open("wb") as stream:
        archive.add(stream, DATABASE, io.BytesIO(b"x"), 1)
        archive.end(stream)
    assert "last file" in refused(backup)
    with backup.open("wb") as stream:
        archive.add(stream, backups.LIST_FILE, io.BytesIO(b"[" * 99), 99)
        archive.end(stream)
    assert refused(backup)


def test_the_journal_of_a_database_cannot_be_brought_in(backup, tmp_path):
    """SQLite would replay it when the restored database is opened, after all checks."""
    house = tmp_path / "other"
    house.mkdir()
    hand = sqlite3.connect(house / DATABASE)
    hand.execute("PRAGMA journal_mode=WAL")
    hand.execute("CREATE TABLE t (a)")
    journal = (house / f"{DATABASE}-wal").read_bytes()
    hand.close()
    packed(backup, files(backup) | {f"{DATABASE}-wal": journal})
    assert "is in no backup" in refused(backup)


def test_nothing_is_restored_over_anything(backup, tmp_path):
    (tmp_path / "file").write_bytes(b"kept")
    (tmp_path / "link").symlink_to("nowhere")
    for name in ("home", "file", "link"):
        before = content(tmp_path / "home")
        rule, _ = refusal(backups.restore(backup, tmp_path / name))
        assert rule == "U.46"
        assert content(tmp_path / "home") == before
    (tmp_path / "empty").mkdir()
    assert isinstance(backups.restore(backup, tmp_path / "empty"), backups.BackupList)


@pytest.mark.parametrize("name", ["/dev/zero", "folder"])
def test_what_is_no_file_is_no_backup(tmp_path, name):
    (tmp_path / "folder").mkdir()
    rule, reason = refusal(backups.restore(tmp_path / name, tmp_path / "new"))
    assert (rule, reason) == ("U.45", "it is not a file")
