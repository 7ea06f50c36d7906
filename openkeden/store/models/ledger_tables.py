"""The ledger: facts, tiles, signed heads."""

from django.db import models

from openkeden.store.models.keys import PlaceKey


def entry_column(
    column: str, *, empty: bool = False
) -> "models.ForeignKey[EntryTable, EntryTable]":
    """A column that holds the index of a fact, or may be `empty`."""
    return models.ForeignKey(
        EntryTable,
        on_delete=models.PROTECT,
        db_column=column,
        related_name="+",
        db_index=False,
        null=empty,
    )


class EntryTable(models.Model):
    """One fact of the ledger at its index."""

    index = PlaceKey(primary_key=True)
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
        indexes = [
            # The lodgings of a declaration are found by the declaration.
            models.Index(
                fields=["subject"],
                condition=~models.Q(kind="lodging"),
                name="entry_subject",
            ),
            # Few facts are about the law and the rates, but every act asks for the latest.
            models.Index(
                fields=["kind", "index"],
                condition=models.Q(kind__in=["foundation", "law", "rates", "rates_held"]),
                name="entry_law",
            ),
        ]


class TileTable(models.Model):
    """Up to 256 hashes of one level of the ledger's tree (C2SP tlog-tiles)."""

    pk = models.CompositePrimaryKey("level", "index")
    level = models.IntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        db_table = "tile"


class HeadTable(models.Model):
    """A signed head of the ledger (C2SP checkpoint), one for each committed batch."""

    size = PlaceKey(primary_key=True)
    root = models.BinaryField()
    #: All that is needed to append to a ledger of this size.
    frontier = models.BinaryField()
    #: The signed note.
    note = models.TextField()
    #: The latest moment that one of its facts counts as of.
    at = models.BigIntegerField()
    #: The latest moment of the clock when one of them was recorded.
    recorded = models.BigIntegerField()

    class Meta:
        db_table = "head"
