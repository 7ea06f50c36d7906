"""Files that somebody else wrote: read whole up to a limit, or refused before they cost
more.

A device, a pipe and a sparse file are read no further than any other; what gives nothing is
not waited for without end.
"""

import errno
import os
import pathlib
import select
import stat
import time
from typing import BinaryIO, Final

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.flow import settings

#: Seconds that a pipe or a device has to give all that it has.
PATIENCE: Final = 60

_PIECE: Final = 1024 * 1024
_MOST_DIGITS: Final = 12


def read(
    path: pathlib.Path, most: int | None = None, patience: int = PATIENCE
) -> bytes | Refused:
    """What a file holds, when it has at most `most` bytes; the setting where none is given.

    Raises OSError for a file that cannot be opened.
    """
    limit = _limit() if most is None else most
    if isinstance(limit, Refused):
        return limit
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
        if status.st_size > limit:
            return _too_large(path, status.st_size, limit)
        with os.fdopen(handle, "rb", buffering=0, closefd=False) as file:
            body = _whole(file, limit + 1, time.monotonic() + patience)
    finally:
        os.close(handle)
    if body is None:
        return findings.refused(usage.SILENT, "file", value=path, seconds=patience)
    return body if len(body) <= limit else _too_large(path, f"more than {limit}", limit)


def _whole(file: BinaryIO, most: int, deadline: float) -> bytes | None:
    """All that a file gives, at most `most` bytes; None where it does not come to an end."""
    pieces = []
    while most > 0:
        left = deadline - time.monotonic()
        if left < 0 or not select.select([file], [], [], left)[0]:
            return None
        piece = file.read(min(most, _PIECE))
        if piece == b"":
            break
        pieces.append(piece or b"")
        most -= len(pieces[-1])
    return b"".join(pieces)


def _limit() -> int | Refused:
    """The largest file taken, in bytes, as the environment sets it."""
    text = settings.FILE_BYTES.value
    if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        return int(text)
    name = settings.FILE_BYTES.variable
    return findings.refused(usage.BAD_SETTING, name, value=text, name=name)


def _too_large(path: pathlib.Path, size: object, limit: int) -> Refused:
    name = settings.FILE_BYTES.variable
    return findings.refused(
        usage.TOO_LARGE, "file", value=path, size=size, limit=limit, name=name
    )
