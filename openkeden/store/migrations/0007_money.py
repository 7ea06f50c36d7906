"""Money moves between accounts: postings, documents and mandates, and a database that refuses a
head of the ledger while the sum of all accounts is not nought."""

import django.db.models.deletion
from django.db import migrations, models

UNBALANCED = "the sum of all accounts is not nought"
FIXED = "postings are never changed"

SQLITE = (
    "INSERT INTO account_total (id, total) SELECT 1, coalesce(sum(balance), 0) FROM account",
    "CREATE TRIGGER account_total_insert AFTER INSERT ON account"
    " BEGIN UPDATE account_total SET total = total + NEW.balance; END",
    "CREATE TRIGGER account_total_update AFTER UPDATE ON account"
    " BEGIN UPDATE account_total SET total = total + NEW.balance - OLD.balance; END",
    "CREATE TRIGGER account_total_delete AFTER DELETE ON account"
    " BEGIN UPDATE account_total SET total = total - OLD.balance; END",
    "CREATE TRIGGER head_balanced BEFORE INSERT ON head"
    " WHEN (SELECT total FROM account_total) IS NOT 0"
    f" BEGIN SELECT RAISE(ABORT, '{UNBALANCED}'); END",
    "CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting"
    f" BEGIN SELECT RAISE(ABORT, '{FIXED}'); END",
    "CREATE TRIGGER posting_no_delete BEFORE DELETE ON posting"
    f" BEGIN SELECT RAISE(ABORT, '{FIXED}'); END",
)
SQLITE_BACK = (
    "DROP TRIGGER account_total_insert",
    "DROP TRIGGER account_total_update",
    "DROP TRIGGER account_total_delete",
    "DROP TRIGGER head_balanced",
    "DROP TRIGGER posting_no_update",
    "DROP TRIGGER posting_no_delete",
)

REFUSE = "USING ERRCODE = 'integrity_constraint_violation'"
POSTGRESQL = (
    "INSERT INTO account_total (id, total) SELECT 1, coalesce(sum(balance), 0) FROM account",
    "CREATE FUNCTION account_total_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF TG_OP <> 'INSERT' THEN UPDATE account_total SET total = total - OLD.balance; END IF;"
    " IF TG_OP <> 'DELETE' THEN UPDATE account_total SET total = total + NEW.balance; END IF;"
    " RETURN NULL; END $$",
    "CREATE TRIGGER account_total_kept AFTER INSERT OR UPDATE OR DELETE ON account"
    " FOR EACH ROW EXECUTE FUNCTION account_total_kept()",
    "CREATE FUNCTION head_balanced() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " IF (SELECT total FROM account_total) IS DISTINCT FROM 0 THEN"
    f" RAISE EXCEPTION '{UNBALANCED}' {REFUSE}; END IF;"
    " RETURN NEW; END $$",
    "CREATE TRIGGER head_balanced BEFORE INSERT ON head"
    " FOR EACH ROW EXECUTE FUNCTION head_balanced()",
    "CREATE FUNCTION posting_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    f" $$ BEGIN RAISE EXCEPTION '{FIXED}' {REFUSE}; END $$",
    "CREATE TRIGGER posting_no_update BEFORE UPDATE ON posting"
    " FOR EACH STATEMENT EXECUTE FUNCTION posting_append_only()",
    "CREATE TRIGGER posting_no_delete BEFORE DELETE OR TRUNCATE ON posting"
    " FOR EACH STATEMENT EXECUTE FUNCTION posting_append_only()",
)
POSTGRESQL_BACK = (
    "DROP TRIGGER posting_no_update ON posting",
    "DROP TRIGGER posting_no_delete ON posting",
    "DROP FUNCTION posting_append_only()",
    "DROP TRIGGER head_balanced ON head",
    "DROP FUNCTION head_balanced()",
    "DROP TRIGGER account_total_kept ON account",
    "DROP FUNCTION account_total_kept()",
)

FORWARD = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
BACKWARD = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}


