"""Gate 1: the message formats, one module each, and reading an input of any of them as
filings.
"""

import codecs
from typing import BinaryIO

import msgspec

from openkeden.base.findings import Finding, of
from openkeden.filing import as_written
from openkeden.formats import asycuda, columns, jsonl, rules, table, xlsx
from openkeden.formats.flood import bounded
from openkeden.formats.message import (
    Cut,
    Format,
    Limits,
    Line,
    Reading,
    Received,
    Source,
    Unread,
)

__all__ = [
    "FORMATS",
    "Cut",
    "Format",
    "Limits",
    "Line",
    "Reading",
    "Received",
    "Source",
    "Unread",
    "bounded",
    "column_of",
    "cut",
    "of_media_type",
    "read",
    "read_one",
    "sniff",
    "unopened",
]

#: Every message format, in the order in which they are asked whether they know an input.
FORMATS = (
    Format("json", jsonl.MEDIA_TYPE, jsonl.sniff, jsonl.cut, jsonl.write),
    Format("asycuda", asycuda.MEDIA_TYPE, asycuda.sniff, asycuda.read),
    Format("xlsx", xlsx.MEDIA_TYPE, xlsx.sniff, xlsx.read),
    Format("csv", table.MEDIA_TYPE, table.sniff, table.read, table.write),
)

_SHOWN = 24

#: Files that are often sent in the place of a text, by how they begin.
_NO_TEXTS = {
    b"PK": "a ZIP archive or a document of an office program",
    b"\xd0\xcf\x11\xe0": "a document of an old office program (.xls, .doc)",
    b"%PDF": "a PDF document",
    b"{\\rtf": "an RTF document",
    b"\x1f\x8b": "a compressed file (.gz)",
    b"\x89PNG": "a picture (PNG)",
    b"\xff\xd8\xff": "a picture (JPEG)",
}


def sniff(head: bytes) -> Format | None:
    """The format of an input that begins with these bytes, whatever its name; None if
    unknown.
    """
    return next((each for each in FORMATS if each.sniff(head)), None)


def of_media_type(media_type: str) -> Format | None:
    """The format of a media type, whose parameters (`; charset=utf-8`) do not count."""
    plain = media_type.partition(";")[0].strip().lower()
    return next((each for each in FORMATS if each.media_type == plain), None)


def read(stream: BinaryIO, limits: Limits = Limits()) -> Reading:  # noqa: B008 - a frozen value
    """Every message of a binary stream, one at a time; never raises for its content."""
    reading = (read_one(message, limits) for message in cut(stream, limits))
    yield from bounded(reading, limits)


def cut(stream: BinaryIO, limits: Limits) -> Cut:
    """Every message of a binary stream for `read_one`, however many cannot be read."""
    source = Source(stream, limits.message_bytes)
    format_ = sniff(source.head)
    if format_ is None:
        yield Unread((_unknown(source.head),), "document")
    else:
        yield from format_.cut(source, limits)


def read_one(message: Received | Unread | Line, limits: Limits) -> Received | Unread:
    """A message that was cut from its input, with every value read as people may write it."""
    if isinstance(message, Line):
        message = jsonl.message(message.body, limits, message.where)
    if isinstance(message, Unread):
        return message
    filing, notices = as_written.read(message.filing)
    if filing is message.filing and not notices:
        return message
    return msgspec.structs.replace(message, filing=filing, notices=notices)


def column_of(field: str) -> str:
    """The column of a table that holds a field, or what the field is part of; empty where
    none does.

    >>> column_of("item.documents[0].number"), column_of("item.preferences.vat")
    ('item.documents', 'item.preferences.vat')
    """
    whole = field.partition("[")[0]
    while whole and whole not in columns.BY_NAME:
        whole = whole.rpartition(".")[0]
    return whole


def unopened(path: str, reason: str) -> Unread:
    """What is answered about a file that cannot be opened."""
    return Unread((of(rules.FILE, path, value=reason),), "document")


def _unknown(head: bytes) -> Finding:
    if not head.strip():
        return of(rules.EMPTY, "", value=len(head))
    for beginning, kind in _NO_TEXTS.items():
        if head.startswith(beginning):
            return of(rules.NO_TEXT, "", value=kind)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < Source.HEAD)
    except UnicodeDecodeError as error:
        return of(
            rules.ENCODING, "", value=f"0x{head[error.start]:02X}", position=error.start
        )
    return of(rules.UNKNOWN_FORMAT, "", value=repr(head[:_SHOWN].decode("utf-8", "ignore")))
