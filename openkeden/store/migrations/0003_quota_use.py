"""What registered declarations have drawn from the shares of quotas."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("store", "0002_entry_append_only")]
    operations = [
        migrations.CreateModel(
            name="QuotaUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quota", models.CharField(max_length=64)),
                ("share", models.CharField(max_length=80)),
                ("used", models.BigIntegerField()),
            ],
            options={
                "db_table": "quota_use",
                "constraints": [
                    models.UniqueConstraint(fields=("quota", "share"), name="quota_use_key"),
                    models.CheckConstraint(condition=models.Q(("used__gte", 0)), name="quota_use_not_negative"),
                ],
            },
        ),
    ]
