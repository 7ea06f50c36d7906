"""Expected rows: what tables must hold, kept in a database of its own beside the one that is
audited, so that memory does not grow with the ledger.

It is one of SQLite always. The tables of a server are copied into it, each when it is compared.
"""

import contextlib
import operator
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar, cast

import msgspec
from django.db import connection

from openkeden.store import statements
from openkeden.store.connecting import is_server

#: Rows of one table in memory; when there are so many, all are written out together.
HELD = 5000

#: What an audit reads with: it reads each page once, so it needs few of them, and what does
#: not fit into them goes to the disk.
_SPARING = {"temp_store": "1", "cache_size": "-8192"}

#: A name, a stored value, an expected one.
_QUOTED, _STORED, _EXPECTED = '"{}"', '+s."{}"', 'e."{}"'

_ATTACH = "ATTACH DATABASE '' AS expected"

#: The database beside one on a server, as long as an audit lasts.
_beside: list[sqlite3.Connection] = []

_Row = TypeVar("_Row", bound=msgspec.Struct)
_NO_NAMES: Mapping[str, str] = {}


@contextlib.contextmanager
def database() -> Iterator[None]:
    """A database in a file without a name, for what is expected; it is gone at the end."""
    beside = _beside_server() if is_server() else _attached()
    with beside:
        yield


@contextlib.contextmanager
def _beside_server() -> Iterator[None]:
    with contextlib.closing(sqlite3.connect("", isolation_level=None)) as opened:
        opened.execute(_ATTACH)
        for name, value in _SPARING.items():
            opened.execute(f"PRAGMA {name}={value}")
        _beside.append(opened)
        try:
            yield
        finally:
            _beside.pop()


@contextlib.contextmanager
def _attached() -> Iterator[None]:
    with connection.cursor() as cursor:
        before = {name: _setting(cursor, name) for name in _SPARING}
        _set(cursor, _SPARING)
        cursor.execute(_ATTACH)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DETACH DATABASE expected")
            _set(cursor, before)


def _opened() -> sqlite3.Connection:
    """The connection that knows what is expected."""
    return _beside[-1] if _beside else cast("sqlite3.Connection", connection.connection)


def _setting(cursor: Any, name: str) -> str:
    cursor.execute(f"PRAGMA {name}")
    return str(cursor.fetchone()[0])


