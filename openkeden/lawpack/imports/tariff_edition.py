"""An edition of the tariff comes in as the bytes of a CSV file; its changes go out, or all that is wrong as T.1 to T.18.

docs/tariff-import.md has the layout. One error and nothing of the file is taken.
"""

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from openkeden.base import codes, findings, working_time
from openkeden.base.validity import MARKS
from openkeden.base.working_time import DAY
from openkeden.lawpack import tariff_lines
from openkeden.lawpack.imports import imported_files, tariff_changes
from openkeden.lawpack.sources import Sources, TariffRow
from openkeden.tariff import duty

#: Largest file taken, in bytes: the whole tariff has two million.
MAX_BYTES = 32_000_000

T1 = findings.Rule(
    number="T.1",
    message="The first line has not the columns of an edition: {reason}: {value}.",
    fix="Begin the file with `code,unit,rate,note,since,until,successors,act,source,mark`; see docs/tariff-import.md.",
)
T2 = findings.Rule(
    number="T.2",
    message="The line cannot be read: {reason}: {value}.",
    fix="Write one cell for each column; put a cell with a comma in double quotes; save the file as UTF-8.",
)
T3 = findings.Rule(
    number="T.3",
    message="{value} is not a ten-digit code.",
    fix="Write all ten digits without blanks; a spreadsheet drops a leading zero: keep the column as text.",
)
T4 = findings.Rule(
    number="T.4",
    message='{code}: "{value}" in column {column} is not a day.',
    fix="Write it as 2026-04-02. A line needs `since`; the end of a code needs `until` and leaves `since` empty.",
)
T5 = findings.Rule(
    number="T.5",
    message="{code} ends on {value}, before its start on {since}.",
    fix="`until` is the last day in force: correct one of the two days.",
)
T6 = findings.Rule(
    number="T.6",
    message="{code}: the rate {value} cannot be read: {reason}.",
    fix="Write it as `25% min 0.2 EUR/kg`; docs/tariff-import.md shows every form.",
)
T7 = findings.Rule(
    number="T.7",
    message="{code}: the unit {value} is not known.",
    fix="Use a code of the list `units`, as `pc` or `m2`; leave the cell empty where there is no supplementary unit.",
)
T8 = findings.Rule(
    number="T.8",
    message="{code}: note {value} is not held; the line will carry its base rate and stand among the gaps.",
    fix="Check the number. Where the note is new, its rate is missing until the law pack holds the note.",
    severity="warning",
)
T9 = findings.Rule(
    number="T.9",
    message="{code}: the column {value} is empty.",
    fix="Name the act that sets the line, and where it was read.",
)
T10 = findings.Rule(
    number="T.10",
    message="{code} has the mark {value}.",
    fix="Use verified, secondary, memory or open.",
)
T11 = findings.Rule(
    number="T.11",
    message="{code} stands twice in the file on {value}, first in line {line}.",
    fix="Keep one row, or end the earlier one the day before the later begins.",
)
T12 = findings.Rule(
    number="T.12",
    message="{code} from {value} overlaps the line held from {since} to {until}.",
    fix="Begin after the line that is held, or end the new line before it.",
)
T13 = findings.Rule(
    number="T.13",
    message="{code} cannot end on {value}: {reason}.",
    fix="Name a code in force on that day, whose end is not known yet.",
)
T14 = findings.Rule(
    number="T.14",
    message='{code} ends and its successors are not given right, "{value}": {reason}.',
    fix="Name the ten-digit codes that take up its goods, in force on the day after, with blanks between; `-`: none do.",
)
T15 = findings.Rule(
    number="T.15",
    message="{value} is whole and subdivided at once on {on}: {other} is in force below it.",
    fix="End {value} the day before its subdivisions begin, or the subdivisions before it begins again.",
)
T16 = findings.Rule(
    number="T.16",
    message="{value} stands under no subheading of the tariff: no code held begins with {prefix}.",
    fix="Check the digits. A subheading may be new in a new edition of the Harmonized System only.",
    severity="warning",
)
T17 = findings.Rule(
    number="T.17",
    message="From {on} no code of the subheading {value} is in force.",
    fix="Check that a code of the subheading was not forgotten.",
    severity="warning",
)
T18 = findings.Rule(
    number="T.18",
    message="{value} was imported before with other content.",
    fix="An edition never changes: give this one another name with --as.",
)
RULES = (T1, T2, T3, T4, T5, T6, T7, T8, T9, T10, T11, T12, T13, T14, T15, T16, T17, T18)

