"""Money: accounts and what moves between them, documents, mandates, exchange rates."""

from django.db import models

from openkeden.store.models.ledger_tables import EntryTable, entry_column


class AccountTable(models.Model):
    """The balance of an account of a payer: the sum of its postings."""

    pk = models.CompositePrimaryKey("payer", "kind")
    payer = models.CharField(max_length=64)
    #: One of `accounting.chart.KINDS`.
    kind = models.CharField(max_length=16)
    balance = models.BigIntegerField()

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(balance__gte=0)
                | models.Q(kind__in=("bank", "guarantor")),
                name="account_not_negative",
            ),
        ]


class AccountTotalTable(models.Model):
    """The sum of all balances, in one row that triggers keep: no head of the ledger is
    taken while it is not nought.
    """

    id = models.IntegerField(primary_key=True)
    total = models.BigIntegerField()

    class Meta:
        db_table = "account_total"


class PostingTable(models.Model):
    """A movement between two accounts of a payer; never changed."""

    pk = models.CompositePrimaryKey("entry_id", "line")
    #: The fact that moved it.
    entry = entry_column("entry")
    #: Its place among the postings of the fact.
    line = models.IntegerField()
    payer = models.CharField(max_length=12)
    debit = models.CharField(max_length=16)
    credit = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    document = models.CharField(max_length=64)
    #: The mandate under which it was drawn; empty where none was needed.
    mandate = models.CharField(max_length=20)

    class Meta:
        db_table = "posting"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0), name="posting_of_something"
            ),
        ]
        indexes = [models.Index(fields=["payer", "entry"], name="posting_payer")]


class PaymentDocumentTable(models.Model):
    """A document that brought money or a guarantee: each is booked once."""

    #: As it is compared: see `accounting.documents.compared`.
    number = models.CharField(max_length=64)
    #: The bank, or the guarantor.
    bank = models.CharField(max_length=12)
    issued = models.DateField()
    payer = models.CharField(max_length=12)
    #: `advance` or `guarantee`.
    kind = models.CharField(max_length=16)
    amount = models.BigIntegerField()
    #: The deposit.
    entry = entry_column("entry")

    class Meta:
        db_table = "payment_document"
        constraints = [
            models.UniqueConstraint(
                fields=["number", "bank", "issued", "payer", "kind"],
                name="payment_document_key",
            ),
        ]


class MandateTable(models.Model):
    """A payer lets another declare at the cost of its accounts."""

    entry = models.OneToOneField(
        EntryTable,
        on_delete=models.PROTECT,
        primary_key=True,
        db_column="entry",
        related_name="+",
    )
    payer = models.CharField(max_length=12)
    #: The declarant who may.
    holder = models.CharField(max_length=12)
    #: The most that may stand under it.
    limit = models.BigIntegerField(db_column="most")
    since = models.DateField()
    until = models.DateField()
    document = models.CharField(max_length=64)
    #: What stands for declarations under it.
    used = models.BigIntegerField()
    #: The fact that withdrew it.
    ended = entry_column("ended", empty=True)

    class Meta:
        db_table = "mandate"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used__gte=0) & models.Q(used__lte=models.F("limit")),
                name="mandate_within_limit",
            ),
        ]
        indexes = [
            models.Index(fields=["payer", "holder"], name="mandate_payer"),
            models.Index(fields=["holder"], name="mandate_holder"),
        ]


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
