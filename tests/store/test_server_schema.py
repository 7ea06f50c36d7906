"""The schema on a server, which the audit compares with that of the migrations: whatever its
owner changes there is named.
"""

import psycopg
import pytest

from openkeden.flow.ledger import schema_audit
from openkeden.store import schema
from tests import founded, on_postgres

#: They are about a server, and start one of their own.
pytestmark = pytest.mark.skipif(on_postgres.is_on(), reason="it starts a server of its own")

CHANGES = {
    "a trigger gone": "DROP TRIGGER entry_no_update ON entry",
    "a trigger off": "ALTER TABLE posting DISABLE TRIGGER posting_no_update",
    "a trigger that speaks too late": (
        "DROP TRIGGER entry_no_update ON entry; CREATE TRIGGER entry_no_update AFTER UPDATE"
        " ON entry FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only()"
    ),
    "a trigger that lets all by": (
        "CREATE OR REPLACE FUNCTION entry_append_only() RETURNS trigger LANGUAGE plpgsql"
        " AS $$ BEGIN RETURN NULL; END $$"
    ),
    "a trigger that later changes balances": (
        "CREATE TRIGGER later AFTER INSERT ON entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only()"
    ),
    "a rule in place of an act": "CREATE RULE quiet AS ON DELETE TO head DO INSTEAD NOTHING",
    "an index gone": "DROP INDEX entry_subject",
    "an index more": "CREATE INDEX more ON entry (at)",
    "a view": "CREATE VIEW shown AS SELECT * FROM declaration",
    "a table more": "CREATE TABLE more (a integer)",
    "a column more": "ALTER TABLE entry ADD COLUMN more integer",
    "a column that may be empty": "ALTER TABLE entry ALTER COLUMN kind DROP NOT NULL",
    "another type": "ALTER TABLE entry ALTER COLUMN kind TYPE text",
    "another default": "ALTER TABLE entry ALTER COLUMN kind SET DEFAULT 'x'",
    "a table that is not logged": "ALTER TABLE desk SET UNLOGGED",
    "a check gone": "ALTER TABLE account DROP CONSTRAINT account_not_negative",
    "keys that point nowhere": "ALTER TABLE item DISABLE TRIGGER ALL",
    "rows that not all see": "ALTER TABLE head ENABLE ROW LEVEL SECURITY",
}


@pytest.fixture
def found(named, tmp_path):
    """A founded installation; the address of its database."""
    home = tmp_path / "home"
    founded.open_there(home)
    return named


def changed(url: str, statement: str) -> list[tuple[str, ...]]:
    """What the audit names while a change stands."""
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(statement.encode())
    return [(one.table, one.record) for one in schema_audit.objects()]


def test_what_the_migrations_made_fits(found):
    assert list(schema_audit.objects()) == []
    assert schema.stored() == schema.expected()
    kinds = {kind for kind, _ in schema.stored()}
    assert kinds >= {
        "table",
        "column",
        "constraint",
        "index",
        "trigger",
        "function",
        "guard",
    }


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES)
def test_a_changed_schema_is_named(found, statement):
    told = changed(found, statement)
    assert told
    assert {table for table, _ in told} == {"schema"}


def test_indexes_and_pages_are_checked_where_the_server_can(found):
    assert list(schema_audit.pages()) == []
    with psycopg.connect(found, autocommit=True) as owner:
        owner.execute("CREATE EXTENSION amcheck")
    assert list(schema_audit.pages()) == []
    assert list(schema_audit.objects()) == [], "an extension is no object of ours"
    with psycopg.connect(found, autocommit=True) as owner:
        owner.execute(
            "UPDATE pg_index SET indisready = false WHERE indexrelid = 'entry_pkey'::regclass"
        )
        owner.execute(
            "INSERT INTO entry SELECT 1000 + g, 'x', 'x', 1, '', '', 1, '' FROM"
            " generate_series(1, 5) g"
        )
        owner.execute(
            "UPDATE pg_index SET indisready = true WHERE indexrelid = 'entry_pkey'::regclass"
        )
    assert [one.table for one in schema_audit.pages()] == ["database"]
