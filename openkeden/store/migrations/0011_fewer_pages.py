"""One filing changes fewer pages: the key of a row is its place, or the row lies in its key; the
latest head says the latest moments, so that no index has to."""

import importlib

from django.db import migrations, models

from openkeden.store.models import keys

FACTS = importlib.import_module("openkeden.store.migrations.0002_entry_append_only")
MONEY = importlib.import_module("openkeden.store.migrations.0007_money")

ENDED = ["released", "released_in_part", "release_refused", "release_annulled", "withdrawn"]

OF_ENTRY = 'REFERENCES "entry" ("index") DEFERRABLE INITIALLY DEFERRED'

# Columns of each table: {place} is the type of a key that was beside its row and is its place,
# {id} a place that nothing names. Columns of the key come first: SQLite 3.40 checks pages so.
TABLES = {
    "entry": '"index" {place} NOT NULL PRIMARY KEY, "kind" varchar(16) NOT NULL, "subject" varchar(64) NOT NULL, "at" bigint NOT NULL, "body" BLOB NOT NULL, "received" BLOB NOT NULL, "recorded" bigint NOT NULL, "sealed" BLOB NOT NULL',
    "head": '"size" {place} NOT NULL PRIMARY KEY, "root" BLOB NOT NULL, "frontier" BLOB NOT NULL, "note" text NOT NULL, "at" bigint NOT NULL, "recorded" bigint NOT NULL',
    "refusal": f'"entry" {{place}} NOT NULL PRIMARY KEY {OF_ENTRY}, "declarant" varchar(64) NOT NULL, "digest" BLOB NOT NULL, "reference_key" text NOT NULL',
    "declaration": f'{{id}}"registration" varchar(24) NOT NULL, "version" integer NOT NULL, "declarant" varchar(64) NOT NULL, "reference" varchar(64) NOT NULL, "digest" BLOB NOT NULL, "office" varchar(8) NOT NULL, "direction" varchar(8) NOT NULL, "dispatch_country" varchar(8) NOT NULL, "destination_country" varchar(8) NOT NULL, "border_mode" varchar(8) NOT NULL, "registered_on" date NOT NULL, "state" varchar(24) NOT NULL, "lane" varchar(8) NOT NULL, "customs_value" bigint NOT NULL, "payable" bigint NOT NULL, "lodged" {{place}} NOT NULL {{primary}}{OF_ENTRY}, "latest" bigint NOT NULL {OF_ENTRY}, "payer" varchar(64) NOT NULL, "reference_key" text NOT NULL, CONSTRAINT "declaration_registration" UNIQUE ("registration", "version"), {{lodged}}CONSTRAINT "declaration_key" UNIQUE ("reference_key", "declarant")',
    "item": f'"lodged" bigint NOT NULL {OF_ENTRY}, "number" integer NOT NULL, "code" varchar(10) NOT NULL, "origin" varchar(8) NOT NULL, "procedure" varchar(8) NOT NULL, "gross_mass" bigint NOT NULL, "net_mass" bigint NOT NULL, "unit" varchar(16) NOT NULL, "quantity" bigint NOT NULL, "customs_value" bigint NOT NULL, "statistical_value" bigint NULL, PRIMARY KEY ("lodged", "number")',
    "lot": f'"key" BLOB NOT NULL, "lodged" bigint NOT NULL {OF_ENTRY}, "worth" bigint NOT NULL, "containers" text NOT NULL, "subheadings" text NOT NULL, PRIMARY KEY ("key", "lodged")',
    "posting": f'"entry" bigint NOT NULL {OF_ENTRY}, "line" integer NOT NULL, "payer" varchar(12) NOT NULL, "debit" varchar(16) NOT NULL, "credit" varchar(16) NOT NULL, "amount" bigint NOT NULL, "document" varchar(64) NOT NULL, "mandate" varchar(20) NOT NULL, CONSTRAINT "posting_of_something" CHECK ("amount" > 0), PRIMARY KEY ("entry", "line")',
    "trader": '"id" varchar(64) NOT NULL PRIMARY KEY, "lodged" integer NOT NULL, "refused" integer NOT NULL, "irregularities" integer NOT NULL, "first_on" date NOT NULL, "last_on" date NOT NULL',
    "account": '{id}"payer" varchar(64) NOT NULL, "kind" varchar(16) NOT NULL, "balance" bigint NOT NULL, {account_key} ("payer", "kind"), CONSTRAINT "account_not_negative" CHECK (("balance" >= 0 OR "kind" IN (\'bank\', \'guarantor\')))',
    "serial": '{id}"office" varchar(8) NOT NULL, "day" date NOT NULL, "last" integer NOT NULL, {serial_key} ("office", "day")',
    "quota_use": '{id}"quota" varchar(64) NOT NULL, "share" varchar(80) NOT NULL, "used" bigint NOT NULL, {quota_use_key} ("quota", "share"), CONSTRAINT "quota_use_not_negative" CHECK ("used" >= 0)',
    "tile": '{id}"level" integer NOT NULL, "index" bigint NOT NULL, "hashes" BLOB NOT NULL, {tile_key} ("level", "index")',
}
# These lie in their key. A tile is too long for that.
IN_KEY = ("item", "lot", "posting", "trader", "account", "serial", "quota_use")

