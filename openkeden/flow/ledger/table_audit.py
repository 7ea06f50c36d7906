"""Audit of the tables beside the ledger: each row against what the facts add up to."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from openkeden.flow.ledger.problems import Problem, cells

#: The stored rows of a table in any order, each with its key; a key may come twice.
Rows = Iterable[tuple[Any, object]]


def differences(
    table: str, read_all: Callable[[], Rows], expected: Mapping[Any, object]
) -> Iterator[Problem]:
    """The rows of a table that are not what the facts add up to, then those that are
    missing.
    """
    seen = set()
    for key, row in read_all():
        if key in seen:
            yield Problem(table, name_of(key), "", "a second row", "one row")
            continue
        seen.add(key)
        derived = expected.get(key)
        if derived is None:
            yield Problem(table, name_of(key), "", "a row", "no fact speaks of it")
        elif row != derived:
            yield from cells(table, name_of(key), row, derived)
    for key in expected:
        if key not in seen:
            yield Problem(table, name_of(key), "", "missing", "a row")


def name_of(key: object) -> str:
    """The key of a record as text."""
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