#: Digits of the levels of the nomenclature above the ten: heading, subheading, and the Union's own.
_HEADING, _SUBHEADING = 4, 6
_LEVELS = (4, 6, 8, 9)


class JudgedEdition(msgspec.Struct, frozen=True):
    """What became of a file: its findings, the rows that could be read, and the pack's rows with them laid over."""

    findings: tuple[findings.Finding, ...]
    changes: tuple[tariff_changes.TariffChange, ...]
    laid: tariff_changes.MergedEdition

    @property
    def refused(self) -> bool:
        return findings.refuses(list(self.findings))

    @property
    def moves(self) -> bool:
        """Whether anything differs from what was held."""
        return self.laid.moved


class _Read(NamedTuple):
    """A row of the file, its cells by column, with its line number."""

    line: int
    cells: Mapping[str, str]

    @property
    def ends(self) -> bool:
        """Whether it is the end of a code."""
        return not self.cells["rate"]


class _Sound(NamedTuple):
    """A row of the file whose cells can be read."""

    line: int
    change: tariff_changes.TariffChange


class _Held(NamedTuple):
    """What a pack holds: its lines by code, the oldest first, its successors, units and numbers of notes."""

    lines: dict[str, list[TariffRow]]
    successors: Mapping[str, tuple[str, ...]]
    units: frozenset[str]
    notes: frozenset[str]

    def has(self, change: tariff_changes.TariffChange) -> bool:
        return tariff_changes.holds(change, self.lines.get(change.code, []), self.successors)


def judge(body: bytes, sources: Sources) -> JudgedEdition:
    """Read an edition and judge it by itself, beside the rows held, and as a tree; every finding at once."""
    held = _Held(
        tariff_changes.by_code(sources.tariff),
        sources.successors,
        frozenset(row.code for row in sources.lists["units"].rows),
        frozenset(note.note for note in sources.notes),
    )
    given, found = _read(body)
    sound: list[_Sound] = []
    for one in given:
        wrong = list(_cells(one, held))
        found += wrong
        if not findings.refuses(wrong):
            sound.append(_Sound(one.line, tariff_changes.change(one.cells)))
    for look in (_twice, _ends, _overlaps):
        wrong = list(look(sound, held))
        found += wrong
        lines = {one.path for one in wrong}
        sound = [one for one in sound if _where(one.line) not in lines]
    laid = tariff_changes.merge(sources, [one.change for one in sound])
    found += _after(sound, tariff_changes.by_code(laid.sources.tariff), held)
    return JudgedEdition(tuple(found), tuple(one.change for one in sound), laid)


def named(
    given: JudgedEdition, name: str, kept: Iterable[imported_files.ImportedFile]
) -> JudgedEdition:
    """The same judgement, with a finding when another edition of a house has this name already."""
    if not given.moves or all(one.name != name for one in kept):
        return given
    return msgspec.structs.replace(
        given, findings=(*given.findings, findings.of(T18, "name", value=name))
    )


def _where(line: int) -> str:
    return f"line {line}"


def _read(body: bytes) -> tuple[list[_Read], list[findings.Finding]]:
    """The rows of the file, and those that are none."""
    if len(body) > MAX_BYTES:
        return [], [
            findings.of(
                T2, _where(1), value=len(body), reason=f"a file has at most {MAX_BYTES} bytes"
            )
        ]
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        return [], [
            findings.of(T2, _where(line), value=error.object[error.start], reason="it is not UTF-8")
        ]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        head = [cell.strip() for cell in next(reader, [])]
        wrong = list(_head(head))
        return ([], wrong) if wrong else _lines(reader, head)
    except csv.Error as error:
        return [], [findings.of(T2, _where(reader.line_num), value="csv", reason=error)]


