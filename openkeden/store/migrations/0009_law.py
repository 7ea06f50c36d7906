"""The latest moment, and the facts about the law, are found without a walk over the ledger."""

from django.db import migrations, models

KINDS = ["foundation", "law", "rates", "rates_held"]


class Migration(migrations.Migration):
    dependencies = [("store", "0008_reference_key")]
    operations = [
        migrations.AddIndex(
            "entrytable",
            models.Index(
                fields=["kind", "index"],
                condition=models.Q(kind__in=KINDS),
                name="entry_law",
            ),
        ),
        migrations.AddIndex("headtable", models.Index(fields=["at"], name="head_at")),
        migrations.AddIndex(
            "headtable", models.Index(fields=["recorded"], name="head_recorded")
        ),
    ]