def forward(_apps, schema):
    for statement in FORWARD[schema.connection.vendor]:
        schema.execute(statement, params=None)


def backward(_apps, schema):
    for statement in BACKWARD[schema.connection.vendor]:
        schema.execute(statement, params=None)


# The table is not made anew, as Django would on SQLite.
PAYER = ("ALTER TABLE declaration ADD COLUMN payer varchar(64) NOT NULL DEFAULT ''",)
PAYER_BACK = ("ALTER TABLE declaration DROP COLUMN payer",)


def entry(column, **options):
    return models.ForeignKey(
        db_column=column,
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="store.entrytable",
        **options,
    )


class Migration(migrations.Migration):
    dependencies = [("store", "0006_lots")]
    operations = [
        migrations.RemoveConstraint("accounttable", "account_not_negative"),
        migrations.AddConstraint(
            "accounttable",
            models.CheckConstraint(
                condition=models.Q(("balance__gte", 0), ("kind__in", ("bank", "guarantor")), _connector="OR"),
                name="account_not_negative",
            ),
        ),
        migrations.CreateModel(
            name="AccountTotalTable",
            fields=[
                ("id", models.IntegerField(primary_key=True, serialize=False)),
                ("total", models.BigIntegerField()),
            ],
            options={"db_table": "account_total"},
        ),
        migrations.CreateModel(
            name="PostingTable",
            fields=[
                ("pk", models.CompositePrimaryKey("entry_id", "line", blank=True, editable=False, primary_key=True, serialize=False)),
                ("entry", entry("entry")),
                ("line", models.IntegerField()),
                ("payer", models.CharField(max_length=12)),
                ("debit", models.CharField(max_length=16)),
                ("credit", models.CharField(max_length=16)),
                ("amount", models.BigIntegerField()),
                ("document", models.CharField(max_length=64)),
                ("mandate", models.CharField(max_length=20)),
            ],
            options={
                "db_table": "posting",
                "indexes": [models.Index(fields=["payer", "entry"], name="posting_payer")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="posting_of_something"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentDocumentTable",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=64)),
                ("bank", models.CharField(max_length=12)),
                ("issued", models.DateField()),
                ("payer", models.CharField(max_length=12)),
                ("kind", models.CharField(max_length=16)),
                ("amount", models.BigIntegerField()),
                ("entry", entry("entry")),
            ],
            options={
                "db_table": "payment_document",
                "constraints": [
                    models.UniqueConstraint(fields=("number", "bank", "issued", "payer", "kind"), name="payment_document_key"),
                ],
            },
        ),
        migrations.CreateModel(
            name="MandateTable",
            fields=[
                ("entry", models.OneToOneField(db_column="entry", on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name="+", serialize=False, to="store.entrytable")),
                ("payer", models.CharField(max_length=12)),
                ("holder", models.CharField(max_length=12)),
                ("limit", models.BigIntegerField(db_column="most")),
                ("since", models.DateField()),
                ("until", models.DateField()),
                ("document", models.CharField(max_length=64)),
                ("used", models.BigIntegerField()),
                ("ended", entry("ended", null=True)),
            ],
            options={
                "db_table": "mandate",
                "indexes": [
                    models.Index(fields=["payer", "holder"], name="mandate_payer"),
                    models.Index(fields=["holder"], name="mandate_holder"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("used__gte", 0), ("used__lte", models.F("limit"))),
                        name="mandate_within_limit",
                    ),
                ],
            },
        ),
        migrations.SeparateDatabaseAndState(
            [migrations.RunSQL(PAYER, PAYER_BACK)],
            [migrations.AddField("declarationtable", "payer", models.CharField(max_length=64))],
        ),
        migrations.AddIndex(
            "declarationtable",
            models.Index(
                fields=["payer"],
                condition=models.Q(("state", "awaiting_payment")),
                name="declaration_waiting",
            ),
        ),
        migrations.RunPython(forward, backward),
    ]
