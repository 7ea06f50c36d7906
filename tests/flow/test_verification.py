"""Verification of the ledger: whatever cell, row or table somebody changes by hand, the
first record that does not fit is named.

The cases come from the schema that the database itself reports, so that a new column is
covered when it is added.
"""

import functools
import pathlib
import sqlite3
import tempfile
import tracemalloc

import pytest
from django.db import connections

from openkeden.flow import databases, installation, installation_files
from openkeden.flow.ledger import verification
from openkeden.ledger import checkpoint, entry, merkle
from openkeden.store import expected_rows, log, statements
from tests import founded, on_postgres
from tests.flow import filled

#: Numbers that only join tables of the database and say nothing: any value does.
SURROGATES = {
    (name, "id")
    for name in (
        "payment_document",
        "quote",
    )
}
#: Bytes that an audit may hold for a fact that it has passed, a hash of the tree among them.
A_FACT = 300
#: Tables that hold no facts: Django's own list of migrations, SQLite's counters of
#: surrogates, the last use of keys, answers that are given again.
NOT_OURS = {"django_migrations", "sqlite_sequence", "api_key_use", "kept_answer"}


@functools.cache
def schema() -> dict[str, dict[str, str]]:
    """Table to column to type, as a fresh database reports them."""
    with tempfile.TemporaryDirectory() as folder:
        at = founded.found(pathlib.Path(folder))
        if on_postgres.is_on():
            made = on_postgres.tables(at.home)
            return {name: made[name] for name in sorted(made.keys() - NOT_OURS)}
        tables = [
            name
            for (name,) in founded.sql(
                at, "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        ]
        made = {
            name: {row[1]: row[2] for row in founded.sql(at, f"PRAGMA table_info({name})")}
            for name in tables
            if name not in NOT_OURS
        }
        connections["default"].close()
    return made


def cells() -> list[tuple[str, str]]:
    named = [(table, column) for table, columns in schema().items() for column in columns]
    return [cell for cell in named if cell not in SURROGATES]


def kind_of(cell: tuple[str, str]) -> str:
    """The type of a column without its length."""
    table, column = cell
    return schema()[table][column].lower().partition("(")[0]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """An installation with facts of every kind, more of them than one tile of the tree
    holds.
    """
    return filled.fill(tmp_path_factory.mktemp("filled") / "home")


@pytest.fixture(scope="module")
def small_house(tmp_path_factory):
    """The same with few facts, which is audited in a third of the time."""
    return filled.fill(tmp_path_factory.mktemp("small") / "home", many=3)


@pytest.fixture
def at(house, tmp_path):
    """A copy of the filled installation for one test to tamper with."""
    yield copied(house, tmp_path)
    connections["default"].close()


@pytest.fixture
def small(small_house, tmp_path):
    """A copy of the small one."""
    yield copied(small_house, tmp_path)
    connections["default"].close()


def copied(
    filled_one: installation.Installation, folder: pathlib.Path
) -> installation.Installation:
    on_postgres.copy(filled_one.home, folder / "home")
    return installation.Installation(
        folder / "home", filled_one.pack, filled_one.key, filled_one.law
    )


def verdict(at) -> verification.LedgerVerdict:
    databases.connect(at.home)
    return verification.verify(at)


def tamper(at, *statements: str) -> None:
    """Run statements past every guard: foreign keys and checks off, triggers dropped and
    put back.
    """
    if on_postgres.is_on():
        on_postgres.tamper(at.home, *statements)
        return
    hand = sqlite3.connect(at.home / installation_files.DATABASE_FILE)
    with hand:
        hand.execute("PRAGMA ignore_check_constraints = ON")
        triggers = hand.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            hand.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert hand.execute(statement).rowcount == 1, statement
        for _, sql in triggers:
            hand.execute(sql)
    hand.close()


def blob(body: bytes) -> str:
    """Bytes as a statement writes them."""
    return f"'\\x{body.hex()}'" if on_postgres.is_on() else f"x'{body.hex()}'"


def place(table: str, which: str) -> str:
    """A condition that picks the first, a middle or the last row of a table."""
    offset = {
        "first": "0",
        "middle": f"(SELECT count(*) / 2 FROM {table})",
        "last": f"(SELECT count(*) - 1 FROM {table})",
    }
    key = founded.key_of(table)
    found = f"SELECT {key} FROM {table} ORDER BY {key} LIMIT 1 OFFSET {offset[which]}"
    return f"({key}) = ({found})"


def named(at, table: str) -> None:
    problem = verdict(at).problem
    assert problem is not None, "nothing was found"
    assert problem.table == table, problem
    assert problem.record, problem


def test_what_nobody_touched_fits(at):
    told = verdict(at)
    assert told.problem is None, told.problem
    assert told.size == 325 + founded.ENTRIES
    assert merkle.Tree(told.size, log.read_tile).root() == told.root


def test_every_table_holds_rows(at, small_house):
    """Else the cases below would change nothing."""
    for one, tiles in ((at, 3), (small_house, 1)):
        counts = {
            table: founded.sql(one, f"SELECT count(*) FROM {table}")[0][0]
            for table in schema()
        }
        assert all(counts.values()), counts
        assert counts["tile"] == tiles, "two of leaves, one above"


@pytest.mark.parametrize("which", ["first", "last"])
@pytest.mark.parametrize(("table", "column"), cells())
def test_a_changed_cell_is_named(small, table, column, which):
    change_cell(small, table, column, which)
    named(small, table)


@pytest.mark.parametrize("end", [0, -1])
@pytest.mark.parametrize("table", list(schema()))
def test_a_changed_cell_of_a_long_table_is_named(at, table, end):
    """Its first or last column, in the last of many rows: behind the first tile of the
    tree.
    """
    columns = [column for name, column in cells() if name == table]
    change_cell(at, table, columns[end], "last")
    named(at, table)


def change_cell(at, table: str, column: str, which: str) -> None:
    """Put another value of the same kind into a cell."""
    kind = kind_of((table, column))
    if kind == "blob":
        last = "CASE substr({c}, -1) WHEN x'7a' THEN 'y' ELSE 'z' END"
        new = f"CAST(coalesce(substr({{c}}, 1, length({{c}}) - 1), '') || {last} AS blob)"
    elif kind in ("bigint", "integer"):
        new = "coalesce({c}, 0) + 100003"
    elif kind == "date":
        new = "date(coalesce({c}, '2026-04-02'), '-1 day')"
    else:
        new = "{c} || 'x'"
    if on_postgres.is_on():
        new = ON_POSTGRES.get(kind, new)
    value = new.format(c=f'"{column}"')
    tamper(at, f'UPDATE {table} SET "{column}" = {value} WHERE {place(table, which)}')


#: How PostgreSQL writes another value of a kind.
ON_POSTGRES = {
    "blob": "coalesce({c}, '') || 'z'::bytea",
    "date": "coalesce({c}, '2026-04-02'::date) - 1",
    "varchar": (
        "left({c}, greatest(length({c}) - 1, 0)) ||"
        " CASE right({c}, 1) WHEN 'x' THEN 'y' ELSE 'x' END"
    ),
}

JUNK = (
    "'junk'",
    "x'ff00'",
    "CAST(x'ff' AS text)",
    "1.5",
    "'2026-99-99'",
    "-1",
    "9223372036854775807",
)
#: What an integer primary key, which SQLite does check, takes.
INTEGERS = JUNK[-2:]
OF_A_FACT = {
    ("entry", "index"),
    ("head", "size"),
    ("declaration", "lodged"),
    ("refusal", "entry"),
    ("appointment", "entry"),
    ("api_key", "entry"),
    ("mandate", "entry"),
    ("account_total", "id"),
}


def junk_cells() -> list[tuple[str, str, str]]:
    """Every cell with three kinds of junk: by turns, so that all come to each kind of
    column.
    """
    given = []
    for turn, cell in enumerate(sorted(cells(), key=kind_of)):
        turns = [JUNK[(turn + step) % len(JUNK)] for step in (0, 2, 4)]
        chosen = INTEGERS if cell in OF_A_FACT else turns
        given += [(*cell, junk) for junk in chosen]
    return given


@on_postgres.sqlite_only
def test_every_kind_of_column_gets_all_junk():
    given: dict[str, set[str]] = {}
    for table, column, junk in junk_cells():
        given.setdefault(kind_of((table, column)), set()).add(junk)
    assert {"blob", "bigint", "integer", "date", "text", "varchar"} == set(given)
    assert all(junk == set(JUNK) for junk in given.values()), given


@on_postgres.sqlite_only
@pytest.mark.parametrize(("table", "column", "junk"), junk_cells())
def test_a_cell_of_another_kind_is_named(small, table, column, junk):
    """SQLite keeps whatever is put into any other column; the audit says so and does not
    fall over it.
    """
    tamper(small, f'UPDATE {table} SET "{column}" = {junk} WHERE {place(table, "last")}')
    named(small, table)


@pytest.mark.parametrize("which", ["first", "middle", "last"])
@pytest.mark.parametrize("table", list(schema()))
def test_a_deleted_row_is_named(request, table, which):
    """The last behind the first tile of the tree; elsewhere few facts do."""
    at = request.getfixturevalue("at" if which == "last" else "small")
    tamper(at, f"DELETE FROM {table} WHERE {place(table, which)}")
    named(at, table)


def test_a_copy_of_a_deleted_head_still_proves(at):
    """Nothing is lost with its row: what it signed is in every later head."""
    (size, root, note), *_ = founded.sql(
        at, "SELECT size, root, note FROM head ORDER BY size LIMIT 1 OFFSET 2"
    )
    tamper(at, f"DELETE FROM head WHERE size = {size}")
    told = verdict(at)
    assert told.problem.record == str(size)
    assert checkpoint.open_note(note, [at.key.verifier]).root == root
    path = merkle.consistency(size, told.size, log.read_tile)
    assert merkle.verify_consistency(size, told.size, root, told.root, path)


@pytest.mark.parametrize("table", list(schema()))
def test_an_inserted_row_is_named(small, table):
    """A copy of the last row under another key, for each integer, and each text, of the key
    in turn.
    """
    columns = schema()[table]
    named_ones = [column for column in columns if (table, column) not in SURROGATES]
    copied = [KEYS.get((table, name), "{c}").format(c=f'"{name}"') for name in named_ones]
    names = ", ".join(f'"{column}"' for column in named_ones)
    tamper(
        small,
        (
            f"INSERT INTO {table} ({names}) SELECT {', '.join(copied)} FROM {table} WHERE"
            f" {place(table, 'last')}"
        ),
    )
    named(small, table)


KEYS = {
    ("entry", "index"): "{c} + 1",
    ("head", "size"): "{c} + 1",
    ("tile", "index"): "{c} + 1",
    ("refusal", "entry"): "{c} + 1",
    ("appointment", "entry"): "{c} + 1",
    ("api_key", "entry"): "{c} + 1",
    ("api_key", "id"): "{c} || 'x'",
    ("lot", "lodged"): "{c} + 1",
    ("trader", "id"): "{c} || 'x'",
    ("account", "payer"): "{c} || 'x'",
    ("account_total", "id"): "{c} + 1",
    ("posting", "line"): "{c} + 1",
    ("payment_document", "number"): "{c} || 'x'",
    ("mandate", "entry"): "{c} + 1",
    ("serial", "office"): "{c} || 'x'",
    ("quote", "currency"): "substr({c}, 2) || 'x'",
    ("quota_use", "share"): "{c} || 'x'",
    ("item", "number"): "{c} + 1",
    ("declaration", "lodged"): "{c} + 1",
    ("declaration", "registration"): "{c} || '1'",
    ("declaration", "reference_key"): "{c} || '1'",
    ("desk", "role"): "{c} || 'x'",
}


def test_a_second_tile_beyond_the_tree_is_named(at):
    hashes = blob(b"\0")
    tamper(at, f'INSERT INTO tile (level, "index", hashes) VALUES (2, 0, {hashes})')
    named(at, "tile")


@pytest.mark.parametrize("act", ["UPDATE entry SET subject = 'x'", "DELETE FROM entry"])
def test_the_database_itself_refuses_to_change_a_fact(at, act):
    with pytest.raises(founded.INTEGRITY, match="never changed"):
        founded.sql(at, act)
    assert verdict(at).problem is None


def test_whoever_rewrites_a_fact_and_its_leaf_is_caught_by_the_head(at):
    """The body of an appointment, its hash in the tile: all but the key that signs."""
    body = founded.sql(at, 'SELECT body FROM entry WHERE "index" = 2')[0][0]
    forged = body.replace(b"ORDER-1", b"ORDER-2")
    assert forged != body
    hashes = founded.sql(at, 'SELECT hashes FROM tile WHERE level = 0 AND "index" = 0')[0][
        0
    ]
    grown = blob(hashes[:64] + entry.leaf_hash(forged) + hashes[96:])
    tamper(
        at,
        f'UPDATE entry SET body = {blob(forged)} WHERE "index" = 2',
        (f'UPDATE tile SET hashes = {grown} WHERE level = 0 AND "index" = 0'),
    )
    named(at, "head")


def test_the_key_of_another_installation_signs_nothing_here(at):
    stranger = installation.Installation(
        at.home, at.pack, checkpoint.generate(at.key.name), at.law
    )
    problem = verdict(stranger).problem
    assert (problem.table, problem.column) == ("head", "note")


@pytest.mark.parametrize("column", ["payable", "latest"])
@pytest.mark.parametrize("which", ["first", "last"])
def test_what_is_not_held_is_compared_too(small, monkeypatch, column, which):
    """Every row that was derived is written out at once, and read again where a fact changes
    it.
    """
    monkeypatch.setattr(expected_rows, "HELD", 1)
    assert verdict(small).problem is None
    here = place("declaration", which)
    tamper(small, f"UPDATE declaration SET {column} = {column} + 1 WHERE {here}")
    told = verdict(small).problems
    assert [(one.table, one.column) for one in told] == [("declaration", column)]


def test_no_fact_is_kept(at, monkeypatch):
    """After many facts an audit holds what it held after few."""
    monkeypatch.setattr(expected_rows, "HELD", 10)
    monkeypatch.setattr(statements, "CHUNK", 10)
    databases.connect(at.home)
    held: dict[int, int] = {}

    def follow(index: int) -> None:
        if index in (100, 300):
            held[index] = tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        assert verification.verify(at, follow).problem is None
    finally:
        tracemalloc.stop()
    assert held[300] - held[100] < 200 * A_FACT, held


def test_progress_hears_of_every_fact(at):
    databases.connect(at.home)
    heard: list[int] = []
    told = verification.verify(at, heard.append)
    assert heard == list(range(told.size))
