"""A fact bears the moment of the clock beside the moment that it counts as of, and what it seals."""

import importlib

from django.db import migrations, models

# SQLite makes a table anew to add a column, and the triggers of the old one are lost with it.
TRIGGERS = importlib.import_module("openkeden.store.migrations.0002_entry_append_only")
OFF = migrations.RunPython(TRIGGERS.backward, TRIGGERS.forward)
ON = migrations.RunPython(TRIGGERS.forward, TRIGGERS.backward)


class Migration(migrations.Migration):
    dependencies = [("store", "0002_entry_append_only")]
    operations = [
        OFF,
        migrations.AddField("entrytable", "recorded", models.BigIntegerField(default=0), preserve_default=False),
        migrations.AddField("entrytable", "sealed", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("headtable", "recorded", models.BigIntegerField(default=0), preserve_default=False),
        ON,
    ]
