"""The audit of a law pack: rows by mark, what ends soon, what does not fit, what is not
held.
"""

import collections
import datetime
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

import msgspec

from openkeden.base import findings
from openkeden.base.validity import MARKS, Provision, Validity
from openkeden.base.working_time import DAY
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.procedure_rows import DE_MINIMIS
from openkeden.lawpack.review import check, references
from openkeden.lawpack.row_keys import DATED, keyed_rows
from openkeden.lawpack.sources import GapRow, Sources
from openkeden.tariff.edition import Edition

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
    last = on + datetime.timedelta(days=days)
    ending = _ending(pack.sources, Validity(since=on, until=last))
    breaches = [*check.check(pack), *_masks(pack, on), *_lapsed(pack.sources, on, last)]
    return Audit(
        jurisdiction=pack.jurisdiction,
        version=pack.version,
        on=on,
        days=days,
        count=sum(sum(counts.values()) for counts in marks.values()),
        marks=marks,
        ending=tuple(sorted(ending, key=lambda row: (row.until, row.row))),
        findings=tuple(breaches),
        gaps=pack.gaps,
    )


def marked(sources: Sources, mark: str, on: datetime.date) -> tuple[Provision, ...]:
    """The rows with an act of their own and a mark, in force on a day or later, by id."""
    by_id = {row.id: row for _, _, row in keyed_rows(sources) if row.mark == mark}
    rows = [row for _, row in sorted(by_id.items())]
    return tuple([row for row in rows if _reaches(row, on)])


def _marks(sources: Sources) -> dict[str, dict[str, int]]:
    """How many rows of each kind bear each mark."""
    kinds: dict[str, Iterable[str]] = {
        "tariff": _tariff_marks(sources),
        "notes": [note.mark for note in sources.notes],
        "lists": _list_marks(sources),
    }
    for kind in DATED:
        kinds[kind] = [dated.row.mark for dated in getattr(sources, kind)]
    for kind in ("terms", "calendars"):
        kinds[kind] = _table_marks(sources.tables[kind])
    return {kind: _counted(marks) for kind, marks in kinds.items()}


def _tariff_marks(sources: Sources) -> list[str]:
    """The mark of each line: that of its import, or of the edition of its chapter."""
    marks = {(edition.chapter, edition.since): edition.mark for edition in sources.editions}
    marks |= {began: basis.mark for began, basis in sources.imported.items()}
    return [
        marks.get((line.code, line.since)) or marks.get((line.code[:2], line.since), "open")
        for line in sources.tariff
    ]


def _counted(marks: Iterable[str]) -> dict[str, int]:
    """How often each mark stands, also those that nothing bears."""
    counts: dict[str, int] = dict.fromkeys(MARKS, 0)
    for mark in marks:
        counts[mark] = counts.get(mark, 0) + 1
    return counts


def _table_marks(table: Mapping[str, Any]) -> Iterator[str]:
    """The marks of the rows of a TOML table of tables."""
    lists = [rows for rows in table.values() if isinstance(rows, list)]
    for row in itertools.chain.from_iterable(lists):
        if isinstance(row, dict) and "mark" in row:
            yield row["mark"]


def _list_marks(sources: Sources) -> Iterator[str]:
    for code_list in sources.lists.values():
        yield from [row.mark for row in code_list.rows]


def _masks(pack: Pack, on: datetime.date) -> Iterator[findings.Finding]:
    """Rows in force whose codes have all ended: they reach no goods any more."""
    law = pack.on(on)
    ever = references.prefixes([line.code for line in pack.sources.tariff])
    ended = ever - references.prefixes(law.lines)
    for id_, masks in _masked(law):
        for mask in sorted(masks):
            if mask in ended:
                yield findings.of(P13, id_, value=mask, row=id_, on=on)


def _masked(law: Edition) -> Iterator[tuple[str, Collection[str]]]:
    """Each row in force that names codes by masks, with its masks."""
    for rate in itertools.chain.from_iterable(law.charge_rates.values()):
        yield rate.row.id, (rate.mask,)
    for measure in law.measures:
        yield measure.row.id, measure.masks
    for preference in law.preferences.values():
        if preference.goods is not None:
            yield preference.row.id, preference.goods.by_mask


def _lapsed(
    sources: Sources, on: datetime.date, last: datetime.date
) -> Iterator[findings.Finding]:
    """Parameters whose last row has ended, or ends by the last day and must not."""
    required = {*sources.manifest.required, DE_MINIMIS}
    for key, row in sorted(_last_rows(sources).items()):
        if row.until is None or row.until > last:
            continue
        if key in required:
            yield findings.of(P14, key, value=key, since=row.until + DAY)
        elif row.until < on:
            yield findings.of(P15, key, value=key, until=row.until)


def _last_rows(sources: Sources) -> dict[str, Provision]:
    """The row of each single value that begins last."""
    rows = [(parameter.key, parameter.row) for parameter in sources.parameters]
    rows += [(DE_MINIMIS, freed.row) for freed in sources.de_minimis]
    latest: dict[str, Provision] = {}
    for key, row in rows:
        if key not in latest or latest[key].since < row.since:
            latest[key] = row
    return latest


def _ending(sources: Sources, span: Validity) -> Iterator[Ending]:
    """The rows whose last day is one of the days: of each key, of the notes, of the tariff."""
    yield from _ending_rows(sources, span)
    yield from _ending_notes(sources, span)
    yield from _ending_lines(sources, span)


def _ending_rows(sources: Sources, span: Validity) -> Iterator[Ending]:
    rows = list(keyed_rows(sources))
    begins = {(key, row.since) for _, key, row in rows}
    for _, key, row in {keyed.row.id: keyed for keyed in rows}.values():
        if row.until is not None and span.holds(row.until):
            follows = (key, row.until + DAY) in begins
            yield Ending(row.id, row.value, row.until, row.mark, follows)


def _ending_notes(sources: Sources, span: Validity) -> Iterator[Ending]:
    bearing = collections.Counter(
        [line.note for line in sources.tariff if _reaches(line, span.since)]
    )
    states = ("", sources.manifest.jurisdiction)
    for note in [note for note in sources.notes if note.state in states]:
        codes = bearing[note.note]
        if codes and note.until is not None and span.holds(note.until):
            name = f"note {note.note}"
            yield Ending(name, note.rate, note.until, note.mark, follows=False, codes=codes)


def _reaches(row: Validity, day: datetime.date) -> bool:
    """Whether a row does not end before a day."""
    return row.until is None or row.until >= day


def _ending_lines(sources: Sources, span: Validity) -> Iterator[Ending]:
    begins = {(line.code, line.since) for line in sources.tariff}
    for line, mark in zip(sources.tariff, _tariff_marks(sources), strict=True):
        if line.until is not None and span.holds(line.until):
            next_begins = (line.code, line.until + DAY) in begins
            follows = line.code in sources.successors or next_begins
            yield Ending(line.id, line.rate, line.until, mark, follows)
