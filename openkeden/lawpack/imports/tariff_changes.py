"""An edition of the tariff comes in as CSV, the rows of a pack with its changes laid over go out.

An edition only says what changes: docs/tariff-import.md has its layout.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from openkeden.lawpack import tariff_lines
from openkeden.lawpack.sources import ImportedBasis, Sources, TariffRow

COLUMNS = ("code", "unit", "rate", "note", "since", "until", "successors", "act", "source", "mark")

#: Written for the successors of a code whose goods no other code takes up.
NONE = "-"


class TariffChange(NamedTuple):
    """A row of an imported edition: a line in force from `since`, or without a rate the end of a code on `until`."""

    code: str
    unit: str
    rate: str
    note: str
    since: str
    until: str
    successors: str
    act: str
    source: str
    mark: str

    @property
    def ends(self) -> bool:
        return not self.rate

    @property
    def day(self) -> str:
        """The first day on which the tariff differs by this row."""
        return tariff_lines.next_day(self.until) if self.ends else self.since

    @property
    def following(self) -> tuple[str, ...]:
        return () if self.successors == NONE else tuple(self.successors.split())


class MergedEdition(msgspec.Struct, frozen=True):
    """A pack's rows with changes laid over: `known` were held already; the others stand in the kind of what they did."""

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
    """The rows of a file that passed the rules of `openkeden.lawpack.imports.tariff_edition`.

    Raises TypeError, ValueError or csv.Error for another.
    """
    head, *given = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    names = [name.strip() for name in head]
    return tuple(
        TariffChange(**dict(zip(names, [cell.strip() for cell in row], strict=True)))
        for row in given
        if any(row)
    )


def merge(sources: Sources, given: Iterable[TariffChange]) -> MergedEdition:
    """Lay changes over a pack's rows in the order of their days: a new line ends the open one of its code."""
    desk = _TariffMerge(sources)
    for change in sorted(given, key=lambda one: (one.day, not one.ends, one.code)):
        if desk.holds(change):
            desk.known += 1
        elif change.ends:
            desk.end(change)
        else:
            desk.begin(change)
    return MergedEdition(
        desk.sources(), tuple(desk.appeared), tuple(desk.changed), tuple(desk.ended), desk.known
    )


class _TariffMerge:
    """The lines of a tariff by code, the oldest first, while changes are laid over them."""

    def __init__(self, sources: Sources) -> None:
        self.base = sources
        self.lines = by_code(sources.tariff)
        self.successors = dict(sources.successors)
        self.told = dict(sources.told)
        self.appeared: list[str] = []
        self.changed: list[str] = []
        self.ended: list[str] = []
        self.known = 0

    def holds(self, change: TariffChange) -> bool:
        return holds(change, self.lines.get(change.code, []), self.successors)

    def end(self, change: TariffChange) -> None:
        held = self.lines.get(change.code)
        if held:
            held[-1] = held[-1]._replace(until=change.until)
        self.successors[change.code] = change.following
        self.told[change.code, change.day] = _basis(change)
        self.ended.append(change.code)

    def begin(self, change: TariffChange) -> None:
        held = self.lines.setdefault(change.code, [])
        if held and not held[-1].until:
            held[-1] = held[-1]._replace(until=tariff_lines.day_before(change.since))
        (self.changed if held else self.appeared).append(change.code)
        held.append(
            TariffRow(
                change.code, change.unit, change.rate, change.note, change.since, change.until
            )
        )
        self.told[change.code, change.since] = _basis(change)

    def sources(self) -> Sources:
        tariff = tuple(row for code in sorted(self.lines) for row in self.lines[code])
        return msgspec.structs.replace(
            self.base, tariff=tariff, successors=self.successors, told=self.told
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
    """Whether the rows held say already what the change says: the same line since the older edition, the same end."""
    if change.ends:
        return (
            any(row.until == change.until for row in held)
            and successors.get(change.code, ()) == change.following
        )
    begun = {row.since for row in held}
    return any(
        _same(
            change,
            row,
            superseded=change.code in successors or tariff_lines.next_day(row.until) in begun,
        )
        for row in held
    )


def _same(change: TariffChange, row: TariffRow, *, superseded: bool) -> bool:
    """Whether the line is held; a line that a later one ended was open when its edition was published."""
    return (
        row.since <= change.since
        and (not row.until or change.since <= row.until)
        and (row.until == change.until or (not change.until and superseded))
        and (row.unit, row.note) == (change.unit, change.note)
        and tariff_lines.expression(row.rate) == tariff_lines.expression(change.rate)
    )


def _basis(change: TariffChange) -> ImportedBasis:
    return ImportedBasis(change.act, change.source, change.mark)
