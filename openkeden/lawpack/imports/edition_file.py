"""The file of a tariff edition: its lines read, each cell judged (T.1 to T.10 and T.14)."""

import csv
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from openkeden.base import bounded, codes, findings, working_time
from openkeden.base.validity import MARKS
from openkeden.lawpack.imports import tariff_changes
from openkeden.lawpack.imports.edition_table import EditionTable
from openkeden.lawpack.manifest import TariffRow
from openkeden.tariff import duty

#: Largest file taken, in bytes: the whole tariff has two million.
MAX_BYTES = 32_000_000

#: Rows of the largest file: the whole tariff has thirteen thousand.
MOST_ROWS = 30_000

T1 = findings.Rule(
    number="T.1",
    message="The first line does not have the columns of an edition: {reason}: {value}.",
    fix=(
        "Begin the file with"
        " `code,unit,rate,note,since,until,successors,act,source,mark`; see"
        " `keden tariff import --help`."
    ),
)
T2 = findings.Rule(
    number="T.2",
    message="The line cannot be read: {reason}: {value}.",
    fix=(
        "Write one cell for each column; put a cell with a comma in double quotes; save the "
        "file as UTF-8."
    ),
)
T3 = findings.Rule(
    number="T.3",
    message="{value} is not a ten-digit code.",
    fix="Write all ten digits without spaces; keep the column as text, or a spreadsheet drops a"
    " leading zero.",
)
T4 = findings.Rule(
    number="T.4",
    message='{code}: "{value}" in column {column} is not a valid date.',
    fix=(
        "Write it as 2026-04-02. A line needs `since`; the end of a code needs `until`"
        " and leaves `since` empty."
    ),
)
T5 = findings.Rule(
    number="T.5",
    message="{code} ends on {value}, before its start on {since}.",
    fix="`until` is the last day in force: correct one of the two days.",
)
T6 = findings.Rule(
    number="T.6",
    message="{code}: the rate {value} cannot be read: {reason}.",
    fix="Write it as `25% min 0.2 EUR/kg`; `keden tariff import --help` shows every form.",
)
T7 = findings.Rule(
    number="T.7",
    message="{code}: the unit {value} does not exist.",
    fix="Use a code of the list `units`, such as `pc` or `m2`; leave the cell empty if there is no"
    " supplementary unit.",
)
T8 = findings.Rule(
    number="T.8",
    message="{code}: the pack does not hold note {value}; the line gets its base rate and is"
    " listed among the gaps.",
    fix="Check the number. If the note is new, its rate is missing until the law pack holds the"
    " note.",
    severity="warning",
)
T9 = findings.Rule(
    number="T.9",
    message="{code}: the column {value} is empty.",
    fix="Name the act that sets the line, and where it was read.",
)
T10 = findings.Rule(
    number="T.10",
    message="{code} has the mark {value}, which does not exist.",
    fix="Use verified, secondary, memory or open.",
)
T14 = findings.Rule(
    number="T.14",
    message='{code} ends, but its successors "{value}" are not valid: {reason}.',
    fix="Name the ten-digit codes that replace it, in force on the day after, separated by spaces;"
    " `-` if there are none.",
)
RULES = (T1, T2, T3, T4, T5, T6, T7, T8, T9, T10)


class EditionRowText(NamedTuple):
    """A row of the file, its cells by column, with its line number."""

    line: int
    cells: Mapping[str, str]

    @property
    def ends(self) -> bool:
        """Whether it is the end of a code."""
        return not self.cells["rate"]


class HeldTariff(NamedTuple):
    """What a pack holds.

    Its lines by code, the oldest first, its successors, units and numbers of notes.
    """

    lines: dict[str, list[TariffRow]]
    successors: Mapping[str, tuple[str, ...]]
    units: frozenset[str]
    notes: frozenset[str]

    def has(self, change: tariff_changes.TariffChange) -> bool:
        return tariff_changes.holds(
            change, self.lines.get(change.code, []), self.successors
        )


def where(line: int) -> str:
    return f"line {line}"


