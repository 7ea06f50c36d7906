"""How many statements a filing asks of the database, beside those that add its rows: as SQLite
tells them.
"""

import contextlib
from collections.abc import Iterator

from django.db import connection

from openkeden.store import statements
from tests import founded, on_postgres

pytestmark = on_postgres.sqlite_only


@contextlib.contextmanager
def asked() -> Iterator[list[str]]:
    """The statements that are asked meanwhile, one for each kind and table."""
    said: list[str] = []
    connection.ensure_connection()
    database = connection.connection
    database.set_trace_callback(said.append)
    try:
        yield said
    finally:
        database.set_trace_callback(None)


def reads(said: list[str]) -> list[str]:
    return [statement for statement in said if statement.lstrip().startswith("SELECT")]


def test_a_filing_reads_each_table_once(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    with asked() as said:
        founded.lodge_one(at, founded.lentils("A-2"))
    assert len(reads(said)) <= 12, said
    tables = [statement.split()[2] for statement in said if "INSERT" in statement[:8]]
    assert {"declaration", "entry", "head", "item"} <= set(tables)
    assert not [table for table in ("refusal", "quota_use", "posting") if table in tables]


def test_the_same_filing_again_reads_its_declaration_and_its_fact(at):
    """Of the rest only what every act looks at: the latest rates and head, the law, the seed
    of the day, the models in force; and whether it was refused before, and signed.
    """
    given = founded.lodge_one(at, founded.lentils("A-1"))
    with asked() as said:
        again = founded.lodge_one(at, founded.lentils("A-1"))
    assert again.registration == given.registration
    assert len(reads(said)) == 9, said
    assert not [statement for statement in said if "INSERT" in statement], said


def test_what_is_about_one_subject_is_found_by_indexes(at):
    founded.lodge_one(at, founded.lentils("A-1"))
    plans = [
        step[3]
        for query in (
            "SELECT kind FROM entry WHERE subject = ? AND NOT (kind = 'lodging')",
            "SELECT lodged FROM declaration WHERE registration = ?",
        )
        for step in statements.select(f"EXPLAIN QUERY PLAN {query}", ["x"])
    ]
    assert all(plan.startswith("SEARCH") for plan in plans), plans
