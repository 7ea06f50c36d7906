"""An installation that is examined: well, and each part that is not, by its rule."""

import contextlib
import datetime
import pathlib
import shutil
import sqlite3

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.files import whole_file
from openkeden.flow import installation_files
from openkeden.flow.operating import examination, storage
from openkeden.ledger import checkpoint
from tests import founded, on_postgres
from tests.founded import at

__all__ = ["at"]

#: A working moment whose rates a new installation has, after all that its ledger holds.
NOW = datetime.datetime(2026, 4, 2, 5, tzinfo=datetime.UTC)

DATABASE = installation_files.DATABASE_FILE


def broken(home: pathlib.Path, now: datetime.datetime = NOW) -> dict[str, set[str]]:
    """The rules that are broken, by the part."""
    connections["default"].close()
    found = {}
    for one in examination.examine(home, now):
        rules = {finding.rule for finding in one.findings if finding.severity == "error"}
        if rules:
            found[one.part] = rules
    return found


@pytest.fixture
def house(at):
    """A new installation whose ledger ends before `NOW`."""
    return at.home


def after(home: pathlib.Path) -> datetime.datetime:
    """A moment after the latest fact."""
    (clock,) = [one for one in examination.examine(home, NOW) if one.part == "clock"]
    return datetime.datetime.fromisoformat(clock.seen["latest"]) + datetime.timedelta(1)


def test_every_part_is_looked_at_and_nothing_is_changed(house):
    def state():
        lying = [one for one in house.rglob("*") if not one.name.endswith(("-shm", "-wal"))]
        return {(one, one.stat().st_mtime_ns, one.stat().st_mode) for one in lying}

    before = state()
    found = examination.examine(house, NOW)
    assert [one.part for one in found] == [check.part for check in examination.CHECKS]
    assert all(one.done for one in found)
    assert state() == before
    assert broken(house).keys() == {"clock"}


def test_a_folder_without_an_installation_is_said(tmp_path):
    given = examination.examine(tmp_path, NOW)
    assert isinstance(given, Refused)
    assert given.findings[0].rule == "U.1"


def test_a_clock_behind_the_ledger_is_U_257(house):
    assert broken(house)["clock"] == {"U.257"}, "the facts were recorded just now"
    assert "clock" not in broken(house, after(house))


def test_rates_before_the_last_working_day_are_U_258(house):
    def on(day: str) -> set[str]:
        return broken(house, datetime.datetime.fromisoformat(day)).get("rates", set())

    (rates,) = [one for one in examination.examine(house, NOW) if one.part == "rates"]
    last = datetime.date.fromisoformat(rates.seen["last"])
    assert last == datetime.date(2026, 4, 3), "a Friday"
    assert on("2026-04-03T10:00+05:00") == set()
    assert on("2026-04-06T10:00+05:00") == set(), "Monday: Friday is the last working day"
    assert on("2026-04-07T10:00+05:00") == {"U.258"}


def test_law_that_does_not_hold_today_is_U_5_and_is_told_of_ahead(house):
    def law(day: datetime.datetime) -> list[tuple[str, str]]:
        found = [one for one in examination.examine(house, day) if one.part == "law"]
        return [(one.rule, one.severity) for one in found[0].findings]

    assert law(NOW) == []
    assert law(NOW.replace(year=1999)) == [("U.5", "error")]
    ends = datetime.datetime(2026, 12, 31, 12, tzinfo=datetime.UTC)
    assert law(ends) == [("U.5", "notice")]


@pytest.mark.parametrize("name", ["log.key", "."])
def test_what_others_may_read_is_U_254(house, name):
    (house / name).chmod(0o750)
    assert broken(house)["key"] == {"U.254"}


