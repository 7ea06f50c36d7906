"""Read and write CSV: a header row, then a row for each item, those of a declaration
together.

The delimiter is a comma, a semicolon or a tab, the encoding UTF-8. Rows are read one at a
time; of declarations gone by only their references are remembered.
"""

import csv
import io
import itertools
import threading
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import bounded, findings
from openkeden.filing import declaration
from openkeden.formats import columns, rules, shape, spelling
from openkeden.formats.message import MARK, Limits, Reading, Received, Source, Unread

MEDIA_TYPE: Final = "text/csv"
_DELIMITERS: Final = ",;\t"
_KEY: Final = "reference"
#: The longest reference that is remembered; no filing may have one so long.
_REMEMBERED: Final = 1_000
#: Only this can write, in a cell of JSON, a letter that no text may hold.
_ESCAPE: Final = b"\\u"

#: Held while a row is split: a longer cell than the csv module allows lifts its limit
#: meanwhile, which is one for the whole process.
_SPLITTING: Final = threading.Lock()


class TableRow(msgspec.Struct, frozen=True):
    """One row of the input."""

    #: The number of its first line.
    line: int
    #: Its bytes, the line break included.
    body: bytes
    #: Its cells; none where they cannot be told.
    cells: tuple[str, ...]
    #: What is wrong with it, if anything.
    wrong: findings.Finding | None = None

    @property
    def is_blank(self) -> bool:
        """Whether all its cells are empty."""
        return self.wrong is None and not any(self.cells)

    def cell(self, place: int) -> str:
        """A cell by its place; empty where the row is too short."""
        return self.cells[place] if len(self.cells) > place else ""


class TableHeader(msgspec.Struct, frozen=True):
    """The first row."""

    #: Its bytes, the line break included.
    body: bytes
    #: What stands between two cells.
    delimiter: str
    #: The column of each cell.
    columns: tuple[columns.Column, ...]
    #: The place of the reference among them.
    key: int


def sniff(head: bytes) -> bool:
    """Whether the first line has a cell `reference`."""
    return _KEY in _names(_first_line(head))


def read(source: Source, limits: Limits) -> Reading:
    """Every declaration of the table, one at a time; a bad one stops no other."""
    rows = _rows(source, limits)
    header = _header(next(rows))
    if not isinstance(header, TableHeader):
        yield Unread(header, "row 1")
        return
    gone: set[str] = set()
    where = ""
    for group in _groups(rows, header, limits):
        where = group.where
        yield _declaration(group, header, limits, gone)
    if not where:
        yield Unread(
            (findings.of(rules.NO_DECLARATION, "", value="a header without rows"),),
            "document",
        )


def write(filings: Iterable[declaration.Filing]) -> Iterator[bytes]:
    """A header with every column, then the rows of each filing, its own fields on the
    first.

    Raises ValueError for a filing without items: it would have no row.
    """
    yield line([column.name for column in columns.COLUMNS])
    for filing in filings:
        if not filing.items:
            raise ValueError(filing.reference)
        for place, item in enumerate(filing.items):
            yield line([_cell(column, filing, item, place) for column in columns.COLUMNS])


def _cell(
    column: columns.Column, filing: declaration.Filing, item: declaration.Item, place: int
) -> str:
    if place and not column.item:
        return filing.reference if column.name == _KEY else ""
    value: Any = item if column.item else filing
    for name in column.path:
        value = getattr(value, name) if value is not None else None
    return "" if value is None else column.write(value)


