"""A file of signed heads: notes one behind the other, each as it was signed.

A line that begins with a dash signs the note above it; the first other line begins the next
note. A note whose last line was not finished is no note: a loss of power may tear the end.
"""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

_SIGNATURE = "\N{EM DASH} ".encode()

#: Bytes of a file that are read at once, where no note is longer.
_PIECE = 1 << 16


class Notes(msgspec.Struct, frozen=True):
    """What a file of heads holds."""

    #: The notes, in the order of the file.
    whole: tuple[bytes, ...]
    #: How many bytes they take; what follows is torn.
    length: int


def split(body: bytes) -> Notes:
    """The notes of a file, or of its end."""
    notes = tuple(_notes(body))
    return Notes(notes, sum(map(len, notes)))


def stream(file: BinaryIO, length: int) -> Iterator[bytes]:
    """The whole notes in the first bytes of a file, of which it holds few at once."""
    body = b""
    while piece := file.read(min(length, max(_PIECE, len(body)))):
        length -= len(piece)
        body += piece
        # What signs the last note may follow.
        for note in list(_notes(body))[:-1]:
            yield note
            body = body[len(note) :]
    yield from _notes(body)


def _notes(body: bytes) -> Iterator[bytes]:
    begin = end = place = 0
    while (stop := body.find(b"\n", place)) >= 0:
        signs = body.startswith(_SIGNATURE, place)
        if not signs and end > begin:
            yield body[begin:end]
            begin = end
        place = stop + 1
        if signs:
            end = place
    if end > begin:
        yield body[begin:end]
