"""Audit of the tables beside the ledger: each row against what the facts add up to."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec

from openkeden.flow.ledger.problems import Problem, cells
from openkeden.store.expected_rows import ExpectedTable


def differences(expected: ExpectedTable[Any]) -> Iterator[Problem]:
    """The rows of a table that are not what the facts add up to, then those that are
    missing.
    """
    table = expected.table
    for key, times in expected.doubled():
        for _ in range(times - 1):
            yield Problem(table, name_of(key), "", "a second row", "one row")
    for row, derived in expected.differing():
        yield from _other(table, name_of(expected.key_of(row)), row, derived)
    for row in expected.missing():
        name = name_of(expected.key_of(row))
        yield Problem(table, name, "", "missing", "a row")


def _other(
    table: str, name: str, row: msgspec.Struct, derived: msgspec.Struct | None
) -> Iterator[Problem]:
    """A row that is not the expected one; None where none is expected."""
    if derived is None:
        yield Problem(table, name, "", "a row", "no fact speaks of it")
    else:
        yield from cells(table, name, row, derived)


class FollowedTable:
    """A table whose rows follow their facts: each names one, and they are read in that
    order, so that none has to be kept.

    `read_all` gives the stored rows in the order of the facts that they name, `fact_of` the
    index of the fact of a row, and `key_of` its key.
    """

    def __init__(
        self,
        table: str,
        read_all: Callable[[], Iterator[Any]],
        fact_of: Callable[[Any], object],
        key_of: Callable[[Any], object],
    ) -> None:
        #: The name of the table.
        self.table = table
        self._read_all, self._fact_of, self._key_of = read_all, fact_of, key_of
        self._stored: Iterator[Any] | None = None
        #: The next row, and what it names as its fact.
        self._next: Any = None
        self._at: object = None

    def follow(self, index: int, expected: Sequence[msgspec.Struct]) -> Iterator[Problem]:
        """Compare the rows of the fact at an index with those that it makes, in order."""
        self._begin()
        while self._at != index and self._next is not None and is_before(self._at, index):
            yield self._stray(self._next)
            self._advance()
        found: list[msgspec.Struct] = []
        while self._at == index:
            found.append(self._next)
            self._advance()
        if found != expected:
            yield from self._differences(found, expected)

    def rest(self) -> Iterator[Problem]:
        """The stored rows that no fact was reached for."""
        self._begin()
        while self._next is not None:
            yield self._stray(self._next)
            self._advance()

    def _differences(
        self, found: Sequence[msgspec.Struct], expected: Sequence[msgspec.Struct]
    ) -> Iterator[Problem]:
        left = {self._key_of(row): row for row in expected}
        seen = set()
        for row in found:
            key = self._key_of(row)
            if key in seen:
                yield Problem(self.table, name_of(key), "", "a second row", "one row")
                continue
            seen.add(key)
            derived = left.pop(key, None)
            if row != derived:
                yield from _other(self.table, name_of(key), row, derived)
        for key in left:
            yield Problem(self.table, name_of(key), "", "missing", "a row")

    def _begin(self) -> None:
        if self._stored is None:
            self._stored = self._read_all()
            self._advance()

    def _advance(self) -> None:
        assert self._stored is not None, "reading has begun"
        self._next = row = next(self._stored, None)
        self._at = None if row is None else self._fact_of(row)

    def _stray(self, row: object) -> Problem:
        name = name_of(self._key_of(row))
        return Problem(self.table, name, "", "a row", "no fact speaks of it")


def is_before(stored: object, index: int) -> bool:
    """Whether what is stored names an earlier fact, or none; text, which is damage, is read
    last.
    """
    return stored is None or (isinstance(stored, int | float) and stored < index)


def name_of(key: object) -> str:
    """The key of a record as text."""
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
