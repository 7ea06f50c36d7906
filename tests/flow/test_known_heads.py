"""The last head kept outside the database: a house that was put back to an earlier day, or
lost what lay beside its database file, is not opened; what was torn is made whole.
"""

import pathlib
import shutil
import signal
import sqlite3

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import installation, installation_files
from openkeden.flow.ledger import verification
from openkeden.ledger import checkpoint, head_file
from openkeden.store import log
from tests import founded, lodgers, on_postgres, warm


def refusal(home: pathlib.Path) -> str:
    """The number of the one rule that an installation was refused by."""
    connections["default"].close()
    given = installation.open_installation(home)
    assert isinstance(given, Refused)
    (finding,) = given.findings
    return finding.rule


def sizes(path: pathlib.Path) -> list[int]:
    return [checkpoint.size_of(note) for note in head_file.split(path.read_bytes()).whole]


def stored() -> list[int]:
    """The sizes of the heads in the opened database."""
    return [head.size for head in log.heads()]


def copy_of(at, to: pathlib.Path) -> pathlib.Path:
    """The whole folder as it is now, with all that lies in the `-wal`."""
    connections["default"].close()
    on_postgres.copy(at.home, to)
    founded.found(at.home)
    return to


def restore(at, old: pathlib.Path) -> None:
    """Put the database of an earlier day back."""
    connections["default"].close()
    if on_postgres.is_on():
        on_postgres.put_back(at.home, old)
        return
    for path in at.home.glob(f"{installation_files.DATABASE_FILE}*"):
        path.unlink()
    for path in old.glob(f"{installation_files.DATABASE_FILE}*"):
        shutil.copy(path, at.home)


def test_every_head_is_kept_in_its_order(at):
    for number in range(3):
        founded.lodge_one(at, founded.lentils(f"A-{number}"))
    founded.pay_in(at)
    assert sizes(at.heads_file) == stored()
    assert len(stored()) > 4


def test_the_heads_may_lie_on_another_disk(tmp_path, monkeypatch):
    elsewhere = tmp_path / "other disk" / "keden heads"
    elsewhere.parent.mkdir()
    monkeypatch.setenv("KEDEN_HEADS", str(elsewhere))
    at = founded.found(tmp_path / "home")
    founded.lodge_one(at, founded.lentils("A-1"))
    assert sizes(elsewhere) == stored()
    assert not (at.home / installation_files.HEADS_FILE).exists()
    assert verification.verify(at).outside_heads == len(stored())
    connections["default"].close()


def test_a_head_that_cannot_be_kept_is_not_answered_for(tmp_path, monkeypatch):
    at = founded.found(tmp_path / "home")
    gone = tmp_path / "gone" / "heads"
    monkeypatch.setenv("KEDEN_HEADS", str(gone))
    opened = founded.found
    with pytest.raises(FileNotFoundError):
        opened(at.home)
    gone.parent.mkdir()
    at = founded.found(at.home)
    shutil.rmtree(gone.parent)
    with pytest.raises(FileNotFoundError):
        founded.lodge_one(at, founded.lentils("A-1"))
    gone.parent.mkdir()
    again = founded.found(at.home)
    assert sizes(gone) == stored()[-1:], "it is known from the next opening on"
    size = log.size()
    assert founded.lodge_one(again, founded.lentils("A-1")).entry == size - 1
    connections["default"].close()


def test_the_database_of_yesterday_is_not_opened(at, tmp_path):
    founded.lodge_one(at, founded.lentils("A-1"))
    old = copy_of(at, tmp_path / "old")
    founded.lodge_one(at, founded.lentils("A-2"))
    restore(at, old)
    assert refusal(at.home) == "U.50"
    audited = installation.open_to_audit(at.home)
    (problem,) = verification.verify(audited).problems
    assert (problem.table, problem.expected) == ("outside", f"{log.size() + 1} facts")


def test_a_database_that_went_another_way_is_not_opened(at, tmp_path):
    """Put back, and more lodged there than was lost: it is longer, and not the same."""
    founded.lodge_one(at, founded.lentils("A-1"))
    old = copy_of(at, tmp_path / "old")
    founded.lodge_one(at, founded.lentils("A-2"))
    other = founded.found(old)
    for number in range(5):
        founded.lodge_one(other, founded.shirts(f"B-{number}"))
    restore(at, old)
    assert refusal(at.home) == "U.51"
    audited = installation.open_to_audit(at.home)
    problems = verification.verify(audited).problems
    assert {problem.table for problem in problems} == {"outside"}