def read(body: bytes, breaches: bounded.FindingList) -> list[EditionRowText]:
    """The rows of the file; those that are none go to `breaches`."""
    if len(body) > MAX_BYTES:
        breaches.add([_unread(1, len(body), f"a file has at most {MAX_BYTES} bytes")])
        return []
    table = None
    try:
        table = EditionTable(body)
        breaches.add(_head(table.head))
        return [] if breaches else _lines(table, breaches)
    except UnicodeDecodeError as error:
        line = body.count(b"\n", 0, error.start) + 1
        breaches.add([_unread(line, error.object[error.start], "it is not UTF-8")])
    except csv.Error as error:
        breaches.add([_unread(table.line if table else 1, "csv", error)])
    return []


def _unread(line: int, value: object, reason: object) -> findings.Finding:
    return findings.of(T2, where(line), value=value, reason=reason)


def _head(head: list[str]) -> Iterator[findings.Finding]:
    for name in tariff_changes.COLUMNS:
        if head.count(name) != 1:
            reason = "a column is missing" if name not in head else "a column stands twice"
            yield findings.of(T1, where(1), value=name, reason=reason)
    unknown = sorted(set(head) - set(tariff_changes.COLUMNS))
    for name in unknown[: bounded.LISTED]:
        value = bounded.beginning(name) or "empty"
        yield findings.of(T1, where(1), value=value, reason="a column is not known")
    if len(unknown) > bounded.LISTED:
        yield bounded.more(len(unknown) - bounded.LISTED)


def _lines(table: EditionTable, breaches: bounded.FindingList) -> list[EditionRowText]:
    rows: list[EditionRowText] = []
    for number, cells in enumerate(table, 1):
        line = table.line
        if number > MOST_ROWS:
            breaches.add([_unread(line, line, f"a file has at most {MOST_ROWS} rows")])
            break
        if len(cells) == len(table.head):
            rows.append(EditionRowText(line, dict(zip(table.head, cells, strict=True))))
        else:
            reason = f"{len(table.head)} cells are expected"
            breaches.add([_unread(line, len(cells), reason)])
    return rows


def cell_findings(row: EditionRowText, held: HeldTariff) -> Iterator[findings.Finding]:
    """What is wrong with the cells of one row."""
    cells, path = row.cells, where(row.line)
    code = cells["code"]
    if not codes.digits(code, 10):
        yield findings.of(T3, path, value=code)
    yield from _days(row)
    yield from _basis(row)
    if not row.ends:
        yield from _tariff_cells(row, held)


def _tariff_cells(row: EditionRowText, held: HeldTariff) -> Iterator[findings.Finding]:
    """What is wrong with the cells of a line of the tariff."""
    cells, path = row.cells, where(row.line)
    code, rate, successors = cells["code"], cells["rate"], cells["successors"]
    if successors:
        reason = "the row has a rate, so nothing ends"
        yield findings.of(T14, path, value=successors, code=code, reason=reason)
    try:
        duty.read(rate)
    except duty.Malformed as error:
        yield findings.of(T6, path, value=rate, code=code, reason=error)
    for unit in cells["unit"].split():
        if unit not in held.units:
            yield findings.of(T7, path, value=unit, code=code)
    if cells["note"] and cells["note"] not in held.notes:
        yield findings.of(T8, path, value=cells["note"], code=code)


def _days(row: EditionRowText) -> Iterator[findings.Finding]:
    path, code = where(row.line), row.cells["code"]
    needed, other = ("until", "since") if row.ends else ("since", "until")
    for column in (needed, other):
        text = row.cells[column]
        if text:
            wrong = working_time.parse_day(text) is None
            wrong = wrong or (row.ends and column == other)
        else:
            wrong = column == needed
        if wrong:
            yield findings.of(T4, path, value=text, code=code, column=column)
    since, until = row.cells["since"], row.cells["until"]
    if since and until and until < since:
        yield findings.of(T5, path, value=until, code=code, since=since)


def _basis(row: EditionRowText) -> Iterator[findings.Finding]:
    path, code = where(row.line), row.cells["code"]
    for column in ("act", "source"):
        if not row.cells[column]:
            yield findings.of(T9, path, value=column, code=code)
    mark = row.cells["mark"]
    if tariff_changes.mark(mark) not in MARKS:
        yield findings.of(T10, path, value=mark or "empty", code=code)