UNNAMED = ("account", "serial", "quota_use", "tile")

NEW = {
    "place": "integer",
    "id": "",
    "primary": "PRIMARY KEY ",
    "lodged": "",
    **{f"{table}_key": "PRIMARY KEY" for table in UNNAMED},
}
OLD = {
    "place": "bigint",
    "id": '"id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, ',
    "primary": "",
    "lodged": 'CONSTRAINT "declaration_lodged" UNIQUE ("lodged"), ',
    **{f"{table}_key": f'CONSTRAINT "{table}_key" UNIQUE' for table in UNNAMED},
}

INDEXES = (
    "CREATE INDEX \"entry_law\" ON \"entry\" (\"kind\", \"index\") WHERE \"kind\" IN ('foundation', 'law', 'rates', 'rates_held')",
    'CREATE INDEX "refusal_key" ON "refusal" ("reference_key", "declarant")',
    'CREATE INDEX "posting_payer" ON "posting" ("payer", "entry")',
    "CREATE INDEX \"declaration_waiting\" ON \"declaration\" (\"payer\") WHERE \"state\" = 'awaiting_payment'",
    "CREATE INDEX \"declaration_open\" ON \"declaration\" (\"office\") WHERE \"state\" IN ('awaiting_goods', 'registered', 'selected', 'documents_asked', 'inspection_ordered', 'under_check', 'inspected', 'amendment_demanded', 'awaiting_payment', 'suspended', 'partly_released', 'released_on_security')",
)
NEW_INDEXES = (
    'CREATE INDEX "entry_subject" ON "entry" ("subject") WHERE NOT ("kind" = \'lodging\')',
    'CREATE INDEX "declaration_declarant" ON "declaration" ("declarant")',
    "CREATE INDEX \"declaration_ended\" ON \"declaration\" (\"office\") WHERE \"state\" IN ('released', 'released_in_part', 'release_refused', 'release_annulled', 'withdrawn')",
)
OLD_INDEXES = (
    'CREATE INDEX "entry_subject" ON "entry" ("subject")',
    'CREATE INDEX "declaration_declarant" ON "declaration" ("declarant", "lodged")',
    'CREATE INDEX "declaration_office" ON "declaration" ("office", "state")',
    'CREATE INDEX "head_at" ON "head" ("at")',
    'CREATE INDEX "head_recorded" ON "head" ("recorded")',
)
LATEST = (
    "UPDATE head SET at = so_far.at, recorded = so_far.recorded FROM"
    " (SELECT size, max(at) OVER (ORDER BY size) AS at, max(recorded) OVER (ORDER BY size)"
    " AS recorded FROM head) AS so_far WHERE so_far.size = head.size"
)
LAST = (
    "UPDATE head SET at = entry.at, recorded = entry.recorded FROM entry"
    ' WHERE entry."index" = head.size - 1'
)
# All but the sum of the accounts, which stands in a table that is left as it is.
TRIGGERS = (*FACTS.SQLITE, *MONEY.SQLITE[1:])

# What the key of each table is made of.
ORDER = {
    "entry": '"index"',
    "head": "size",
    "refusal": "entry",
    "declaration": "lodged",
    "item": "lodged, number",
    "lot": '"key", lodged',
    "posting": "entry, line",
    "trader": "id",
    "account": "payer, kind",
    "serial": "office, day",
    "quota_use": "quota, share",
    "tile": 'level, "index"',
}

