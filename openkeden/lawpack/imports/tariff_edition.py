"""The judgement on an edition of the tariff, by the rules T.1 to T.18.

docs/tariff-import.md has the layout. One error and nothing of the file is imported.
"""

import datetime
import pathlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from openkeden.base import findings
from openkeden.base.working_time import DAY
from openkeden.lawpack.imports import edition_file, imported_files, tariff_changes
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
RULES = (*edition_file.RULES, T11, T12, T13, edition_file.T14, T15, T16, T17, T18)

#: Digits of the levels of the nomenclature above the ten: heading, subheading, and the
#: Union's own.
_HEADING, _SUBHEADING = 4, 6
_LEVELS = (4, 6, 8, 9)


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
    texts, breaches = edition_file.read(body)
    rows: list[_Sound] = []
    for text in texts:
        wrong = list(edition_file.cell_findings(text, held))
        breaches += wrong
        if not findings.refuses(wrong):
            rows.append(_Sound(text.line, tariff_changes.change(text.cells)))
    for look in (_twice, _ends, _overlaps):
        wrong = list(look(rows, held))
        breaches += wrong
        lines = {breach.path for breach in wrong}
        rows = [row for row in rows if edition_file.where(row.line) not in lines]
    changes = tuple([row.change for row in rows])
    merged = tariff_changes.merge(sources, changes)
    breaches += _after(rows, tariff_changes.by_code(merged.sources.tariff), held)
    return JudgedEdition(tuple(breaches), changes, merged)


def _held(sources: Sources) -> edition_file.HeldTariff:
    return edition_file.HeldTariff(
        tariff_changes.by_code(sources.tariff),
        sources.successors,
        frozenset(row.code for row in sources.lists["units"].rows),
        frozenset(note.note for note in sources.notes),
    )


def of_file(path: pathlib.Path, pack: Pack) -> difference.NamedPack:
    """The pack with the edition of a file merged, on the day of its last change.

    Raises OSError, and ValueError when the file does not pass the rules.
    """
    judged = judge(path.read_bytes(), pack.sources)
    if judged.refused or not judged.changes:
        raise ValueError(
            f"{path}: not an edition: `keden tariff import --dry-run {path}` says why"
        )
    last = max([change.day for change in judged.changes])
    return difference.NamedPack(Pack(judged.merged.sources), last)


def named(
    judged: JudgedEdition, name: str, kept: Iterable[imported_files.ImportedFile]
) -> JudgedEdition:
    """The same judgement, with a finding when another edition has this name already."""
    if not judged.moves or all(file.name != name for file in kept):
        return judged
    breaches = (*judged.findings, findings.of(T18, "name", value=name))
    return msgspec.structs.replace(judged, findings=breaches)


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
            begun.setdefault(row.change.code, []).append(row.change.day)
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
    before = [since for since in begun if since <= end]
    lines = held.lines.get(change.code, [])
    if not lines:
        return "" if before else "it is not in force"
    last = lines[-1]
    if last.since > end:
        return f"a line of it since {last.since} is held"
    if last.until and not any(last.until < since for since in before):
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
) -> list[findings.Finding]:
    """What is wrong with the tariff when the changes are merged into it, each thing once."""
    headings: dict[str, list[TariffRow]] = {}
    for lines in merged.values():
        headings.setdefault(lines[0].code[:_HEADING], []).extend(lines)
    subheadings = {code[:_SUBHEADING] for code in held.lines}
    breaches: list[findings.Finding] = []
    for row in rows:
        code, prefix = row.change.code, row.change.code[:_SUBHEADING]
        breaches += _successors(row, merged)
        breaches += _tree(row, headings.get(code[:_HEADING], []))
        if prefix not in subheadings:
            where = edition_file.where(row.line)
            breaches.append(findings.of(T16, where, value=code, prefix=prefix))
    distinct = {(breach.rule, *sorted(breach.args.items())): breach for breach in breaches}
    return list(distinct.values())


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


def _tree(row: _Sound, heading: list[TariffRow]) -> Iterator[findings.Finding]:
    """Overlaps under the heading of a change on its day, and the subheading it leaves
    empty.
    """
    day = row.change.day
    live = [line.code for line in heading if line.holds(day)]
    for whole, part in overlaps(live):
        if row.change.code in (whole, part):
            yield findings.of(
                T15, edition_file.where(row.line), value=whole, other=part, on=day
            )
    prefix = row.change.code[:_SUBHEADING]
    if row.change.ends and not any(code.startswith(prefix) for code in live):
        yield findings.of(T17, edition_file.where(row.line), value=prefix, on=day)


def overlaps(live: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of codes of which the first, whole from some level down, has the second below
    it.
    """
    codes = sorted(live)
    below: dict[str, list[str]] = {}
    for code in codes:
        for length in _LEVELS:
            below.setdefault(code[:length], []).append(code)
    pairs: set[tuple[str, str]] = set()
    for code in codes:
        for length in _LEVELS:
            if not code[length:].strip("0"):
                parts = below[code[:length]]
                pairs.update([(code, part) for part in parts if part != code])
    return sorted(pairs)
