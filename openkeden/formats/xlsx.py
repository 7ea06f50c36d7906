"""Read Excel workbooks: the first sheet that is not empty is a table as those of CSV are.

Cells keep what they hold, not how they show it: a number has all its digits, a date is
`2026-04-02`. Each declaration is kept as the CSV of its rows, which can be read again on its
own. The parts of a workbook are bounded before any is unpacked.
"""

import datetime
import decimal
import io
import zipfile
from collections.abc import Collection, Iterable, Iterator
from typing import Any, Final

from openkeden.base import findings
from openkeden.formats import rules, table, table_rows, unread_cells
from openkeden.formats.message import Limits, Reading, Source, Unread
from openkeden.formats.table_rows import TableRow, TableSource

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How a workbook begins, as every archive does.
_BEGINNING: Final = b"PK\x03\x04"
_WORKBOOK: Final = "xl/workbook.xml"
#: How much larger than a message a workbook may be once it is unpacked.
_UNPACKED: Final = 2
#: Parts of an archive and rows of a sheet that are read.
_PARTS: Final = 1_000
_ROWS: Final = 50_000
#: The last row that a sheet may have.
_LAST_ROW: Final = 1_048_576


def sniff(head: bytes) -> bool:
    """Whether the input begins as an archive whose first parts are those of a workbook."""
    return head.startswith(_BEGINNING) and (
        b"[Content_Types].xml" in head or b"xl/" in head or b"_rels/" in head
    )


def read(source: Source, limits: Limits) -> Reading:
    """Every declaration of the first sheet that is not empty."""
    opened = opened_table(source, limits)
    if isinstance(opened, TableSource):
        yield from table.declarations(opened, limits)
    else:
        yield Unread((opened,), "document")


def opened_table(source: Source, limits: Limits) -> TableSource | findings.Finding:
    """The rows of the first sheet that is not empty, or why it cannot be read."""
    body = source.rest(limits.message_bytes + 1)
    return _unfit(body, limits) or TableSource(_rows(body))


def _unfit(body: bytes, limits: Limits) -> findings.Finding | None:
    """Why the input is no workbook that is read."""
    if len(body) > limits.message_bytes:
        args = {"value": len(body), "limit": limits.message_bytes}
        return findings.of(rules.TOO_LONG_MESSAGE, "", **args)
    try:
        parts = zipfile.ZipFile(io.BytesIO(body)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        return findings.of(rules.WORKBOOK, "", value=str(error) or "the archive is cut")
    if _WORKBOOK not in {part.filename for part in parts}:
        return findings.of(rules.NO_TEXT, "", value="a ZIP archive without a workbook")
    unpacked = sum([part.file_size for part in parts])
    most = _UNPACKED * limits.message_bytes
    if unpacked > most or len(parts) > _PARTS:
        args = {"value": unpacked, "parts": len(parts), "limit": most}
        return findings.of(rules.WORKBOOK_LARGE, "", **args)
    return None


def _rows(body: bytes) -> Iterator[TableRow]:
    """The rows of the first sheet that has any, as they stand in it."""
    # Only who sends a workbook waits for its reader.
    import openpyxl  # noqa: PLC0415

    number = 0
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        parts = unread_cells.parts(body)
        for sheet in book.worksheets:
            unread = unread_cells.of(parts.get(sheet.title, b""))
            sheet.reset_dimensions()
            rows = sheet.iter_rows(max_col=unread_cells.COLUMNS, values_only=True)
            for number, cells in _filled(rows, unread):
                yield _row(number, cells, unread.get(number))
            if number:
                return
    except Exception as error:  # noqa: BLE001 - whatever the library makes of a broken file
        said = str(error).partition("\n")[0] or type(error).__name__
        wrong = findings.of(rules.WORKBOOK, f"row {number + 1}", value=said[:80])
        yield TableRow(number + 1, b"", (), wrong)


def _row(number: int, cells: tuple[str, ...], unread: findings.Finding | None) -> TableRow:
    if number > _ROWS:
        wrong = findings.of(rules.WORKBOOK_LONG, f"row {number}", value=_ROWS)
        return TableRow(number, b"", (), wrong)
    if unread is not None:
        return TableRow(number, b"", cells, unread)
    return TableRow(number, table_rows.write(cells), cells)


def _filled(
    rows: Iterable[tuple[Any, ...]], unread: Collection[int]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that hold anything, or have unread cells, with their numbers, up to one too
    many.
    """
    for number, values in enumerate(rows, 1):
        if values.count(None) < len(values) or number in unread:
            yield number, tuple(map(_text, values))
            if number > _ROWS:
                return
        elif number > _LAST_ROW:
            yield number, ()
            return


def _text(value: Any) -> str:
    """A cell as text: a number with its digits, a day as the rules know it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    return value if isinstance(value, str) else str(value)


def _number(value: float) -> str:
    """A number with the fifteen digits that a spreadsheet keeps."""
    exact = decimal.Decimal(f"{value:.15g}")
    return f"{exact:f}"
