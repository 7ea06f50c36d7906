"""Declarations, their goods and lots, refusals, and what is known of traders."""

from django.db import models

from openkeden.store.models.keys import EntryKey
from openkeden.store.models.ledger_tables import EntryTable, entry_column
from openkeden.store.states import ENDED, OPEN


class DeclarationTable(models.Model):
    """The current state of one version of a registered declaration: the sum of its facts."""

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
    lodged = EntryKey(
        EntryTable,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="lodged",
        related_name="+",
    )
    #: The latest fact about it.
    latest = entry_column("latest")

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
        ]
        # Each of them leads to the rows in the order of lodging.
        indexes = [
            models.Index(fields=["declarant"], name="declaration_declarant"),
            models.Index(
                fields=["payer"],
                condition=models.Q(state="awaiting_payment"),
                name="declaration_waiting",
            ),
            # Few declarations of many are open; officers list those.
            models.Index(
                fields=["office"],
                condition=models.Q(state__in=OPEN),
                name="declaration_open",
            ),
            models.Index(
                fields=["office"],
                condition=models.Q(state__in=ENDED),
                name="declaration_ended",
            ),
        ]


class ItemTable(models.Model):
    """Goods of one version of a declaration, which bears the same `lodged`."""

    # There are many of these rows: every further index costs every lodging.
    pk = models.CompositePrimaryKey("lodged_id", "number")
    lodged = entry_column("lodged")
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
    lodged = entry_column("lodged")
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

    entry = EntryKey(
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
        # The reference first: people look a refusal up by it alone.
        indexes = [models.Index(fields=["reference_key", "declarant"], name="refusal_key")]


class SerialTable(models.Model):
    """The last serial number given by an office on a day."""

    pk = models.CompositePrimaryKey("office", "day")
    office = models.CharField(max_length=8)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "serial"


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


class QuotaUseTable(models.Model):
    """What registered declarations have taken from a share of a quota."""

    pk = models.CompositePrimaryKey("quota", "share")
    quota = models.CharField(max_length=64)
    #: All of the quota (`""`), the part of a group (`group NAME`) or of a holder (`holder
    #: BIN`).
    share = models.CharField(max_length=80)
    #: In millionths of the quota's unit.
    used = models.BigIntegerField()

    class Meta:
        db_table = "quota_use"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used__gte=0), name="quota_use_not_negative"
            ),
        ]
