"""The rows of a tariff under their headings: those of a heading are read when a code of it
is asked for, all of them only where all are.
"""

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.lawpack.manifest import TariffRow

#: Digits of a heading and of a chapter.
_HEADING: Final = 4
_CHAPTER: Final = 2

_READER: Final = msgspec.msgpack.Decoder(tuple[TariffRow, ...])


class Together(msgspec.Struct, frozen=True, array_like=True):
    """What the rows say together."""

    #: How many there are.
    count: int

    #: Their first days.
    begun: frozenset[datetime.date]

    #: Their last days, as far as they are known.
    ended: frozenset[datetime.date]

    #: The first day of the oldest row of each chapter.
    chapters: dict[str, datetime.date]

    #: The notes that they name.
    notes: frozenset[str]


class TariffRows(Sequence[TariffRow]):
    """Rows of a tariff in their order, in which each heading is in one piece."""

    def __init__(
        self,
        headings: Mapping[str, bytes | tuple[TariffRow, ...]],
        together: Together,
    ) -> None:
        self._headings = headings
        self.together = together
        self._by_code: dict[str, dict[str, list[TariffRow]]] = {}

    def of(self, code: str) -> Sequence[TariffRow]:
        """The rows of a code; none where it never was in the tariff."""
        heading = code[:_HEADING]
        if heading not in self._headings:
            return ()
        by_code = self._by_code.get(heading)
        if by_code is None:
            by_code = self._by_code[heading] = {}
            for row in self._read(heading):
                by_code.setdefault(row.code, []).append(row)
        return by_code.get(code, ())

    def under(self, heading: str) -> Sequence[TariffRow]:
        """The rows of a heading; none where it never was in the tariff."""
        return self._read(heading) if heading in self._headings else ()

    @functools.cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of all rows, in their order."""
        return tuple(dict.fromkeys([row.code for row in self]))

    @functools.cached_property
    def _all(self) -> tuple[TariffRow, ...]:
        rows: list[TariffRow] = []
        for heading in self._headings:
            rows += self._read(heading)
        return tuple(rows)

    def _read(self, heading: str) -> tuple[TariffRow, ...]:
        held = self._headings[heading]
        return _READER.decode(held) if isinstance(held, bytes) else held

    def __iter__(self) -> Iterator[TariffRow]:
        return iter(self._all)

    def __len__(self) -> int:
        return self.together.count

    def __getitem__(self, place: Any) -> Any:
        return self._all[place]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all)


def under_headings(rows: Sequence[TariffRow]) -> TariffRows:
    """Rows under their headings."""
    if isinstance(rows, TariffRows):
        return rows
    headings = by_heading(rows)
    held = {heading: tuple(found) for heading, found in headings.items()}
    return TariffRows(held, together(rows))


def by_heading(rows: Iterable[TariffRow]) -> dict[str, list[TariffRow]]:
    """Rows by the heading of their code."""
    headings: dict[str, list[TariffRow]] = {}
    for row in rows:
        headings.setdefault(row.code[:_HEADING], []).append(row)
    return headings


def together(rows: Sequence[TariffRow]) -> Together:
    """What rows say together."""
    begun = {(row.code[:_CHAPTER], row.since) for row in rows}
    return Together(
        count=len(rows),
        begun=frozenset([since for _, since in begun]),
        ended=frozenset([row.until for row in rows if row.until]),
        chapters=first_days(begun),
        notes=frozenset([row.note for row in rows]),
    )


def first_days(
    dated: Iterable[tuple[str, datetime.date]],
) -> dict[str, datetime.date]:
    """The earliest day of each chapter."""
    first: dict[str, datetime.date] = {}
    for chapter, since in dated:
        first[chapter] = min(first.get(chapter, since), since)
    return first
