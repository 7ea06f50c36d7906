"""Answers to acts and papers, for whoever sends the same request again."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0013_keys")]
    operations = [
        migrations.CreateModel(
            name="KeptAnswerTable",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person",
                        "key",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("person", models.CharField(max_length=48)),
                ("key", models.CharField(max_length=64)),
                ("digest", models.BinaryField()),
                ("status", models.IntegerField()),
                ("headers", models.TextField()),
                ("body", models.BinaryField()),
                ("at", models.BigIntegerField()),
            ],
            options={"db_table": "kept_answer"},
        ),
        migrations.AddIndex(
            "keptanswertable", models.Index(fields=["at"], name="kept_answer_at")
        ),
    ]
