"""The ledger's facts are written once: the database itself refuses to change or delete them."""

from django.db import migrations

MESSAGE = "facts of the ledger are never changed"

SQLITE = (
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry"
    f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
)
SQLITE_BACK = (
    "DROP TRIGGER entry_no_update",
    "DROP TRIGGER entry_no_delete",
)

# An integrity error, as on SQLite, so that callers need not know which database it is.
POSTGRESQL = (
    "CREATE FUNCTION entry_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only()",
    "CREATE TRIGGER entry_no_delete BEFORE DELETE OR TRUNCATE ON entry"
    " FOR EACH STATEMENT EXECUTE FUNCTION entry_append_only()",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER entry_no_update ON entry",
    "DROP TRIGGER entry_no_delete ON entry",
    "DROP FUNCTION entry_append_only()",
)

FORWARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BACKWARD = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}


def forward(_apps, schema):
    for statement in FORWARD[schema.connection.vendor]:
        schema.execute(statement, params=None)


def backward(_apps, schema):
    for statement in BACKWARD[schema.connection.vendor]:
        schema.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
