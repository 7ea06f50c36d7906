"""The judgement on an edition of the tariff, by the rules T.1 to T.20 and P.5.

docs/tariff-import.md has the layout. One error and nothing of the file is imported.
"""

import bisect
import collections
import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from openkeden.base import bounded, findings
from openkeden.base.working_time import DAY
from openkeden.lawpack.imports import (
    edition_file,
    edition_turns,
    imported_files,
    tariff_changes,
)
from openkeden.lawpack.manifest import TariffRow
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.review import difference
from openkeden.lawpack.sources import Sources

T11 = findings.Rule(
    number="T.11",
    message="{code} is in the file twice on {value}, first in line {line}.",
    fix="Keep one row, or end the earlier one on the day before the later one begins.",
)
T12 = findings.Rule(
    number="T.12",
    message="{code} from {value} overlaps the line in force from {since} to {until}.",
    fix="Begin after that line ends, or end the new line before it begins.",
)
T13 = findings.Rule(
    number="T.13",
    message="{code} cannot end on {value}: {reason}.",
    fix="Name a code that is in force on that day and has no end yet.",
)
T15 = findings.Rule(
    number="T.15",
    message="{value} and its subdivision {other} are both in force on {on}.",
    fix=(
        "End {value} on the day before its subdivisions begin, or end them before it"
        " begins again."
    ),
)
T16 = findings.Rule(
    number="T.16",
    message="{value} belongs to no subheading of the tariff: no code begins with {prefix}.",
    fix=(
        "Check the digits. Subheadings are new only in a new edition of the Harmonized"
        " System."
    ),
    severity="warning",
)
T17 = findings.Rule(
    number="T.17",
    message="No code of the subheading {value} is in force from {on} on.",
    fix="Check that a code of the subheading was not forgotten.",
    severity="warning",
)
T18 = findings.Rule(
    number="T.18",
    message="{value} was already imported with different content.",
    fix="An edition never changes: give this one another name with --as.",
)
RULES = (
    *edition_file.RULES,
    T11,
    T12,
    T13,
    edition_file.T14,
    T15,
    T16,
    T17,
    T18,
)

#: Digits of the levels of the nomenclature above the ten: heading, subheading, and the
#: Union's own.
_HEADING, _SUBHEADING = 4, 6
_LEVELS = (4, 6, 8, 9)

#: Rows of one code in a file, and days on which its rows begin or end: rows of one code and of
#: one day are compared with each other.
MOST_OF_CODE, MOST_DAYS = 200, 1_000


class JudgedEdition(msgspec.Struct, frozen=True):
    """What became of a file.

    Its findings, the rows that could be read, and the pack's rows with them merged.
    """

    findings: tuple[findings.Finding, ...]
    changes: tuple[tariff_changes.TariffChange, ...]
    merged: tariff_changes.MergedEdition

    @property
    def refused(self) -> bool:
        return findings.refuses(list(self.findings))

    @property
    def moves(self) -> bool:
        """Whether anything differs from what was held."""
        return self.merged.moved


class _Sound(NamedTuple):
    """A row of the file whose cells can be read."""

    line: int
    change: tariff_changes.TariffChange


def judge(body: bytes, sources: Sources) -> JudgedEdition:
    """Read an edition and judge it by itself, beside the rows held, and as a tree.

    Every finding at once.
    """
    held = _held(sources)
    breaches = bounded.FindingList()
    rows: list[_Sound] = []
    for text in edition_file.read(body, breaches):
        wrong = list(edition_file.cell_findings(text, held))
        breaches.add(wrong)
        if not findings.refuses(wrong):
            rows.append(_Sound(text.line, tariff_changes.change(text.cells)))
    for look in (_countless, _twice, _ends, _overlaps):
        wrong = list(look(rows, held))
        breaches.add(wrong)
        lines = {breach.path for breach in wrong}
        rows = [row for row in rows if edition_file.where(row.line) not in lines]
    changes = tuple([row.change for row in rows])
    merged = tariff_changes.merge(sources, changes)
    breaches.add(_after(rows, tariff_changes.by_code(merged.sources.tariff), held))
    return JudgedEdition(breaches.told(), changes, merged)


def _held(sources: Sources) -> edition_file.HeldTariff:
    return edition_file.HeldTariff(
        tariff_changes.by_code(sources.tariff),
        sources.successors,
        frozenset(row.code for row in sources.lists["units"].rows),
        frozenset(note.note for note in sources.notes),
    )


