"""All tables of a database on a server as a SQLite file, and back: backups are such files,
whichever database they were taken of.
"""

import contextlib
import pathlib
import sqlite3
from collections.abc import Iterator
from typing import Any, Final

from django.db import Error, connection, connections, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from openkeden.store import connecting, snapshot, statements

_TABLES: Final = """
SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
    AND name <> 'django_migrations' ORDER BY name
"""
_TRIGGERS: Final = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"

#: The places where the numbers of rows come from that a database gives itself.
_SEQUENCES: Final = """
SELECT quote_ident(c.relname), quote_ident(a.attname),
    pg_get_serial_sequence(quote_ident(c.relname), a.attname)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
    AND NOT a.attisdropped
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
    AND pg_get_serial_sequence(quote_ident(c.relname), a.attname) IS NOT NULL
"""


class Uncopied(ValueError):
    """Tables that cannot be copied; the message says why."""


def to_file(target: pathlib.Path) -> None:
    """Write the tables of the opened database, as they are at one moment, to a SQLite file
    that holds nothing yet. Raises Uncopied and django.db.Error.
    """
    with _file(target) as file, snapshot.snapshot():
        triggers = file.execute(_TRIGGERS).fetchall()
        file.execute("BEGIN")
        for name, _ in triggers:
            file.execute(f"DROP TRIGGER {name}")
        for table, columns in _tables(file):
            _fill_file(file, table, columns)
        for _, statement in triggers:
            file.execute(statement)
        file.execute("COMMIT")


def _fill_file(file: sqlite3.Connection, table: str, columns: list[str]) -> None:
    names = ", ".join([f'"{column}"' for column in columns])
    places = ", ".join("?" * len(columns))
    put = f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({places})'
    found = statements.stream(f'SELECT {names} FROM "{table}"')
    for some in statements.chunks(found):
        file.executemany(put, some)


def from_file(source: pathlib.Path) -> None:
    """Write the tables of a SQLite file into the opened database, which holds nothing yet:
    all of them or none. The file gets the tables of this program, where it is older.

    Raises Uncopied.
    """
    try:
        with _file(source) as file, transaction.atomic():
            executor = MigrationExecutor(connections["default"])
            executor.migrate(executor.loader.graph.leaf_nodes())
            _fill_server(file)
    except (Error, sqlite3.Error, UnicodeError) as error:
        raise Uncopied(" ".join(str(error).split())) from error


def _fill_server(file: sqlite3.Connection) -> None:
    tables = list(_tables(file))
    with connection.cursor() as cursor:
        for table, _ in tables:
            cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            cursor.execute(f'DELETE FROM "{table}"')
        for table, columns in tables:
            _fill_table(file, table, columns)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(_SEQUENCES)
        for table, column, sequence in cursor.fetchall():
            last = f"SELECT setval('{sequence}', max({column})) FROM {table}"
            cursor.execute(last)
        for table, _ in tables:
            cursor.execute(f'ALTER TABLE "{table}" ENABLE TRIGGER USER')


def _fill_table(file: sqlite3.Connection, table: str, columns: list[str]) -> None:
    fields = sql.SQL(", ").join(map(sql.Identifier, columns))
    names = ", ".join([f'"{column}"' for column in columns])
    fill = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), fields)
    with connection.connection.cursor() as cursor, cursor.copy(fill) as copy:
        for row in file.execute(f'SELECT {names} FROM "{table}"'):
            copy.write_row(row)


def _tables(file: sqlite3.Connection) -> Iterator[tuple[str, list[str]]]:
    """Every table of ours with its columns."""
    for (table,) in file.execute(_TABLES).fetchall():
        told = file.execute(f'PRAGMA table_info("{table}")').fetchall()
        yield table, [row[1] for row in told]


@contextlib.contextmanager
def _file(path: pathlib.Path) -> Iterator[sqlite3.Connection]:
    """A SQLite file with the tables of this program."""
    described = connections["default"].settings_dict | connecting.sqlite(path)
    beside: Any = DatabaseWrapper(described, alias="file")
    connections["file"] = beside
    try:
        executor = MigrationExecutor(beside)
        executor.migrate(executor.loader.graph.leaf_nodes())
        beside.connection.execute("PRAGMA foreign_keys=OFF")
        yield beside.connection
    finally:
        del connections["file"]
        beside.close()
