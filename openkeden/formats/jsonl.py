"""Read and write JSON: a declaration a line, or one document that is a declaration or a
list of them.

A clean message is decoded in three C calls; only what they refuse is read again, slowly, to
collect every finding.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from openkeden.base import findings
from openkeden.filing import declaration
from openkeden.formats import rules, shape
from openkeden.formats.message import (
    MARK,
    Cut,
    Limits,
    Line,
    Reading,
    Received,
    Source,
    Unread,
)

MEDIA_TYPE: Final = "application/json"
_BLANK: Final = b" \t\r\n"
#: A first line that ends so goes on in the next one: the input is one document.
_OPEN: Final = (b"{", b"[", b",", b":")

_ENCODER: Final = msgspec.json.Encoder()
_FILING: Final = msgspec.json.Decoder(declaration.Filing)
_ANYTHING: Final = msgspec.json.Decoder()
_ELEMENTS: Final = msgspec.json.Decoder(list[msgspec.Raw])


def sniff(head: bytes) -> bool:
    """Whether the input begins as JSON does: with a brace or a bracket."""
    return head.removeprefix(MARK).lstrip(_BLANK)[:1] in (b"{", b"[")


def cut(source: Source, limits: Limits) -> Cut:
    """Every declaration: lines, or what is read of one document; a bad line stops no other."""
    start = source.head.removeprefix(MARK).lstrip(_BLANK)
    first, ended, _ = start.partition(b"\n")
    if start.startswith(b"[") or (ended and first.rstrip(_BLANK).endswith(_OPEN)):
        return _document(source, limits)
    return _lines(source, limits)


def write(filings: Iterable[declaration.Filing]) -> Iterator[bytes]:
    """One line for each filing, fields in the order of the type, what is empty left out."""
    for filing in filings:
        yield _ENCODER.encode(filing) + b"\n"


def message(body: bytes, limits: Limits, where: str) -> Received | Unread:
    """The one declaration that `body` is, or every finding about it."""
    try:
        filing = _FILING.decode(body)
        if _no_key_twice(body, filing) and len(filing.items) <= limits.items:
            return Received(filing, body, MEDIA_TYPE, where)
    except (msgspec.DecodeError, ValueError, RecursionError, OverflowError) as refused:
        return _read_slowly(body, limits, where, refused)
    wrong = _collect(body, limits)
    return Unread(wrong, where) if wrong else Received(filing, body, MEDIA_TYPE, where)


def _read_slowly(
    body: bytes, limits: Limits, where: str, refused: Exception
) -> Received | Unread:
    """What the decoder refuses: every finding, or the filing with what is exact in it."""
    tree = plain(body, limits)
    if isinstance(tree, findings.Finding):
        return Unread((tree,), where)
    filing = shape.exactly(tree, limits.items, str(refused))
    if isinstance(filing, tuple):
        return Unread(filing, where)
    return Received(filing, body, MEDIA_TYPE, where)


def _lines(source: Source, limits: Limits) -> Iterator[Line | Unread]:
    most = limits.message_bytes + len(MARK) + 2
    for number, line in enumerate(source.lines(most), 1):
        body = line if number > 1 else line.removeprefix(MARK)
        if len(line) < most or line.endswith(b"\n"):
            body = body.strip(_BLANK)
        if len(body) > limits.message_bytes:
            yield Unread((_too_long(body, limits),), f"line {number}")
        elif body:
            yield Line(body, f"line {number}")


def _document(source: Source, limits: Limits) -> Reading:
    text = source.rest(limits.message_bytes + len(MARK) + 1).removeprefix(MARK)
    if len(text) > limits.message_bytes:
        yield Unread((_too_long(text, limits),), "document")
    elif text.lstrip(_BLANK).startswith(b"["):
        yield from _list(text, limits)
    else:
        yield message(text.strip(_BLANK), limits, "document")


def _list(text: bytes, limits: Limits) -> Reading:
    try:
        elements = _ELEMENTS.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError) as refused:
        yield Unread(_syntax(text, limits) or _unnamed(refused), "document")
        return
    if not elements:
        yield Unread(
            (findings.of(rules.NO_DECLARATION, "", value="an empty list"),), "document"
        )
    for number, element in enumerate(elements, 1):
        yield message(bytes(element), limits, f"element {number}")


def _too_long(body: bytes, limits: Limits) -> findings.Finding:
    return findings.of(
        rules.TOO_LONG_MESSAGE, "", value=len(body), limit=limits.message_bytes
    )


def _no_key_twice(body: bytes, filing: declaration.Filing) -> bool:
    """Whether a decoded message surely held no key twice; the decoder silently takes the
    last one.

    Encoded again without its empty fields, a filing has as many quotation marks around
    texts as its message, unless that named a field twice (at least two marks more) or gave
    a default (then plain values decide). Where every backslash stands before a quotation
    mark, marks and backslashes give that count exactly. Other escapes are left to the slow
    path, which also sees the control characters that only an escape can write.
    """
    again = _ENCODER.encode(filing)
    escaped = b"\\" in body
    if again == body and not (escaped and b"\\u" in body):
        return True
    escapes = body.count(b"\\") if escaped else 0
    if escapes and escapes != body.count(b'\\"'):
        return False
    marks = body.count(b'"') - escapes
    if marks == _marks(again):
        return True
    return marks == _marks(_ENCODER.encode(_ANYTHING.decode(body)))


def _marks(text: bytes) -> int:
    """The quotation marks that delimit texts; every backslash stands before one that does
    not.
    """
    return text.count(b'"') - (text.count(b"\\") if b"\\" in text else 0)


def _collect(body: bytes, limits: Limits) -> tuple[findings.Finding, ...]:
    """Every finding about a message; none when it is a filing after all."""
    tree = plain(body, limits)
    if isinstance(tree, findings.Finding):
        return (tree,)
    return shape.collect(tree, limits.items)


def _syntax(text: bytes, limits: Limits) -> tuple[findings.Finding, ...]:
    tree = plain(text, limits)
    return (tree,) if isinstance(tree, findings.Finding) else ()


def plain(body: bytes, limits: Limits) -> Any:
    """The message as plain values, duplicate keys and odd numbers kept, or why it cannot
    be.
    """
    brackets = body.count(b"{") + body.count(b"[")
    if brackets > limits.elements:
        return findings.of(rules.JSON_BRACKETS, "", value=brackets, limit=limits.elements)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        return findings.of(
            rules.ENCODING, "", value=f"0x{body[error.start]:02X}", position=error.start
        )
    try:
        return shape.from_json(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return findings.of(rules.SYNTAX, place, value=place, reason=error.msg)
    except RecursionError:
        return findings.of(rules.DEPTH, "", value=f"{brackets} brackets")


def _unnamed(refused: Exception) -> tuple[findings.Finding, ...]:
    """The finding for what only the fast decoder refuses, in its words."""
    return (findings.of(rules.UNREADABLE, "", value=shape.shown(str(refused))),)
