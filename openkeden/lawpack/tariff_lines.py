"""The lines of the tariff in force on a day, with what their notes make of them."""

import bisect
import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from openkeden.base.validity import ALWAYS, Provision, Validity
from openkeden.base.working_time import DAY
from openkeden.lawpack.manifest import Manifest, TariffBasis, TariffRow
from openkeden.lawpack.plain_rows import EditionRow
from openkeden.lawpack.sources import ImportedBasis, NoteRow, Sources
from openkeden.tariff import duty
from openkeden.tariff.edition import TariffLine


class Lines(msgspec.Struct, frozen=True):
    """The tariff of one day.

    `lines` in force, `ended` with their successors, `later` with their first day, `gaps`
    code to what is not known.
    """

    lines: Mapping[str, TariffLine]
    ended: Mapping[str, tuple[str, ...]]
    later: Mapping[str, datetime.date]
    gaps: Mapping[str, str]


class _Note(NamedTuple):
    """What a note does on one day.

    The rate that replaces the line's (with its row's id), or why that is not known.
    """

    rate: duty.Expression | None
    row: str
    gap: str


class _InForce(Mapping[str, TariffLine]):
    """The lines of a day by code, each made when it is first asked for."""

    def __init__(
        self,
        rows: Mapping[str, TariffRow],
        notes: Mapping[str, _Note],
        basis: TariffBasis,
    ) -> None:
        self._rows, self._notes, self._basis = rows, notes, basis
        self._made: dict[str, TariffLine] = {}

    def __getitem__(self, code: str) -> TariffLine:
        line = self._made.get(code)
        if line is None:
            row = self._rows[code]
            line = self._made[code] = _line(row, self._notes[row.note], self._basis)
        return line

    def __contains__(self, code: object) -> bool:
        return code in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


