"""A stream of bytes in, what was read of it out: the types that every format shares, and a source that can be peeked."""

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

import msgspec

from openkeden.base import findings
from openkeden.filing import declaration

MEBIBYTE = 1024 * 1024


class Limits(msgspec.Struct, frozen=True):
    """What one message may cost: settings of the gate, not law. Gate 2 counts items by the law of the day.

    message_bytes: one line of JSON, one CSV declaration, one document; items: goods lines of one declaration (the
    paper form numbers them with three digits); elements: elements of one XML document.
    """

    message_bytes: int = 16 * MEBIBYTE
    items: int = 9_999
    elements: int = 500_000


class Received(msgspec.Struct, frozen=True):
    """A filing that could be read. `body` is its own message, byte for byte, and can be read again by itself.

    `where` says which message of the input it is: `line 3`, `rows 2 to 5`, `element 7`, `document`.
    """

    filing: declaration.Filing
    body: bytes
    media_type: str
    where: str


class Unread(msgspec.Struct, frozen=True):
    """A message that is no filing, with every reason that could be found."""

    findings: tuple[findings.Finding, ...]
    where: str


Reading = Iterator[Received | Unread]


class Format(msgspec.Struct, frozen=True):
    """A message format: `sniff` knows it by its first bytes, `read` and `write` turn it into filings and back.

    `write` is None for a format that is only read.
    """

    name: str
    media_type: str
    sniff: Callable[[bytes], bool]
    read: "Callable[[Source, Limits], Reading]"
    write: Callable[[Iterable[declaration.Filing]], Iterator[bytes]] | None = None


class Source:
    """A stream with its first bytes still to come: a pipe can be sniffed and then read from its beginning."""

    HEAD = 4096

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.head = self._waiting = _fill(stream, self.HEAD)

    def line(self, most: int) -> bytes:
        """The next line with its end, or the first `most` bytes of it; nothing at the end of the input."""
        waiting = self._waiting
        if not waiting:
            return self._stream.readline(most)
        end = waiting.find(b"\n", 0, most) + 1 or min(len(waiting), most)
        line, self._waiting = waiting[:end], waiting[end:]
        if self._waiting or line.endswith(b"\n") or len(line) == most:
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
        waiting, self._waiting = self._waiting, b""
        return waiting[:most] + _fill(self._stream, most - len(waiting))


def _fill(stream: BinaryIO, size: int) -> bytes:
    """Read `size` bytes or up to the end: a pipe may give them in pieces."""
    pieces = []
    while size > 0 and (piece := stream.read(min(size, MEBIBYTE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
