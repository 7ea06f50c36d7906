"""The audit of a law pack: rows by mark, what ends soon, what does not fit, what is not
held.
"""

import collections
import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any

import msgspec

from openkeden.base import findings
from openkeden.base.validity import MARKS, Provision, Validity
from openkeden.base.working_time import DAY
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.procedure_rows import DE_MINIMIS
from openkeden.lawpack.review import check, references
from openkeden.lawpack.sources import DATED, GapRow, Sources, keyed_rows

P13 = findings.Rule(
    number="P.13",
    message="{row}: no code in force on {on} begins with {value}.",
    fix="End the row with the codes it names, or give it the mask of their successors.",
    severity="warning",
)
P14 = findings.Rule(
    number="P.14",
    message="No row of {value} is in force from {since} on; there must be one for every day.",
    fix="Add the row that follows: nothing can be assessed from that day on.",
    severity="warning",
)
P15 = findings.Rule(
    number="P.15",
    message="The parameter {value} ended on {until} and no row follows.",
    fix="Add the row that follows, or remove the key from the pack.",
    severity="warning",
)
RULES = (P13, P14, P15)


class Ending(msgspec.Struct, frozen=True):
    """A row whose last day is near.

    `follows` says whether another row of its key begins the day after.

    `codes` counts the lines that bear a note.
    """

    row: str
    value: str
    until: datetime.date
    mark: str
    follows: bool
    codes: int = 0


class Audit(msgspec.Struct, frozen=True, kw_only=True):
    """What an auditor of the law asks first. `marks` counts the rows of each kind by mark."""

    jurisdiction: str
    version: str
    on: datetime.date
    days: int
    count: int
    marks: dict[str, dict[str, int]]
    ending: tuple[Ending, ...]
    findings: tuple[findings.Finding, ...]
    gaps: tuple[GapRow, ...]

    @property
    def refused(self) -> bool:
        return findings.refuses(list(self.findings))


def audit(pack: Pack, on: datetime.date, days: int) -> Audit:
    """Judge all rows, and what stands on the day `on` and ends within `days` after.

    Raises NotCovered.
    """
    marks = _marks(pack.sources)
    found = [*check.check(pack), *_masks(pack, on), *_lapsed(pack.sources, on, days)]
    return Audit(
        jurisdiction=pack.jurisdiction,
        version=pack.version,
        on=on,
        days=days,
        count=sum(sum(told.values()) for told in marks.values()),
        marks=marks,
        ending=tuple(
            sorted(_ending(pack.sources, on, days), key=lambda one: (one.until, one.row))
        ),
        findings=tuple(found),
        gaps=pack.gaps,
    )


def marked(sources: Sources, mark: str, on: datetime.date) -> tuple[Provision, ...]:
    """The rows with an act of their own and a mark, in force on a day or later, by id."""
    found = {row.id: row for _, _, row in keyed_rows(sources) if row.mark == mark}
    return tuple(
        [row for _, row in sorted(found.items()) if row.until is None or row.until >= on]
    )


def _marks(sources: Sources) -> dict[str, dict[str, int]]:
    kinds: dict[str, Iterable[str]] = {
        "tariff": _tariff_marks(sources),
        "notes": [one.mark for one in sources.notes],
        "lists": _list_marks(sources),
    }
    for kind in DATED:
        kinds[kind] = [one.row.mark for one in getattr(sources, kind)]
    for kind in ("terms", "calendars"):
        kinds[kind] = [
            row["mark"] for row in _tables(sources.tables[kind]) if "mark" in row
        ]
    return {kind: _counted(told) for kind, told in kinds.items()}


def _tariff_marks(sources: Sources) -> list[str]:
    """The mark of each line: that of its import, or of the edition of its chapter."""
    basis = {(one.chapter, one.since): one.mark for one in sources.editions}
    basis |= {(code, day): one.mark for (code, day), one in sources.imported.items()}
    return [
        basis.get((one.code, one.since)) or basis.get((one.code[:2], one.since), "open")
        for one in sources.tariff
    ]


