"""The rows of a table of comma-separated values, one at a time: where a row ends, and its
cells.

The delimiter is that which the first line holds most of: a comma, a semicolon or a tab; or
the one that a line `sep=;` before the header names, as spreadsheets write it. A row goes on
while a quotation mark is open.
"""

import csv
import io
import re
import threading
from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from openkeden.base import findings
from openkeden.formats import rules
from openkeden.formats.message import MARK, Limits, Source

_DELIMITERS: Final = ",;\t"
_NAMED_DELIMITER: Final = re.compile(
    rb'"?sep=(?P<delimiter>[!-~\t])"?\r?\n?', re.IGNORECASE
)

#: Held while a row is split: a longer cell than the csv module allows lifts its limit
#: meanwhile, which is one for the whole process.
_SPLITTING: Final = threading.Lock()


class TableRow(msgspec.Struct, frozen=True):
    """One row of the input."""

    #: Its number, the header being the first row or, after a line `sep=;`, the second.
    number: int
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

    @property
    def at(self) -> str:
        """Where it is, as findings say."""
        return f"row {self.number}"

    def cell(self, place: int) -> str:
        """A cell by its place; empty where the row is too short."""
        return self.cells[place] if len(self.cells) > place else ""


class TableSource(msgspec.Struct, frozen=True):
    """A table that is read."""

    #: Its rows, the header first.
    rows: Iterator[TableRow]
    #: The bytes that stand before the header, and name the delimiter.
    before: bytes = b""


def first_line(head: bytes) -> str:
    """The first line of an input, for those who look for a header in it."""
    return head.removeprefix(MARK).partition(b"\n")[0].decode("utf-8", "replace")


def names(line: str) -> list[str]:
    """The cells of a header line, by the delimiter that gives most of them."""
    cells = line.strip("\r\n").split(_delimiter(line))
    return [cell.strip().strip('"').strip() for cell in cells]


def names_delimiter(head: bytes) -> bool:
    """Whether an input begins with a line that names the delimiter."""
    return _named(head.removeprefix(MARK).partition(b"\n")[0]) is not None


def read(source: Source, limits: Limits) -> TableSource:
    """The rows of the input; those that are quite empty are left out."""
    begun = source.head.removeprefix(MARK).partition(b"\n")[0]
    named = _named(begun)
    if named is None:
        return TableSource(_rows(source, _delimiter(first_line(source.head)), limits, 1))
    before = source.line(limits.message_bytes).removeprefix(MARK)
    return TableSource(_rows(source, named, limits, 2), before)


def write(cells: Sequence[str]) -> bytes:
    """One row as it is written."""
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()


def _named(line: bytes) -> str | None:
    found = _NAMED_DELIMITER.fullmatch(line)
    return found["delimiter"].decode() if found is not None else None


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=line.count)


def _rows(source: Source, delimiter: str, limits: Limits, first: int) -> Iterator[TableRow]:
    pieces: list[bytes] = []
    number, start, size, marks = first, first, 0, 0
    lines = source.lines(limits.message_bytes + len(MARK) + 1)
    for place, line in enumerate(lines, first):
        piece = line.removeprefix(MARK) if place == 1 else line
        start = start if pieces else place
        if not pieces and place > first and not piece.strip(b"\r\n"):
            number += 1
            continue
        pieces.append(piece)
        size, marks = size + len(piece), marks + piece.count(b'"')
        if size > limits.message_bytes and marks % 2:
            break
        if marks % 2 == 0:
            yield _row(number, b"".join(pieces), delimiter, limits)
            pieces, number, size, marks = [], number + 1, 0, 0
    if pieces:
        wrong = findings.of(rules.CSV_QUOTE, f"row {number}", value=start)
        yield TableRow(number, b"", (), wrong)


def _row(number: int, body: bytes, delimiter: str, limits: Limits) -> TableRow:
    at = f"row {number}"
    if len(body) > limits.message_bytes:
        args = {"value": len(body), "limit": limits.message_bytes}
        return TableRow(number, b"", (), findings.of(rules.TOO_LONG_MESSAGE, at, **args))
    wrong = _undecodable(body, at)
    text = body.decode("utf-8", "replace")
    try:
        rows = _split(text, delimiter)
    except csv.Error as error:
        wrong = wrong or findings.of(rules.UNREADABLE, at, value=str(error))
        return TableRow(number, body, (), wrong)
    if len(rows) > 1:
        wrong = findings.of(
            rules.UNREADABLE, at, value="a carriage return alone ends no row"
        )
        return TableRow(number, body, (), wrong)
    return TableRow(number, body, tuple(rows[0]) if rows else (), wrong)


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
