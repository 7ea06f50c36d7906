"""The lines of the tariff in force on a day, with what their notes make of them."""

import bisect
import datetime
import functools
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from openkeden.base.validity import ALWAYS, Provision, Validity
from openkeden.base.working_time import DAY
from openkeden.lawpack.manifest import Manifest, TariffBasis, TariffRow
from openkeden.lawpack.sources import EditionRow, ImportedBasis, NoteRow, Sources
from openkeden.tariff import duty
from openkeden.tariff.edition import TariffLine

#: Text of a rate to its expression: the tariff's 13,000 rates are some 250 texts.
expression = functools.cache(duty.parse)


class Lines(msgspec.Struct, frozen=True):
    """The tariff of one day.

    `lines` in force, `ended` with their successors, `gaps` code to what is not known.
    """

    lines: Mapping[str, TariffLine]
    ended: Mapping[str, tuple[str, ...]]
    gaps: Mapping[str, str]


class _Note(NamedTuple):
    """What a note does on one day.

    The rate that replaces the line's (with its row's id), or why that is not known.
    """

    rate: duty.Expression | None
    row: str
    gap: str


class Tariff:
    """The tariff of a customs union as one member state applies it.

    Days between two changes share their lines.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.changes = sorted(_changes(sources))
        self._known: dict[int, Lines] = {}

    def on(self, day: datetime.date) -> Lines:
        """The lines in force on `day`. Raises ValueError for a rate that cannot be read."""
        span = bisect.bisect_right(self.changes, day)
        found = self._known.get(span)
        if found is None:
            found = self._known[span] = _lines(self.sources, day)
        return found

    def row(self, id_: str) -> Provision | None:
        """The row of law behind the id that a `Line` names."""
        own = f"{self.sources.manifest.tariff.prefix}:"
        if not id_.startswith(own):
            return None
        name, _, detail = id_.removeprefix(own).partition("/")
        if name == "note":
            return _note_row(self.sources, detail)
        return _tariff_row(self.sources, name)

    @functools.cached_property
    def complete_since(self) -> datetime.date:
        """The first day on which every chapter has an edition."""
        first: dict[str, datetime.date] = {}
        for one in self.sources.editions:
            first[one.chapter] = min(first.get(one.chapter, one.since), one.since)
        return max(first.values())


def _changes(sources: Sources) -> set[datetime.date]:
    """The days on which some line begins to differ from the day before."""
    rows: tuple[Validity, ...] = (*sources.tariff, *sources.notes)
    ends = {row.until for row in rows}
    return {row.since for row in rows} | {last + DAY for last in ends if last}


def _lines(sources: Sources, day: datetime.date) -> Lines:
    notes = {
        number: _note(periods, day, sources.manifest)
        for number, periods in _by_number(sources).items()
    }
    notes[""] = _Note(None, "", "")
    lines: dict[str, TariffLine] = {}
    gaps: dict[str, str] = {}
    gone: set[str] = set()
    for row in sources.tariff:
        if row.until is not None and row.until < day:
            gone.add(row.code)
        elif row.since <= day:
            note = notes.get(row.note) or _Note(None, "", f"note {row.note} unknown")
            lines[row.code] = _line(row, note, sources.manifest.tariff)
            if note.gap:
                gaps[row.code] = note.gap
    ended = {code: sources.successors.get(code, ()) for code in gone - lines.keys()}
    return Lines(lines, ended, gaps)


def _line(row: TariffRow, note: _Note, basis: TariffBasis) -> TariffLine:
    unit = row.unit.partition(" ")[0]
    if note.rate is None:
        return TariffLine(row.code, unit, expression(row.rate), basis.line_id(row))
    return TariffLine(row.code, unit, note.rate, note.row)


def _by_number(sources: Sources) -> dict[str, list[NoteRow]]:
    found: dict[str, list[NoteRow]] = {}
    for row in sources.notes:
        found.setdefault(row.note, []).append(row)
    return found


def _note(periods: list[NoteRow], day: datetime.date, pack: Manifest) -> _Note:
    """What a note does on a day in the country of the pack.

    A period of one state comes before one of the whole Union.
    """
    ranked = sorted(enumerate(periods, 1), key=lambda one: one[1].state == "")
    for position, period in ranked:
        if period.rate and period.state in ("", pack.jurisdiction) and period.holds(day):
            return _Note(
                expression(period.rate), pack.tariff.note_id(period.note, position), ""
            )
    status = periods[0].status
    gap = f"note {periods[0].note} {status}" if status in ("repealed", "unknown") else ""
    return _Note(None, "", gap)


def _tariff_row(sources: Sources, name: str) -> Provision | None:
    code, _, _ = name.partition("@")
    row = next((one for one in sources.tariff if one.code == code and one.id == name), None)
    if row is None:
        return None
    editions = {(one.chapter, one.since): one for one in sources.editions}
    basis = sources.imported.get((code, row.since))
    basis = basis or _published(editions[code[:2], row.since], sources.manifest.tariff)
    note = f", note {row.note}" if row.note else ""
    return Provision(
        id=sources.manifest.tariff.line_id(row),
        value=row.rate,
        since=row.since,
        until=row.until,
        unit=row.unit,
        act=basis.act,
        article=f"chapter {code[:2]}{note}",
        source=basis.source,
        mark=basis.mark,
    )


def _published(one: EditionRow, tariff: TariffBasis) -> ImportedBasis:
    return ImportedBasis(tariff.act, one.source, one.mark)


def _note_row(sources: Sources, detail: str) -> Provision | None:
    number, _, position = detail.partition(".")
    periods = _by_number(sources).get(number, [])
    if not (
        position.isascii() and position.isdigit() and 0 < int(position) <= len(periods)
    ):
        return None
    row = periods[int(position) - 1]
    known = row.since != ALWAYS
    tariff = sources.manifest.tariff
    state = f" for {row.state}" if row.state else ""
    return Provision(
        id=tariff.note_id(number, int(position)),
        value=row.rate,
        since=row.since if known else min([one.since for one in sources.editions]),
        until=row.until,
        act=row.act or tariff.act,
        article=f"note {number}{state}",
        source=tariff.notes_source,
        mark=row.mark,
    )
