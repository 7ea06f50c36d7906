"""A fact bears the moment of the clock beside the moment that it counts as of, and what it seals."""

from django.db import migrations, models

# The tables are not made anew, as Django would on SQLite: that would lose the triggers of 0002.
EMPTY = {"sqlite": "x''", "postgresql": "''::bytea"}
BINARY = {"sqlite": "BLOB", "postgresql": "bytea"}


def forward(_apps, schema):
    vendor = schema.connection.vendor
    for statement in (
        "ALTER TABLE entry ADD COLUMN recorded bigint NOT NULL DEFAULT 0",
        f"ALTER TABLE entry ADD COLUMN sealed {BINARY[vendor]} NOT NULL DEFAULT {EMPTY[vendor]}",
        "ALTER TABLE head ADD COLUMN recorded bigint NOT NULL DEFAULT 0",
    ):
        schema.execute(statement, params=None)


def backward(_apps, schema):
    for statement in (
        "ALTER TABLE entry DROP COLUMN recorded",
        "ALTER TABLE entry DROP COLUMN sealed",
        "ALTER TABLE head DROP COLUMN recorded",
    ):
        schema.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_entry_append_only")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(forward, backward)],
            [
                migrations.AddField("entrytable", "recorded", models.BigIntegerField()),
                migrations.AddField("entrytable", "sealed", models.BinaryField()),
                migrations.AddField("headtable", "recorded", models.BigIntegerField()),
            ],
        ),
    ]
