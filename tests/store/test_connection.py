"""The opened connection: what buys durability is really on, and one group of filings is one
commit.
"""

import sqlite3

import pytest
from django.db import IntegrityError, connection, transaction

from openkeden.flow.installation_files import DATABASE_FILE
from openkeden.flow.lodging import lodge
from openkeden.store import log, read, write
from openkeden.store.statements import CHUNK
from tests import founded, on_postgres


@on_postgres.sqlite_only
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("page_size", 4096),
        ("wal_autocheckpoint", 16000),
    ],
)
def test_the_connection_is_durable(at, pragma, value):
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        assert cursor.fetchone()[0] == value


@on_postgres.sqlite_only
def test_a_group_is_the_only_writer_from_its_beginning(at):
    """Two writers never find out at the end that one of them was in vain."""
    other = sqlite3.connect(at.home / DATABASE_FILE, timeout=0, isolation_level=None)
    with write.group(), pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


@pytest.fixture
def statements(at):
    """What the database is told, statement by statement, from when it is asked for."""
    if on_postgres.is_on():
        pytest.skip("SQLite tells its statements")
    told: list[str] = []
    with connection.cursor():
        connection.connection.set_trace_callback(told.append)
    yield told
    connection.connection.set_trace_callback(None)


def test_three_hundred_filings_are_one_commit(at, statements):
    before = len(list(log.heads()))
    given = founded.lodge_all(
        at, *[founded.lentils(f"A-{number}") for number in range(300)]
    )
    assert len(given) == 300
    assert [one for one in statements if one.startswith(("COMMIT", "BEGIN"))] == [
        "BEGIN IMMEDIATE",
        "COMMIT",
    ]
    assert len(list(log.heads())) == before + 1


def test_commits_are_counted_by_groups(at, statements):
    body = founded.lines(*[founded.lentils(f"A-{number}") for number in range(300)])
    given = list(
        lodge.lodge_all(
            iter(founded.read(body)), founded.ACTOR, founded.MOMENT, at, group=150
        )
    )
    assert len(given) == 300
    assert statements.count("COMMIT") == 2


def test_filings_that_were_answered_before_write_nothing(at, statements):
    founded.lodge_one(at, founded.lentils("A-1"))
    statements.clear()
    founded.lodge_one(at, founded.lentils("A-1"))
    assert not [
        one for one in statements if one.lstrip().startswith(("INSERT", "UPDATE", "DELETE"))
    ]


def test_reads_do_not_grow_with_the_batch(at, statements):
    """One statement a table and 400 keys, not one a filing."""
    founded.lodge_one(at, founded.lentils("A-1"))
    counts = []
    for size in (1, 40):
        statements.clear()
        founded.lodge_all(
            at, *[founded.lentils(f"{size}-{number}") for number in range(size)]
        )
        counts.append(sum(one.lstrip().startswith("SELECT") for one in statements))
    assert counts[0] == counts[1]


def fail_in_the_middle(at) -> None:
    with write.group() as cursor:
        log.append(cursor, log.latest(), [log.LogRecord("x", "x", 0, 0, b"x")], at.key)
        write.serials(cursor, {("57505", "2026-04-02"): 99})
        raise RuntimeError


def test_a_group_that_fails_leaves_nothing(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    counts = (
        "SELECT (SELECT count(*) FROM entry), (SELECT count(*) FROM head), (SELECT"
        " sum(last) FROM serial)"
    )
    before = founded.sql(at, counts)
    with pytest.raises(RuntimeError):
        fail_in_the_middle(at)
    assert founded.sql(at, counts) == before
    assert founded.lodge_one(at, founded.lentils("A-2")).registration.endswith("0000002")


@pytest.mark.parametrize(
    ("statement", "matter"),
    [
        ("UPDATE entry SET subject = 'x'", "never changed"),
        ("DELETE FROM entry", "never changed"),
        ("UPDATE account SET balance = -1", "check"),
        (
            "INSERT INTO account (payer, kind, balance) SELECT payer, kind, 1 FROM account",
            "unique",
        ),
        ("UPDATE serial SET last = NULL", "not.null"),
        ("UPDATE declaration SET registration = '1', version = 1", "unique"),
        ("UPDATE declaration SET reference_key = '1'", "unique"),
    ],
)
def test_the_database_repeats_what_matters(at, statement, matter):
    founded.pay_in(at)
    founded.lodge_all(at, founded.shirts("A-1"), founded.shirts("A-2"))
    with (
        pytest.raises(IntegrityError, match=f"(?i){matter}"),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_row_without_its_fact_is_refused(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    with (
        pytest.raises(IntegrityError, match=r"(?i)foreign key"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE declaration SET lodged = 99")


def test_more_keys_than_one_statement_takes(at):
    filings = [founded.lentils(f"A-{number}") for number in range(2 * CHUNK + 1)]
    founded.lodge_all(at, *filings)
    keys = [(filing.declarant.id, filing.reference.lower()) for filing in filings]
    assert read.declarations_by_key(keys).keys() == set(keys)
    size = founded.ENTRIES + 1 + len(filings)
    assert len(read.entries(range(size))) == size
    assert [row.index for row in read.all_entries()] == list(range(size))


def test_lanes_are_counted_by_the_version_in_force(at):
    first = founded.lodge_one(at, founded.shirts("A-1"))
    founded.lodge_all(
        at, founded.shoes("A-2"), founded.shirts("A-3", amends=first.registration)
    )
    assert read.counts() == {"green": 1, "yellow": 1}
