"""Lists of goods that measures name, and the seasons of tariff lines, as rows of CSV."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from openkeden.base.validity import ALWAYS, Row, Validity
from openkeden.lawpack.charge_rows import BASIS, stated
from openkeden.lawpack.pack_files import first_day, last_day
from openkeden.tariff.seasons import Season

#: The columns of goods of lists, and of seasons.
GOODS = ("list", "mask", "otherwise", "since", "until")
SEASONS = ("code", "first", "last", *BASIS)


class GoodsOfList(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Goods of a list that a measure names."""

    #: The name of the list.
    list: str

    #: The beginning of their codes.
    mask: str

    #: The code of goods that do not meet the measure (empty: none, or not known).
    otherwise: str = ""

    #: The first day on which they are in the list: always, where the list gives none.
    since: datetime.date = ALWAYS

    #: The last day; None where no end is known.
    until: datetime.date | None = None

    @property
    def span(self) -> Validity:
        """The days on which they are in the list."""
        return Validity(since=self.since, until=self.until)


def goods_in(cells: Sequence[str]) -> GoodsOfList:
    """Goods of a list in the order of `GOODS`. Raises ValueError for what is not a day."""
    name, mask, otherwise, since, until = cells
    if not since and not until:
        return GoodsOfList(name, mask, otherwise)
    return GoodsOfList(name, mask, otherwise, first_day(since), last_day(until))


def season_in(folder: str, cells: Mapping[str, str]) -> Season:
    """The season of a line in one line of CSV. Raises ValueError."""
    columns = stated(cells)
    code, first, last = [columns.pop(name) for name in ("code", "first", "last")]
    for day in (first, last):
        if not _is_day_of_year(day):
            raise ValueError(f"{day!r} is not a day of the year: write it as 04-01")
    row = msgspec.convert(columns, Row)
    named = row.provision(f"{folder}:season/{code}", f"{first} - {last}")
    return Season(code, first, last, named)


def _is_day_of_year(text: str) -> bool:
    """Whether a text is a month and a day, such as `02-29`."""
    try:
        datetime.date.fromisoformat(f"2024-{text}")
    except ValueError:
        return False
    return len(text) == len("04-01")


class GoodsOnDay(NamedTuple):
    """The goods of one list on a day."""

    #: The beginnings of their codes.
    masks: frozenset[str]

    #: The code of goods that do not meet the measure, by their code under it.
    otherwise: Mapping[str, str]


class GoodsLists:
    """The lists of goods of a pack, by name."""

    def __init__(self, rows: Iterable[GoodsOfList]) -> None:
        self._rows: dict[str, list[GoodsOfList]] = {}
        for row in rows:
            self._rows.setdefault(row.list, []).append(row)
        self._undated = {
            name for name, rows in self._rows.items() if not any(map(_is_dated, rows))
        }
        self._held: dict[tuple[str, datetime.date], GoodsOnDay] = {}

    def rows(self, name: str) -> Sequence[GoodsOfList]:
        """The goods of a list on any day; none where there is no such list."""
        return self._rows.get(name, ())

    def on(self, name: str, day: datetime.date) -> GoodsOnDay:
        """The goods of a list on a day."""
        asked = name, ALWAYS if name in self._undated else day
        held = self._held.get(asked)
        if held is None:
            held = self._held[asked] = self._on(*asked)
        return held

    def _on(self, name: str, day: datetime.date) -> GoodsOnDay:
        rows = [row for row in self.rows(name) if not _is_dated(row) or row.span.holds(day)]
        otherwise = {row.mask: row.otherwise for row in rows if row.otherwise}
        return GoodsOnDay(frozenset([row.mask for row in rows]), otherwise)


def _is_dated(row: GoodsOfList) -> bool:
    return row.since != ALWAYS or row.until is not None