@on_postgres.sqlite_only
def test_a_house_without_its_wal_is_not_opened(at):
    """As after a kill: the file of the database is nearly empty, the facts lie beside it."""
    connections["default"].close()
    process, out = warm.start(lodgers.until_a_call, at.home, "A", 1, 0)
    assert warm.everything(out).count(b"\n") == 1
    process.join()
    assert process.exitcode == -signal.SIGKILL
    wal = at.home / f"{installation_files.DATABASE_FILE}-wal"
    assert wal.stat().st_size > 0
    wal.unlink()
    assert refusal(at.home) in {"U.50", "U.54"}


@pytest.mark.parametrize("left", ["nothing", "an empty file", "an empty database"])
def test_a_key_without_its_database_begins_no_new_ledger(at, left):
    founded.lodge_one(at, founded.lentils("A-1"))
    connections["default"].close()
    at.heads_file.unlink()
    if on_postgres.is_on():
        on_postgres.put_back(at.home, None)
        assert refusal(at.home) == "U.54"
        return
    for path in at.home.glob(f"{installation_files.DATABASE_FILE}*"):
        path.unlink()
    database = at.home / installation_files.DATABASE_FILE
    if left == "an empty file":
        database.write_bytes(b"")
    elif left == "an empty database":
        hand = sqlite3.connect(database)
        hand.execute("VACUUM")
        hand.close()
    assert refusal(at.home) == "U.54"


@pytest.mark.parametrize("cut", [1, 20, 60, 150])
def test_a_torn_end_is_made_whole(at, cut):
    founded.lodge_one(at, founded.lentils("A-1"))
    founded.lodge_one(at, founded.lentils("A-2"))
    whole = at.heads_file.read_bytes()
    at.heads_file.write_bytes(whole[:-cut])
    assert sizes(at.heads_file) == stored()[:-1]
    again = founded.found(at.home)
    assert at.heads_file.read_bytes() == whole
    at.heads_file.write_bytes(whole + b"keden.example/log\n99")
    founded.lodge_one(again, founded.lentils("A-3"))
    assert sizes(at.heads_file) == stored()
    assert at.heads_file.read_bytes().startswith(whole)


def test_a_hole_in_what_was_written_last_is_made_whole(at):
    """The end reached the disk, the beginning did not."""
    founded.lodge_one(at, founded.lentils("A-1"))
    before = len(at.heads_file.read_bytes())
    founded.lodge_one(at, founded.lentils("A-2"))
    whole = at.heads_file.read_bytes()
    at.heads_file.write_bytes(whole[:before] + bytes(40) + whole[before + 40 :])
    founded.found(at.home)
    assert at.heads_file.read_bytes() == whole


def test_heads_of_another_ledger(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    stranger = checkpoint.generate(at.key.name)
    note = checkpoint.sign(stranger.name, 1, bytes(32), stranger)
    at.heads_file.write_bytes(note.encode())
    assert refusal(at.home) == "U.52"


def test_a_file_of_many_heads_is_read_from_its_end(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    latest = log.head()
    at.heads_file.write_bytes(latest[2].encode() * 1000)
    founded.lodge_one(founded.found(at.home), founded.lentils("A-2"))
    assert sizes(at.heads_file) == [latest[0]] * 1000 + [latest[0] + 1]


def test_the_end_of_an_earlier_head_is_no_head(at):
    """A kill between commit and file: the next head that is kept brings the one before."""
    founded.lodge_one(at, founded.lentils("A-1"))
    before = at.heads_file.read_bytes()
    founded.lodge_one(at, founded.lentils("A-2"))
    at.heads_file.write_bytes(before)
    founded.lodge_one(at, founded.lentils("A-3"))
    assert sizes(at.heads_file) == stored()


def test_many_processes_keep_every_head_in_order(at):
    connections["default"].close()
    start, running = warm.starting_line(3), []
    for name in ("A", "B", "C"):
        filings = [founded.lentils(f"{name}-{number}") for number in range(10)]
        words = (at.home, founded.lines(*filings), founded.MOMENT, "", start)
        running.append(warm.start(lodgers.each, *words))
    told = [warm.everything(out).splitlines() for _, out in running]
    assert told == [[b"registered "] * 10] * 3
    for process, _ in running:
        process.join()
    again = founded.found(at.home)
    assert sizes(at.heads_file) == stored()
    assert len(stored()) >= 30
    assert verification.verify(again).problem is None
