"""The tables: every fact is kept for good in `entry`; all other tables can be derived from
it.

The verification of the ledger derives them again. Moments are microseconds since 1970
(UTC), money is in minor national units (tiyn), masses and quantities are in millionths,
hashes are 32 bytes.
"""

from django.db import models

from openkeden.store.account_models import (
    AccountTable,
    AccountTotalTable,
    MandateTable,
    PaymentDocumentTable,
    PostingTable,
)

#: The tables of money have a module of their own; Django looks for all of them here.
TABLES_OF_MONEY = (
    AccountTable,
    AccountTotalTable,
    MandateTable,
    PaymentDocumentTable,
    PostingTable,
)


def _entry(column: str) -> "models.ForeignKey[EntryTable, EntryTable]":
    """A column that holds the index of a fact."""
    return models.ForeignKey(
        EntryTable,
        on_delete=models.PROTECT,
        db_column=column,
        related_name="+",
        db_index=False,
    )


class EntryTable(models.Model):
    """One fact of the ledger at its index."""

    index = models.BigIntegerField(primary_key=True)
    #: What happened: the tag of a fact of `flow.facts`.
    kind = models.CharField(max_length=16)
    #: What the fact is filed under: a registration number, a reference, a payer.
    subject = models.CharField(max_length=64)
    #: The moment that the fact counts as of.
    at = models.BigIntegerField()
    #: The moment of the clock when it was recorded.
    recorded = models.BigIntegerField()
    #: The fact as canonical bytes.
    body = models.BinaryField()
    #: The message that the fact answers.
    received = models.BinaryField()
    #: What officers alone may know: its SHA-256 is part of the fact.
    sealed = models.BinaryField()

    class Meta:
        db_table = "entry"
        indexes = [models.Index(fields=["subject"], name="entry_subject")]


class DeclarationTable(models.Model):
    """The current state of one version of a registered declaration: the sum of its facts."""

    id = models.BigAutoField(primary_key=True)
    registration = models.CharField(max_length=24)
    version = models.IntegerField()
    #: The number of the declarant, or `name:` and the name of one without a number.
    declarant = models.CharField(max_length=64)
    #: As it was written.
    reference = models.CharField(max_length=64)
    #: The reference as it is compared: see `base.names`.
    reference_key = models.TextField()
    #: SHA-256 of the message as received.
    digest = models.BinaryField()
    office = models.CharField(max_length=8)
    #: Box 1.1.
    direction = models.CharField(max_length=8)
    #: Box 15.
    dispatch_country = models.CharField(max_length=8)
    #: Box 17.
    destination_country = models.CharField(max_length=8)
    #: Mode of transport at the border, box 25.
    border_mode = models.CharField(max_length=8)
    registered_on = models.DateField()
    state = models.CharField(max_length=24)
    lane = models.CharField(max_length=8)
    customs_value = models.BigIntegerField()
    payable = models.BigIntegerField()
    #: Whose accounts pay.
    payer = models.CharField(max_length=64)
    #: The fact that this version was lodged.
    lodged = _entry("lodged")
    #: The latest fact about it.
    latest = _entry("latest")

    class Meta:
        db_table = "declaration"
        constraints = [
            # The reference first: people look a declaration up by it alone.
            models.UniqueConstraint(
                fields=["reference_key", "declarant"], name="declaration_key"
            ),
            models.UniqueConstraint(
                fields=["registration", "version"], name="declaration_registration"
            ),
            models.UniqueConstraint(fields=["lodged"], name="declaration_lodged"),
        ]
        indexes = [
            models.Index(fields=["declarant", "lodged"], name="declaration_declarant"),
            models.Index(fields=["office", "state"], name="declaration_office"),
            models.Index(
                fields=["payer"],
                condition=models.Q(state="awaiting_payment"),
                name="declaration_waiting",
            ),
        ]


class ItemTable(models.Model):
    """Goods of one version of a declaration, which bears the same `lodged`."""

    # There are many of these rows: every further index costs every lodging.
    pk = models.CompositePrimaryKey("lodged_id", "number")
    lodged = _entry("lodged")
    #: Box 32.
    number = models.IntegerField()
    #: Commodity code, box 33.
    code = models.CharField(max_length=10)
    #: Country of origin, box 34.
    origin = models.CharField(max_length=8)
    #: Box 37.
    procedure = models.CharField(max_length=8)
    gross_mass = models.BigIntegerField()
    net_mass = models.BigIntegerField()
    #: Supplementary unit, box 41; empty where the code has none.
    unit = models.CharField(max_length=16)
    #: Quantity in the supplementary unit.
    quantity = models.BigIntegerField()
    customs_value = models.BigIntegerField()
    #: Box 46; none where it was not declared.
    statistical_value = models.BigIntegerField(null=True)

    class Meta:
        db_table = "item"