POSTGRESQL = (
    LATEST,
    "DROP INDEX head_at",
    "DROP INDEX head_recorded",
    "ALTER TABLE declaration DROP COLUMN id",
    "ALTER TABLE declaration DROP CONSTRAINT declaration_lodged",
    "ALTER TABLE declaration ADD PRIMARY KEY (lodged)",
    "DROP INDEX declaration_declarant",
    "DROP INDEX declaration_office",
    "DROP INDEX entry_subject",
    *NEW_INDEXES,
    *[f"ALTER TABLE {table} DROP COLUMN id" for table in UNNAMED],
    *[f"ALTER TABLE {table} DROP CONSTRAINT {table}_key" for table in UNNAMED],
    *[f"ALTER TABLE {table} ADD PRIMARY KEY ({ORDER[table]})" for table in UNNAMED],
)
POSTGRESQL_BACK = (
    "DROP INDEX entry_subject",
    "DROP INDEX declaration_ended",
    "DROP INDEX declaration_declarant",
    "ALTER TABLE declaration DROP CONSTRAINT declaration_pkey",
    "ALTER TABLE declaration ADD COLUMN id bigserial PRIMARY KEY",
    "ALTER TABLE declaration ADD CONSTRAINT declaration_lodged UNIQUE (lodged)",
    *OLD_INDEXES,
    *[f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey" for table in UNNAMED],
    *[f"ALTER TABLE {table} ADD COLUMN id bigserial PRIMARY KEY" for table in UNNAMED],
    *[f"ALTER TABLE {table} ADD CONSTRAINT {table}_key UNIQUE ({ORDER[table]})" for table in UNNAMED],
    LAST,
)


def remade(parts, kept_in_key):
    """Statements that make each table anew, with all its rows in the order of their keys."""
    for table, columns in TABLES.items():
        how = " WITHOUT ROWID" if table in kept_in_key else ""
        named = ", ".join(columns_of(columns))
        yield f'CREATE TABLE "new__{table}" ({columns.format(**parts)}){how}'
        yield f'INSERT INTO "new__{table}" ({named}) SELECT {named} FROM "{table}" ORDER BY {ORDER[table]}'
        yield f'DROP TABLE "{table}"'
        yield f'ALTER TABLE "new__{table}" RENAME TO "{table}"'


def columns_of(columns):
    """The names of the columns of a table."""
    for column in columns.format(**NEW).split(", "):
        if column.startswith('"') and " " in column:
            yield column.split(" ")[0]


def forward(_apps, schema):
    statements = POSTGRESQL
    if schema.connection.vendor == "sqlite":
        tables = remade(NEW, IN_KEY)
        statements = (LATEST, *tables, *INDEXES, *NEW_INDEXES, *TRIGGERS)
    for statement in statements:
        schema.execute(statement, params=None)


def backward(_apps, schema):
    statements = POSTGRESQL_BACK
    if schema.connection.vendor == "sqlite":
        tables = remade(OLD, ())
        statements = (*tables, *INDEXES, *OLD_INDEXES, LAST, *TRIGGERS)
    for statement in statements:
        schema.execute(statement, params=None)


def own_key(table, *columns):
    """The key of a table is made of its columns."""
    model = f"{table.replace('_', '')}table"
    yield migrations.RemoveConstraint(model, f"{table}_key")
    yield migrations.RemoveField(model, "id")
    key = models.CompositePrimaryKey(*columns, blank=True, editable=False, primary_key=True, serialize=False)
    yield migrations.AddField(model, "pk", key)


class Migration(migrations.Migration):
    dependencies = [("store", "0010_lookups")]
    operations = [
        migrations.SeparateDatabaseAndState(
            [migrations.RunPython(forward, backward)],
            [
                *own_key("account", "payer", "kind"),
                *own_key("serial", "office", "day"),
                *own_key("quota_use", "quota", "share"),
                *own_key("tile", "level", "index"),
                migrations.AlterField("entrytable", "index", keys.PlaceKey(primary_key=True, serialize=False)),
                migrations.AlterField("headtable", "size", keys.PlaceKey(primary_key=True, serialize=False)),
                migrations.RemoveIndex("entrytable", "entry_subject"),
                migrations.AddIndex("entrytable", models.Index(fields=["subject"], condition=~models.Q(kind="lodging"), name="entry_subject")),
                migrations.RemoveIndex("headtable", "head_at"),
                migrations.RemoveIndex("headtable", "head_recorded"),
                migrations.AlterField("refusaltable", "entry", keys.EntryKey(db_column="entry", on_delete=models.PROTECT, primary_key=True, related_name="+", serialize=False, to="store.entrytable")),
                migrations.RemoveConstraint("declarationtable", "declaration_lodged"),
                migrations.RemoveField("declarationtable", "id"),
                migrations.AlterField("declarationtable", "lodged", keys.EntryKey(db_column="lodged", on_delete=models.PROTECT, primary_key=True, related_name="+", serialize=False, to="store.entrytable")),
                migrations.RemoveIndex("declarationtable", "declaration_declarant"),
                migrations.RemoveIndex("declarationtable", "declaration_office"),
                migrations.AddIndex("declarationtable", models.Index(fields=["declarant"], name="declaration_declarant")),
                migrations.AddIndex("declarationtable", models.Index(fields=["office"], condition=models.Q(state__in=ENDED), name="declaration_ended")),
            ],
        ),
    ]
