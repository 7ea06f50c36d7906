"""The database of an installation without the database layer: exchange rates and facts about
a subject; of its SQLite file also the latest signed head, a copy of it, and whether it is
sound.
"""

import contextlib
import pathlib
from typing import TYPE_CHECKING

import msgspec

from openkeden.store import rows
from openkeden.store.server_address import ServerAddress

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from typing import Any

#: Where the tables of an installation lie: in a file, or on a server.
Place = pathlib.Path | ServerAddress

#: Every exchange rate that the user has loaded, in the order of loading.
QUOTES = """
SELECT authority, currency, CAST(effective_on AS text), nominal, value, decimals
FROM quote ORDER BY id
"""

#: The latest signed head.
HEAD = "SELECT size, root, note FROM head ORDER BY size DESC LIMIT 1"

#: The facts about a subject that is no declaration, the oldest first.
FACTS = """
SELECT "index", body FROM entry WHERE subject = ? AND NOT (kind = 'lodging') ORDER BY "index"
"""

#: How long to wait for others, in seconds.
PATIENCE = 60


class Unreadable(ValueError):
    """What was asked for is not in the file."""


class LatestHead(msgspec.Struct, frozen=True, array_like=True):
    """The latest signed head of a ledger."""

    #: How many facts it covers.
    size: int

    #: The root over them.
    root: bytes

    #: The signed note.
    note: str


def quotes(place: Place) -> list[rows.QuoteRow]:
    """The rates in a database; none where there is no file, or no table of rates in it yet.

    Raises what an address raises.
    """
    return [rows.QuoteRow(*row) for row in _rows(place, QUOTES)]


def facts_about(place: Place, subject: str) -> list[tuple[int, bytes]]:
    """The indices and bodies of facts about a subject that is no declaration; none where
    there is no file, or no ledger in it yet.

    Raises what an address raises.
    """
    return [(row[0], bytes(row[1])) for row in _rows(place, FACTS, [subject])]


def _rows(
    place: Place, sql: str, parameters: "Sequence[str]" = ()
) -> "list[tuple[Any, ...]]":
    """All rows that a statement gives; none where there is no table for it."""
    if isinstance(place, ServerAddress):
        return _server_rows(place, sql, parameters)
    if not place.exists():
        return []
    # Who prices goods without an installation loads no database at all.
    import sqlite3  # noqa: PLC0415

    with _open(place, "mode=ro") as connection:
        try:
            return connection.execute(sql, parameters).fetchall()
        except sqlite3.OperationalError:
            return []


def _server_rows(
    address: ServerAddress, sql: str, parameters: "Sequence[str]"
) -> "list[tuple[Any, ...]]":
    # The address says first where the driver is missing.
    address.parameters()
    from openkeden.store import server  # noqa: PLC0415

    return server.rows(address, sql, parameters)


def copy(database: pathlib.Path, target: pathlib.Path) -> None:
    """Copy a database as it is at one moment, while others write to it, into a new file.

    Raises sqlite3.Error.
    """
    with _open(database, "mode=rw") as source, _open(target, "mode=rwc") as copied:
        copied.execute("PRAGMA synchronous=OFF")
        source.backup(copied)


def unsound(database: pathlib.Path) -> str:
    """What SQLite finds wrong first in a file that nobody has open; empty where nothing."""
    import sqlite3  # noqa: PLC0415

    try:
        with _open(database, "immutable=1") as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            (told,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return "" if told == "ok" else str(told)


def head(database: pathlib.Path) -> LatestHead | None:
    """The latest signed head in a file that nobody has open; None where there is none.

    Raises Unreadable.
    """
    import sqlite3  # noqa: PLC0415

    try:
        with _open(database, "immutable=1") as connection:
            connection.execute("PRAGMA trusted_schema=OFF")
            row = connection.execute(HEAD).fetchone()
        return None if row is None else msgspec.convert(row, LatestHead)
    except (sqlite3.DatabaseError, msgspec.ValidationError) as error:
        raise Unreadable(str(error)) from None


@contextlib.contextmanager
def _open(database: pathlib.Path, how: str) -> "Iterator[sqlite3.Connection]":
    import sqlite3  # noqa: PLC0415

    address = f"{database.absolute().as_uri()}?{how}"
    with contextlib.closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as opened:
        yield opened
