"""Changes of the tariff: the rows of an imported edition, and a pack's tariff with them
merged.

An edition only says what changes: docs/tariff-import.md has its layout.
"""

import datetime
import itertools
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from openkeden.base.validity import Validity
from openkeden.base.working_time import DAY
from openkeden.lawpack.imports.edition_table import EditionTable
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.pack_files import last_day
from openkeden.lawpack.sources import ImportedBasis, Sources
from openkeden.tariff import duty

COLUMNS = (
    "code",
    "unit",
    "rate",
    "note",
    "since",
    "until",
    "successors",
    "act",
    "source",
    "mark",
)

#: The letters that stand for the marks in older files.
_LETTERS: Mapping[str, str] = {
    "V": "verified",
    "S": "secondary",
    "M": "memory",
    "?": "open",
}

#: Written for the successors of a code whose goods no other code takes up.
NONE = "-"


class TariffChange(NamedTuple):
    """A row of an imported edition.

    A line in force from `since`, or without a rate the end of a code on `until`.
    """

    code: str
    unit: str
    rate: str
    note: str

    #: The first day in force; None in the end of a code.
    since: datetime.date | None

    #: The last day in force; None where no end is known.
    until: datetime.date | None

    #: The codes that take up the goods of one that ends, as written.
    successors: str

    act: str
    source: str
    mark: str

    @property
    def ends(self) -> bool:
        return not self.rate

    @property
    def day(self) -> datetime.date:
        """The first day on which the tariff differs by this row."""
        if self.since is not None:
            return self.since
        assert self.until is not None
        return self.until + DAY

    @property
    def span(self) -> Validity:
        """The days of the line that it begins."""
        return Validity(since=self.day, until=self.until)

    @property
    def following(self) -> tuple[str, ...]:
        return () if self.successors == NONE else tuple(self.successors.split())


class MergedEdition(msgspec.Struct, frozen=True):
    """A pack's rows with changes merged: `known` were held already.

    The others stand in the kind of what they did.
    """

    sources: Sources
    appeared: tuple[str, ...]
    changed: tuple[str, ...]
    ended: tuple[str, ...]
    known: int

    @property
    def moved(self) -> bool:
        """Whether anything differs from what was held."""
        return bool(self.appeared or self.changed or self.ended)


def changes(body: bytes) -> tuple[TariffChange, ...]:
    """The rows of a file that passed the rules of
    `openkeden.lawpack.imports.tariff_edition`.

    Raises TypeError, ValueError or csv.Error for another.
    """
    table = EditionTable(body)
    return tuple([change(dict(zip(table.head, row, strict=True))) for row in table])


def change(cells: Mapping[str, str]) -> TariffChange:
    """The change that a row of a file says, by column.

    Raises TypeError, or ValueError for what is not a day.
    """
    if cells.keys() != set(COLUMNS):
        raise ValueError("its columns are not those of an edition")
    text = {name: cell for name, cell in cells.items() if name not in ("since", "until")}
    text["mark"] = mark(cells["mark"])
    since = last_day(cells["since"]) if cells["rate"] else None
    return TariffChange(since=since, until=last_day(cells["until"]), **text)


def mark(written: str) -> str:
    """The mark that a cell means: the word itself, or the letter that stood for it."""
    return _LETTERS.get(written, written)


def merge(sources: Sources, given: Iterable[TariffChange]) -> MergedEdition:
    """Merge changes with a pack's rows in the order of their days.

    A new line ends the open one of its code.
    """
    desk = _TariffMerge(sources)
    for change in sorted(given, key=lambda one: (one.day, not one.ends, one.code)):
        if desk.holds(change):
            desk.known += 1
        elif change.ends:
            desk.end(change)
        else:
            desk.begin(change)
    return MergedEdition(
        desk.sources(),
        tuple(desk.appeared),
        tuple(desk.changed),
        tuple(desk.ended),
        desk.known,
    )


class _TariffMerge:
    """The lines of a tariff by code, the oldest first, while changes are merged them."""

    def __init__(self, sources: Sources) -> None:
        self.base = sources
        self.lines = by_code(sources.tariff)
        self.successors = dict(sources.successors)
        self.imported = dict(sources.imported)
        self.appeared: list[str] = []
        self.changed: list[str] = []
        self.ended: list[str] = []
        self.known = 0

    def holds(self, change: TariffChange) -> bool:
        return holds(change, self.lines.get(change.code, []), self.successors)

    def end(self, change: TariffChange) -> None:
        held = self.lines.get(change.code)
        if held:
            held[-1] = msgspec.structs.replace(held[-1], until=change.until)
        self.successors[change.code] = change.following
        self.imported[change.code, change.day] = _basis(change)
        self.ended.append(change.code)

    def begin(self, change: TariffChange) -> None:
        held = self.lines.setdefault(change.code, [])
        if held and held[-1].until is None:
            held[-1] = msgspec.structs.replace(held[-1], until=change.day - DAY)
        (self.changed if held else self.appeared).append(change.code)
        line = TariffRow(
            code=change.code,
            unit=change.unit,
            rate=change.rate,
            note=change.note,
            since=change.day,
            until=change.until,
        )
        held.append(line)
        self.imported[change.code, change.day] = _basis(change)

    def sources(self) -> Sources:
        by_code = [self.lines[code] for code in sorted(self.lines)]
        tariff = tuple(itertools.chain.from_iterable(by_code))
        return msgspec.structs.replace(
            self.base, tariff=tariff, successors=self.successors, imported=self.imported
        )


def by_code(tariff: Iterable[TariffRow]) -> dict[str, list[TariffRow]]:
    """Lines by code, the oldest first."""
    found: dict[str, list[TariffRow]] = {}
    for row in sorted(tariff, key=lambda one: one.since):
        found.setdefault(row.code, []).append(row)
    return found


def holds(
    change: TariffChange, held: list[TariffRow], successors: Mapping[str, tuple[str, ...]]
) -> bool:
    """Whether the rows held say already what the change says.

    The same line since the older edition, the same end.
    """
    if change.ends:
        return (
            any(row.until == change.until for row in held)
            and successors.get(change.code, ()) == change.following
        )
    begun = {row.since for row in held}
    for row in held:
        followed = row.until is not None and row.until + DAY in begun
        superseded = change.code in successors or followed
        if _same(change, row, superseded=superseded):
            return True
    return False


def _same(change: TariffChange, row: TariffRow, *, superseded: bool) -> bool:
    """Whether the line is held.

    A line that a later one ended was open when its edition was published.
    """
    if not row.holds(change.day):
        return False
    if row.until != change.until and not (change.until is None and superseded):
        return False
    rate = duty.read(change.rate)
    if (row.unit, row.note) != (change.unit, change.note):
        return False
    return duty.read(row.rate) == rate


def _basis(change: TariffChange) -> ImportedBasis:
    return ImportedBasis(change.act, change.source, change.mark)
