"""The ledger's facts are written once: the database itself refuses to change or delete them."""

from django.db import migrations

MESSAGE = "facts of the ledger are never changed"


def _forbid(schema, act):
    schema.execute(
        f"CREATE TRIGGER entry_no_{act.lower()} BEFORE {act} ON entry BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    )


def forward(_apps, schema):
    for act in ("UPDATE", "DELETE"):
        _forbid(schema, act)


def backward(_apps, schema):
    for act in ("update", "delete"):
        schema.execute(f"DROP TRIGGER entry_no_{act}")


class Migration(migrations.Migration):
    dependencies = [("store", "0001_initial")]
    operations = [migrations.RunPython(forward, backward)]