def test_another_key_and_none_are_said(house, tmp_path):
    path = house / installation_files.KEY_FILE
    other = founded.bare(tmp_path / "other").key
    mine = path.read_bytes()
    path.unlink()
    assert broken(house)["key"] == {"U.2"}
    made = checkpoint.generate(other.name)
    whole_file.write(path, f"{made.text}\n".encode(), private=True)
    assert broken(house)["key"] == {"U.21", "U.3"}
    whole_file.write(path, mine, private=True)
    assert "key" not in broken(house)


def test_too_little_room_is_U_255(house):
    at = examination.installed(house, NOW)
    rules = [finding.rule for finding in storage.disk(at, least=1 << 60)[1]]
    assert rules == ["U.255", "U.255", "U.256"]


def test_heads_on_another_disk_are_not_told_of(house, monkeypatch):
    other = pathlib.Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == house.stat().st_dev:
        pytest.skip("there is one disk here")
    monkeypatch.setenv("KEDEN_HEADS", str(other / "openkeden-heads-that-are-not-there"))
    assert list(storage.disk(examination.installed(house, NOW), least=0)[1]) == []


@on_postgres.sqlite_only
def test_a_ledger_shorter_than_its_heads_is_U_50(at, tmp_path):
    connections["default"].close()
    old = tmp_path / "old"
    shutil.copytree(at.home, old)
    founded.appoint(founded.found(at.home), "chief-9", "chief")
    heads = (at.home / installation_files.HEADS_FILE).read_bytes()
    (old / installation_files.HEADS_FILE).write_bytes(heads)
    assert broken(old)["ledger"] == {"U.50"}
    assert (old / installation_files.HEADS_FILE).read_bytes() == heads


def test_settings_are_told_but_for_secrets_and_wrong_ones_are_U_207(house, monkeypatch):
    monkeypatch.setenv("KEDEN_LIMIT_READ", "many")
    monkeypatch.setenv("KEDEN_SECOND_OPINION_KEY", "sesame")
    (one,) = [one for one in examination.examine(house, NOW) if one.part == "settings"]
    assert [finding.rule for finding in one.findings] == ["U.207"]
    assert one.seen["KEDEN_LIMIT_READ"] == "many"
    assert one.seen["KEDEN_SECOND_OPINION_KEY"] == "***"


def test_tables_of_another_program_are_U_252_and_U_253(house):
    change = "UPDATE django_migrations SET name = '9999' WHERE name LIKE '0002%'"
    founded.sql(house, f"{change} RETURNING 1")
    connections["default"].close()
    (one,) = [one for one in examination.examine(house, NOW) if one.part == "database"]
    found = {finding.rule: finding for finding in one.findings}
    assert found.keys() == {"U.252", "U.253"}
    assert found["U.253"].args["value"] == "store.9999"
    assert found["U.252"].severity == "notice"


@on_postgres.sqlite_only
def test_a_file_that_is_no_database_is_U_250_and_what_hangs_on_it_is_unknown(house):
    connections["default"].close()
    for name in installation_files.BESIDE_DATABASE:
        (house / name).unlink(missing_ok=True)
    (house / installation_files.DATABASE_FILE).write_bytes(b"no database" * 999)
    assert broken(house)["database"] == {"U.250"}
    unknown = {one.part for one in examination.examine(house, NOW) if not one.done}
    assert unknown == {"ledger", "clock", "rates"}


@on_postgres.sqlite_only
def test_a_database_that_takes_nothing_is_U_251(house):
    examination.examine(house, NOW)
    with connections["default"].cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout=1")
    with contextlib.closing(sqlite3.connect(house / DATABASE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        (finding,) = storage.database(examination.installed(house, NOW))[1]
    assert (finding.rule, finding.args["value"]) == ("U.251", "database is locked")
    assert list(storage.database(examination.installed(house, NOW))[1]) == []


@on_postgres.sqlite_only
def test_what_the_database_does_not_answer_is_named_where_it_was_asked(house):
    founded.sql(house, "ALTER TABLE quote RENAME TO gone")
    assert broken(house)["rates"] == {"U.250"}
