"""References are compared in a form of their own: spellings that look alike are one."""

from django.db import migrations, models

UNKNOWN = ""


def forward(_apps, schema):
    for table in ("declaration", "refusal"):
        statement = f"UPDATE {table} SET reference_key = reference"
        schema.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("store", "0007_money")]
    operations = [
        migrations.AddField(
            "declarationtable",
            "reference_key",
            models.TextField(default=UNKNOWN),
            preserve_default=False,
        ),
        migrations.AddField(
            "refusaltable",
            "reference_key",
            models.TextField(default=UNKNOWN),
            preserve_default=False,
        ),
        migrations.RunPython(forward, migrations.RunPython.noop),
        migrations.RemoveConstraint("declarationtable", "declaration_key"),
        migrations.AddConstraint(
            "declarationtable",
            models.UniqueConstraint(
                fields=["reference_key", "declarant"], name="declaration_key"
            ),
        ),
        migrations.RemoveIndex("refusaltable", "refusal_key"),
        migrations.RemoveField("refusaltable", "reference"),
        migrations.AddIndex(
            "refusaltable",
            models.Index(fields=["declarant", "reference_key"], name="refusal_key"),
        ),
    ]
