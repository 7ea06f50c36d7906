"""The SQLite file of an installation without the database layer: exchange rates, facts about
a subject, the latest signed head, a copy of it, and whether it is sound.
"""

import contextlib
import pathlib
from typing import TYPE_CHECKING

import msgspec

from openkeden.store import rows

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

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


def quotes(database: pathlib.Path) -> list[rows.QuoteRow]:
    """The rates in a database file; none where there is no file, or no table of rates in it
    yet.
    """
    if not database.exists():
        return []
    # Who prices goods without an installation loads no database at all.
    import sqlite3  # noqa: PLC0415

    with _open(database, "mode=ro") as connection:
        try:
            return [rows.QuoteRow(*row) for row in connection.execute(QUOTES)]
        except sqlite3.OperationalError:
            return []


def facts_about(database: pathlib.Path, subject: str) -> list[tuple[int, bytes]]:
    """The indices and bodies of facts about a subject that is no declaration; none where
    there is no file, or no ledger in it yet.
    """
    if not database.exists():
        return []
    import sqlite3  # noqa: PLC0415

    with _open(database, "mode=ro") as connection:
        try:
            return [(row[0], bytes(row[1])) for row in connection.execute(FACTS, [subject])]
        except sqlite3.OperationalError:
            return []


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