def _head(head: list[str]) -> Iterator[findings.Finding]:
    for name in tariff_changes.COLUMNS:
        if head.count(name) != 1:
            reason = "a column is missing" if name not in head else "a column stands twice"
            yield findings.of(T1, _where(1), value=name, reason=reason)
    for name in sorted(set(head) - set(tariff_changes.COLUMNS)):
        yield findings.of(T1, _where(1), value=name or "empty", reason="a column is not known")


def _lines(
    reader: Iterable[list[str]], head: list[str]
) -> tuple[list[_Read], list[findings.Finding]]:
    given, found = [], []
    for row in reader:
        line: int = reader.line_num  # type: ignore[attr-defined]
        if len(row) == len(head):
            cells = dict(zip(head, [cell.strip() for cell in row], strict=True))
            given.append(_Read(line, cells))
        elif any(row):
            found.append(
                findings.of(
                    T2, _where(line), value=len(row), reason=f"{len(head)} cells are expected"
                )
            )
    return given, found


def _cells(one: _Read, held: _Held) -> Iterator[findings.Finding]:
    """What is wrong with the cells of one row."""
    cells, path = one.cells, _where(one.line)
    code = cells["code"]
    if not codes.digits(code, 10):
        yield findings.of(T3, path, value=code)
    yield from _days(one)
    yield from _basis(one)
    if not one.ends:
        yield from _tariff_cells(one, held)


def _tariff_cells(one: _Read, held: _Held) -> Iterator[findings.Finding]:
    """What is wrong with the cells of a line of the tariff."""
    cells, path = one.cells, _where(one.line)
    code, rate, successors = cells["code"], cells["rate"], cells["successors"]
    if successors:
        reason = "the row has a rate, so nothing ends"
        yield findings.of(T14, path, value=successors, code=code, reason=reason)
    try:
        tariff_lines.expression(rate)
    except duty.Malformed as error:
        yield findings.of(T6, path, value=rate, code=code, reason=error)
    for unit in cells["unit"].split():
        if unit not in held.units:
            yield findings.of(T7, path, value=unit, code=code)
    if cells["note"] and cells["note"] not in held.notes:
        yield findings.of(T8, path, value=cells["note"], code=code)


def _days(one: _Read) -> Iterator[findings.Finding]:
    path, code = _where(one.line), one.cells["code"]
    needed, other = ("until", "since") if one.ends else ("since", "until")
    for column, must, may in ((needed, True, True), (other, False, not one.ends)):
        text = one.cells[column]
        if (must and not text) or (text and (not may or working_time.parse_day(text) is None)):
            yield findings.of(T4, path, value=text, code=code, column=column)
    since, until = one.cells["since"], one.cells["until"]
    if since and until and until < since:
        yield findings.of(T5, path, value=until, code=code, since=since)


def _basis(one: _Read) -> Iterator[findings.Finding]:
    path, code = _where(one.line), one.cells["code"]
    for column in ("act", "source"):
        if not one.cells[column]:
            yield findings.of(T9, path, value=column, code=code)
    mark = one.cells["mark"]
    if mark not in MARKS:
        yield findings.of(T10, path, value=mark or "empty", code=code)


def _twice(given: list[_Sound], _: _Held) -> Iterator[findings.Finding]:
    """Rows of one code in the file that hold on one day, or that end it twice."""
    seen: dict[str, _Sound] = {}
    ended: dict[str, _Sound] = {}
    for one in sorted(
        given, key=lambda one: (one.change.code, one.change.day, not one.change.ends, one.line)
    ):
        change = one.change
        before = (ended.get(change.code) if change.ends else None) or seen.get(change.code)
        if before and _contradict(before.change, change):
            yield findings.of(
                T11, _where(one.line), value=change.day, code=change.code, line=before.line
            )
        seen[change.code] = one
        if change.ends:
            ended[change.code] = one


def _contradict(before: tariff_changes.TariffChange, change: tariff_changes.TariffChange) -> bool:
    """Whether two rows of a code that follow each other in time cannot both be meant."""
    if change.ends:
        return before.ends or before.until is not None
    if before.ends:
        return False
    ended_later = before.until is not None and before.until >= change.day
    return change.day == before.day or ended_later


