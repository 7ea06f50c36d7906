"""Run statements over many rows: read in chunks, write all at once.

They are written for SQLite and handed to it as they are: Django's own cursors translate the
place of every parameter, which takes longer than most statements.
"""

import contextlib
import itertools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, cast

import msgspec
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: Keys asked for in one statement; far below the databases' limits on parameters.
CHUNK = 400


def opened() -> sqlite3.Connection:
    """The connection itself, opened where it is not yet."""
    return _opened(connections["default"])


def _opened(database: BaseDatabaseWrapper) -> sqlite3.Connection:
    if database.connection is None:
        database.ensure_connection()
    return cast("sqlite3.Connection", database.connection)


@contextlib.contextmanager
def _cursor(database: BaseDatabaseWrapper) -> Iterator[sqlite3.Cursor]:
    """A cursor that is closed also where a row cannot be read: it would lock its tables."""
    cursor = _opened(database).cursor()
    try:
        yield cursor
    finally:
        # Who reads a stream may give it up after its database was closed.
        with contextlib.suppress(sqlite3.ProgrammingError):
            cursor.close()


def select(sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows that a statement gives."""
    database = connections["default"]
    with database.wrap_database_errors, _cursor(database) as cursor:
        return cursor.execute(sql, parameters).fetchall()


def first(sql: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
    """The first row that a statement gives; None where it gives none."""
    database = connections["default"]
    with database.wrap_database_errors, _cursor(database) as cursor:
        row: tuple[Any, ...] | None = cursor.execute(sql, parameters).fetchone()
        return row


def stream(sql: str) -> Iterator[tuple[Any, ...]]:
    """All rows that a statement gives, a few at a time."""
    database = connections["default"]
    errors = database.wrap_database_errors
    with _cursor(database) as cursor:
        with errors:
            cursor.execute(sql)
        while some := _few(cursor, errors):
            yield from some


def _few(
    cursor: sqlite3.Cursor, errors: contextlib.AbstractContextManager[Any]
) -> list[tuple[Any, ...]]:
    with errors:
        return cursor.fetchmany(CHUNK)


def by_pairs(sql: str, keys: Iterable[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    """Run a statement over chunks of pairs.

    It sees them as the table `k` with `column1` and `column2`.
    """
    for chunk in chunks(keys):
        pairs = ", ".join(["(?, ?)"] * len(chunk))
        values = list(itertools.chain.from_iterable(chunk))
        yield from select(sql.format(keys=f"(VALUES {pairs}) AS k"), values)


def by_values(
    sql: str, keys: Iterable[object], more: Sequence[object] = ()
) -> Iterator[tuple[Any, ...]]:
    """Run a statement over chunks of single values, which it sees as `places`; parameters
    after them are the same each time.
    """
    for chunk in chunks(keys):
        places = ", ".join(["?"] * len(chunk))
        yield from select(sql.format(places=places), [*chunk, *more])


def chunks(keys: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
    """Keys in pieces that one statement takes."""
    iterator = iter(keys)
    while chunk := tuple(itertools.islice(iterator, CHUNK)):
        yield chunk


def each(cursor: Any, sql: str, parameters: Sequence[Sequence[object]]) -> None:
    """Run a statement for each of these parameters; where there are none, nothing is asked
    of the database.
    """
    if parameters:
        cursor.executemany(sql, parameters)


def tuples(of: Iterable[msgspec.Struct]) -> list[tuple[Any, ...]]:
    """Rows as parameters, in the order of their columns."""
    return [msgspec.structs.astuple(row) for row in of]
