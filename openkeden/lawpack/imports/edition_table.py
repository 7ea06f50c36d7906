"""The table of a tariff edition as spreadsheets save it: commas, semicolons or tabs, a line
`sep=;`, capital heads, rows that were emptied, UTF-8 with a mark or UTF-16.
"""

import codecs
import csv
import io
from collections.abc import Iterator

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DELIMITERS = (";", "\t")


class EditionTable:
    """The rows of a file that are not blank, each as its cells without blanks around them.

    `line` is that of the row read last. Raises UnicodeDecodeError, and csv.Error while it is
    read.
    """

    def __init__(self, body: bytes) -> None:
        file = io.StringIO(_text(body), newline="")
        first = file.readline()
        self._before = 0
        if first.lower().startswith("sep="):
            self._before = 1
            first = file.readline()
            file.seek(file.tell() - len(first))
        else:
            file.seek(0)
        self._reader = csv.reader(file, delimiter=_delimiter(first), strict=True)
        self.head = [cell.lower() for cell in next(iter(self), [])]

    @property
    def line(self) -> int:
        return self._before + self._reader.line_num

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield cells


def _text(body: bytes) -> str:
    return body.decode("utf-16" if body.startswith(_WIDE) else "utf-8-sig")


def _delimiter(head: str) -> str:
    """What parts the cells of the head; a comma unless it has none."""
    found = [sign for sign in _DELIMITERS if sign in head and "," not in head]
    return found[0] if found else ","
