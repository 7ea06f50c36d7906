"""Refused filings are found by their reference alone, and open declarations by office."""

from django.db import migrations, models

OPEN = [
    "awaiting_goods",
    "registered",
    "selected",
    "documents_asked",
    "inspection_ordered",
    "under_check",
    "inspected",
    "amendment_demanded",
    "awaiting_payment",
    "suspended",
    "partly_released",
    "released_on_security",
]


class Migration(migrations.Migration):
    dependencies = [("store", "0009_law")]
    operations = [
        migrations.RemoveIndex("refusaltable", "refusal_key"),
        migrations.AddIndex(
            "refusaltable",
            models.Index(fields=["reference_key", "declarant"], name="refusal_key"),
        ),
        migrations.AddIndex(
            "declarationtable",
            models.Index(
                fields=["office"],
                condition=models.Q(state__in=OPEN),
                name="declaration_open",
            ),
        ),
    ]
