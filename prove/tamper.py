"""Proof: whatever somebody changes in a house by hand, the audit notices; a whole folder
put back to an earlier day is noticed with a head from outside, and only so.
"""

import pathlib
import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator

from prove import orders, warm
from prove.outcome import Asked, Outcome, scratch

#: Facts on the first day and in all.
FIRST, ALL = 30, 60

DATABASE = "keden.sqlite3"

#: Columns that say nothing: see docs/threats.md.
SILENT = {"id", "applied", "seq"}

#: What is added to a schema, and what is taken away.
ADDED = (
    "CREATE TRIGGER later AFTER INSERT ON entry BEGIN DELETE FROM refusal; END",
    "CREATE INDEX more ON entry (at)",
    "CREATE VIEW shown AS SELECT * FROM declaration",
    "CREATE TABLE more (a)",
)

Act = Callable[[pathlib.Path, random.Random], str]


def prove(asked: Asked) -> Outcome:
    """Change so many things, each in a house of its own, and audit it."""
    draw = random.Random(asked.seed)
    acts: tuple[Act, ...] = (_cell, _cell, _row, _doubled, _added, _dropped, _file, _old)
    counts = {"changes": 0, "noticed": 0}
    faults: list[str] = []
    with scratch() as folder:
        whole = _house(folder)
        for number in range(asked.count):
            home = folder / "tampered"
            shutil.copytree(whole, home)
            told = acts[number % len(acts)](home, draw)
            ran = warm.run(orders.verify(home))
            counts["changes"] += 1
            if ran.code in (1, 2) and not ran.fault:
                counts["noticed"] += 1
            else:
                faults.append(f"{told}: exit code {ran.code} {ran.fault}")
            shutil.rmtree(home)
        faults += _rolled_back(folder, whole)
    return Outcome("tamper", counts, tuple(faults))


def _house(folder: pathlib.Path) -> pathlib.Path:
    """A house after two days; that of the first lies beside it, with the head of both."""
    home, old = warm.home_of(folder), folder / "old"
    lines = orders.filings(ALL, 7)
    first = orders.write(folder, "first.jsonl", lines[:FIRST])
    second = orders.write(folder, "second.jsonl", [*lines[FIRST:], b"{}"])
    founding = [orders.clear(home, first), *orders.people(home)]
    for words in (*founding, orders.deposit(home, "PO-1")):
        ran = warm.run(words)
        assert ran.code == 0, ran
    shutil.copytree(home, old)
    warm.run(orders.clear(home, second))
    head = warm.run(["ledger", "head", "--home", str(home)])
    (folder / "head").write_bytes(head.out)
    return home


def _rolled_back(folder: pathlib.Path, whole: pathlib.Path) -> Iterator[str]:
    """A whole folder of an earlier day: it fits in itself, and not with a head of later."""
    old, head = folder / "old", ["--head", str(folder / "head")]
    if warm.run([*orders.verify(whole), *head]).code:
        yield "a head of the house itself was said not to fit"
    if warm.run(orders.verify(old)).code:
        yield "a whole folder of an earlier day was accused without a head"
    if warm.run([*orders.verify(old), *head]).code != 1:
        yield "a whole folder of an earlier day was not noticed with a head"


def _cell(home: pathlib.Path, draw: random.Random) -> str:
    """Another value in one cell."""
    with _hand(home) as hand:
        table = draw.choice(_tables(hand))
        columns = [name for name in _columns(hand, table) if name not in SILENT]
        column, row = draw.choice(columns), _row_of(hand, table, draw)
        value = draw.choice(["'junk'", "x'ff00'", "-7", f"\"{column}\" || 'x'", "1.5"])
        hand.execute(f'UPDATE OR IGNORE {table} SET "{column}" = {value} WHERE {row}')
    return f"{table}.{column} where {row} became {value}"


def _row(home: pathlib.Path, draw: random.Random) -> str:
    """One row less."""
    with _hand(home) as hand:
        table = draw.choice(_tables(hand))
        row = _row_of(hand, table, draw)
        hand.execute(f"DELETE FROM {table} WHERE {row}")
    return f"the row of {table} where {row} was deleted"


