"""What risk selection keeps of each office."""

from django.db import models


class DeskTable(models.Model):
    """The declarations of an office that a model in a role had to choose from."""

    pk = models.CompositePrimaryKey("office", "role")
    office = models.CharField(max_length=8)
    role = models.CharField(max_length=16)
    #: SHA-256 of the file of the model.
    model = models.BinaryField()
    #: The latest day.
    day = models.DateField()
    #: Declarations of that day so far.
    seen = models.IntegerField()
    #: Inspections left for that day, in millionths.
    left = models.BigIntegerField()
    #: How many declarations the days before had, with blanks between.
    days = models.TextField()
    #: The utilities of the recent ones, 8 bytes each, the oldest first.
    utilities = models.BinaryField()

    class Meta:
        db_table = "desk"
