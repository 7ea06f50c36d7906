"""Rows of the tariff and of its notes come in, the lines in force on one day go out, with what is not known of them."""

import bisect
import datetime
import functools
from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from openkeden.base.validity import Provision
from openkeden.lawpack.sources import EditionRow, ImportedBasis, NoteRow, Sources
from openkeden.tariff import duty
from openkeden.tariff.edition import TariffLine

#: Text of a rate to its expression: the tariff's 13,000 rates are some 250 texts.
expression = functools.cache(duty.parse)


class Lines(msgspec.Struct, frozen=True):
    """The tariff of one day: `lines` in force, `ended` with their successors, `gaps` code to what is not known."""

    lines: Mapping[str, TariffLine]
    ended: Mapping[str, tuple[str, ...]]
    gaps: Mapping[str, str]


class _Note(NamedTuple):
    """What a note does on one day: the rate that replaces the line's (with its row's id), or why that is not known."""

    rate: duty.Expression | None
    row: str
    gap: str


class Tariff:
    """The tariff of a customs union as one member state applies it. Days between two changes share their lines."""

    def __init__(self, sources: Sources) -> None:
        self.state = sources.heading.jurisdiction
        self.sources = sources
        self.changes = sorted(_changes(sources))
        self._known: dict[int, Lines] = {}

    def on(self, day: datetime.date) -> Lines:
        """The lines in force on `day`. Raises duty's parse error for a rate that passed no check."""
        span = bisect.bisect_right(self.changes, day.isoformat())
        found = self._known.get(span)
        if found is None:
            found = self._known[span] = _lines(self.sources, day.isoformat(), self.state)
        return found

    def row(self, id_: str) -> Provision | None:
        """The row of law behind the id that a `Line` names."""
        name, _, detail = id_.removeprefix(PREFIX).partition("/")
        return (
            _note_row(self.sources, detail) if name == "note" else _tariff_row(self.sources, name)
        )

    @functools.cached_property
    def complete_since(self) -> datetime.date:
        """The first day on which every chapter has an edition."""
        first: dict[str, str] = {}
        for one in self.sources.editions:
            first[one.chapter] = min(first.get(one.chapter, one.since), one.since)
        return datetime.date.fromisoformat(max(first.values()))


#: Ids of the rows of the tariff: `eaeu:8703231100@2022-04-10` is a line, `eaeu:note/64.1` the first period of a note.
PREFIX = "eaeu:"


def _changes(sources: Sources) -> set[str]:
    """The days on which some line begins to differ from the day before."""
    spans: set[tuple[str, str]] = {(row.since, row.until) for row in sources.tariff}
    spans |= {(row.since or sources.entries.get(row.act, ""), row.until) for row in sources.notes}
    return {since for since, _ in spans if since} | {next_day(until) for _, until in spans if until}


def next_day(day: str) -> str:
    """The day after, as text; empty after an open end."""
    return day and (datetime.date.fromisoformat(day) + datetime.timedelta(days=1)).isoformat()


def day_before(day: str) -> str:
    """The day before, as text."""
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=1)).isoformat()


def _lines(sources: Sources, day: str, state: str) -> Lines:
    notes = {
        number: _note(number, periods, sources, day, state)
        for number, periods in _by_number(sources).items()
    }
    none = _Note(None, "", "")
    lines: dict[str, TariffLine] = {}
    gaps: dict[str, str] = {}
    for code, unit, rate, note, since, until in sources.tariff:
        if since > day or (until and until < day):
            continue
        said = (notes.get(note) or _Note(None, "", f"note {note} unknown")) if note else none
        own = said.rate is None
        row = f"{PREFIX}{code}@{since}" if own else said.row
        lines[code] = TariffLine(
            code, unit.partition(" ")[0], expression(rate) if said.rate is None else said.rate, row
        )
        if said.gap:
            gaps[code] = said.gap
    gone = {row.code for row in sources.tariff if row.until and row.until < day} - lines.keys()
    ended = {code: sources.successors.get(code, ()) for code in gone}
    return Lines(lines, ended, gaps)


def _by_number(sources: Sources) -> dict[str, list[NoteRow]]:
    found: dict[str, list[NoteRow]] = {}
    for row in sources.notes:
        found.setdefault(row.note, []).append(row)
    return found


def _note(number: str, periods: list[NoteRow], sources: Sources, day: str, state: str) -> _Note:
    """What note `number` does on `day` in `state`: a period of one state comes before one of the whole Union."""
    ranked = sorted(enumerate(periods, 1), key=lambda one: one[1].state == "")
    for position, period in ranked:
        since = period.since or sources.entries.get(period.act, "")
        if (
            period.rate
            and period.state in ("", state)
            and since <= day
            and (not period.until or day <= period.until)
        ):
            return _Note(expression(period.rate), f"{PREFIX}note/{number}.{position}", "")
    status = periods[0].status
    if status in ("repealed", "unknown"):
        return _Note(None, "", f"note {number} {status}")
    return _Note(None, "", "")


def _tariff_row(sources: Sources, name: str) -> Provision | None:
    code, _, since = name.partition("@")
    editions = {(one.chapter, one.since): one for one in sources.editions}
    for row in sources.tariff:
        if row.code == code and row.since == since:
            basis = sources.told.get((code, since)) or _published(editions[code[:2], since])
            return Provision(
                id=f"{PREFIX}{name}",
                value=row.rate,
                since=datetime.date.fromisoformat(row.since),
                until=datetime.date.fromisoformat(row.until) if row.until else None,
                unit=row.unit,
                act=basis.act,
                article=f"chapter {code[:2]}" + (f", note {row.note}" if row.note else ""),
                source=basis.source,
                mark=basis.mark,
            )
    return None


def _published(one: EditionRow) -> ImportedBasis:
    return ImportedBasis(
        "EEC Council decision 80 of 2021-09-14, Common Customs Tariff", one.source, one.mark
    )


def _note_row(sources: Sources, detail: str) -> Provision | None:
    number, _, position = detail.partition(".")
    periods = _by_number(sources).get(number, [])
    if not (position.isascii() and position.isdigit() and 0 < int(position) <= len(periods)):
        return None
    row = periods[int(position) - 1]
    since = (
        row.since or sources.entries.get(row.act, "") or min(one.since for one in sources.editions)
    )
    return Provision(
        id=f"{PREFIX}note/{detail}",
        value=row.rate,
        since=datetime.date.fromisoformat(since),
        until=datetime.date.fromisoformat(row.until) if row.until else None,
        act=row.act or "EEC Council decision 80 of 2021-09-14, Common Customs Tariff",
        article=f"note {number}" + (f" for {row.state}" if row.state else ""),
        source="EEC, notes to the Common Customs Tariff, edition of 2025-09-21",
        mark=row.mark,
    )
