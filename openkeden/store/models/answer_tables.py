"""Answers kept for whoever sends a request again; they are no facts, and are gone after a
time.
"""

from django.db import models


class KeptAnswerTable(models.Model):
    """The answer to an act or a paper, by who sent it and the key of the request."""

    pk = models.CompositePrimaryKey("person", "key")
    person = models.CharField(max_length=48)
    key = models.CharField(max_length=64)
    #: SHA-256 of the request.
    digest = models.BinaryField()
    status = models.IntegerField()
    #: The headers as JSON: pairs of name and value.
    headers = models.TextField()
    body = models.BinaryField()
    #: When it was given.
    at = models.BigIntegerField()

    class Meta:
        db_table = "kept_answer"
        indexes = [models.Index(fields=["at"], name="kept_answer_at")]
