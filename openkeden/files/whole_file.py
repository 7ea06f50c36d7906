"""Write files whole: beside the place, synced, renamed into it, and the folder synced.

Whoever reads the place finds what stood there before or all of what was written, also after
a loss of power. What is private is its owner's alone, whatever the umask says.
"""

import contextlib
import errno
import io
import os
import pathlib
import shutil
import stat
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

#: Modes of a private file and of a private folder.
PRIVATE_FILE, PRIVATE_FOLDER = 0o600, 0o700

#: How the name of a file ends that is not whole yet.
UNFINISHED = ".partial"

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def write(path: pathlib.Path, body: bytes, *, private: bool = False) -> None:
    """Put a file with these bytes into a place.

    Raises OSError, naming the place; what stood there before is then as it was.
    """
    with replacing(path, private=private) as file:
        file.write(body)


@contextlib.contextmanager
def replacing(
    path: pathlib.Path,
    *,
    private: bool = False,
    unfinished: Callable[[pathlib.Path], None] | None = None,
) -> Iterator[BinaryIO]:
    """A file to be written to, which takes its place when the block ends.

    Where the block fails, the place is as it was. What was written until then is removed;
    with `unfinished` its whole lines are kept beside the place, and `unfinished` is told
    where. A link is followed; a device or a pipe is written to as it comes.

    Raises OSError, naming the place.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        with path.open("wb") as device:
            yield device
        return
    place = pathlib.Path(os.path.realpath(path))
    with _naming(path):
        beside, file = _beside(place, path, private=private)
    try:
        with file:
            yield file
            file.flush()
            with _naming(path):
                os.fsync(file.fileno())
        with _naming(path):
            beside.rename(place)
    except BaseException:
        _give_up(beside, unfinished)
        raise
    sync_folder(place.parent)


class _PlaceFile(io.BufferedWriter):
    """A file that names its place in an error: nobody knows of the file beside it.

    Its raw file is the interpreter's own: one written in Python could be interrupted by a
    signal after it has written and before it says so, and would be told to write again.
    """

    def __init__(self, handle: int, place: pathlib.Path) -> None:
        super().__init__(io.FileIO(handle, "wb"))
        self._place = place

    def write(self, body: "ReadableBuffer", /) -> int:
        with _naming(self._place):
            return super().write(body)

    def flush(self) -> None:
        with _naming(self._place):
            super().flush()


def _beside(
    place: pathlib.Path, name: pathlib.Path, *, private: bool
) -> tuple[pathlib.Path, BinaryIO]:
    """A new file in the folder of a place, with the mode that the place shall have; errors
    call it by `name`.
    """
    if place.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    beside = place.with_name(f"{place.name}.{os.urandom(4).hex()}{UNFINISHED}")
    mode = PRIVATE_FILE if private else 0o666
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    if private:
        os.fchmod(handle, PRIVATE_FILE)
    elif place.exists():
        os.fchmod(handle, stat.S_IMODE(place.stat().st_mode))
    return beside, _PlaceFile(handle, name)


def _give_up(
    beside: pathlib.Path, unfinished: Callable[[pathlib.Path], None] | None
) -> None:
    if unfinished is not None and beside.exists():
        _cut_to_lines(beside)
        if beside.stat().st_size:
            unfinished(beside)
            return
    beside.unlink(missing_ok=True)


@contextlib.contextmanager
def _naming(path: pathlib.Path) -> Iterator[None]:
    """Name the place in an error about writing to it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error


def _cut_to_lines(path: pathlib.Path) -> None:
    """Take away what follows the last line feed."""
    block = 1 << 16
    with path.open("r+b") as file:
        end = file.seek(0, os.SEEK_END)
        while end:
            begin = max(0, end - block)
            file.seek(begin)
            last = file.read(end - begin).rfind(b"\n")
            end = begin + last + 1 if last >= 0 else begin
            if last >= 0:
                break
        file.truncate(end)


def sync_folder(folder: pathlib.Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_folder(folder: pathlib.Path) -> None:
    """Make a folder that is its owner's alone, and its parents as others make theirs; their
    names are durable.

    A folder that is there is made private.
    """
    if not folder.exists():
        missing = [above for above in folder.parents if not above.exists()]
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
        for made in (folder, *missing):
            sync_folder(made.parent)
    make_private(folder)


def make_private_file(path: pathlib.Path) -> None:
    """Make an empty private file, unless there is a file: that one is made private."""
    if not path.exists():
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
    make_private(path)


def make_private(path: pathlib.Path) -> None:
    """Take from all others what they may do with a file or a folder.

    One that somebody else owns, that lies where nothing can be changed, or that another
    process takes away meanwhile, stays as it is.
    """
    with contextlib.suppress(OSError):
        mode = stat.S_IMODE(path.stat().st_mode)
        if mode & _OTHERS:
            path.chmod(mode & ~_OTHERS)


@contextlib.contextmanager
def new_private_file(path: pathlib.Path) -> Iterator[BinaryIO]:
    """A private file that was not there, synced when the block ends.

    Raises FileExistsError, and OSError.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    with _PlaceFile(handle, path) as file:
        yield file
        file.flush()
        with _naming(path):
            os.fsync(handle)


@contextlib.contextmanager
def new_private_folder(folder: pathlib.Path) -> Iterator[pathlib.Path]:
    """A private folder to be filled, which takes its place when the block ends; removed
    where the block fails.

    The place is an empty folder, or nothing. Raises OSError.
    """
    place = pathlib.Path(os.path.realpath(folder))
    place.parent.mkdir(parents=True, exist_ok=True)
    beside = place.with_name(f"{place.name}.{os.urandom(4).hex()}{UNFINISHED}")
    make_private_folder(beside)
    try:
        yield beside
        for below in (beside, *beside.rglob("*")):
            if below.is_dir():
                sync_folder(below)
        with _naming(folder):
            beside.rename(place)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    sync_folder(place.parent)
