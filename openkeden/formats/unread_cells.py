"""Cells of a sheet that its values do not show: formulas whose result was not saved, and
cells beyond the last column that is read.

A sheet is looked through only where its text may have such cells.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from lxml import etree

from openkeden.base import findings, written
from openkeden.formats import rules

#: Columns of a sheet that are read; a declaration has some eighty.
COLUMNS: Final = 200

_WORKBOOK: Final = "xl/workbook.xml"
#: A formula, or a cell that may be beyond the columns: from GS on.
_SUSPECT: Final = re.compile(
    rb"<(?:\w+:)?f[\s/>]|\br=[\"'](?:G[S-Z]|[H-Z][A-Z]|[A-Z]{3})\d"
)
#: Letters of the name of a column.
_LETTERS: Final = 3
#: Cells that a finding names.
_NAMED: Final = 8


def parts(body: bytes) -> dict[str, bytes]:
    """The text of each sheet of a workbook by its title."""
    # Only who sends a workbook waits for its reader.
    from openpyxl.reader.workbook import WorkbookParser  # noqa: PLC0415

    archive = zipfile.ZipFile(io.BytesIO(body))
    parser = WorkbookParser(archive, _WORKBOOK, keep_links=False)
    parser.parse()
    there = set(archive.namelist())
    paths = {sheet.name: rel.target for sheet, rel in parser.find_sheets()}
    return {name: archive.read(path) for name, path in paths.items() if path in there}


def of(part: bytes) -> Mapping[int, findings.Finding]:
    """What is wrong with the rows of a sheet, by their number."""
    if _SUSPECT.search(part) is None:
        return {}
    found: dict[int, findings.Finding] = {}
    for number, row in _rows(part):
        unsaved = [cell.name for cell in row if cell.unsaved]
        beyond = [cell.name for cell in row if cell.filled and cell.column > COLUMNS]
        if unsaved:
            found[number] = _told(rules.FORMULA, number, unsaved)
        elif beyond:
            found[number] = _told(rules.BEYOND, number, beyond)
    return found


class _Cell(NamedTuple):
    """A cell as it stands in the text of a sheet."""

    #: Its name, such as `C7`.
    name: str
    #: Its column, from 1.
    column: int
    #: Whether it holds anything.
    filled: bool
    #: Whether it is a formula without its result; an empty text is a result.
    unsaved: bool


def _told(rule: findings.Rule, number: int, cells: Sequence[str]) -> findings.Finding:
    named = ", ".join(cells[:_NAMED])
    more = ", ..." if len(cells) > _NAMED else ""
    return findings.of(rule, f"row {number}", value=f"{named}{more}", limit=COLUMNS)


def _rows(part: bytes) -> Iterator[tuple[int, list[_Cell]]]:
    """Each row with its number and cells; rows and cells without a place follow those
    before them.
    """
    number = 0
    reading = etree.iterparse(
        io.BytesIO(part),
        tag="{*}row",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    for _, row in reading:
        stated = row.get("r", "")
        number = int(stated) if written.is_digits(stated) else number + 1
        yield number, list(_cells(row, number))
        row.clear()
        while row.getprevious() is not None:
            del row.getparent()[0]


def _cells(row: etree._Element, number: int) -> Iterator[_Cell]:
    column = 0
    for cell in row.iterchildren("{*}c"):
        letters = cell.get("r", "").rstrip("0123456789")
        column = _column(letters) or column + 1
        name = cell.get("r") or f"{number}, {column}"
        result = cell.find("{*}v")
        filled = cell.find("{*}is") is not None or bool(result is not None and result.text)
        is_text = result is not None and cell.get("t") == "str"
        is_formula = cell.find("{*}f") is not None
        yield _Cell(name, column, filled, is_formula and not (filled or is_text))


def _column(letters: str) -> int:
    """The number of a column by its letters; nought where they name none.

    >>> _column("A"), _column("GR"), _column("GS")
    (1, 200, 201)
    """
    number = 0
    for letter in letters[:_LETTERS]:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
