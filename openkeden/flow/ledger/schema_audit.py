"""Audit of the database below its rows: its objects against those that the migrations make,
how cells are stored, and the pages of the file.
"""

import collections
from collections.abc import Iterator

from openkeden.flow.ledger.problems import Problem
from openkeden.store import schema


def odd_cells() -> Iterator[Problem]:
    """Cells that are stored as another kind of value than their column says."""
    for cell in schema.odd_cells():
        yield Problem(cell.table, cell.record, cell.column, cell.stored, cell.expected)


def objects() -> Iterator[Problem]:
    """Tables, indexes, triggers and views that are not those of the migrations."""
    stored, expected = schema.stored(), schema.expected()
    for name, statement in expected.items():
        here = stored.get(name)
        if here != statement:
            told = "missing" if here is None else " ".join(here)
            yield Problem("schema", " ".join(name), "", told, _told(statement))
    for name in stored.keys() - expected.keys():
        told = " ".join(stored[name])
        yield Problem("schema", " ".join(name), "", told, "no migration makes it")


def _told(statement: tuple[str, ...]) -> str:
    return " ".join(statement) or "what its table says"


def migrations() -> Iterator[Problem]:
    """The list of migrations against those of this program."""
    applied = collections.Counter(schema.applied())
    expected = schema.migrations()
    for known in expected:
        count = applied[known]
        if count != 1:
            told = f"{count} rows" if count else "missing"
            yield Problem("django_migrations", ".".join(known), "", told, "one row")
    for other in applied.keys() - set(expected):
        told = ".".join(map(str, other))
        yield Problem(
            "django_migrations", told, "", "a row", "no migration of this program"
        )
    for app, name, moment in schema.undated():
        record = f"{app}.{name}"
        yield Problem("django_migrations", record, "applied", moment, "a moment")


def pages() -> Iterator[Problem]:
    """What the database itself finds wrong with its file and its indexes."""
    for told in schema.broken_pages():
        yield Problem("database", "pages", "", told, "a sound file, whole indexes")
