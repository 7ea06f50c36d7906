"""What every format shares: limits, messages read and unread, and a source that can be
peeked.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final

import msgspec

from openkeden.base import findings
from openkeden.filing import declaration
from openkeden.formats import utf16

MEBIBYTE = 1024 * 1024
#: The byte order mark that may stand before any text.
MARK: Final = b"\xef\xbb\xbf"


class Limits(msgspec.Struct, frozen=True):
    """What one message may cost: settings of the gate, not law, by which gate 2 counts
    items.
    """

    #: Bytes of a line of JSON, of a CSV declaration, of a document.
    message_bytes: int = 16 * MEBIBYTE
    #: Items of a declaration; the paper form numbers them with three digits.
    items: int = 9_999
    #: Elements of an XML document; objects and lists of JSON that is read slowly.
    elements: int = 500_000
    #: Findings of an input about messages that cannot be read; further ones are counted.
    findings: int = 10_000
    #: Messages that are counted so, beyond as many as can be read; then the rest is left.
    unread: int = 10_000


class Received(msgspec.Struct, frozen=True, tag=True):
    """A filing that could be read."""

    #: What the message declares.
    filing: declaration.Filing
    #: The message itself, byte for byte; it can be read again on its own.
    body: bytes
    #: The format of the message.
    media_type: str
    #: Which message of the input it is: `line 3`, `rows 2 to 5`, `element 7`, `document`.
    where: str
    #: What is said about how its values were read.
    notices: tuple[findings.Finding, ...] = ()
    #: The row of each item, where the message is part of a table.
    rows: tuple[int, ...] = ()
    #: The signature of the message; empty where it came without one.
    signature: bytes = b""


class Unread(msgspec.Struct, frozen=True, tag=True):
    """A message that cannot be read as a filing."""

    #: Every reason that could be found.
    findings: tuple[findings.Finding, ...]
    #: Which message of the input it is.
    where: str


class Line(msgspec.Struct, frozen=True, gc=False, tag=True):
    """A line of an input that is a message by itself, and was not read yet."""

    #: The line, byte for byte.
    body: bytes
    #: Which message of the input it is.
    where: str


Reading = Iterator[Received | Unread]

#: An input cut into its messages, some of them not read yet.
Cut = Iterator[Received | Unread | Line]


class Format(msgspec.Struct, frozen=True):
    """A message format."""

    #: Its short name.
    name: str
    #: Its media type, without parameters.
    media_type: str
    #: Whether an input that begins with these bytes is of the format.
    sniff: Callable[[bytes], bool]
    #: Cuts an input into messages, and reads those that cannot be cut unread.
    cut: "Callable[[Source, Limits], Cut]"
    #: Turns filings into an input; None for a format that is only read.
    write: Callable[[Iterable[declaration.Filing]], Iterator[bytes]] | None = None


class Source:
    """A stream whose beginning is known and still to come: a pipe can be sniffed, then read
    whole.

    `head` is that beginning, `HEAD` bytes of it or more: it holds the whole of the first
    line that is not blank, so that nothing is decided by a line that is cut. Only a line of
    more than `most` bytes is cut, and none is looked for after more than `most` bytes of
    blanks.
    """

    HEAD = 4096

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self.head = _head(stream, self.HEAD, most)
        self._given = 0
        if utf16.is_utf16(self.head):
            self._stream = utf16.as_utf8(self.head, stream)
            self.head = _head(self._stream, self.HEAD, most)

    def line(self, most: int) -> bytes:
        """The next line with its end, or its first `most` bytes; nothing at the end."""
        head, start = self.head, self._given
        if start == len(head):
            return self._stream.readline(most)
        stop = min(len(head), start + most)
        self._given = head.find(b"\n", start, stop) + 1 or stop
        line = head[start : self._given]
        if self._given < len(head) or line.endswith(b"\n") or len(line) == most:
            return line
        return line + self._stream.readline(most - len(line))

    def lines(self, most: int) -> Iterator[bytes]:
        """Every line, each cut at `most` bytes; the rest of a cut line is skipped."""
        while line := self.line(most):
            if len(line) == most and not line.endswith(b"\n"):
                self.skip_line()
            yield line

    def skip_line(self) -> None:
        """Read on to the end of the line, keeping nothing."""
        while (rest := self.line(MEBIBYTE)) and not rest.endswith(b"\n"):
            pass

    def rest(self, most: int) -> bytes:
        """What is left of the input, at most `most` bytes of it."""
        begun = self.head[self._given : self._given + most]
        self._given = len(self.head)
        return begun + _fill(self._stream, most - len(begun))


def _head(stream: BinaryIO, size: int, most: int) -> bytes:
    """The first bytes of a stream, `size` at a time, to the end of the first line not
    blank.
    """
    pieces = [_fill(stream, size)]
    begun = pieces[0].removeprefix(MARK).lstrip()
    while pieces[-1] and not begun and len(pieces) * size < most:
        pieces.append(_fill(stream, size))
        begun = pieces[-1].lstrip()
    if begun and b"\n" not in begun:
        pieces.append(stream.readline(most))
    return b"".join(pieces)


def _fill(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes or up to the end: a pipe may give them in pieces."""
    pieces = []
    while size > 0 and (piece := stream.read(min(size, MEBIBYTE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
