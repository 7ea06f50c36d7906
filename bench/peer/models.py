"""The tables of the peer."""

from django.db import models


class Declaration(models.Model):
    """A declaration that was taken in."""

    registration = models.CharField(max_length=24, unique=True)
    declarant = models.CharField(max_length=12)
    reference = models.CharField(max_length=64)
    office = models.CharField(max_length=8)
    origin = models.CharField(max_length=2)
    registered_on = models.DateField()
    customs_value = models.BigIntegerField()
    payable = models.BigIntegerField()
    #: The message as received.
    message = models.BinaryField()
    digest = models.BinaryField()
    #: The hash of this digest and the link before.
    link = models.BinaryField()

    class Meta:
        app_label = "peer"
        constraints = [
            models.UniqueConstraint(fields=["declarant", "reference"], name="peer_key")
        ]


class Item(models.Model):
    """Goods of a declaration."""

    declaration = models.ForeignKey(Declaration, on_delete=models.PROTECT)
    number = models.IntegerField()
    code = models.CharField(max_length=10)
    origin = models.CharField(max_length=2)
    net_mass = models.DecimalField(max_digits=18, decimal_places=6)
    customs_value = models.BigIntegerField()

    class Meta:
        app_label = "peer"


class Charge(models.Model):
    """A charge on goods."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT)
    kind = models.CharField(max_length=8)
    base = models.BigIntegerField()
    amount = models.BigIntegerField()

    class Meta:
        app_label = "peer"


class Rate(models.Model):
    """The duty on a code."""

    code = models.CharField(max_length=10, primary_key=True)
    #: Hundredths of a percent.
    rate = models.IntegerField()

    class Meta:
        app_label = "peer"
