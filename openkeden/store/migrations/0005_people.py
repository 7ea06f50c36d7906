"""The register of people: who may act in which role."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0003_recorded_and_sealed")]
    operations = [
        migrations.CreateModel(
            name="AppointmentTable",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        db_column="entry",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="store.entrytable",
                    ),
                ),
                ("person", models.CharField(max_length=48)),
                ("name", models.CharField(max_length=200)),
                ("role", models.CharField(max_length=16)),
                ("office", models.CharField(max_length=8)),
                ("firm", models.CharField(max_length=80)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                (
                    "ended",
                    models.ForeignKey(
                        db_column="ended",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.entrytable",
                    ),
                ),
            ],
            options={
                "db_table": "appointment",
                "indexes": [models.Index(fields=["person"], name="appointment_person")],
            },
        ),
    ]