def line(cells: Sequence[str]) -> bytes:
    """One row as it is written."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _first_line(head: bytes) -> str:
    return head.removeprefix(MARK).partition(b"\n")[0].decode("utf-8", "replace")


def _names(line: str) -> list[str]:
    """The cells of a header line, by the delimiter that gives most of them."""
    return [cell.strip().strip('"') for cell in line.strip("\r\n").split(_delimiter(line))]


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _rows(source: Source, limits: Limits) -> Iterator[TableRow]:
    """Rows of the input, the header first; a row goes on while a quotation mark is open."""
    delimiter = _delimiter(_first_line(source.head))
    pieces: list[bytes] = []
    start, size, marks = 1, 0, 0
    for number, line in enumerate(source.lines(limits.message_bytes + len(MARK) + 1), 1):
        piece = line.removeprefix(MARK) if number == 1 else line
        if not pieces and number > 1 and not piece.strip(b"\r\n"):
            start = number + 1
            continue
        pieces.append(piece)
        size, marks = size + len(piece), marks + piece.count(b'"')
        if size > limits.message_bytes and marks % 2:
            break
        if marks % 2 == 0:
            yield _row(start, b"".join(pieces), delimiter, limits)
            pieces, start, size, marks = [], number + 1, 0, 0
    if pieces:
        yield TableRow(
            start, b"", (), findings.of(rules.CSV_QUOTE, f"line {start}", value=start)
        )


def _row(start: int, body: bytes, delimiter: str, limits: Limits) -> TableRow:
    at = f"line {start}"
    if len(body) > limits.message_bytes:
        return TableRow(
            start,
            b"",
            (),
            findings.of(
                rules.TOO_LONG_MESSAGE, at, value=len(body), limit=limits.message_bytes
            ),
        )
    wrong = _undecodable(body, at)
    text = body.decode("utf-8", "replace")
    try:
        rows = _split(text, delimiter)
    except csv.Error as error:
        return TableRow(
            start, body, (), wrong or findings.of(rules.UNREADABLE, at, value=str(error))
        )
    if len(rows) > 1:
        return TableRow(
            start,
            body,
            (),
            findings.of(rules.UNREADABLE, at, value="a carriage return alone ends no row"),
        )
    return TableRow(start, body, tuple(rows[0]) if rows else (), wrong)


def _split(text: str, delimiter: str) -> list[list[str]]:
    """The cells of a text, however long: rows are bounded before. Raises csv.Error."""
    plain = text.removesuffix("\n").removesuffix("\r")
    if not ('"' in plain or "\r" in plain):
        return [plain.split(delimiter)]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    with _SPLITTING:
        usual = csv.field_size_limit()
        if len(text) <= usual:
            return list(reader)
        csv.field_size_limit(len(text))
        try:
            return list(reader)
        finally:
            csv.field_size_limit(usual)


def _undecodable(body: bytes, at: str) -> findings.Finding | None:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"{error.start} of {at}"
        return findings.of(
            rules.ENCODING, at, value=f"0x{body[error.start]:02X}", position=place
        )
    return findings.of(rules.NO_NUL, at, value=at) if b"\0" in body else None


def _header(row: TableRow) -> TableHeader | tuple[findings.Finding, ...]:
    if row.wrong is not None:
        return (row.wrong,)
    names = [cell.strip() for cell in row.cells]
    wrong = spelling.listed(itertools.chain(_unknown(names), _missing(names)))
    if wrong:
        return wrong
    body = row.body if row.body.endswith(b"\n") else row.body + b"\n"
    delimiter = _delimiter(body.partition(b"\n")[0].decode())
    return TableHeader(
        body, delimiter, tuple(columns.BY_NAME[name] for name in names), names.index(_KEY)
    )


def _unknown(names: Sequence[str]) -> Iterator[spelling.Untold]:
    seen: set[str] = set()
    for name in names:
        if name not in columns.BY_NAME:
            said = shape.shown(name)
            yield spelling.UnknownName(
                rules.CSV_COLUMN_UNKNOWN, "line 1", said, columns.BY_NAME
            )
        elif name in seen:
            yield findings.of(rules.CSV_COLUMN_TWICE, "line 1", value=name)
        seen.add(name)


def _missing(names: Sequence[str]) -> Iterator[findings.Finding]:
    there = set(names)
    for column in columns.COLUMNS:
        if column.required and column.name not in there:
            yield findings.of(rules.CSV_COLUMN_MISSING, "line 1", value=column.name)


class MessageRows:
    """The rows of one declaration, gathered one at a time; no more are kept than it may
    have.
    """

    def __init__(self, reference: str, first: TableRow) -> None:
        self.reference, self.first, self.last = reference, first, first
        self.rows: list[TableRow] = []
        self.size = self.count = 0

    def add(self, row: TableRow, limits: Limits) -> None:
        self.last = row
        self.size, self.count = self.size + len(row.body), self.count + 1
        if self.size <= limits.message_bytes and self.count <= limits.items:
            self.rows.append(row)

    def is_endless(self, limits: Limits) -> bool:
        """Whether it goes on for so long that nothing is waited for any more."""
        return self.count > limits.items + limits.unread

    @property
    def where(self) -> str:
        if self.first is self.last:
            return f"line {self.first.line}"
        return f"lines {self.first.line} to {self.last.line}"


def _groups(
    rows: Iterator[TableRow], header: TableHeader, limits: Limits
) -> Iterator[MessageRows]:
    """The rows of each declaration together.

    A row with no reference, or with the same, belongs to the declaration before it. So does
    a row that cannot be split into cells: it may have held an item, and the declaration is
    refused.
    """
    group: MessageRows | None = None
    for row in rows:
        if row.is_blank:
            continue
        reference = row.cell(header.key).strip()
        if group is None or (reference and reference != group.reference):
            if group is not None:
                yield group
            group = MessageRows(reference, row)
        group.add(row, limits)
        if group.is_endless(limits):
            break
    if group is not None:
        yield group


def _declaration(
    group: MessageRows, header: TableHeader, limits: Limits, gone: set[str]
) -> Received | Unread:
    wrong = bounded.listed(
        itertools.chain(_group_findings(group, limits, gone), _row_findings(group, header))
    )
    if len(group.reference) <= _REMEMBERED:
        gone.add(group.reference)
    if wrong:
        return Unread(wrong, group.where)
    body = header.body + b"".join([row.body for row in group.rows])
    tree, wrong = _tree(group, header)
    if not wrong and _ESCAPE in body:
        wrong = shape.collect(tree, limits.items)
    filing = wrong or shape.filing(tree, limits.items)
    if isinstance(filing, tuple):
        return Unread(filing, group.where)
    return Received(filing, body, MEDIA_TYPE, group.where)


def _group_findings(
    group: MessageRows, limits: Limits, gone: set[str]
) -> Iterator[findings.Finding]:
    at = f"line {group.first.line}"
    if group.reference in gone:
        yield findings.of(rules.CSV_SCATTERED, at, value=shape.shown(group.reference))
    if group.size > limits.message_bytes:
        yield findings.of(
            rules.TOO_LONG_MESSAGE, at, value=group.size, limit=limits.message_bytes
        )
    if group.count > limits.items:
        yield findings.of(rules.TOO_MANY_ITEMS, at, value=group.count, limit=limits.items)
    if group.is_endless(limits):
        yield findings.of(rules.CSV_GIVEN_UP, at, value=group.count)
    if not group.reference and group.first.wrong is None:
        yield findings.of(rules.CSV_NO_REFERENCE, at, value=at)


def _row_findings(group: MessageRows, header: TableHeader) -> Iterator[findings.Finding]:
    expected = len(header.columns)
    for row in group.rows:
        if row.wrong is not None:
            yield row.wrong
        elif len(row.cells) != expected:
            yield findings.of(
                rules.CSV_WIDTH, f"line {row.line}", value=len(row.cells), expected=expected
            )


def _tree(
    group: MessageRows, header: TableHeader
) -> tuple[dict[str, Any], tuple[findings.Finding, ...]]:
    """The declaration as plain values, and the cells that cannot be read."""
    wrong = bounded.FindingList()
    tree: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    for row in group.rows:
        item: dict[str, Any] = {}
        for column, cell in zip(header.columns, row.cells, strict=True):
            if cell or (column.required and (column.item or not items)):
                wrong.add(_put(item if column.item else tree, column, cell, row.line))
        items.append(item)
    return tree | {"items": items}, wrong.told()


def _put(
    target: dict[str, Any], column: columns.Column, cell: str, line: int
) -> Sequence[findings.Finding]:
    """Put the value of a cell where its column says; a value already there must be the
    same.
    """
    at = f"line {line}, column {column.name}"
    try:
        value = column.read(cell)
    except ValueError as error:
        return [_unreadable(column, cell, error, at)]
    for name in column.path[:-1]:
        target = target.setdefault(name, {})
    first = target.setdefault(column.path[-1], value)
    if first == value:
        return ()
    args = {"value": shape.shown(value), "first": shape.shown(first)}
    return [findings.of(rules.CSV_CONTRADICTION, at, **args)]


def _unreadable(
    column: columns.Column, cell: str, error: ValueError, at: str
) -> findings.Finding:
    args = {"value": repr(shape.shown(cell)), "expected": column.expected}
    if isinstance(error, columns.NotJson):
        return findings.of(rules.CSV_LIST, at, reason=str(error), **args)
    return findings.of(rules.CSV_NUMBER, at, **args)
