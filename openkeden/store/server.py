"""PostgreSQL's own side of the statements: written for SQLite, they are translated once each,
and their rows are the same.
"""

import contextlib
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import psycopg
from psycopg.types.numeric import Int8Dumper, IntLoader
from psycopg.types.string import TextLoader

from openkeden.store import server_address
from openkeden.store.server_address import ServerAddress

_NUMBERS: Final = itertools.count()

#: The place of a parameter, but within text and quoted names.
_PLACE: Final = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|\?""")


@functools.lru_cache(maxsize=8192)
def translated(sql: str) -> str:
    """A statement with its parameters numbered, as PostgreSQL takes them."""
    count = 0

    def numbered(found: re.Match[str]) -> str:
        nonlocal count
        if found[1]:
            return found[1]
        count += 1
        return f"${count}"

    return _PLACE.sub(numbered, sql)


class Cursor(psycopg.RawCursor[Any]):
    """A cursor that takes statements as they are written for SQLite."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> "Cursor":
        """Run a statement."""
        super().execute(translated(query), params or None, **options)
        return self

    def executemany(self, query: Any, params_seq: Iterable[Any], **options: Any) -> None:
        """Run a statement for each of these parameters."""
        super().executemany(translated(query), params_seq, **options)


def adapt(connection: "psycopg.Connection[Any]") -> None:
    """Let a connection give and take values as SQLite does."""
    connection.adapters.register_loader("date", TextLoader)
    # The sum of whole numbers is one.
    connection.adapters.register_loader("numeric", IntLoader)
    # One type for all of them, so that a statement is prepared once.
    connection.adapters.register_dumper(int, Int8Dumper)


def is_idle(connection: "psycopg.Connection[Any]") -> bool:
    """Whether a connection is in no transaction."""
    return connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def streaming(connection: "psycopg.Connection[Any]") -> "psycopg.RawServerCursor[Any]":
    """A cursor whose rows stay on the server until they are asked for."""
    return psycopg.RawServerCursor(
        connection,
        f"openkeden_{next(_NUMBERS)}",
        withhold=is_idle(connection),
        scrollable=False,
    )


@contextlib.contextmanager
def opened(address: ServerAddress) -> Iterator["psycopg.Connection[Any]"]:
    """A connection of its own, with no database layer. Raises BadAddress, NoDriver and
    NoServer.
    """
    known = address.session()
    try:
        connection = psycopg.connect(**known, autocommit=True)
    except psycopg.OperationalError as error:
        raise server_address.NoServer(" ".join(str(error).split())) from None
    with connection:
        adapt(connection)
        yield connection


def rows(
    address: ServerAddress, sql: str, parameters: Sequence[object] = ()
) -> list[tuple[Any, ...]]:
    """All rows that a statement gives; none where its table is not there yet."""
    with opened(address) as connection, Cursor(connection) as cursor:
        try:
            return cursor.execute(sql, parameters).fetchall()
        except psycopg.errors.UndefinedTable:
            return []
