"""What differs between two editions of the tariff: codes, rates, notes and units."""

import datetime
from typing import NamedTuple

import msgspec

from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.pack import Pack
from openkeden.tariff import duty
from openkeden.tariff.edition import TariffLine


class NamedPack(NamedTuple):
    """An edition: the pack it is of, and its day."""

    pack: Pack
    day: datetime.date


class Ended(msgspec.Struct, frozen=True):
    """A code that is no longer in force, with the codes that take up its goods."""

    code: str
    successors: tuple[str, ...]


class Changed(msgspec.Struct, frozen=True):
    """What a code said before and says now."""

    code: str
    before: str
    after: str


class EditionDifference(msgspec.Struct, frozen=True, kw_only=True):
    """What differs between two editions.

    `rates` are the tariff's own; `applied` those charged, notes counted in.
    """

    before: datetime.date
    after: datetime.date
    appeared: tuple[str, ...]
    ended: tuple[Ended, ...]
    rates: tuple[Changed, ...]
    notes: tuple[Changed, ...]
    units: tuple[Changed, ...]
    applied: tuple[Changed, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many codes differ, by kind."""
        kinds = ("appeared", "ended", "rates", "notes", "units", "applied")
        return {kind: len(getattr(self, kind)) for kind in kinds}


def between(before: NamedPack, after: NamedPack) -> EditionDifference:
    """What differs between two editions of one tariff.

    Raises NotCovered for a day outside the pack.
    """
    was, now = _lines(before), _lines(after)
    both = sorted(was.keys() & now.keys())
    old, new = before.pack.on(before.day).lines, after.pack.on(after.day).lines
    successors = dict(before.pack.sources.successors) | dict(after.pack.sources.successors)
    return EditionDifference(
        before=before.day,
        after=after.day,
        appeared=tuple(sorted(now.keys() - was.keys())),
        ended=tuple(
            Ended(code, successors.get(code, ()))
            for code in sorted(was.keys() - now.keys())
        ),
        rates=_changed([(code, _rate(was[code]), _rate(now[code])) for code in both]),
        notes=_changed([(code, was[code].note, now[code].note) for code in both]),
        units=_changed([(code, was[code].unit, now[code].unit) for code in both]),
        applied=_changed(
            [(code, _applied(old[code]), _applied(new[code])) for code in both]
        ),
    )


def _lines(named: NamedPack) -> dict[str, TariffRow]:
    return {row.code: row for row in named.pack.sources.tariff if row.holds(named.day)}


def _changed(told: list[tuple[str, str, str]]) -> tuple[Changed, ...]:
    return tuple(
        Changed(code, before, after) for code, before, after in told if before != after
    )


def _rate(row: TariffRow) -> str:
    return duty.text(duty.read(row.rate))


def _applied(line: TariffLine) -> str:
    return duty.text(line.rate)


class Dates(msgspec.Struct, frozen=True):
    """The days of a chapter's editions, the oldest first, and of the imported changes."""

    chapter: str
    days: tuple[datetime.date, ...]
    imported: tuple[datetime.date, ...]
    lines: int


def by_chapter(pack: Pack) -> tuple[Dates, ...]:
    """The editions of every chapter with all the lines it has, whether in force or not."""
    sources = pack.sources
    days: dict[str, set[datetime.date]] = {}
    for edition in sources.editions:
        days.setdefault(edition.chapter, set()).add(edition.since)
    imported: dict[str, set[datetime.date]] = {}
    for code, day in sources.imported:
        imported.setdefault(code[:2], set()).add(day)
    lines: dict[str, int] = {}
    for row in sources.tariff:
        lines[row.code[:2]] = lines.get(row.code[:2], 0) + 1
    return tuple(
        Dates(
            chapter,
            tuple(sorted(days.get(chapter, ()))),
            tuple(sorted(imported.get(chapter, ()))),
            count,
        )
        for chapter, count in sorted(lines.items())
    )