def _doubled(home: pathlib.Path, draw: random.Random) -> str:
    """One row twice, in a table made anew without anything that keeps its rows apart."""
    with _hand(home) as hand:
        table = draw.choice(_tables(hand))
        row = _row_of(hand, table, draw)
        hand.execute(f"CREATE TABLE anew AS SELECT * FROM {table}")
        hand.execute(f"INSERT INTO anew SELECT * FROM {table} WHERE {row}")
        hand.execute(f"DROP TABLE {table}")
        hand.execute(f"ALTER TABLE anew RENAME TO {table}")
    return f"the row of {table} where {row} was doubled"


def _added(home: pathlib.Path, draw: random.Random) -> str:
    """One object more in the schema."""
    statement = draw.choice(ADDED)
    with _hand(home) as hand:
        hand.execute(statement)
    return statement


def _dropped(home: pathlib.Path, draw: random.Random) -> str:
    """One trigger or index less in the schema."""
    with _hand(home, guarded=True) as hand:
        objects = hand.execute(
            "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'index')"
            " AND sql IS NOT NULL ORDER BY name"
        ).fetchall()
        kind, name = draw.choice(objects)
        hand.execute(f"DROP {kind} {name}")
    return f"{kind} {name} was dropped"


def _file(home: pathlib.Path, draw: random.Random) -> str:
    """A file beside the database gone or of another ledger."""
    name = draw.choice(["log.vkey", "jurisdiction", "log.key", DATABASE])
    if name == "jurisdiction":
        (home / name).write_text("KG\n")
    elif name == DATABASE:
        (home / name).write_bytes(b"")
        for path in home.glob(f"{DATABASE}-*"):
            path.unlink()
    else:
        (home / name).unlink()
    return f"{name} was changed"


def _old(home: pathlib.Path, draw: random.Random) -> str:
    """The database of the day before, whole or its first pages alone."""
    old = home.with_name("old")
    for path in home.glob(f"{DATABASE}*"):
        path.unlink()
    for path in old.glob(f"{DATABASE}*"):
        shutil.copy(path, home)
    return f"the database of the day before was put back ({draw.random():.3f})"


class _hand:  # noqa: N801
    """A connection past every guard: triggers are dropped, and put back at the end."""

    def __init__(self, home: pathlib.Path, *, guarded: bool = False) -> None:
        self._database = sqlite3.connect(home / DATABASE)
        self._guarded, self._triggers = guarded, list[tuple[str, str]]()

    def __enter__(self) -> sqlite3.Connection:
        self._database.execute("PRAGMA ignore_check_constraints = ON")
        if not self._guarded:
            self._triggers = self._database.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
        for name, _ in self._triggers:
            self._database.execute(f"DROP TRIGGER {name}")
        return self._database

    def __exit__(self, *_: object) -> None:
        present = self._database.execute("SELECT name FROM sqlite_master").fetchall()
        for name, sql in self._triggers:
            if (name,) not in present:
                self._database.execute(sql)
        self._database.commit()
        self._database.close()


def _tables(hand: sqlite3.Connection) -> list[str]:
    """Every table of ours that has rows."""
    names = hand.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return [name for (name,) in names if hand.execute(f"SELECT 1 FROM {name}").fetchone()]


def _columns(hand: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in hand.execute(f"PRAGMA table_info({table})")]


def _row_of(hand: sqlite3.Connection, table: str, draw: random.Random) -> str:
    """What is true of one row: its key."""
    columns = hand.execute(f"PRAGMA table_info({table})").fetchall()
    key = [f'"{column[1]}"' for column in columns if column[5]]
    values = ", ".join([f"quote({name})" for name in key])
    rows = hand.execute(f"SELECT {values} FROM {table} ORDER BY {', '.join(key)}")
    return f"({', '.join(key)}) = ({', '.join(draw.choice(rows.fetchall()))})"
