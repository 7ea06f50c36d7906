"""What a home holds, read past the program, and what must be true of it at any moment."""

import contextlib
import pathlib
import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import psycopg

from openkeden.ledger import entry, merkle
from prove import orders

#: Files of a home, by the names that the documentation tells.
DATABASE, KEY, VERIFIER, JURISDICTION = (
    "keden.sqlite3",
    "log.key",
    "log.vkey",
    "jurisdiction",
)

#: The file that says where the tables lie on a server.
SERVER = "server"


class Held(msgspec.Struct, frozen=True):
    """What the database of a home holds."""

    #: Registration and index of the fact of each lodging, by reference.
    lodged: dict[str, orders.Acknowledged]

    #: The bodies of all facts, by index.
    facts: dict[int, bytes]

    #: What does not fit.
    faults: tuple[str, ...] = ()


@contextlib.contextmanager
def opened(home: pathlib.Path) -> Iterator[sqlite3.Connection]:
    """The database of a home, closed afterwards."""
    connection = sqlite3.connect(home / DATABASE, timeout=60, isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def held(home: pathlib.Path) -> Held:
    """Recover the database as SQLite does, read it in one transaction and check it."""
    if not (home / DATABASE).exists():
        return Held({}, {})
    try:
        with opened(home) as connection:
            connection.execute("BEGIN")
            return _read(connection)
    except sqlite3.Error as error:
        return Held({}, {}, (f"the database cannot be read: {error}",))


def _read(connection: sqlite3.Connection) -> Held:
    (healthy,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if healthy != "ok":
        return Held({}, {}, (f"the database is damaged: {healthy}",))
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    if not {"entry", "head", "declaration"} <= {name for (name,) in tables}:
        return Held({}, {})
    return _checked(connection)


def held_on_server(url: str) -> Held:
    """Read a database on PostgreSQL in one transaction and check it."""
    with psycopg.connect(url) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        (is_there,) = connection.execute(
            "SELECT to_regclass('declaration') IS NOT NULL"
        ).fetchone() or (False,)
        return _checked(connection) if is_there else Held({}, {})


def _checked(connection: Any) -> Held:
    facts = dict(connection.execute('SELECT "index", body FROM entry ORDER BY "index"'))
    rows = connection.execute("SELECT reference, registration, lodged FROM declaration")
    lodged = {name: orders.Acknowledged(number, fact) for name, number, fact in rows}
    head = connection.execute(
        "SELECT size, root FROM head ORDER BY size DESC LIMIT 1"
    ).fetchone()
    faults = [*_tree(facts, head), *_doubled(connection)]
    return Held(lodged, facts, tuple(faults))


def _tree(facts: Mapping[int, bytes], head: tuple[int, bytes] | None) -> Iterator[str]:
    """What does not fit between the facts and the last signed head."""
    if list(facts) != list(range(len(facts))):
        yield "the facts have gaps"
    size, root = head or (0, b"")
    if size != len(facts):
        yield f"the last head speaks of {size} facts, there are {len(facts)}"
    leaves = [entry.leaf_hash(body) for body in facts.values()]
    if leaves and merkle.root_of(leaves) != root:
        yield "the last head has another root than the facts"


def _doubled(connection: Any) -> Iterator[str]:
    """Registrations with two facts, and facts of lodgings without a row."""
    twice = connection.execute(
        "SELECT registration, version, count(*) FROM declaration"
        " GROUP BY registration, version HAVING count(*) > 1"
    )
    for registration, version, count in twice:
        yield f"{registration} version {version} stands {count} times"
    (apart,) = connection.execute(
        "SELECT count(*) FROM entry WHERE kind = 'lodging'"
        ' AND "index" NOT IN (SELECT lodged FROM declaration)'
    ).fetchone()
    if apart:
        yield f"{apart} lodgings have a fact and no row"


def missing(found: Held, acknowledged: Mapping[str, orders.Acknowledged]) -> Iterator[str]:
    """Answers that were given and are not there as they were given."""
    for reference, answer in acknowledged.items():
        if not answer.registration:
            if answer.entry not in found.facts:
                yield f"the refusal of {reference} was acknowledged and is lost"
        elif reference not in found.lodged:
            yield f"{reference} was acknowledged and is lost"
        elif found.lodged[reference] != answer:
            yield f"{reference} was answered {answer}, it is {found.lodged[reference]}"
