"""The schema as it is stored, beside the one that the migrations make; the storage classes
of cells, and the pages of the file. `server_schema` knows the same of PostgreSQL.
"""

import contextlib
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from openkeden.store import server_schema
from openkeden.store.connecting import is_server
from openkeden.store.server_schema import Objects

_OBJECTS = "SELECT type, name, coalesce(sql, '') FROM sqlite_master"

#: What ANALYZE writes down for the planner of queries; it changes no answer.
_STATISTICS = {("table", "sqlite_stat1"), ("table", "sqlite_stat4")}

#: Strings, quoted names, words and single signs: blanks between them say nothing.
_TOKEN = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|[^\s\w]""")

#: How cells are stored, by the beginning of the type of their column.
_CLASSES = {
    "integer": "integer",
    "bigint": "integer",
    "smallint": "integer",
    "bool": "integer",
    "varchar": "text",
    "char": "text",
    "text": "text",
    "date": "text",
    "blob": "blob",
}

#: Where a list of tables says whether their rows lie in their keys.
_HAS_NO_PLACE = 4

#: Cells of another storage class that are named in one table.
_MOST = 1000


class OddCell(msgspec.Struct, frozen=True):
    """A cell that is stored as something else than its column says."""

    table: str
    record: str
    column: str
    #: The storage class that it has.
    stored: str
    #: The storage class that it must have.
    expected: str


def stored() -> Objects:
    """Every table, index, trigger and view of the opened database."""
    return server_schema.objects() if is_server() else _objects(connection)


def expected() -> Objects:
    """Every object that the migrations make in an empty database."""
    return server_schema.expected() if is_server() else _expected()


@functools.cache
def _expected() -> Objects:
    pattern = type(connections["default"])(
        {**connections["default"].settings_dict, "NAME": ":memory:"}, alias="pattern"
    )
    connections["pattern"] = pattern
    try:
        executor = MigrationExecutor(pattern)
        executor.migrate(executor.loader.graph.leaf_nodes())
        return _objects(pattern)
    finally:
        del connections["pattern"]
        # The layer itself never closes a database in memory.
        pattern.connection.close()


def tokens(statement: str) -> tuple[str, ...]:
    """A statement as tokens: two that differ in blanks, or in quotes around names, are the
    same.
    """
    return tuple(map(_plain, _TOKEN.findall(statement)))


def applied() -> list[tuple[str, str]]:
    """The migrations that the database says were applied: rows as they are stored."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return cursor.fetchall()


def undated() -> list[tuple[str, str, str]]:
    """Migrations whose moment is no moment: app, name, and what is stored."""
    if is_server():
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT app, name, CAST(applied AS text) FROM django_migrations"
            " WHERE datetime(applied) IS NULL"
        )
        return cursor.fetchall()


def migrations() -> list[tuple[str, str]]:
    """The migrations of this program."""
    return sorted(MigrationLoader(None).graph.nodes)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Nobody else makes or changes tables on a server meanwhile, from any machine."""
    if not is_server():
        yield
        return
    with server_schema.alone():
        yield


def unfit() -> str:
    """Why a database on a server can hold no ledger; empty where it can."""
    return server_schema.unfit()


def is_founded() -> bool:
    """Whether the opened database has any table."""
    if is_server():
        return server_schema.is_founded()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM sqlite_master LIMIT 1")
        return cursor.fetchone() is not None


def unwritable() -> str:
    """Why nothing can be written now; empty where it can. Raises DatabaseError too."""
    if is_server():
        return server_schema.unwritable()
    with transaction.atomic(), connection.cursor() as cursor:
        # The transaction has begun as one that writes: it has the lock.
        cursor.execute("SELECT 1")
    return ""


def broken_pages(*, quick: bool = False) -> list[str]:
    """What the database finds wrong with its pages, and with its indexes too unless it is to
    be `quick`.
    """
    if is_server():
        return [] if quick else server_schema.broken_pages()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check" if quick else "PRAGMA integrity_check")
        return [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]


def odd_cells() -> Iterator[OddCell]:
    """Cells whose storage class is not that of their column; on a server there is no such
    cell.
    """
    if is_server():
        return
    for kind, table in expected():
        if kind == "table" and not table.startswith("sqlite_"):
            yield from _odd_cells_of(table)


def _odd_cells_of(table: str) -> Iterator[OddCell]:
    with connection.cursor() as cursor:
        cursor.execute(f'PRAGMA table_info("{table}")')
        told = cursor.fetchall()
        columns = list(_known_columns(told))
        odd = " OR ".join([_is_odd(*column) for column in columns]) or "0"
        classes = "".join([f', typeof("{name}")' for name, _, _ in columns])
        place = _place(cursor, table, told)
        cursor.execute(f'SELECT {place}{classes} FROM "{table}" WHERE {odd} LIMIT {_MOST}')
        found = cursor.fetchall()
    for row, *kinds in found:
        for (name, kind, nullable), here in zip(columns, kinds, strict=True):
            if here != kind and not (nullable and here == "null"):
                yield OddCell(table, f"row {row}", name, here, kind)


def _place(cursor: Any, table: str, columns: Iterable[Sequence[Any]]) -> str:
    """What names a row: its place, or its key where it lies in that."""
    cursor.execute(f'PRAGMA table_list("{table}")')
    stored = cursor.fetchone()
    if stored is None or not stored[_HAS_NO_PLACE]:
        return "rowid"
    return " || ' ' || ".join([f'quote("{row[1]}")' for row in columns if row[5]])


def _known_columns(
    found: Iterable[Sequence[Any]],
) -> Iterator[tuple[str, str, bool]]:
    """Name and storage class of each column of a type of ours, and whether it may be null.

    A column of another type makes another table, which is named as one.
    """
    for _, name, declared, not_null, *_ in found:
        begins = re.match("[a-z]*", declared.lower())[0].removesuffix("time")
        if begins in _CLASSES:
            yield name, _CLASSES[begins], not not_null


def _is_odd(name: str, kind: str, nullable: bool) -> str:
    allowed = f"'{kind}', 'null'" if nullable else f"'{kind}'"
    return f'typeof("{name}") NOT IN ({allowed})'


def _objects(database: Any) -> Objects:
    with database.cursor() as cursor:
        cursor.execute(_OBJECTS)
        found = {(row[0], row[1]): tokens(row[2]) for row in cursor.fetchall()}
    return {name: found[name] for name in found.keys() - _STATISTICS}


def _plain(token: str) -> str:
    """A name without its quotes; names are told apart by no case."""
    if token.startswith("'"):
        return token
    quoted = token.startswith('"')
    return (token[1:-1].replace('""', '"') if quoted else token).lower()
