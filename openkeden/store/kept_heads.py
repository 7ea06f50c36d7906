"""The file outside the database to which every signed head is appended.

It may lie on another disk: a database that was put back to an earlier day, or that lost its
`-wal` file, is then shorter than its last known head. What a loss of power tore off the end
of the file is made whole with the next head.
"""

import contextlib
import fcntl
import os
import pathlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from openkeden.files import whole_file
from openkeden.ledger import checkpoint, head_file

#: The end of the file that is read to find its last head; a head takes some 300 bytes, and
#: more only where witnesses signed it too.
_END = 1 << 16

#: Number, length and last change of a file.
Identity = tuple[int, int, int]

#: Files that this process appended to: how it left them, and the size of the last head in
#: them. A file that is as it was left needs not be read again.
_left: dict[pathlib.Path, tuple[Identity, int]] = {}

#: Gives the notes of the heads of more facts than this, oldest first; of the latest alone
#: where nothing is known yet.
NotesAfter = Callable[[int | None], list[str]]


def last(path: pathlib.Path, verifier: checkpoint.Verifier) -> checkpoint.Checkpoint | None:
    """The last sound head in the file; None where there is none yet.

    Raises BadNote where no head in it is one of this ledger.
    """
    try:
        with path.open("rb") as file:
            return _sound(_end(file)[1], verifier)[0]
    except FileNotFoundError:
        return None


def append(
    path: pathlib.Path, verifier: checkpoint.Verifier, notes_after: NotesAfter
) -> None:
    """Append every head that the file lacks; durable when this returns.

    Raises BadNote as `last` does, and OSError.
    """
    with _alone(path) as file:
        known, length = _known(path, file, verifier)
        notes = notes_after(known)
        missing = "".join(notes).encode()
        is_whole = length == file.seek(0, os.SEEK_END)
        if not missing and is_whole:
            return
        if not is_whole:
            file.seek(length)
            file.truncate()
        file.write(missing)
        file.flush()
        os.fsync(file.fileno())
        if notes:
            size = checkpoint.parse_number(notes[-1].split("\n")[1])
            _left[path] = (_identity(file), size)


def _known(
    path: pathlib.Path, file: BinaryIO, verifier: checkpoint.Verifier
) -> tuple[int | None, int]:
    """The size of the last sound head in a file, and where that head ends."""
    identity, size = _left.get(path, ((0, 0, 0), 0))
    if identity == _identity(file):
        return size, identity[1]
    begin, end = _end(file)
    known, length = _sound(end, verifier)
    return (known.size if known else None), begin + length


def _identity(file: BinaryIO) -> Identity:
    """Which file it is, and in which state."""
    state = os.fstat(file.fileno())
    return state.st_ino, state.st_size, state.st_mtime_ns


def _sound(
    end: bytes, verifier: checkpoint.Verifier
) -> tuple[checkpoint.Checkpoint | None, int]:
    """The last head in the end of a file that the ledger's key signed, and where it ends.

    What follows it was torn by a loss of power. Raises BadNote where there are heads, and
    none of them is one of this ledger.
    """
    notes = head_file.split(end)
    length, reason = notes.length, ""
    for note in reversed(notes.whole):
        try:
            return checkpoint.open_note(note, [verifier]), length
        except checkpoint.BadNote as bad:
            length -= len(note)
            reason = reason or bad.reason
    if reason:
        raise checkpoint.BadNote(reason)
    return None, 0


@contextlib.contextmanager
def _alone(path: pathlib.Path) -> Iterator[BinaryIO]:
    """The file, opened to be changed by nobody else; it is made where there is none."""
    flags = os.O_RDWR | os.O_CREAT
    is_new = not path.exists()
    with os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if is_new:
            whole_file.sync_folder(path.absolute().parent)
        yield file


def _end(file: BinaryIO) -> tuple[int, bytes]:
    """Where the end of a file that is read begins, and that end."""
    size = file.seek(0, os.SEEK_END)
    begin = file.seek(max(0, size - _END))
    return begin, file.read(_END)
