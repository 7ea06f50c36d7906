"""Audit of the tables beside the ledger: each row against what the facts add up to."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

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


class FollowedTable:
    """A table whose rows follow their facts: each names one, and they are read in that
    order, so that none has to be kept.

    `read_all` gives the stored rows in the order of the fact that they name as `lodged`, and
    `key_of` the key of a row.
    """

    def __init__(
        self,
        table: str,
        read_all: Callable[[], Iterator[Any]],
        key_of: Callable[[Any], object],
    ) -> None:
        self._table, self._read_all, self._key_of = table, read_all, key_of
        self._stored: Iterator[Any] | None = None
        self._next: Any = None

    def follow(self, index: int, expected: Sequence[msgspec.Struct]) -> Iterator[Problem]:
        """Compare the rows of the fact at an index with those that it makes, in order."""
        self._begin()
        while self._next is not None and _is_before(self._next.lodged, index):
            yield self._stray(self._next)
            self._advance()
        found = []
        while self._next is not None and self._next.lodged == index:
            found.append(self._next)
            self._advance()
        if found != expected:
            derived = {self._key_of(row): row for row in expected}
            stored = [(self._key_of(row), row) for row in found]
            yield from differences(self._table, lambda: stored, derived)

    def rest(self) -> Iterator[Problem]:
        """The stored rows that no fact was reached for."""
        self._begin()
        while self._next is not None:
            yield self._stray(self._next)
            self._advance()

    def _begin(self) -> None:
        if self._stored is None:
            self._stored = self._read_all()
            self._advance()

    def _advance(self) -> None:
        assert self._stored is not None, "reading has begun"
        self._next = next(self._stored, None)

    def _stray(self, row: object) -> Problem:
        name = name_of(self._key_of(row))
        return Problem(self._table, name, "", "a row", "no fact speaks of it")


def _is_before(lodged: object, index: int) -> bool:
    """Whether a stored row names an earlier fact, or none; text, which is damage, is read
    last.
    """
    return lodged is None or (isinstance(lodged, int | float) and lodged < index)


def name_of(key: object) -> str:
    """The key of a record as text."""
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
