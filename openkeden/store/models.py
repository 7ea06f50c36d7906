"""The tables. `Entry` holds every fact for good; all the other tables can be derived from it, and `audit` does so.

Moments are microseconds since 1970 (UTC), money is in minor units (tiyn), hashes are 32 bytes.
"""

from django.db import models


class Entry(models.Model):
    """One fact of the ledger at its index, as canonical bytes; `received` is the message that the fact answers."""

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=64)
    at = models.BigIntegerField()
    body = models.BinaryField()
    received = models.BinaryField()

    class Meta:
        db_table = "entry"
        indexes = [models.Index(fields=["subject"], name="entry_subject")]


class Declaration(models.Model):
    """The current state of one version of a registered declaration; the sum of its facts."""

    id = models.BigAutoField(primary_key=True)
    registration = models.CharField(max_length=24)
    version = models.IntegerField()
    declarant = models.CharField(max_length=64)
    reference = models.CharField(max_length=64)
    digest = models.BinaryField()
    office = models.CharField(max_length=8)
    registered_on = models.DateField()
    state = models.CharField(max_length=24)
    lane = models.CharField(max_length=8)
    customs_value = models.BigIntegerField()
    payable = models.BigIntegerField()
    lodged = models.ForeignKey(
        Entry, on_delete=models.PROTECT, db_column="lodged", related_name="+", db_index=False
    )
    latest = models.ForeignKey(
        Entry, on_delete=models.PROTECT, db_column="latest", related_name="+", db_index=False
    )

    class Meta:
        db_table = "declaration"
        constraints = [
            # The reference first: people look a declaration up by it alone.
            models.UniqueConstraint(fields=["reference", "declarant"], name="declaration_key"),
            models.UniqueConstraint(
                fields=["registration", "version"], name="declaration_registration"
            ),
        ]


class Refusal(models.Model):
    """A filing that was refused registration: it counts as not filed, but what was answered is kept."""

    entry = models.OneToOneField(
        Entry, on_delete=models.PROTECT, primary_key=True, db_column="entry", related_name="+"
    )
    declarant = models.CharField(max_length=64)
    reference = models.CharField(max_length=64)
    digest = models.BinaryField()

    class Meta:
        db_table = "refusal"
        indexes = [models.Index(fields=["declarant", "reference"], name="refusal_key")]


class Serial(models.Model):
    """The last serial number given by an office on a day."""

    office = models.CharField(max_length=8)
    day = models.DateField()
    last = models.IntegerField()

    class Meta:
        db_table = "serial"
        constraints = [models.UniqueConstraint(fields=["office", "day"], name="serial_key")]


class Trader(models.Model):
    """What is known of a declarant from earlier filings; risk selection reads it."""

    id = models.CharField(primary_key=True, max_length=64)
    lodged = models.IntegerField()
    refused = models.IntegerField()
    irregularities = models.IntegerField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        db_table = "trader"


class Account(models.Model):
    """What a payer has deposited in advance (`advance`) or covered by a guarantee (`guarantee`) and not yet used."""

    payer = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    balance = models.BigIntegerField()

    class Meta:
        db_table = "account"
        constraints = [
            models.UniqueConstraint(fields=["payer", "kind"], name="account_key"),
            models.CheckConstraint(condition=models.Q(balance__gte=0), name="account_not_negative"),
        ]


class Quote(models.Model):
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


class QuotaUse(models.Model):
    """What registered declarations have drawn from a share of a quota, in millionths of the quota's unit.

    A share is all of the quota (`""`), the part of a group (`group NAME`) or that of one holder (`holder BIN`).
    """

    quota = models.CharField(max_length=64)
    share = models.CharField(max_length=80)
    used = models.BigIntegerField()

    class Meta:
        db_table = "quota_use"
        constraints = [
            models.UniqueConstraint(fields=["quota", "share"], name="quota_use_key"),
            models.CheckConstraint(condition=models.Q(used__gte=0), name="quota_use_not_negative"),
        ]


class Tile(models.Model):
    """Up to 256 hashes of one level of the ledger's tree (C2SP tlog-tiles)."""

    level = models.IntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "tile"
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="tile_key")]


class Head(models.Model):
    """A signed head of the ledger (C2SP checkpoint), one for each committed group."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.BigIntegerField()

    class Meta:
        db_table = "head"
