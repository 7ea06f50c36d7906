"""Rows that tables must hold, most of them on the disk: each is found again, and compared as
it was given.
"""

import pytest
from django.db import connection

from openkeden.store import expected_rows, rows, write
from openkeden.store.expected_rows import ExpectedTable
from tests import on_postgres


def row(number: int, lodged: int = 1) -> rows.TraderRow:
    return rows.TraderRow(f"T-{number}", lodged, 0, 0, "2026-04-02", "2026-04-03")


@pytest.fixture(params=[1, 3, 100])
def table(request, at, monkeypatch):
    """The table of traders, with so many rows in memory."""
    monkeypatch.setattr(expected_rows, "HELD", request.param)
    with expected_rows.database():
        yield ExpectedTable("trader", rows.TraderRow, ("id",))


def store(*stored: rows.TraderRow) -> None:
    with write.group() as cursor:
        write.traders(cursor, stored)


def test_what_was_put_last_is_found(table):
    assert table.get("T-1") is None
    for number in range(10):
        table.put(row(number))
    table.put(row(4, lodged=7))
    assert table["T-4"] == row(4, lodged=7)
    assert table["T-9"] == row(9)
    with pytest.raises(KeyError):
        table["T-10"]


def test_what_was_removed_is_gone(table):
    table.put(row(1))
    table.put(row(2))
    table.remove("T-1")
    assert (table.get("T-1"), table.get("T-2")) == (None, row(2))
    with pytest.raises(KeyError):
        table.remove("T-1")


def test_what_is_stored_is_compared(table):
    stored = [row(number) for number in range(6)]
    store(*stored, row(7))
    for number in range(6):
        table.put(row(number, lodged=2 if number == 3 else 1))
    table.put(row(8))
    assert list(table.differing()) == [(row(3), row(3, lodged=2)), (row(7), None)]
    assert list(table.missing()) == [row(8)]
    assert list(table.doubled()) == []


def test_an_empty_table_is_compared(table):
    store(row(1))
    assert list(table.differing()) == [(row(1), None)]
    assert list(table.missing()) == []


def test_a_table_that_is_gone_is_not_that_of_what_is_expected(table):
    """What is expected must never stand in for what is stored."""
    table.put(row(1))
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE trader RENAME TO hidden")
    with pytest.raises(Exception, match=r"no such table|does not exist"):
        list(table.missing())


@on_postgres.sqlite_only
def test_the_connection_is_as_it_was(at):
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = cursor.fetchone()
    with expected_rows.database(), connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        assert cursor.fetchone() != before
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        assert cursor.fetchone() == before
        cursor.execute("PRAGMA database_list")
        assert [name for _, name, _ in cursor.fetchall()] == ["main"]
