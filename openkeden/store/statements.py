"""Run statements over many rows: read in chunks, write all at once.

They are written for SQLite and handed to it as they are: Django's own cursors translate the
place of every parameter, which takes longer than most statements. PostgreSQL gets each of
them translated once, and gives the same rows.
"""

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

#: Keys asked for in one statement; far below the databases' limits on parameters.
CHUNK = 400


def cursor() -> Any:
    """A cursor that takes statements as they are written, on a connection that is opened
    where it is not yet.
    """
    return _new_cursor(connections["default"])


def _new_cursor(database: BaseDatabaseWrapper) -> Any:
    if database.connection is None:
        database.ensure_connection()
    if database.vendor == "sqlite":
        return database.connection.cursor()
    return _server().Cursor(_found_again(database))


def _server() -> Any:
    """PostgreSQL's side, which is loaded only where it is used."""
    from openkeden.store import server  # noqa: PLC0415

    return server


def _found_again(database: BaseDatabaseWrapper) -> Any:
    """The connection to a server; a new one where it was lost and nothing was begun on it."""
    if database.connection.closed and not database.in_atomic_block:
        database.close()
        database.ensure_connection()
    return database.connection


@contextlib.contextmanager
def _closing(database: BaseDatabaseWrapper, made: Any) -> Iterator[Any]:
    """A cursor that is closed also where a row cannot be read: it would lock its tables."""
    try:
        yield made
    finally:
        # Who reads a stream may give it up after its database was closed.
        with contextlib.suppress(database.Database.Error):
            made.close()


def select(sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows that a statement gives."""
    database = connections["default"]
    if database.vendor != "sqlite":
        return _server_rows(database, sql, parameters)
    with database.wrap_database_errors, _closing(database, _new_cursor(database)) as cursor:
        return cursor.execute(sql, parameters).fetchall()


def first(sql: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
    """The first row that a statement gives; None where it gives none."""
    database = connections["default"]
    if database.vendor != "sqlite":
        found = _server_rows(database, sql, parameters)
        return found[0] if found else None
    with database.wrap_database_errors, _closing(database, _new_cursor(database)) as cursor:
        row: tuple[Any, ...] | None = cursor.execute(sql, parameters).fetchone()
        return row


def _server_rows(
    database: BaseDatabaseWrapper, sql: str, parameters: Sequence[object]
) -> list[tuple[Any, ...]]:
    """All rows from a server. Where its connection turns out to be lost before anything was
    begun on it, they are asked for once more on a new one.
    """
    with database.wrap_database_errors:
        made = _new_cursor(database)
        connection = database.connection
        may_repeat = _server().is_idle(connection)
        try:
            return made.execute(sql, parameters).fetchall()
        except database.Database.OperationalError:
            if not may_repeat or not connection.closed:
                raise
        return _new_cursor(database).execute(sql, parameters).fetchall()


def stream(sql: str) -> Iterator[tuple[Any, ...]]:
    """All rows that a statement gives, a few at a time."""
    database = connections["default"]
    errors = database.wrap_database_errors
    with _closing(database, _streaming(database)) as cursor:
        with errors:
            cursor.execute(sql)
        while some := _few(cursor, errors):
            yield from some


def _streaming(database: BaseDatabaseWrapper) -> Any:
    """A cursor for more rows than fit into memory."""
    if database.vendor == "sqlite":
        return _new_cursor(database)
    database.ensure_connection()
    return _server().streaming(_found_again(database))


def _few(
    cursor: Any, errors: contextlib.AbstractContextManager[Any]
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
