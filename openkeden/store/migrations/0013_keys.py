"""Keys of programs, and when they were used last."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0012_desks")]
    operations = [
        migrations.CreateModel(
            name="KeyTable",
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
                ("id", models.CharField(max_length=8, unique=True)),
                ("person", models.CharField(max_length=48)),
                ("scopes", models.CharField(max_length=80)),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("label", models.CharField(max_length=200)),
                ("issued", models.BigIntegerField()),
                ("replaces", models.CharField(max_length=8)),
                (
                    "revoked",
                    models.ForeignKey(
                        db_column="revoked",
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="store.entrytable",
                    ),
                ),
                ("digest", models.BinaryField()),
            ],
            options={"db_table": "api_key"},
        ),
        migrations.CreateModel(
            name="KeyUseTable",
            fields=[
                (
                    "id",
                    models.CharField(max_length=8, primary_key=True, serialize=False),
                ),
                ("hour", models.BigIntegerField()),
                ("network", models.CharField(max_length=64)),
            ],
            options={"db_table": "api_key_use"},
        ),
    ]
