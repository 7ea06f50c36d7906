"""What the audit sees beyond single cells: rows that stand twice, the schema, the files
beside the database, damage that keeps other commands from opening it; and what it does not
see beside somebody who writes.
"""

import pathlib
import sqlite3

import pytest
from django.db import connections

from openkeden.base.findings import Refused
from openkeden.flow import databases, installation, installation_files
from openkeden.flow.ledger import verification
from openkeden.ledger import checkpoint
from openkeden.store import log, schema
from tests import founded, lodgers, on_postgres, warm
from tests.flow import filled

TABLES = [
    "declaration",
    "item",
    "refusal",
    "trader",
    "account",
    "quote",
    "serial",
    "quota_use",
    "head",
    "tile",
    "entry",
]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    return filled.fill(tmp_path_factory.mktemp("filled") / "home", many=3)


@pytest.fixture
def home(house, tmp_path):
    """A copy of the filled house for one test to tamper with."""
    on_postgres.copy(house.home, tmp_path / "home")
    yield tmp_path / "home"
    connections["default"].close()


def audit(home: pathlib.Path) -> verification.LedgerVerdict:
    opened = installation.open_to_audit(home)
    assert isinstance(opened, installation.Installation), opened
    return verification.verify(founded.calm(opened))


def problems(home: pathlib.Path) -> list[tuple[str, str]]:
    return [(problem.table, problem.record) for problem in audit(home).problems]


def by_hand(home: pathlib.Path, *statements: str) -> None:
    """Run statements as somebody who may write the schema too."""
    if on_postgres.is_on():
        on_postgres.by_hand(home, *statements)
        return
    hand = sqlite3.connect(home / installation_files.DATABASE_FILE)
    with hand:
        hand.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            hand.execute(statement)
    hand.close()


def reason(home: pathlib.Path) -> str:
    """The number of the one rule that keeps the house from being opened."""
    given = installation.open_installation(home)
    assert isinstance(given, Refused), given
    return given.findings[0].rule


def test_what_nobody_touched_fits(home):
    assert audit(home).problems == ()


@on_postgres.sqlite_only
@pytest.mark.parametrize("table", TABLES)
def test_a_row_that_stands_twice_is_named(home, table):
    """The table made anew without any index that keeps its rows apart."""
    columns = founded.sql(home, f"PRAGMA table_info({table})")
    plain = ", ".join([f'"{row[1]}" {row[2]}' for row in columns])
    key = founded.key_of(table)
    down = key.replace(",", " DESC,") + " DESC"
    by_hand(
        home,
        f"CREATE TABLE anew ({plain})",
        f"INSERT INTO anew SELECT * FROM {table} ORDER BY {key}",
        f"INSERT INTO anew SELECT * FROM {table} ORDER BY {down} LIMIT 1",
        f"DROP TABLE {table}",
        f"ALTER TABLE anew RENAME TO {table}",
    )
    told = audit(home).problems
    doubled = [one for one in told if one.table == table and one.record]
    assert doubled, told
    assert ("schema", f"table {table}") in problems(home)


def test_a_doubled_migration_is_named(home):
    by_hand(
        home,
        "INSERT INTO django_migrations (app, name, applied)"
        " SELECT app, name, applied FROM django_migrations LIMIT 1",
    )
    assert problems(home) == [("django_migrations", "store.0001_initial")]


SCHEMA = {
    "a trigger gone": ["DROP TRIGGER entry_no_update"],
    "a trigger that later changes balances": [
        (
            "CREATE TRIGGER later AFTER INSERT ON entry"
            " BEGIN UPDATE account SET balance = balance + 1; END"
        )
    ],
    "a trigger that speaks too late": [
        (
            "UPDATE sqlite_master SET sql = replace(sql, 'BEFORE', 'AFTER')"
            " WHERE name = 'entry_no_delete'"
        )
    ],
    "an index gone": ["DROP INDEX entry_subject"],
    "an index more": ["CREATE INDEX more ON entry (at)"],
    "a view": ["CREATE VIEW shown AS SELECT * FROM declaration"],
    "a view in place of a table": [
        "PRAGMA legacy_alter_table = ON",
        "ALTER TABLE trader RENAME TO hidden",
        "CREATE VIEW trader AS SELECT * FROM hidden",
    ],
    "a table more": ["CREATE TABLE more (a)"],
    "a check gone": [
        (
            "UPDATE sqlite_master SET sql = replace(sql, '\"balance\" >= 0', '1')"
            " WHERE name = 'account'"
        )
    ],
    "a key that points nowhere": [
        (
            "UPDATE sqlite_master SET sql = replace(sql, 'REFERENCES \"entry\" (\"index\")', '')"
            " WHERE name = 'item'"
        )
    ],
}


