"""The ledger's own tables: append facts and sign the head; read tiles, heads, receipts."""

import datetime
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from openkeden.ledger import checkpoint, entry, merkle, proof
from openkeden.store import rows

_ENTRY = """
INSERT INTO entry ("index", kind, subject, at, recorded, body, received, sealed)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_TILE = """
INSERT INTO tile (level, "index", hashes) VALUES (%s, %s, %s)
ON CONFLICT (level, "index") DO UPDATE SET hashes = excluded.hashes
"""
_HEAD = """
INSERT INTO head (size, root, frontier, note, at, recorded) VALUES (%s, %s, %s, %s, %s, %s)
"""


_LATEST = """
SELECT (SELECT size FROM head ORDER BY size DESC LIMIT 1), (SELECT max(at) FROM head),
    (SELECT max(recorded) FROM head)
"""


class Latest(msgspec.Struct, frozen=True):
    """How far the ledger has come."""

    #: How many facts it holds.
    size: int

    #: The latest moment that a fact counts as of; 0 where there is no fact.
    at: int

    #: The latest moment of the clock; 0 where there is no fact.
    recorded: int


class LogRecord(msgspec.Struct, frozen=True, gc=False):
    """A fact to be appended: see `models.EntryTable`."""

    kind: str
    subject: str
    at: int
    recorded: int
    body: bytes
    received: bytes = b""
    sealed: bytes = b""


def size() -> int:
    """How many facts the ledger holds."""
    return frontier().size


def latest() -> Latest:
    """How far the ledger has come: earlier heads count too, for time may run backwards."""
    row = _first(_LATEST) or ()
    return Latest(*[value or 0 for value in row])


def frontier() -> merkle.Frontier:
    """All that is needed to append."""
    row = _first("SELECT size, frontier FROM head ORDER BY size DESC LIMIT 1")
    return merkle.unpack(row[0], bytes(row[1])) if row else merkle.Frontier()


def append(cursor: Any, facts: Sequence[LogRecord], key: checkpoint.Key) -> None:
    """Append facts, write the tiles that change, and sign the new head.

    Runs inside the caller's transaction; does nothing where there is no fact.
    """
    if not facts:
        return
    before = frontier()
    leaves = [entry.leaf_hash(fact.body) for fact in facts]
    after, tiles = merkle.grow(before, leaves, read_tile)
    root = after.root()
    numbered = enumerate(facts, before.size)
    entries = [(index, *msgspec.structs.astuple(fact)) for index, fact in numbered]
    cursor.executemany(_ENTRY, entries)
    cursor.executemany(_TILE, [(tile.level, tile.index, tile.hashes) for tile in tiles])
    note = checkpoint.sign(key.name, after.size, root, key)
    last = facts[-1]
    cursor.execute(_HEAD, [after.size, root, after.packed, note, last.at, last.recorded])


def read_tile(level: int, index: int) -> bytes:
    """The hashes of one tile in one piece; nothing where there is no such tile."""
    sql = 'SELECT hashes FROM tile WHERE level = %s AND "index" = %s'
    row = _first(sql, [level, index])
    return rows.blob(row[0]) if row else b""


def tile_places() -> list[tuple[int, int]]:
    """Level and index of every stored tile."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT level, "index" FROM tile ORDER BY level, "index"')
        return cursor.fetchall()


def heads() -> list[rows.HeadRow]:
    """Every signed head, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, root, frontier, note, at, recorded FROM head ORDER BY size"
        )
        return [_head(row) for row in cursor.fetchall()]


def _head(row: tuple[Any, ...]) -> rows.HeadRow:
    return rows.HeadRow(row[0], rows.blob(row[1]), rows.blob(row[2]), *row[3:])


def head() -> tuple[int, bytes, str] | None:
    """The latest signed head: size, root, note."""
    row = _first("SELECT size, root, note FROM head ORDER BY size DESC LIMIT 1")
    return (row[0], bytes(row[1]), row[2]) if row else None


def last_moment() -> datetime.datetime | None:
    """The moment that the last fact counts as of; None for an empty ledger."""
    row = _first("SELECT at FROM head ORDER BY size DESC LIMIT 1")
    if row is None:
        return None
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    return epoch + datetime.timedelta(microseconds=row[0])


def receipt(index: int) -> str:
    """The receipt (C2SP tlog-proof) of the fact at `index`, under the latest head.

    Raises IndexError where the ledger holds no such fact.
    """
    latest = head()
    row = _first('SELECT body FROM entry WHERE "index" = %s', [index])
    if latest is None or row is None or index >= latest[0]:
        raise IndexError(index)
    path = merkle.inclusion(index, latest[0], read_tile)
    found = proof.Receipt(index=index, path=tuple(path), note=latest[2], body=bytes(row[0]))
    return proof.write(found)


def _first(sql: str, parameters: Sequence[object] = ()) -> tuple[Any, ...] | None:
    """The first row that a statement gives; None where it gives none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()
