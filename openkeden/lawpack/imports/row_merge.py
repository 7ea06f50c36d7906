"""Rows merged into a table that is held, each compared only with those that it can meet: the
open ones under its keys.
"""

import datetime
import heapq
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from openkeden.base.validity import Mark, Provision
from openkeden.base.working_time import DAY
from openkeden.lawpack.goods_lists import GoodsOfList
from openkeden.lawpack.listed_codes import ListedCode
from openkeden.lawpack.row_keys import DatedRow, keys_of

#: Begins the ids of rows that an installation added, so that an assessment shows whose they
#: are.
OWN: Final = "home"

#: The mark of a row that is not settled.
_UNSETTLED: Final[Mark] = "open"

_Keys = frozenset[str]

#: The first day of an open row and its place.
Begun = tuple[datetime.date, int]


def before(since: datetime.date, begun: list[Begun]) -> Iterator[int]:
    """The places of the rows that began before a day, taken out of a heap."""
    while begun and begun[0][0] < since:
        yield heapq.heappop(begun)[1]


class RowMerge:
    """The rows of one table while others are merged into them, in the order of their days."""

    def __init__(self, held: Iterable[DatedRow]) -> None:
        self._every: list[DatedRow] = []
        self._dropped: set[int] = set()
        self.added: list[str] = []
        self.ended: list[str] = []
        #: The last days of the rows of each content.
        self._untils: dict[bytes, set[datetime.date | None]] = {}
        #: The open rows of each set of keys, the earliest first, and the sets by each key.
        self._open: dict[_Keys, list[Begun]] = {}
        self._sets: dict[str, dict[_Keys, None]] = {}
        #: The open rows of the pack that are not settled, by their keys and first day.
        self._unsettled: dict[tuple[_Keys, datetime.date], int] = {}
        for dated in held:
            self._put(dated)

    @property
    def rows(self) -> list[DatedRow]:
        """All rows that are in force on some day."""
        places = range(len(self._every))
        return [self._every[place] for place in places if place not in self._dropped]

    def add(self, new: DatedRow) -> None:
        """Add a row, unless it is held.

        The open ones that it takes the place of end the day before; one that is not settled
        and begins on the same day is never in force.
        """
        untils = self._untils.get(_content(new))
        if untils and (new.row.until is None or new.row.until in untils):
            return
        self._drop_unsettled(new)
        for keys in self._within(keys_of(new)):
            for place in before(new.row.since, self._open[keys]):
                self._end(place, new.row.since)
        self._put(new)
        self.added.append(new.row.id)

    def _drop_unsettled(self, new: DatedRow) -> None:
        """Take out an unsettled open row of the pack that begins with a new one under its
        keys.
        """
        keys, since = keys_of(new), new.row.since
        place = self._unsettled.pop((keys, since), None)
        if place is None:
            return
        self._open[keys].remove((since, place))
        heapq.heapify(self._open[keys])
        old = self._every[place]
        self._untils[_content(old)].discard(None)
        self._dropped.add(place)
        self.ended.append(old.row.id)

    def _within(self, keys: _Keys) -> list[_Keys]:
        """The sets of keys that are a part of these."""
        found: dict[_Keys, None] = {}
        for key in sorted(keys):
            for other in self._sets.get(key, ()):
                if other <= keys:
                    found[other] = None
        return list(found)

    def _end(self, place: int, since: datetime.date) -> None:
        """End an open row the day before another begins."""
        old = self._every[place]
        self._unsettled.pop((keys_of(old), old.row.since), None)
        self.ended.append(old.row.id)
        self._every[place] = _until(old, since)
        untils = self._untils[_content(old)]
        untils.discard(None)
        untils.add(since - DAY)

    def _put(self, dated: DatedRow) -> None:
        if dated.row.until is None:
            keys = keys_of(dated)
            begun = (dated.row.since, len(self._every))
            heapq.heappush(self._open.setdefault(keys, []), begun)
            for key in keys:
                self._sets.setdefault(key, {})[keys] = None
            if dated.row.mark == _UNSETTLED and not _is_own(dated.row):
                self._unsettled[keys, dated.row.since] = len(self._every)
        self._untils.setdefault(_content(dated), set()).add(dated.row.until)
        self._every.append(dated)


def _content(dated: DatedRow) -> bytes:
    """What a row says, whatever its id and its end: a later row may have ended it since."""
    row = msgspec.structs.replace(dated.row, id="", until=None)
    plain = msgspec.structs.replace(dated, row=row)
    return msgspec.json.encode(plain, order="deterministic")


def _is_own(row: Provision) -> bool:
    """Whether a row is one of the installation."""
    return row.id.startswith(f"{OWN}:")


def _until(dated: DatedRow, since: datetime.date) -> DatedRow:
    row = msgspec.structs.replace(dated.row, until=since - DAY)
    return msgspec.structs.replace(dated, row=row)


def merged_goods(
    held: tuple[GoodsOfList, ...], rows: Iterable[GoodsOfList]
) -> tuple[tuple[GoodsOfList, ...], list[str]]:
    """The goods of lists with further ones, and what was added.

    Open ones of the same list and mask end the day before the new ones begin.
    """
    known = set(held)
    fresh = [row for row in rows if row not in known]
    if not fresh:
        return held, []
    starts = {(row.list, row.mask): row.since for row in fresh}
    kept = [_ended(row, starts.get((row.list, row.mask))) for row in held]
    return (*kept, *fresh), [f"{row.list}/{row.mask}" for row in fresh]


def _ended(row: GoodsOfList, since: datetime.date | None) -> GoodsOfList:
    """Goods that end the day before a day, where they are open and began earlier."""
    if since is None or row.until is not None or row.since >= since:
        return row
    return msgspec.structs.replace(row, until=since - DAY)


class ListMerge:
    """The codes of one list while others are merged into them."""

    def __init__(self, held: Iterable[ListedCode]) -> None:
        self.rows: list[ListedCode] = []
        self._held: set[ListedCode] = set()
        self._open: dict[str, list[Begun]] = {}
        for row in held:
            self._put(row)

    def add(self, new: ListedCode) -> bool:
        """Add a row, unless it is held; an open one of its code that began before ends the
        day before.
        """
        if new in self._held:
            return False
        for place in before(new.since, self._open.get(new.code, [])):
            old = self.rows[place]
            self._held.discard(old)
            self.rows[place] = msgspec.structs.replace(old, until=new.since - DAY)
            self._held.add(self.rows[place])
        self._put(new)
        return True

    def _put(self, row: ListedCode) -> None:
        if row.until is None:
            begun = (row.since, len(self.rows))
            heapq.heappush(self._open.setdefault(row.code, []), begun)
        self._held.add(row)
        self.rows.append(row)