class LotTable(models.Model):
    """A lot that a version of a declaration brings, so that the same lot is seen again."""

    pk = models.CompositePrimaryKey("key", "lodged_id")
    #: SHA-256 of what its trader cannot vary freely.
    key = models.BinaryField()
    lodged = _entry("lodged")
    #: What counts towards the threshold of small consignments.
    worth = models.BigIntegerField()
    #: The containers, parted by blanks.
    containers = models.TextField()
    #: The first six digits of the codes, parted by blanks.
    subheadings = models.TextField()

    class Meta:
        db_table = "lot"


class RefusalTable(models.Model):
    """A filing that was refused registration: it counts as not filed, but the answer is
    kept.
    """

    entry = models.OneToOneField(
        EntryTable,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="entry",
        related_name="+",
    )
    declarant = models.CharField(max_length=64)
    #: The reference as it is compared: see `base.names`.
    reference_key = models.TextField()
    #: SHA-256 of the message as received.
    digest = models.BinaryField()

    class Meta:
        db_table = "refusal"
        indexes = [models.Index(fields=["declarant", "reference_key"], name="refusal_key")]


class SerialTable(models.Model):
    """The last serial number given by an office on a day."""

    office = models.CharField(max_length=8)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "serial"
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="serial_key")]


class TraderTable(models.Model):
    """What is known of a declarant from earlier filings; risk selection reads it."""

    id = models.CharField(primary_key=True, max_length=64)
    #: Declarations registered.
    lodged = models.IntegerField()
    #: Releases refused.
    refused = models.IntegerField()
    #: Breaches found by inspection.
    irregularities = models.IntegerField()
    #: Days of the first and the last declaration.
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        db_table = "trader"


class QuoteTable(models.Model):
    """A published exchange rate, loaded by the user, as its authority wrote it."""

    authority = models.CharField(max_length=8)
    currency = models.CharField(max_length=3)
    effective_on = models.DateField()
    nominal = models.IntegerField()
    value = models.BigIntegerField()
    decimals = models.IntegerField()

    class Meta:
        db_table = "quote"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "currency", "effective_on"], name="quote_key"
            ),
        ]


class QuotaUseTable(models.Model):
    """What registered declarations have taken from a share of a quota."""

    quota = models.CharField(max_length=64)
    #: All of the quota (`""`), the part of a group (`group NAME`) or of a holder (`holder
    #: BIN`).
    share = models.CharField(max_length=80)
    #: In millionths of the quota's unit.
    used = models.BigIntegerField()

    class Meta:
        db_table = "quota_use"
        constraints = [
            models.UniqueConstraint(fields=["quota", "share"], name="quota_use_key"),
            models.CheckConstraint(
                condition=models.Q(used__gte=0), name="quota_use_not_negative"
            ),
        ]


class AppointmentTable(models.Model):
    """A role that a person of the register holds."""

    entry = models.OneToOneField(
        EntryTable,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="entry",
        related_name="+",
    )
    person = models.CharField(max_length=48)
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=16)
    #: The office of an officer; empty for all offices.
    office = models.CharField(max_length=8)
    #: The firm that a declarant's person or a broker acts for.
    firm = models.CharField(max_length=80)
    since = models.DateField()
    #: The last day; none where it is open.
    until = models.DateField(null=True)
    #: The fact that ended it; none where none did.
    ended = models.ForeignKey(
        EntryTable,
        on_delete=models.PROTECT,
        null=True,
        db_column="ended",
        related_name="+",
        db_index=False,
    )

    class Meta:
        db_table = "appointment"
        indexes = [models.Index(fields=["person"], name="appointment_person")]


class TileTable(models.Model):
    """Up to 256 hashes of one level of the ledger's tree (C2SP tlog-tiles)."""

    level = models.IntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "tile"
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tile_key")]


class HeadTable(models.Model):
    """A signed head of the ledger (C2SP checkpoint), one for each committed batch."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    #: All that is needed to append to a ledger of this size.
    frontier = models.BinaryField()
    #: The signed note.
    note = models.TextField()
    #: The moment that its last fact counts as of.
    at = models.BigIntegerField()
    #: The moment of the clock when it was signed.
    recorded = models.BigIntegerField()

    class Meta:
        db_table = "head"