@on_postgres.sqlite_only
@pytest.mark.parametrize("statements", SCHEMA.values(), ids=SCHEMA)
def test_a_changed_schema_is_named(home, statements):
    by_hand(home, *statements)
    assert "schema" in [table for table, _ in problems(home)]


def test_blanks_and_quotes_of_a_statement_say_nothing():
    assert schema.tokens('CREATE TABLE "a" (b  TEXT)') == schema.tokens(
        "create table a(b text)"
    )
    assert schema.tokens("CHECK (a = 'B')") != schema.tokens("CHECK (a = 'b')")
    assert schema.tokens('CHECK ("a > 0")') != schema.tokens("CHECK (a > 0)")


@on_postgres.sqlite_only
def test_an_index_that_lacks_a_row_is_named(home):
    """Who looks up by the index does not find what the audit reads in the table."""
    by_hand(
        home,
        "CREATE TABLE copy AS SELECT * FROM sqlite_master WHERE name = 'entry_subject'",
        "DELETE FROM sqlite_master WHERE name = 'entry_subject'",
    )
    by_hand(
        home,
        "DROP TRIGGER entry_no_update",
        "UPDATE entry SET subject = subject || ''",
        'INSERT INTO entry SELECT "index" + 1000, kind, subject, at, body, received, recorded,'
        " sealed FROM entry LIMIT 1",
        "INSERT INTO sqlite_master SELECT * FROM copy",
        "DROP TABLE copy",
    )
    assert "database" in [table for table, _ in problems(home)]


@on_postgres.sqlite_only
@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE head SET root = CAST(root AS text)", "head"),
        ("UPDATE quote SET effective_on = CAST(effective_on AS blob)", "quote"),
        ("UPDATE django_migrations SET app = CAST(app AS blob)", "django_migrations"),
        ("UPDATE trader SET first_on = CAST(first_on AS blob)", "trader"),
        ("UPDATE django_migrations SET applied = 1.5", "django_migrations"),
        ("UPDATE django_migrations SET applied = 'junk'", "django_migrations"),
    ],
)
def test_cells_that_are_stored_as_another_kind_are_named(home, statement, table):
    by_hand(home, statement)
    assert table in [named for named, _ in problems(home)]


DAMAGE = [
    "UPDATE quote SET effective_on = '2026-99-99' WHERE id = 1",
    "UPDATE quote SET effective_on = x'ff' WHERE id = 1",
    "UPDATE quote SET nominal = 'junk'",
    "UPDATE head SET frontier = x'00'",
    "UPDATE django_migrations SET applied = x'ff'",
    "UPDATE django_migrations SET name = CAST(x'ff' AS text)",
    "UPDATE django_migrations SET name = 'junk' WHERE name LIKE '0002%'",
    "DELETE FROM django_migrations WHERE name LIKE '0001%'",
    "DELETE FROM django_migrations",
    "DROP TABLE quote",
    "DROP TABLE head",
]

#: What PostgreSQL takes of it.
if on_postgres.is_on():
    DAMAGE = ["UPDATE head SET frontier = '\\x00'", *DAMAGE[6:]]


@pytest.mark.parametrize("statement", DAMAGE)
def test_what_cannot_be_opened_is_a_finding_and_named_by_the_audit(home, statement):
    by_hand(home, statement)
    assert reason(home) == "U.53"
    table = statement.split()[2 if statement.startswith(("DELETE", "DROP")) else 1]
    assert table in [named for named, _ in problems(home)]


@on_postgres.sqlite_only
def test_a_schema_that_cannot_be_read_is_a_finding(home):
    by_hand(home, "UPDATE sqlite_master SET sql = 'junk' WHERE name = 'entry_no_delete'")
    assert reason(home) == "U.53"
    audited = installation.open_to_audit(home)
    assert isinstance(audited, Refused)
    assert "entry_no_delete" in audited.findings[0].args["reason"]