class Tariff:
    """The tariff of a customs union as one member state applies it.

    Days between two changes share their lines.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.changes = sorted(_changes(sources))
        self._spans: dict[int, Lines] = {}

    def on(self, day: datetime.date) -> Lines:
        """The lines in force on `day`; each raises ValueError where its rate cannot be read."""
        span = bisect.bisect_right(self.changes, day)
        lines = self._spans.get(span)
        if lines is None:
            lines = self._spans[span] = _lines(self.sources, day)
        return lines

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
    def chapters(self) -> Mapping[str, datetime.date]:
        """The first day of each chapter: that of its oldest edition, or of its oldest line
        where it has none. Lines imported for an earlier time do not make it whole.
        """
        lines = {(row.code[:2], row.since) for row in self.sources.tariff}
        editions = [(row.chapter, row.since) for row in self.sources.editions]
        return _first_days(lines) | _first_days(editions)

    def newest(self, day: datetime.date) -> datetime.date | None:
        """The last day on which lines begin, of those in use on a day."""
        return max([since for since in self._begun if since <= day], default=None)

    @functools.cached_property
    def _begun(self) -> frozenset[datetime.date]:
        """The days on which lines begin."""
        return frozenset([row.since for row in self.sources.tariff])

    @property
    def complete_since(self) -> datetime.date:
        """The first day on which every chapter has an edition."""
        return max(self.chapters.values())


def _first_days(dated: Iterable[tuple[str, datetime.date]]) -> dict[str, datetime.date]:
    """The earliest day of each chapter."""
    first: dict[str, datetime.date] = {}
    for chapter, since in dated:
        first[chapter] = min(first.get(chapter, since), since)
    return first


def _changes(sources: Sources) -> set[datetime.date]:
    """The days on which some line begins to differ from the day before."""
    rows: tuple[Validity, ...] = (*sources.tariff, *sources.notes)
    ends = {row.until for row in rows}
    return {row.since for row in rows} | {last + DAY for last in ends if last}


def _lines(sources: Sources, day: datetime.date) -> Lines:
    notes = _notes(sources, day)
    rows: dict[str, TariffRow] = {}
    gaps: dict[str, str] = {}
    gone: set[str] = set()
    coming: dict[str, datetime.date] = {}
    for row in sources.tariff:
        if row.until is not None and row.until < day:
            gone.add(row.code)
        elif row.since <= day:
            rows[row.code] = row
            if row.note and notes[row.note].gap:
                gaps[row.code] = notes[row.note].gap
        else:
            coming[row.code] = min(coming.get(row.code, row.since), row.since)
    ended = {code: sources.successors.get(code, ()) for code in gone - rows.keys()}
    later = {code: coming[code] for code in coming.keys() - rows.keys() - gone}
    return Lines(_InForce(rows, notes, sources.manifest.tariff), ended, later, gaps)


def _notes(sources: Sources, day: datetime.date) -> dict[str, _Note]:
    """What each note does on a day, by number, also one of a line that is not known; the
    empty number does nothing.
    """
    named = {row.note for row in sources.tariff}
    numbered = by_number(sources).items()
    notes = {number: _note(periods, day, sources.manifest) for number, periods in numbered}
    unknown = {number: _Note(None, "", f"note {number} unknown") for number in named}
    return unknown | notes | {"": _Note(None, "", "")}


def _line(row: TariffRow, note: _Note, basis: TariffBasis) -> TariffLine:
    unit = row.unit.partition(" ")[0]
    if note.rate is None:
        return TariffLine(row.code, unit, duty.read(row.rate), basis.line_id(row))
    return TariffLine(row.code, unit, note.rate, note.row)


def charged(
    row: TariffRow, periods: list[NoteRow], day: datetime.date, pack: Manifest
) -> duty.Expression:
    """The rate of a line on a day in the country of the pack, that of its note where a
    period of it replaces the line's.
    """
    note = _note(periods, day, pack).rate if periods else None
    return duty.read(row.rate) if note is None else note


def by_number(sources: Sources) -> dict[str, list[NoteRow]]:
    """The periods of each note."""
    periods: dict[str, list[NoteRow]] = {}
    for row in sources.notes:
        periods.setdefault(row.note, []).append(row)
    return periods


def _note(periods: list[NoteRow], day: datetime.date, pack: Manifest) -> _Note:
    """What a note does on a day in the country of the pack.

    A period of one state comes before one of the whole Union.
    """
    ranked = sorted(enumerate(periods, 1), key=lambda numbered: numbered[1].state == "")
    for position, period in ranked:
        if period.rate and period.state in ("", pack.jurisdiction) and period.holds(day):
            row = pack.tariff.note_id(period.note, position)
            return _Note(duty.read(period.rate), row, "")
    status = periods[0].status
    gap = f"note {periods[0].note} {status}" if status in ("repealed", "unknown") else ""
    return _Note(None, "", gap)


def _tariff_row(sources: Sources, name: str) -> Provision | None:
    row = _line_named(sources, name)
    if row is None:
        return None
    basis = _basis(sources, row)
    note = f", note {row.note}" if row.note else ""
    return Provision(
        id=sources.manifest.tariff.line_id(row),
        value=row.rate,
        since=row.since,
        until=row.until,
        unit=row.unit,
        act=basis.act,
        article=f"chapter {row.code[:2]}{note}",
        source=basis.source,
        mark=basis.mark,
    )


def _line_named(sources: Sources, name: str) -> TariffRow | None:
    code, _, _ = name.partition("@")
    lines = [line for line in sources.tariff if line.code == code and line.id == name]
    return lines[0] if lines else None


def _basis(sources: Sources, row: TariffRow) -> ImportedBasis:
    """What a line rests on: its import, or the edition of its chapter."""
    imported = sources.imported.get((row.code, row.since))
    if imported is not None:
        return imported
    editions = {(edition.chapter, edition.since): edition for edition in sources.editions}
    return _published(editions[row.code[:2], row.since], sources.manifest.tariff)


def _published(edition: EditionRow, tariff: TariffBasis) -> ImportedBasis:
    return ImportedBasis(tariff.act, edition.source, edition.mark)


def _note_row(sources: Sources, detail: str) -> Provision | None:
    number, _, position = detail.partition(".")
    periods = by_number(sources).get(number, [])
    if not _is_position(position, len(periods)):
        return None
    row, tariff = periods[int(position) - 1], sources.manifest.tariff
    state = f" for {row.state}" if row.state else ""
    return Provision(
        id=tariff.note_id(number, int(position)),
        value=row.rate,
        since=_first_known(row, sources),
        until=row.until,
        act=row.act or tariff.act,
        article=f"note {number}{state}",
        source=row.source or tariff.notes_source,
        mark=row.mark,
        remark=row.remark,
    )


def _is_position(text: str, count: int) -> bool:
    """Whether a text counts one of so many from 1."""
    return text.isascii() and text.isdigit() and 0 < int(text) <= count


def _first_known(row: NoteRow, sources: Sources) -> datetime.date:
    """The first day of a period, or that of the oldest edition where it is not known."""
    if row.since != ALWAYS:
        return row.since
    return min([edition.since for edition in sources.editions])