def of_file(body: bytes, pack: Pack) -> difference.NamedPack | None:
    """The pack with the edition of a file merged, on the day of its last change; None when
    the file does not pass the rules.
    """
    judged = judge(body, pack.sources)
    if judged.refused or not judged.changes:
        return None
    last = max([change.day for change in judged.changes])
    return difference.NamedPack(Pack(judged.merged.sources), last)


def name_taken(
    judged: JudgedEdition, name: str, kept: Iterable[imported_files.ImportedFile]
) -> list[findings.Finding]:
    """That another edition has this name already."""
    if not judged.moves or all(file.name != name for file in kept):
        return []
    return [findings.of(T18, "name", value=name)]


def _countless(
    rows: list[_Sound], _: edition_file.HeldTariff
) -> Iterator[findings.Finding]:
    """Rows beyond as many of one code, and as many days, as an edition may have."""
    counts: collections.Counter[str] = collections.Counter()
    days: set[datetime.date] = set()
    for row in rows:
        counts[row.change.code] += 1
        days.add(row.change.day)
        where, args = edition_file.where(row.line), {"value": row.change.code}
        if counts[row.change.code] > MOST_OF_CODE:
            reason = f"a code has at most {MOST_OF_CODE} rows in a file"
            yield findings.of(edition_file.T2, where, reason=reason, **args)
        elif len(days) > MOST_DAYS:
            reason = f"a file has at most {MOST_DAYS} days"
            yield findings.of(edition_file.T2, where, reason=reason, **args)


def _twice(rows: list[_Sound], _: edition_file.HeldTariff) -> Iterator[findings.Finding]:
    """Rows of one code in the file that hold on one day, or that end it twice."""
    seen: dict[str, _Sound] = {}
    ended: dict[str, _Sound] = {}
    for row in sorted(
        rows,
        key=lambda row: (row.change.code, row.change.day, not row.change.ends, row.line),
    ):
        change = row.change
        before = (ended.get(change.code) if change.ends else None) or seen.get(change.code)
        if before and _contradict(before.change, change):
            yield findings.of(
                T11,
                edition_file.where(row.line),
                value=change.day,
                code=change.code,
                line=before.line,
            )
        seen[change.code] = row
        if change.ends:
            ended[change.code] = row


def _contradict(
    before: tariff_changes.TariffChange, change: tariff_changes.TariffChange
) -> bool:
    """Whether two rows of a code that follow each other in time cannot both be meant."""
    if change.ends:
        return before.ends or before.until is not None
    if before.ends:
        return False
    ended_later = before.until is not None and before.until >= change.day
    return change.day == before.day or ended_later


def _ends(rows: list[_Sound], held: edition_file.HeldTariff) -> Iterator[findings.Finding]:
    """Ends of codes that are not in force, or end otherwise."""
    begun: dict[str, list[datetime.date]] = {}
    for row in rows:
        if not row.change.ends:
            bisect.insort(begun.setdefault(row.change.code, []), row.change.day)
    for row in rows:
        change, code = row.change, row.change.code
        if not change.ends or held.has(change):
            continue
        reason = _not_ending(change, held, begun.get(code, []))
        if reason:
            where = edition_file.where(row.line)
            yield findings.of(T13, where, value=change.until, code=code, reason=reason)


def _not_ending(
    change: tariff_changes.TariffChange,
    held: edition_file.HeldTariff,
    begun: list[datetime.date],
) -> str:
    """Why a code cannot end as the change says; empty when it can."""
    if change.code in held.successors:
        return "it ended once before, and its successors are held"
    end = change.day - DAY
    before = begun[: bisect.bisect_right(begun, end)]
    lines = held.lines.get(change.code, [])
    if not lines:
        return "" if before else "it is not in force"
    last = lines[-1]
    if last.since > end:
        return f"a line of it since {last.since} is held"
    if last.until and not (before and last.until < before[-1]):
        return f"it ends on {last.until}"
    return ""


def _overlaps(
    rows: list[_Sound], held: edition_file.HeldTariff
) -> Iterator[findings.Finding]:
    """Lines that begin while another of their code is held that does not end by it."""
    for row in rows:
        change = row.change
        if change.ends or held.has(change):
            continue
        for line in held.lines.get(change.code, []):
            if _meet(change, line):
                until = line.until or "no end known"
                args = {"code": change.code, "since": line.since, "until": until}
                where = edition_file.where(row.line)
                yield findings.of(T12, where, value=change.since, **args)


