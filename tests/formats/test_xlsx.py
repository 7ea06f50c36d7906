"""Excel workbooks: read as tables, whatever their cells are; broken and hostile ones are
told and cost no more than others.
"""

import csv
import datetime
import io
import zipfile

import openpyxl
import pytest

from openkeden import formats
from openkeden.formats import table, xlsx
from tests import support
from tests.formats import messages


def _table() -> list[list[object]]:
    body = b"".join(table.write(messages.filings())).decode()
    return [list(row) for row in csv.reader(io.StringIO(body, newline=""))]


def _book(*sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _changed(name: str, value: object) -> bytes:
    rows = _table()
    rows[1][rows[0].index(name)] = value
    return _book(rows)


def _archive(parts: dict[str, bytes]) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


def _rules(body: bytes) -> set[str]:
    unread = [one for one in messages.read(body) if isinstance(one, formats.Unread)]
    return {found.rule for one in unread for found in one.findings}


def test_a_workbook_is_the_table_that_it_shows() -> None:
    read = messages.read(_book(_table()))
    assert [one.filing for one in read] == messages.filings()
    assert [one.rows for one in read] == [(2, 3), (4,)]
    for one in read:
        assert messages.filing(one.body) == one.filing


def test_rows_are_those_of_the_sheet_and_empty_sheets_are_passed() -> None:
    head, first, *rest = _table()
    (one, two) = messages.read(_book([], [[], head, [], first, *rest]))
    assert (one.rows, two.rows) == ((4, 5), (6,))


CELLS = {
    "a number": ("invoice_total", 20000.5, "20000.5"),
    "a number of many digits": ("invoice_total", 0.1 + 0.2, "0.3"),
    "a large number": ("invoice_total", 1e15, "1000000000000000"),
    "a count": ("declarant.id", 990140000017, "990140000017"),
    "a day": ("declared_on", datetime.date(2026, 4, 2), "2026-04-02"),
    "a day with a time": ("declared_on", datetime.datetime(2026, 4, 2), "2026-04-02"),
    "a blank that stays": ("declarant.name", "ТОО\u00a0«Үлгі»", "ТОО «Үлгі»"),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_cell(name: str) -> None:
    column, value, expected = CELLS[name]
    filing = messages.read(_changed(column, value))[0].filing
    read: object = filing
    for step in column.split("."):
        read = getattr(read, step)
    assert read == expected


def test_a_flag_of_a_spreadsheet() -> None:
    assert messages.read(_changed("container", value=True))[0].filing.container is True


def test_findings_name_row_and_column() -> None:
    unread = messages.read(_changed("items_total", "two"))[0]
    assert [found.path for found in unread.findings] == ["row 2, column items_total"]


HURTFUL = {
    "cut short": (_book(_table())[:-30], "F.59"),
    "an archive": (_archive({"a/b.txt": b"x", "_rels/x": b""}), "F.57"),
    "a bomb": (
        _archive({"xl/workbook.xml": b"", "xl/sheet.xml": b"\0" * (2**25 + 1)}),
        "F.60",
    ),
    "many parts": (
        _archive(
            {f"xl/{number}": b"" for number in range(1_001)} | {"xl/workbook.xml": b""}
        ),
        "F.60",
    ),
    "no workbook in its part": (_archive({"xl/workbook.xml": b"<a/>"}), "F.59"),
    "entities": (
        _archive(
            {
                "xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY l "ha">]><a>&l;</a>',
                "[Content_Types].xml": b"<Types/>",
            }
        ),
        "F.59",
    ),
    "a picture": (_book([["a"], ["b"]]), "F.21"),
    "nothing": (_book([]), "F.17"),
}


@pytest.mark.parametrize("name", HURTFUL)
def test_a_hurtful_workbook_is_told(name: str) -> None:
    body, rule = HURTFUL[name]
    assert rule in _rules(body)


def test_more_rows_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "_ROWS", 2)
    filings = [support.filing(reference=f"A-{number}") for number in range(3)]
    text = b"".join(table.write(filings)).decode()
    rows = [list(row) for row in csv.reader(io.StringIO(text, newline=""))]
    assert "F.61" in _rules(_book(rows))


def test_a_row_far_below_the_table_is_told() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in _table():
        sheet.append(row)
    sheet.cell(200_000, 1).value = "far"
    body = io.BytesIO()
    book.save(body)
    assert "F.61" in _rules(body.getvalue())


def _with(cells: dict[str, object]) -> bytes:
    """The table with these cells put in, as a program leaves them that computes nothing."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in _table():
        sheet.append(row)
    for name, value in cells.items():
        sheet[name] = value
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def _rewritten(body: bytes, old: bytes, new: bytes) -> bytes:
    """A workbook with another text in its first sheet."""
    archive = zipfile.ZipFile(io.BytesIO(body))
    parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    assert old in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new)
    return _archive(parts)


def _column(name: str) -> str:
    return openpyxl.utils.get_column_letter(_table()[0].index(name) + 1)


#: A formula as openpyxl writes it, which computes nothing.
EMPTY = b"<f>Q9</f><v></v>"


def test_f_90_a_formula_without_its_result_is_named() -> None:
    cell = f"{_column('invoice_total')}2"
    refused, other = messages.read(_with({cell: "=1+1"}))
    found = [(one.rule, one.path, one.args["value"]) for one in refused.findings]
    assert found == [("F.90", "row 2", cell)]
    assert isinstance(other, formats.Received)


def test_a_row_of_formulas_alone_is_no_empty_row() -> None:
    """It may be an item of the declaration before it."""
    refused = messages.read(_with({"A5": "=A4", "B5": "=B4"}))[-1]
    assert [one.args["value"] for one in refused.findings] == ["A5, B5"]


def test_the_saved_result_of_a_formula_is_read() -> None:
    unsaved = _with({f"{_column('invoice_total')}2": "=Q9"})
    saved = _rewritten(unsaved, EMPTY, b"<f>Q9</f><v>20000.5</v>")
    assert messages.read(saved)[0].filing.invoice_total == "20000.5"


def test_an_empty_text_is_a_result_where_the_cell_says_that_it_is_text() -> None:
    cell = f"{_column('guarantee')}2"
    unsaved = _with({cell: "=Q9"})
    place = f'<c r="{cell}"'.encode()
    saved = _rewritten(unsaved, place, place + b' t="str"')
    assert messages.read(saved)[0].filing.guarantee == ""


def test_f_91_what_stands_beyond_the_columns_is_named() -> None:
    refused = messages.read(_with({"GS2": "a note", "XFD2": 7}))[0]
    found = [(one.rule, one.args["value"]) for one in refused.findings]
    assert found == [("F.91", "GS2, XFD2")]
    assert all(
        isinstance(one, formats.Received) for one in messages.read(_with({"GS2": ""}))
    )


def test_a_sheet_behind_the_first_may_hold_anything() -> None:
    book = openpyxl.load_workbook(io.BytesIO(_with({})))
    book.create_sheet()["A1"] = "=1+1"
    body = io.BytesIO()
    book.save(body)
    assert [one.filing for one in messages.read(body.getvalue())] == messages.filings()