@on_postgres.sqlite_only
def test_text_that_is_no_text_is_named_with_its_record(home):
    by_hand(
        home, "UPDATE declaration SET office = CAST(x'ff' AS text) WHERE reference = 'B-1'"
    )
    (problem,) = audit(home).problems
    assert problem.column == "office"
    assert problem.stored == "\\xff"


def test_the_public_key_of_another_ledger_is_named(home):
    path = home / installation_files.VERIFIER_FILE
    path.write_text(checkpoint.generate("keden.example/log").verifier.text + "\n")
    assert problems(home) == [("file", "log.vkey")]
    path.unlink()
    assert problems(home) == [("file", "log.vkey")]


def test_the_law_of_another_country_is_named(home):
    (home / installation_files.JURISDICTION_FILE).write_text("KG\n")
    assert ("file", "jurisdiction") in problems(home)


@pytest.mark.parametrize("offset", [0, 1, 4])
def test_an_earlier_head_that_is_gone_is_named(home, offset):
    """The next head signs which one was before it."""
    (size,) = founded.sql(
        home, f"SELECT size FROM head ORDER BY size LIMIT 1 OFFSET {offset}"
    )[0]
    by_hand(home, f"DELETE FROM head WHERE size = {size}")
    assert problems(home) == [("head", str(size))]


def test_heads_of_before_the_chain_are_told_by_nobody(home):
    """A head signed by an earlier program names none before it; one who follows does."""
    key = founded.key()
    databases.connect(home)
    tree = [
        (head.size, checkpoint.sign(key.name, head.size, head.root, key))
        for head in log.heads()
    ]
    for size, note in tree[:3]:
        by_hand(home, f"UPDATE head SET note = '{note}' WHERE size = {size}")
    assert problems(home) == []
    by_hand(home, f"UPDATE head SET note = '{tree[4][1]}' WHERE size = {tree[4][0]}")
    assert ("head", "None") in problems(home)


def test_every_record_is_listed_up_to_a_number(home):
    by_hand(home, "UPDATE declaration SET payable = payable + 1")
    told = audit(home)
    assert len(told.problems) == founded.sql(home, "SELECT count(*) FROM declaration")[0][0]
    assert told.problem == told.problems[0]


def test_an_audit_of_ruins_ends(home, monkeypatch):
    monkeypatch.setattr(verification, "MOST", 5)
    by_hand(
        home,
        "DROP TRIGGER entry_no_delete",
        'DELETE FROM entry WHERE "index" = 1',
        "UPDATE declaration SET payable = 0",
    )
    assert len(audit(home).problems) == 5


def test_a_fact_that_follows_from_nothing_is_named(home):
    """Its lodging is gone: whatever happened to it later has no ground."""
    by_hand(
        home,
        "DROP TRIGGER entry_no_update",
        "UPDATE entry SET body = '{}' WHERE kind = 'lodging'",
    )
    told = audit(home).problems
    assert any("follows from those before it" in problem.expected for problem in told)


def test_an_audit_beside_a_writer_accuses_nobody(home):
    writer, out = warm.start(lodgers.endlessly, home, "W")
    out.poll(None)
    told = [audit(home) for _ in range(8)]
    writer.kill()
    writer.join()
    out.close()
    assert [verdict.problems for verdict in told] == [()] * 8
    assert told[-1].size > told[0].size, "nobody wrote"


@on_postgres.sqlite_only
def test_an_audit_holds_up_no_writer(home):
    opened = installation.open_to_audit(home)
    lodged = []

    def write(index: int) -> None:
        if index == 1:
            other = sqlite3.connect(home / installation_files.DATABASE_FILE, timeout=0)
            other.execute("UPDATE serial SET last = last + 1")
            other.commit()
            other.close()
            lodged.append(index)

    assert verification.verify(opened, write).problems == ()
    assert lodged == [1]
    assert ("serial", "57505 2026-04-02") in problems(home)


def content(folder: pathlib.Path) -> dict[pathlib.Path, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path: path.read_bytes() for path in files}


def test_an_audit_writes_nothing(home):
    (home / installation_files.VERIFIER_FILE).unlink()
    before = content(home)
    audit(home)
    connections["default"].close()
    assert content(home) == before
