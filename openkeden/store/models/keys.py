"""Keys that are the place of their row: no index beside the table holds them again, so a row
that is added changes one page less.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _Number = models.BigIntegerField[int, int]
    _Reference = models.OneToOneField[Any, Any]
else:
    _Number, _Reference = models.BigIntegerField, models.OneToOneField

#: The only type of a key that SQLite takes for the place of a row.
PLACE = "integer"


class PlaceKey(_Number):
    """A number that is the place of its row."""

    def db_type(self, connection: Any) -> str | None:
        """The type of the column."""
        declared = super().db_type(connection)
        return PLACE if connection.vendor == "sqlite" else declared

    def rel_db_type(self, connection: Any) -> str | None:
        """The type of a column that refers to this one."""
        return super().db_type(connection)


class EntryKey(_Reference):
    """The index of a fact that is the place of the row which it makes."""

    def db_type(self, connection: Any) -> str | None:
        """The type of the column."""
        declared = super().db_type(connection)
        return PLACE if connection.vendor == "sqlite" else declared
