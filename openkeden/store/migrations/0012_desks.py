"""What the models of each office had to choose from."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0011_fewer_pages")]
    operations = [
        migrations.CreateModel(
            name="DeskTable",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "office",
                        "role",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("office", models.CharField(max_length=8)),
                ("role", models.CharField(max_length=16)),
                ("model", models.BinaryField()),
                ("day", models.DateField()),
                ("seen", models.IntegerField()),
                ("left", models.BigIntegerField()),
                ("days", models.TextField()),
                ("utilities", models.BinaryField()),
            ],
            options={"db_table": "desk"},
        ),
    ]