def _ends(given: list[_Sound], held: _Held) -> Iterator[findings.Finding]:
    """Ends of codes that are not in force, or end otherwise."""
    begun: dict[str, list[datetime.date]] = {}
    for one in given:
        if not one.change.ends:
            begun.setdefault(one.change.code, []).append(one.change.day)
    for one in given:
        change = one.change
        if not change.ends or held.has(change):
            continue
        if change.code in held.successors:
            reason = "it ended once before, and its successors are held"
        else:
            reason = _not_ending(
                change, held.lines.get(change.code, []), begun.get(change.code, [])
            )
        if reason:
            yield findings.of(
                T13, _where(one.line), value=change.until, code=change.code, reason=reason
            )


def _not_ending(
    change: tariff_changes.TariffChange, lines: list[TariffRow], begun: list[datetime.date]
) -> str:
    """Why a code cannot end as the change says; empty when it can."""
    last = lines[-1] if lines else None
    end = change.day - DAY
    if last and last.since > end:
        return f"a line of it since {last.since} is held"
    if last and last.until and not any(last.until < since <= end for since in begun):
        return f"it ends on {last.until}"
    if not last and not any(since <= end for since in begun):
        return "it is not in force"
    return ""


def _overlaps(given: list[_Sound], held: _Held) -> Iterator[findings.Finding]:
    """Lines that begin while another of their code is held whose end is fixed, or that begins later."""
    for one in given:
        change = one.change
        if change.ends or held.has(change):
            continue
        for row in held.lines.get(change.code, []):
            if _meet(change, row):
                until = row.until or "no end known"
                told = {"code": change.code, "since": row.since, "until": until}
                yield findings.of(T12, _where(one.line), value=change.since, **told)


def _meet(change: tariff_changes.TariffChange, row: TariffRow) -> bool:
    """Whether a line has days of the line that a change begins; an open one that began before ends by it."""
    superseded = row.until is None and row.since < change.day
    return not superseded and row.overlaps(change.span)


def _after(
    given: list[_Sound], laid: dict[str, list[TariffRow]], held: _Held
) -> list[findings.Finding]:
    """What is wrong with the tariff when the changes are laid over it, each thing once."""
    headings: dict[str, list[TariffRow]] = {}
    for lines in laid.values():
        headings.setdefault(lines[0].code[:_HEADING], []).extend(lines)
    subheadings = {code[:_SUBHEADING] for code in held.lines}
    found: list[findings.Finding] = []
    for one in given:
        code = one.change.code
        found += [*_successors(one, laid), *_tree(one, headings.get(code[:_HEADING], []))]
        if code[:_SUBHEADING] not in subheadings:
            found.append(findings.of(T16, _where(one.line), value=code, prefix=code[:_SUBHEADING]))
    return list({(one.rule, *sorted(one.args.items())): one for one in found}.values())


def _successors(one: _Sound, laid: dict[str, list[TariffRow]]) -> Iterator[findings.Finding]:
    change = one.change
    if not change.ends:
        return
    told = {"value": change.successors, "code": change.code}
    if not change.successors:
        yield findings.of(T14, _where(one.line), **told, reason="none is named")
    for code in sorted(set(change.following)):
        if not any(row.holds(change.day) for row in laid.get(code, [])):
            yield findings.of(
                T14, _where(one.line), **told, reason=f"{code} is not in force on {change.day}"
            )


def _tree(one: _Sound, heading: list[TariffRow]) -> Iterator[findings.Finding]:
    """Overlaps under the heading of a change on its day, and the subheading it leaves empty."""
    day = one.change.day
    live = [row.code for row in heading if row.holds(day)]
    for whole, part in overlaps(live):
        if one.change.code in (whole, part):
            yield findings.of(T15, _where(one.line), value=whole, other=part, on=day)
    prefix = one.change.code[:_SUBHEADING]
    if one.change.ends and not any(code.startswith(prefix) for code in live):
        yield findings.of(T17, _where(one.line), value=prefix, on=day)


def overlaps(live: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of ten-digit codes of which the first, whole down from some level, has the second below it."""
    known = sorted(live)
    first: dict[str, list[str]] = {}
    for code in known:
        for length in _LEVELS:
            first.setdefault(code[:length], []).append(code)
    return sorted(
        {
            (code, part)
            for code in known
            for length in _LEVELS
            if not code[length:].strip("0")
            for part in first[code[:length]]
            if part != code
        }
    )