def _counted(marks: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys(MARKS, 0)
    for mark in marks:
        found[mark] = found.get(mark, 0) + 1
    return found


def _tables(table: Any) -> Iterator[dict[str, Any]]:
    """The rows of a TOML table of tables."""
    for told in table.values():
        if isinstance(told, list):
            yield from (row for row in told if isinstance(row, dict))


def _list_marks(sources: Sources) -> Iterator[str]:
    for code_list in sources.lists.values():
        yield from [row.mark for row in code_list.rows]


def _masks(pack: Pack, on: datetime.date) -> Iterator[findings.Finding]:
    """Rows in force whose codes have all ended: they reach no goods any more."""
    law = pack.on(on)
    now = references.prefixes(law.lines)
    ever = references.prefixes([line.code for line in pack.sources.tariff])
    used: list[tuple[str, Collection[str]]] = []
    for rates in law.charge_rates.values():
        used += [(rate.row.id, (rate.mask,)) for rate in rates]
    used += [(measure.row.id, measure.masks) for measure in law.measures]
    used += [(granted.row.id, granted.goods or ()) for granted in law.preferences.values()]
    for id_, masks in used:
        for mask in masks:
            if mask in ever and mask not in now:
                yield findings.of(P13, id_, value=mask, row=id_, on=on)


def _lapsed(sources: Sources, on: datetime.date, days: int) -> Iterator[findings.Finding]:
    """Parameters whose last row has ended, or ends within the days and must not."""
    last: dict[str, Provision] = {}
    rows = [(one.key, one.row) for one in sources.parameters]
    rows += [(DE_MINIMIS, one.row) for one in sources.de_minimis]
    for key, row in rows:
        held = last.get(key)
        if held is None or held.since < row.since:
            last[key] = row
    required = {*sources.manifest.required, DE_MINIMIS}
    for key, row in sorted(last.items()):
        if row.until is None or row.until > on + datetime.timedelta(days=days):
            continue
        if key in required:
            yield findings.of(P14, key, value=key, since=row.until + DAY)
        elif row.until < on:
            yield findings.of(P15, key, value=key, until=row.until)


def _ending(sources: Sources, on: datetime.date, days: int) -> Iterator[Ending]:
    """The rows whose last day is one of the days: of each key, of the notes, of the tariff."""
    span = Validity(since=on, until=on + datetime.timedelta(days=days))
    yield from _ending_rows(sources, span)
    yield from _ending_notes(sources, span)
    yield from _ending_lines(sources, span)


def _ending_rows(sources: Sources, span: Validity) -> Iterator[Ending]:
    keyed = list(keyed_rows(sources))
    begins = {(key, row.since) for _, key, row in keyed}
    for _, key, row in {one.row.id: one for one in keyed}.values():
        if row.until is not None and span.holds(row.until):
            follows = (key, row.until + DAY) in begins
            yield Ending(row.id, row.value, row.until, row.mark, follows)


def _ending_notes(sources: Sources, span: Validity) -> Iterator[Ending]:
    bearing = collections.Counter(
        [
            line.note
            for line in sources.tariff
            if line.until is None or line.until >= span.since
        ]
    )
    for note in sources.notes:
        codes = bearing[note.note]
        ours = note.state in ("", sources.manifest.jurisdiction)
        if codes and ours and note.until is not None and span.holds(note.until):
            name = f"note {note.note}"
            yield Ending(name, note.rate, note.until, note.mark, follows=False, codes=codes)


def _ending_lines(sources: Sources, span: Validity) -> Iterator[Ending]:
    begins = {(line.code, line.since) for line in sources.tariff}
    for line, mark in zip(sources.tariff, _tariff_marks(sources), strict=True):
        if line.until is not None and span.holds(line.until):
            next_begins = (line.code, line.until + DAY) in begins
            follows = line.code in sources.successors or next_begins
            yield Ending(line.id, line.rate, line.until, mark, follows)