def _meet(change: tariff_changes.TariffChange, row: TariffRow) -> bool:
    """Whether a line has days of the line that a change begins.

    An open one that began before ends by it.
    """
    superseded = row.until is None and row.since < change.day
    return not superseded and row.overlaps(change.span)


def _after(
    rows: list[_Sound], merged: dict[str, list[TariffRow]], held: edition_file.HeldTariff
) -> Iterator[findings.Finding]:
    """What is wrong with the tariff when the changes are merged into it, each thing once."""
    tree = _Tree(merged)
    subheadings = {code[:_SUBHEADING] for code in held.lines}
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        for breach in _of_row(row, merged, tree, subheadings):
            thing = (breach.rule, *sorted(breach.args.items()))
            if thing not in seen:
                seen.add(thing)
                yield breach


def _of_row(
    row: _Sound,
    merged: dict[str, list[TariffRow]],
    tree: "_Tree",
    subheadings: set[str],
) -> Iterator[findings.Finding]:
    """What is wrong with the merged tariff where one change touches it."""
    yield from _successors(row, merged)
    lines = merged.get(row.change.code, [])
    yield from edition_turns.judge(row.line, row.change, lines)
    yield from tree.judge(row)
    code, prefix = row.change.code, row.change.code[:_SUBHEADING]
    if prefix not in subheadings:
        where = edition_file.where(row.line)
        yield findings.of(T16, where, value=code, prefix=prefix)


def _successors(
    row: _Sound, merged: dict[str, list[TariffRow]]
) -> Iterator[findings.Finding]:
    change = row.change
    if not change.ends:
        return
    args = {"value": change.successors, "code": change.code}
    if not change.successors:
        yield findings.of(
            edition_file.T14, edition_file.where(row.line), **args, reason="none is named"
        )
    for code in sorted(set(change.following)):
        if not any(line.holds(change.day) for line in merged.get(code, [])):
            yield findings.of(
                edition_file.T14,
                edition_file.where(row.line),
                **args,
                reason=f"{code} is not in force on {change.day}",
            )


class _Tree:
    """The codes of a tariff as a tree: what is whole on a day, and what is below it."""

    def __init__(self, merged: dict[str, list[TariffRow]]) -> None:
        self.merged = merged
        self.codes = sorted(merged)
        self.empty: dict[tuple[str, datetime.date], bool] = {}

    def judge(self, row: _Sound) -> Iterator[findings.Finding]:
        """Overlaps of the code of a change on its day, and the subheading it leaves empty."""
        code, day, where = row.change.code, row.change.day, edition_file.where(row.line)
        if self._holds(code, day):
            for whole, part in self._overlaps(code, day):
                yield findings.of(T15, where, value=whole, other=part, on=day)
        prefix = code[:_SUBHEADING]
        if row.change.ends and self._is_empty(prefix, day):
            yield findings.of(T17, where, value=prefix, on=day)

    def _overlaps(self, code: str, day: datetime.date) -> list[tuple[str, str]]:
        """Pairs of which one is the code: the first, whole from some level down, has the
        second below it.
        """
        pairs: set[tuple[str, str]] = set()
        for length in _LEVELS:
            whole = code[:length].ljust(len(code), "0")
            if whole != code and self._holds(whole, day):
                pairs.add((whole, code))
        levels = [length for length in _LEVELS if not code[length:].strip("0")]
        for part in self._below(code[: levels[0]]) if levels else ():
            if part != code and self._holds(part, day):
                pairs.add((code, part))
        return sorted(pairs)

    def _below(self, prefix: str) -> list[str]:
        """The codes that begin so; a colon comes after every digit."""
        first = bisect.bisect_left(self.codes, prefix)
        return self.codes[first : bisect.bisect_left(self.codes, f"{prefix}:")]

    def _is_empty(self, prefix: str, day: datetime.date) -> bool:
        """Whether no code that begins so is in force on a day."""
        if (prefix, day) not in self.empty:
            held = any(self._holds(code, day) for code in self._below(prefix))
            self.empty[prefix, day] = not held
        return self.empty[prefix, day]

    def _holds(self, code: str, day: datetime.date) -> bool:
        return any(line.holds(day) for line in self.merged.get(code, ()))
