"""A snapshot of the database: everything read within it is of one moment, whoever writes
beside it.
"""

import contextlib
from collections.abc import Iterator

from django.db import connection

from openkeden.store import statements

#: How a transaction that only reads begins, by the kind of the database.
_BEGIN = {
    "sqlite": "BEGIN DEFERRED",
    "postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
}


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """One transaction that only reads; it holds up no writer and waits for none."""
    # A connection that was lost since is found again by this.
    statements.first("SELECT 1")
    with connection.cursor() as cursor:
        # Not `transaction.atomic`, which would be the one writer as long as it lasts.
        cursor.execute(_BEGIN[connection.vendor])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ROLLBACK")


@contextlib.contextmanager
def lenient_text() -> Iterator[None]:
    """Read text that is not UTF-8 with its wrong bytes written out, instead of failing.

    PostgreSQL holds no such text.
    """
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    database = connection.connection
    strict = database.text_factory
    database.text_factory = _spelled
    try:
        yield
    finally:
        database.text_factory = strict


def is_lenient() -> bool:
    """Whether text is read with its wrong bytes written out."""
    return connection.vendor != "sqlite" or connection.connection.text_factory is _spelled


def _spelled(stored: bytes) -> str:
    return stored.decode("utf-8", "backslashreplace")
