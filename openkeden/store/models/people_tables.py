"""The register of people, and the keys of their programs."""

from django.db import models

from openkeden.store.models.ledger_tables import EntryTable


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


class KeyTable(models.Model):
    """A key with which programs of a person ask the service."""

    entry = models.OneToOneField(
        EntryTable,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="entry",
        related_name="+",
    )
    #: The eight letters of its secret that it is found and named by.
    id = models.CharField(max_length=8, unique=True)
    person = models.CharField(max_length=48)
    #: What it may be used for, with blanks between.
    scopes = models.CharField(max_length=80)
    since = models.DateField()
    until = models.DateField()
    label = models.CharField(max_length=200)
    #: The hour of the clock when it was issued, counted from 1970.
    issued = models.BigIntegerField()
    #: The key whose place it takes; empty where it takes none.
    replaces = models.CharField(max_length=8)
    #: The fact that revoked it; none where none did.
    revoked = models.ForeignKey(
        EntryTable,
        on_delete=models.PROTECT,
        null=True,
        db_column="revoked",
        related_name="+",
        db_index=False,
    )
    #: The SHA-256 of the whole key. No fact holds it; its own SHA-256 is in the fact.
    digest = models.BinaryField()

    class Meta:
        db_table = "api_key"


class KeyUseTable(models.Model):
    """The last use of a key: the one table that no fact speaks of, and that no audit checks."""

    id = models.CharField(max_length=8, primary_key=True)
    #: The hour, counted from 1970.
    hour = models.BigIntegerField()
    #: The network, such as 192.0.2.0/24; never an address.
    network = models.CharField(max_length=64)

    class Meta:
        db_table = "api_key_use"
