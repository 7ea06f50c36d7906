"""The ledger's own tables: append facts and sign the head; read tiles, heads, receipts."""

import functools
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from django.db import DataError, connection, transaction

from openkeden.ledger import checkpoint, entry, merkle, proof
from openkeden.store import kept_heads, rows, statements

_ENTRY = """
INSERT INTO entry ("index", kind, subject, at, recorded, body, received, sealed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_TILE = """
INSERT INTO tile (level, "index", hashes) VALUES (?, ?, ?)
ON CONFLICT (level, "index") DO UPDATE SET hashes = excluded.hashes
"""
_HEAD = """
INSERT INTO head (size, root, frontier, note, at, recorded) VALUES (?, ?, ?, ?, ?, ?)
"""

#: The setting of the connection that names the file of heads outside the database.
HEADS_FILE = "HEADS_FILE"


_LATEST = "SELECT size, at, recorded, frontier FROM head ORDER BY size DESC LIMIT 1"


class Latest(msgspec.Struct, frozen=True):
    """How far the ledger has come."""

    #: How many facts it holds.
    size: int

    #: The latest moment that a fact counts as of; 0 where there is no fact.
    at: int

    #: The latest moment of the clock; 0 where there is no fact.
    recorded: int

    #: All that is needed to append; none where there is no fact.
    packed: bytes = b""

    @property
    def frontier(self) -> merkle.Frontier:
        """All that is needed to append. Raises DataError where the head is damaged."""
        if not self.size:
            return merkle.Frontier()
        try:
            return merkle.unpack(self.size, self.packed)
        except (ValueError, AttributeError) as error:
            told = f"the signed head {self.size} is damaged: {error}"
            raise DataError(told) from error

    def after(self, facts: Sequence["LogRecord"], grown: merkle.Frontier) -> "Latest":
        """How far it has come with these facts, which make the tree grow so far."""
        return Latest(
            grown.size,
            max([self.at, *[fact.at for fact in facts]]),
            max([self.recorded, *[fact.recorded for fact in facts]]),
            grown.packed,
        )


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
    return latest().frontier.size


def latest() -> Latest:
    """How far the ledger has come."""
    row = statements.first(_LATEST)
    return Latest(*row[:3], rows.blob(row[3])) if row else Latest(0, 0, 0)


def append(
    cursor: Any, before: Latest, facts: Sequence[LogRecord], key: checkpoint.Key
) -> Latest:
    """Append facts to a ledger that has come so far, write the tiles that change, and sign
    the new head; how far it has come then.

    Runs inside the caller's transaction, and keeps the head outside of the database once
    that is committed; does nothing where there is no fact.
    """
    if not facts:
        return before
    leaves = [entry.leaf_hash(fact.body) for fact in facts]
    grown, tiles = merkle.grow(before.frontier, leaves, read_tile)
    root, after = grown.root(), before.after(facts, grown)
    numbered = enumerate(facts, before.size)
    entries = [(index, *msgspec.structs.astuple(fact)) for index, fact in numbered]
    cursor.executemany(_ENTRY, entries)
    cursor.executemany(_TILE, [(tile.level, tile.index, tile.hashes) for tile in tiles])
    note = checkpoint.sign(key.name, after.size, root, key, previous=before.size)
    cursor.execute(_HEAD, [after.size, root, after.packed, note, after.at, after.recorded])
    signed = (before.size, note)
    transaction.on_commit(functools.partial(keep_heads, key.verifier, signed))
    return after


def keep_heads(
    verifier: checkpoint.Verifier, signed: tuple[int, str] | None = None
) -> None:
    """Append to the file outside the database every head that it lacks; `signed` is the one
    that was signed just now, with the size before it.
    """
    notes_after = functools.partial(_notes_after, signed)
    kept_heads.append(connection.settings_dict[HEADS_FILE], verifier, notes_after)


def _notes_after(signed: tuple[int, str] | None, size: int | None) -> list[str]:
    if signed is not None and signed[0] == size:
        return [signed[1]]
    if size is None:
        latest = head()
        return [latest[2]] if latest else []
    found = statements.select("SELECT note FROM head WHERE size > ? ORDER BY size", [size])
    return [row[0] for row in found]


def read_tile(level: int, index: int) -> bytes:
    """The hashes of one tile in one piece; nothing where there is no such tile."""
    sql = 'SELECT hashes FROM tile WHERE level = ? AND "index" = ?'
    row = statements.first(sql, [level, index])
    return rows.blob(row[0]) if row else b""


def tile_places() -> Iterator[tuple[Any, ...]]:
    """Level and index of every stored tile."""
    return statements.stream('SELECT level, "index" FROM tile ORDER BY level, "index"')


def heads() -> Iterator[rows.HeadRow]:
    """Every signed head, oldest first."""
    sql = "SELECT size, root, frontier, note, at, recorded FROM head ORDER BY size"
    return map(_head, statements.stream(sql))


def notes_from(size: int) -> dict[int, str]:
    """The notes of the signed heads of a size or more by their sizes, the first of them."""
    sql = "SELECT size, note FROM head WHERE size >= ? ORDER BY size LIMIT ?"
    return dict(statements.select(sql, [size, statements.CHUNK]))


def root_at(size: int) -> bytes:
    """The root over the first facts, as the stored tiles give it. Raises MissingHash."""
    return merkle.Tree(size, read_tile).root()


def _head(row: tuple[Any, ...]) -> rows.HeadRow:
    return rows.HeadRow(row[0], rows.blob(row[1]), rows.blob(row[2]), *row[3:])


def head() -> tuple[int, bytes, str] | None:
    """The latest signed head: size, root, note."""
    row = statements.first("SELECT size, root, note FROM head ORDER BY size DESC LIMIT 1")
    return (row[0], rows.blob(row[1]), row[2]) if row else None


def receipt(index: int) -> str:
    """The receipt (C2SP tlog-proof) of the fact at `index`, under the latest head.

    Raises IndexError where the ledger holds no such fact.
    """
    latest = head()
    row = statements.first('SELECT body FROM entry WHERE "index" = ?', [index])
    if latest is None or row is None or index >= latest[0]:
        raise IndexError(index)
    path = merkle.inclusion(index, latest[0], read_tile)
    found = proof.Receipt(index=index, path=tuple(path), note=latest[2], body=bytes(row[0]))
    return proof.write(found)
