"""The register of people."""

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
