"""The lines of the tariff in force on a day, with what their notes make of them."""

import bisect
import datetime
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

import msgspec

from openkeden.base.validity import ALWAYS, Provision
from openkeden.base.working_time import DAY
from openkeden.lawpack import tariff_rows
from openkeden.lawpack.manifest import Manifest, TariffBasis, TariffRow
from openkeden.lawpack.plain_rows import EditionRow
from openkeden.lawpack.sources import ImportedBasis, NoteRow, Sources
from openkeden.lawpack.tariff_rows import TariffRows, Together
from openkeden.tariff import duty
from openkeden.tariff.edition import TariffLine

T = TypeVar("T")


class Lines(msgspec.Struct, frozen=True):
    """The tariff of one day, found for each code when it is asked for.

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


class _ByCode(Mapping[str, T]):
    """What is so of some codes of a tariff, made for each when it is first asked for."""

    def __init__(
        self, rows: TariffRows, holds: Callable[[str], bool], make: Callable[[str], T]
    ) -> None:
        self._rows, self._holds, self._make = rows, holds, make
        self._made: dict[str, T] = {}

    def __getitem__(self, code: str) -> T:
        made = self._made.get(code)
        if made is None:
            if not self._holds(code):
                raise KeyError(code)
            made = self._made[code] = self._make(code)
        return made

    def __contains__(self, code: object) -> bool:
        return code in self._made or (isinstance(code, str) and self._holds(code))

    @functools.cached_property
    def _codes(self) -> tuple[str, ...]:
        return tuple(filter(self._holds, self._rows.codes))

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


class _Day:
    """The rows of a tariff as they stand on a day."""

    def __init__(self, sources: Sources, rows: TariffRows, day: datetime.date) -> None:
        self._rows, self._on, self._sources = rows, day, sources
        self._notes = _notes(sources, rows.together.notes, day)

    def lines(self) -> Lines:
        return Lines(
            lines=_ByCode(self._rows, self._is_held, self._line),
            ended=_ByCode(self._rows, self._is_ended, self._successors),
            later=_ByCode(self._rows, self._is_coming, self._first_day),
            gaps=_ByCode(self._rows, self._has_gap, self._gap),
        )

    def _held(self, code: str) -> TariffRow | None:
        """The row of a code in force; the last where an edition has two."""
        held = None
        for row in self._rows.of(code):
            if row.holds(self._on):
                held = row
        return held

    def _is_held(self, code: str) -> bool:
        return self._held(code) is not None

    def _line(self, code: str) -> TariffLine:
        row = self._held(code)
        if row is None:
            raise KeyError(code)
        return _line(row, self._notes[row.note], self._sources.manifest.tariff)

    def _is_ended(self, code: str) -> bool:
        ends = [row.until for row in self._rows.of(code) if row.until is not None]
        return any(end < self._on for end in ends) and not self._is_held(code)

    def _successors(self, code: str) -> tuple[str, ...]:
        return self._sources.successors.get(code, ())

    def _is_coming(self, code: str) -> bool:
        rows = self._rows.of(code)
        return bool(rows) and all(self._on < row.since for row in rows)

    def _first_day(self, code: str) -> datetime.date:
        return min([row.since for row in self._rows.of(code)])

    def _has_gap(self, code: str) -> bool:
        return bool(self._gap(code))

    def _gap(self, code: str) -> str:
        row = self._held(code)
        return self._notes[row.note].gap if row is not None and row.note else ""


class Tariff:
    """The tariff of a customs union as one member state applies it.

    Days between two changes share their lines.
    """

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._rows = tariff_rows.under_headings(sources.tariff)
        self.changes = sorted(_changes(self._rows.together, sources.notes))
        self._spans: dict[int, Lines] = {}

    def on(self, day: datetime.date) -> Lines:
        """The lines in force on `day`; each raises ValueError where its rate cannot be read."""
        span = bisect.bisect_right(self.changes, day)
        lines = self._spans.get(span)
        if lines is None:
            made = _Day(self.sources, self._rows, day)
            lines = self._spans[span] = made.lines()
        return lines

    def codes_in(self, heading: str, day: datetime.date) -> tuple[str, ...]:
        """The codes of a heading that are in force on a day."""
        rows = self._rows.under(heading)
        return tuple(dict.fromkeys([row.code for row in rows if row.holds(day)]))

    def row(self, id_: str) -> Provision | None:
        """The row of law behind the id that a `Line` names."""
        own = f"{self.sources.manifest.tariff.prefix}:"
        if not id_.startswith(own):
            return None
        name, _, detail = id_.removeprefix(own).partition("/")
        if name == "note":
            return _note_row(self.sources, detail)
        code, _, _ = name.partition("@")
        named = next((line for line in self._rows.of(code) if line.id == name), None)
        return None if named is None else _tariff_row(self.sources, named)

    @functools.cached_property
    def chapters(self) -> Mapping[str, datetime.date]:
        """The first day of each chapter: that of its oldest edition, or of its oldest line
        where it has none. Lines imported for an earlier time do not make it whole.
        """
        editions = [(row.chapter, row.since) for row in self.sources.editions]
        return self._rows.together.chapters | tariff_rows.first_days(editions)

    def newest(self, day: datetime.date) -> datetime.date | None:
        """The last day on which lines begin, of those in use on a day."""
        begun = self._rows.together.begun
        return max([since for since in begun if since <= day], default=None)

    @property
    def complete_since(self) -> datetime.date:
        """The first day on which every chapter has an edition."""
        return max(self.chapters.values())


def _changes(together: Together, notes: Iterable[NoteRow]) -> frozenset[datetime.date]:
    """The days on which some line begins to differ from the day before."""
    ends = together.ended | {note.until for note in notes if note.until}
    begun = together.begun | {note.since for note in notes}
    return begun | {last + DAY for last in ends}


def _notes(sources: Sources, named: Iterable[str], day: datetime.date) -> dict[str, _Note]:
    """What each note does on a day, by number, also one of a line that is not known; the
    empty number does nothing.
    """
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


def _tariff_row(sources: Sources, row: TariffRow) -> Provision:
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