def _set(cursor: Any, settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        cursor.execute(f"PRAGMA {name}={value}")


class ExpectedTable(Generic[_Row]):
    """What a table must hold, each row under its key: one column, or a tuple of several.

    `renamed` gives the column of a field that bears another name.
    """

    def __init__(
        self,
        table: str,
        row: type[_Row],
        key: Sequence[str],
        renamed: Mapping[str, str] = _NO_NAMES,
    ) -> None:
        #: The name of the table.
        self.table = table
        self._row, self._key_of = row, operator.attrgetter(*key)
        self._held: dict[Any, _Row] = {}
        self._written = self._copied = False
        self._sql = _Statements(table, row.__struct_fields__, key, renamed)

    def key_of(self, row: _Row) -> Any:
        """The key of a row."""
        return self._key_of(row)

    def get(self, key: Any) -> _Row | None:
        """The row with a key; None where there is none."""
        row = self._held.get(key)
        if row is None and self._written:
            found = _opened().execute(self._sql.get, _values(key)).fetchone()
            row = None if found is None else self._row(*found)
        return row

    def __getitem__(self, key: Any) -> _Row:
        row = self.get(key)
        if row is None:
            raise KeyError(key)
        return row

    def put(self, row: _Row) -> None:
        """Set a row, in place of the one with its key."""
        self._held[self._key_of(row)] = row
        if len(self._held) >= HELD:
            self._write()

    def remove(self, key: Any) -> None:
        """Take a row away. Raises KeyError where there is none."""
        self.put(self[key])
        self._write()
        _opened().execute(self._sql.remove, _values(key))

    def _write(self) -> None:
        database = _opened()
        if not self._written:
            database.execute(self._sql.create)
            self._written = True
        database.executemany(self._sql.put, statements.tuples(self._held.values()))
        self._held.clear()

    def differing(self) -> Iterator[tuple[_Row, _Row | None]]:
        """The stored rows that are other than expected, each with what was; None where no
        such row was.
        """
        self._write()
        self._copy()
        width = len(self._row.__struct_fields__)
        for found in _stream(self._sql.differing):
            is_known, here, expected = found[0], found[1 : width + 1], found[width + 1 :]
            yield self._row(*here), self._row(*expected) if is_known else None

    def missing(self) -> Iterator[_Row]:
        """The expected rows that are not stored."""
        self._write()
        self._copy()
        for found in _stream(self._sql.missing):
            yield self._row(*found)

    def doubled(self) -> Iterator[tuple[Any, int]]:
        """The keys that stand twice or more, and how often."""
        self._copy()
        for *key, count in _stream(self._sql.doubled):
            yield tuple(key) if len(key) > 1 else key[0], count

    def _copy(self) -> None:
        """Copy the stored rows, where they lie on a server."""
        if not _beside or self._copied:
            return
        _opened().execute(self._sql.copy_of)
        for some in statements.chunks(statements.stream(self._sql.stored)):
            _opened().executemany(self._sql.copy, some)
        _opened().execute(self._sql.copy_index)
        self._copied = True


def _stream(sql: str) -> Iterator[tuple[Any, ...]]:
    """All rows that a statement over what is expected gives."""
    return iter(_opened().execute(sql)) if _beside else statements.stream(sql)


def _values(key: Any) -> tuple[Any, ...]:
    """The values of a key."""
    return key if isinstance(key, tuple) else (key,)


class _Statements:
    """The statements over a table and what it must hold.

    A stored value is read with a plus sign before it: as it is stored, whatever its column
    is declared to be.
    """

    def __init__(
        self,
        table: str,
        fields: Sequence[str],
        key: Sequence[str],
        renamed: Mapping[str, str],
    ) -> None:
        columns = {field: renamed.get(field, field) for field in fields}
        expected, stored = f'expected."of_{table}"', f'main."{table}"'
        named, keys = _each(fields), _each(key)
        places = _each("?" * len(fields), "{}")
        at_key = _each(key, '"{}" = ?', " AND ")
        is_same = _each(key, 'e."{0}" = s."{0}"', " AND ")
        fits = [f'e."{field}" IS s."{name}"' for field, name in columns.items()]
        both = f"{_each(columns.values(), _STORED)}, {_each(fields, _EXPECTED)}"
        self.create = (
            f"CREATE TABLE {expected} ({named}, PRIMARY KEY ({keys})) WITHOUT ROWID"
        )
        names = _each(columns.values())
        self.copy_of = f"CREATE TABLE {stored} ({names})"
        self.copy_index = f'CREATE INDEX main."key_{table}" ON "{table}" ({keys})'
        self.stored = f'SELECT {names} FROM "{table}"'
        self.copy = f"INSERT INTO {stored} VALUES ({places})"
        self.put = f"INSERT OR REPLACE INTO {expected} VALUES ({places})"
        self.get = f"SELECT {named} FROM {expected} WHERE {at_key}"
        self.remove = f"DELETE FROM {expected} WHERE {at_key}"
        self.differing = (
            f"SELECT e.{key[0]} IS NOT NULL, {both}"
            f" FROM {stored} s LEFT JOIN {expected} e ON {is_same}"
            f" WHERE e.{key[0]} IS NULL OR NOT ({' AND '.join(fits)})"
        )
        self.missing = (
            f"SELECT {named} FROM {expected} e WHERE NOT EXISTS"
            f" (SELECT 1 FROM {stored} s WHERE {is_same})"
        )
        self.doubled = (
            f"SELECT {_each(key, _STORED)}, times FROM (SELECT {keys}, count(*) AS times"
            f" FROM {stored} s GROUP BY {keys} HAVING count(*) > 1) s"
        )


def _each(names: Iterable[str], form: str = _QUOTED, between: str = ", ") -> str:
    """Each of some names in a form."""
    return between.join([form.format(name) for name in names])
