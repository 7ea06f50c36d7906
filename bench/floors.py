"""Floors: programs that think nothing, and do what no clearance of declarations can do
without.

`DecodeHashInsert` keeps the messages. `SameOutputs` keeps what openkeden keeps: it is given
the rows of a recorded run, and stores them as openkeden would if deciding took no time.
"""

import hashlib
import itertools
import pathlib
import sqlite3
from collections.abc import Sequence
from typing import Any

import msgspec

from openkeden.filing import declaration
from openkeden.ledger import entry, merkle
from openkeden.site import settings

_OURS: Any = settings.DATABASES["default"]

#: The tables that a lodging adds rows to, with the column that holds the index of the fact.
ADDED = {"entry": '"index"', "declaration": "lodged", "item": "lodged", "lot": "lodged"}

#: The tables whose rows a lodging replaces.
REPLACED = ("trader", "serial")

Row = tuple[Any, ...]


def _connection(path: pathlib.Path) -> sqlite3.Connection:
    """A database with the settings of ours, but rows that are known to fit together are not
    asked whether they do.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(_OURS["OPTIONS"]["init_command"])
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


class DecodeHashInsert:
    """Decode to types, hash, insert under a unique key; one sync a group."""

    def __init__(self, path: pathlib.Path) -> None:
        self.connection = _connection(path)
        self.connection.execute(
            "CREATE TABLE filing (id INTEGER PRIMARY KEY, key TEXT UNIQUE, digest BLOB,"
            " body BLOB)"
        )
        self._decoder = msgspec.json.Decoder(declaration.Filing)

    def run(self, messages: Sequence[bytes]) -> None:
        """Keep a group."""
        rows = []
        for message in messages:
            filing = self._decoder.decode(message)
            key = f"{filing.declarant.id}/{filing.reference}"
            rows.append((key, hashlib.sha256(message).digest(), message))
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(
            "INSERT INTO filing (key, digest, body) VALUES (?, ?, ?)", rows
        )
        self.connection.execute("COMMIT")


class Outputs(msgspec.Struct, frozen=True):
    """What a group left in the database."""

    #: Rows by table.
    rows: dict[str, list[Row]]
    #: The facts in their order.
    facts: list[bytes]
    #: What the facts seal.
    sealed: list[bytes]
    #: The signed heads.
    heads: list[Row]


class Recorder:
    """Reads what each group left in a database of ours."""

    def __init__(self, database: pathlib.Path) -> None:
        self.connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
        self._size = 0

    def schema(self) -> list[str]:
        """What makes the tables and their keys, tables first."""
        found = self._rows(
            "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index')"
            " AND name NOT LIKE 'sqlite_%' ORDER BY type = 'index'"
        )
        return [row[0] for row in found]

    def group(self) -> Outputs:
        """What was left since the last time."""
        rows = {}
        for table, column in ADDED.items():
            sql = f"SELECT * FROM {table} WHERE {column} >= ? ORDER BY {column}"
            rows[table] = self._rows(sql, self._size)
        declarants = "SELECT declarant FROM declaration WHERE lodged >= ?"
        of_traders = f"SELECT * FROM trader WHERE id IN ({declarants})"
        rows["trader"] = self._rows(of_traders, self._size)
        rows["serial"] = self._rows("SELECT * FROM serial")
        heads = self._rows("SELECT * FROM head WHERE size > ? ORDER BY size", self._size)
        bodies = 'SELECT body, sealed FROM entry WHERE "index" >= ? ORDER BY "index"'
        facts = self._rows(bodies, self._size)
        self._size = heads[-1][0]
        return Outputs(
            rows, [fact[0] for fact in facts], [fact[1] for fact in facts], heads
        )

    def _rows(self, sql: str, *parameters: object) -> list[Row]:
        return self.connection.execute(sql, parameters).fetchall()


class SameOutputs:
    """Decode to types, see that no key stands twice, take the digests, grow the tree, and
    insert the same rows under the same keys; one sync a group.
    """

    def __init__(self, path: pathlib.Path, schema: list[str]) -> None:
        self.connection = _connection(path)
        for statement in schema:
            self.connection.execute(statement)
        self._decoder = msgspec.json.Decoder(declaration.Filing)
        self._encoder = msgspec.json.Encoder()
        self._frontier = merkle.Frontier()

    def run(self, messages: Sequence[bytes], outputs: Outputs) -> None:
        """Keep a group."""
        for message, sealed in itertools.zip_longest(messages, outputs.sealed):
            if message is not None:
                again = self._encoder.encode(self._decoder.decode(message))
                assert again == message
                hashlib.sha256(message).digest()
            hashlib.sha256(sealed).digest()
        leaves = [entry.leaf_hash(body) for body in outputs.facts]
        self.connection.execute("BEGIN IMMEDIATE")
        self._frontier, tiles = merkle.grow(self._frontier, leaves, self._tile)
        for table, rows in outputs.rows.items():
            self._insert(table, rows)
        self._insert("head", outputs.heads)
        self.connection.executemany(
            'INSERT INTO tile (level, "index", hashes) VALUES (?, ?, ?)'
            ' ON CONFLICT (level, "index") DO UPDATE SET hashes = excluded.hashes',
            [(tile.level, tile.index, tile.hashes) for tile in tiles],
        )
        self.connection.execute("COMMIT")

    def _insert(self, table: str, rows: list[Row]) -> None:
        if rows:
            verb = "REPLACE" if table in REPLACED else "INSERT"
            places = ", ".join("?" * len(rows[0]))
            self.connection.executemany(f"{verb} INTO {table} VALUES ({places})", rows)

    def _tile(self, level: int, index: int) -> bytes:
        sql = 'SELECT hashes FROM tile WHERE level = ? AND "index" = ?'
        found = self.connection.execute(sql, (level, index)).fetchone()
        return bytes(found[0]) if found else b""
