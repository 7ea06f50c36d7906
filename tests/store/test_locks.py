"""What migrations do to PostgreSQL while others work: none may lock a table that is large by
then for as long as it has rows.
"""

import io
import re

import pytest
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests import founded, on_postgres

pytestmark = pytest.mark.skipif(on_postgres.is_on(), reason="it starts a server of its own")

#: Migrations from before anybody had tables on a server.
BEFORE = {
    "0001_initial",
    "0002_entry_append_only",
    "0003_recorded_and_sealed",
    "0005_people",
    "0006_lots",
    "0007_money",
    "0008_reference_key",
    "0009_law",
    "0010_lookups",
    "0011_fewer_pages",
    "0012_desks",
}

#: What holds a lock as long as a table has rows; what is done to a new table does not.
LOCKS = {
    "an index that is not made concurrently": r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)",
    "an index that is not dropped concurrently": r"DROP INDEX (?!CONCURRENTLY)",
    "a column that must be filled, without a default": (
        r"ADD COLUMN (?:(?!DEFAULT|,|;).)* NOT NULL(?!.* DEFAULT)"
    ),
    "a column that must not be empty any more": r"ALTER COLUMN .* SET NOT NULL",
    "another type of a column": r"ALTER COLUMN .* TYPE ",
    "a constraint that looks at every row": (
        r"ADD CONSTRAINT (?!.*(NOT VALID|USING INDEX|REFERENCES))"
    ),
    "a key of others that looks at every row": r"ADD CONSTRAINT .* REFERENCES (?!.*NOT VALID)",
    "a table that is written anew": r"(SET UNLOGGED|SET LOGGED|VACUUM FULL|CLUSTER) ",
    "a row of each change": r"UPDATE \"?\w+\"? SET (?!.*WHERE)",
}

_TABLE = re.compile(r"(?:ON|TABLE|UPDATE|INDEX ON)\s+\"?(\w+)\"?")
_MADE = re.compile(r"CREATE TABLE \"?(\w+)\"?")


def locks(sql: str) -> list[str]:
    """What statements of a migration hold up, but for the tables that it makes itself."""
    made = set(_MADE.findall(sql))
    found = []
    for statement in sql.split(";\n"):
        plain = " ".join(statement.split())
        table = _TABLE.search(plain)
        if table is None or table[1] not in made:
            found += [name for name, form in LOCKS.items() if re.search(form, plain)]
    return found


@pytest.mark.parametrize(
    ("sql", "many"),
    [
        ('CREATE INDEX "a" ON "entry" ("at")', 1),
        ('CREATE INDEX CONCURRENTLY "a" ON "entry" ("at")', 0),
        ('CREATE TABLE "new" ("a" bigint NOT NULL);\nCREATE INDEX "a" ON "new" ("a")', 0),
        ('ALTER TABLE "entry" ADD COLUMN "a" bigint NOT NULL', 1),
        ('ALTER TABLE "entry" ADD COLUMN "a" bigint DEFAULT 0 NOT NULL', 0),
        ('ALTER TABLE "entry" ADD COLUMN "a" bigint NULL', 0),
        ('ALTER TABLE "entry" ALTER COLUMN "kind" TYPE text', 1),
        ('ALTER TABLE "entry" ALTER COLUMN "kind" SET NOT NULL', 1),
        ('ALTER TABLE "entry" ADD CONSTRAINT "c" CHECK ("at" > 0)', 1),
        ('ALTER TABLE "entry" ADD CONSTRAINT "c" CHECK ("at" > 0) NOT VALID', 0),
        ('ALTER TABLE "item" ADD CONSTRAINT "c" FOREIGN KEY ("a") REFERENCES "b" ("c")', 1),
        ("UPDATE declaration SET payer = ''", 1),
    ],
)
def test_what_locks_is_known(sql, many):
    assert len(locks(sql)) == many


def test_no_migration_locks_a_table_for_long(named, tmp_path):
    founded.open_there(tmp_path / "home")
    names = [name for app, name in MigrationLoader(None).graph.nodes if app == "store"]
    assert set(names) >= BEFORE
    for name in sorted(set(names) - BEFORE):
        out = io.StringIO()
        call_command("sqlmigrate", "store", name, stdout=out)
        assert locks(out.getvalue()) == [], name


def test_the_earliest_would_have_been_named(named, tmp_path):
    founded.open_there(tmp_path / "home")
    out = io.StringIO()
    call_command("sqlmigrate", "store", "0010", stdout=out)
    assert locks(out.getvalue())
