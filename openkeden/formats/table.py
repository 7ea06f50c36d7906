"""Read and write CSV: a header row, then a row for each item, those of a declaration
together.

The delimiter is a comma, a semicolon or a tab, the encoding UTF-8. Rows are read one at a
time; of declarations gone by only their references are remembered.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import bounded, findings, written
from openkeden.filing import declaration
from openkeden.formats import columns, list_cells, rules, shape, spelling, table_rows
from openkeden.formats.message import Limits, Reading, Received, Source, Unread
from openkeden.formats.table_rows import TableRow, TableSource

MEDIA_TYPE: Final = "text/csv"
_KEY: Final = "reference"
#: The longest reference that is remembered; no filing may have one so long.
_REMEMBERED: Final = 1_000
#: Only this can write, in a cell of JSON, a letter that no text may hold.
_ESCAPE: Final = b"\\u"


class TableHeader(msgspec.Struct, frozen=True):
    """The first row."""

    #: Its bytes, the line break and what stands before it included.
    body: bytes
    #: Its row, as findings name it.
    at: str
    #: The column of each cell; None where the cell is empty.
    columns: tuple[columns.Column | None, ...]
    #: The place of the reference among them.
    key: int


def sniff(head: bytes) -> bool:
    """Whether the first line has a cell `reference`, or names the delimiter."""
    if table_rows.names_delimiter(head):
        return True
    names = table_rows.names(table_rows.first_line(head))
    return _KEY in map(str.lower, names)


def read(source: Source, limits: Limits) -> Reading:
    """Every declaration of the table, one at a time; a bad one stops no other."""
    return declarations(table_rows.read(source, limits), limits)


def declarations(table: TableSource, limits: Limits) -> Reading:
    """Every declaration of the rows of a table."""
    first = next(table.rows, None)
    if first is None:
        yield _nothing("a table without a header")
        return
    header = _header(first, table.before)
    if not isinstance(header, TableHeader):
        yield Unread(header, first.at)
        return
    gone: set[str] = set()
    where = ""
    for group in _groups(table.rows, header, limits):
        where = group.where
        yield _declaration(group, header, limits, gone)
    if not where:
        yield _nothing("a header without rows")


def _nothing(what: str) -> Unread:
    return Unread((findings.of(rules.NO_DECLARATION, "", value=what),), "document")


def write(filings: Iterable[declaration.Filing]) -> Iterator[bytes]:
    """A header with every column, then the rows of each filing, its own fields on the
    first.

    Raises ValueError for a filing without items: it would have no row.
    """
    yield table_rows.write([column.name for column in columns.COLUMNS])
    for filing in filings:
        if not filing.items:
            raise ValueError(filing.reference)
        for place, item in enumerate(filing.items):
            yield table_rows.write(
                [_cell(column, filing, item, place) for column in columns.COLUMNS]
            )


def _cell(
    column: columns.Column, filing: declaration.Filing, item: declaration.Item, place: int
) -> str:
    if place and not column.item:
        return filing.reference if column.name == _KEY else ""
    value: Any = item if column.item else filing
    for name in column.path:
        value = getattr(value, name) if value is not None else None
    return "" if value is None else column.write(value)


def _header(row: TableRow, before: bytes) -> TableHeader | tuple[findings.Finding, ...]:
    if row.wrong is not None:
        return (row.wrong,)
    names = [written.trimmed(cell).text.lower() for cell in row.cells]
    wrong = spelling.listed(
        itertools.chain(_unknown(names, row.at), _missing(names, row.at))
    )
    if wrong:
        return wrong
    body = row.body if row.body.endswith(b"\n") else row.body + b"\n"
    columns_of_cells = tuple([columns.BY_NAME.get(name) for name in names])
    return TableHeader(before + body, row.at, columns_of_cells, names.index(_KEY))


def _unknown(names: Sequence[str], at: str) -> Iterator[spelling.Untold]:
    seen: set[str] = set()
    for name in filter(None, names):
        if name not in columns.BY_NAME:
            said = shape.shown(name)
            yield spelling.UnknownName(rules.CSV_COLUMN_UNKNOWN, at, said, columns.BY_NAME)
        elif name in seen:
            yield findings.of(rules.CSV_COLUMN_TWICE, at, value=name)
        seen.add(name)


def _missing(names: Sequence[str], at: str) -> Iterator[findings.Finding]:
    there = set(names)
    for column in columns.COLUMNS:
        if column.required and column.name not in there:
            yield findings.of(rules.CSV_COLUMN_MISSING, at, value=column.name)


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
            return self.first.at
        return f"rows {self.first.number} to {self.last.number}"


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
    rows = tuple([row.number for row in group.rows])
    return Received(filing, body, MEDIA_TYPE, group.where, rows=rows)


def _group_findings(
    group: MessageRows, limits: Limits, gone: set[str]
) -> Iterator[findings.Finding]:
    at = group.first.at
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
        surplus = row.cells[expected:]
        if row.wrong is not None:
            yield row.wrong
        elif len(row.cells) < expected or any(surplus):
            args = {"value": len(row.cells), "expected": expected}
            yield findings.of(rules.CSV_WIDTH, row.at, **args)
        else:
            yield from _unnamed_cells(row, header)


def _unnamed_cells(row: TableRow, header: TableHeader) -> Iterator[findings.Finding]:
    """The cells that hold something in a column without a name."""
    for place, (column, cell) in enumerate(zip(header.columns, row.cells, strict=False), 1):
        if column is None and cell.strip():
            args = {"value": shape.shown(cell), "column": place}
            yield findings.of(rules.CSV_UNNAMED, row.at, **args)


def _tree(
    group: MessageRows, header: TableHeader
) -> tuple[dict[str, Any], tuple[findings.Finding, ...]]:
    """The declaration as plain values, and the cells that cannot be read."""
    wrong = bounded.FindingList()
    tree: dict[str, Any] = {}
    items: list[dict[str, Any]] = []
    for row in group.rows:
        item: dict[str, Any] = {}
        for column, cell in zip(header.columns, row.cells, strict=False):
            if column is None:
                continue
            if cell or (column.required and (column.item or not items)):
                wrong.add(_put(item if column.item else tree, column, cell, row.at))
        items.append(item)
    return tree | {"items": items}, wrong.told()


def _put(
    target: dict[str, Any], column: columns.Column, cell: str, row: str
) -> Sequence[findings.Finding]:
    """Put the value of a cell where its column says; a value already there must be the
    same.
    """
    at = f"{row}, column {column.name}"
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
    if isinstance(error, list_cells.NotJson):
        return findings.of(rules.CSV_LIST, at, reason=str(error), **args)
    return findings.of(rules.CSV_NUMBER, at, **args)
