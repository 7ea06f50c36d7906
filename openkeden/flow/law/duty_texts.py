"""Duty texts of another tariff: how many of them are read, how many can be computed, and
why the others are not.
"""

import collections
import csv
import io
import pathlib

import msgspec

from openkeden.base import bounded, findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import given_files
from openkeden.tariff import dialects
from openkeden.tariff.dialects import Dialect

__all__ = ["Dialect", "FileCoverage", "coverage"]

#: Heads of the column of texts and of the column that counts lines.
TEXTS, COUNTS = ("text", "rate", "duty"), ("codes", "rows", "lines")

#: Letters of a head that are shown, and digits of the longest count.
_SHOWN, _MOST_DIGITS = 500, 9


class FileCoverage(msgspec.Struct, frozen=True):
    """How far the duty texts of one file are understood."""

    #: The file.
    file: str

    #: The counts, and what was not understood.
    coverage: dialects.Coverage


def coverage(
    path: pathlib.Path, dialect: Dialect, column: str = ""
) -> FileCoverage | Refused:
    """Read the duty texts of a CSV file; `column` names the one of the texts."""
    texts = _texts(path, column)
    if isinstance(texts, Refused):
        return texts
    return FileCoverage(str(path), dialects.coverage(texts, dialect))


def _texts(path: pathlib.Path, column: str) -> list[tuple[str, int]] | Refused:
    """The distinct texts of a table, each with the number of lines that bear it."""
    body = given_files.read(path)
    if isinstance(body, Refused):
        return body
    try:
        table = io.StringIO(body.decode("utf-8-sig"), newline="")
        return _counted(path, csv.DictReader(table), column)
    except UnicodeDecodeError:
        return _wrong(path, "it is not UTF-8")
    except csv.Error as error:
        return _wrong(path, str(error))


def _counted(
    path: pathlib.Path, reader: "csv.DictReader[str]", column: str
) -> list[tuple[str, int]] | Refused:
    head = list(reader.fieldnames or ())
    if column and column not in head:
        known = bounded.beginning(", ".join(head), _SHOWN)
        return _wrong(path, f"there is no column {column!r}; its columns are {known}")
    text = column or _first(TEXTS, head) or "".join(head[:1])
    count = _first(COUNTS, head)
    found: collections.Counter[str] = collections.Counter()
    for row in reader:
        number = (row[count] if count else "1") or ""
        if row[text] is None or not _is_count(number):
            shown = repr(bounded.beginning(number))
            return _wrong(path, f"line {reader.line_num}: {shown} counts no lines")
        found[row[text]] += int(number)
    return list(found.items())


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _first(names: tuple[str, ...], head: list[str]) -> str:
    """The first of these names that is a column; empty where none is."""
    return next((name for name in names if name in head), "")


def _wrong(path: pathlib.Path, reason: str) -> Refused:
    return findings.refused(usage.BAD_TABLE, "file", value=path, reason=reason)
