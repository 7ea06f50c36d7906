"""An archive of plain files: a tar that anybody can unpack, read here by what we write and
nothing else.

No links, devices, folders, sparse files or extended headers; no name that leads out of the
folder; nothing larger than the archive itself.
"""

import hashlib
import pathlib
import tarfile
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from openkeden.files import whole_file

#: The unit of a tar, the bytes read at once, the longest name and the most files.
BLOCK, CHUNK, LONGEST_NAME, MOST_FILES = 512, 1 << 20, 1024, 100_000

_DEEPEST = 8


class BadArchive(ValueError):
    """An archive that is not as it was written; the message says why."""


class ArchivedFile(msgspec.Struct, frozen=True):
    """A file in an archive."""

    #: Its path below the folder, with `/` between.
    name: str

    #: Its length in bytes.
    size: int

    #: The SHA-256 of its bytes, in hexadecimal.
    sha256: str


def add(stream: BinaryIO, name: str, file: BinaryIO, size: int) -> ArchivedFile:
    """Append `size` bytes of a file.

    Raises BadArchive where it holds fewer, or where its name could not be unpacked.
    """
    if not _leads_below(name):
        raise BadArchive(f"{name!r} is not a name of a file below the folder")
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    stream.write(info.tobuf(tarfile.GNU_FORMAT, "utf-8", "strict"))
    digest = hashlib.sha256()
    for chunk in _chunks(file, size):
        digest.update(chunk)
        stream.write(chunk)
    stream.write(bytes(-size % BLOCK))
    return ArchivedFile(name, size, digest.hexdigest())


def end(stream: BinaryIO) -> None:
    """End an archive."""
    stream.write(bytes(2 * BLOCK))


def unpack(stream: BinaryIO, length: int, folder: pathlib.Path) -> Iterator[ArchivedFile]:
    """Write every file of an archive of so many bytes below a folder; give each when it is
    written.

    Raises BadArchive, and OSError where a file cannot be written.
    """
    for count, (name, size) in enumerate(_members(stream, length)):
        if count == MOST_FILES:
            raise BadArchive(f"it holds more than {MOST_FILES} files")
        yield _unpacked(stream, name, size, folder)


def _members(stream: BinaryIO, length: int) -> Iterator[tuple[str, int]]:
    """The name and size of each file; its bytes are to be read before the next is asked
    for.
    """
    while (info := _header(stream)) is not None:
        if info.type == tarfile.GNUTYPE_LONGNAME:
            name = _long_name(stream, info.size)
            info = _header(stream) or tarfile.TarInfo()
            info.name = name
        if info.type != tarfile.REGTYPE:
            raise BadArchive(f"{info.name!r} is not a plain file")
        if not 0 <= info.size <= length - stream.tell():
            raise BadArchive(f"{info.name!r} is said to be larger than the archive")
        if not _leads_below(info.name):
            raise BadArchive(f"{info.name!r} is not a name of a file below the folder")
        after = stream.tell() + info.size
        yield info.name, info.size
        assert stream.tell() == after, "the bytes of a file are read before the next"
        if any(stream.read(-info.size % BLOCK)):
            raise BadArchive(f"something follows the end of {info.name!r}")
    if stream.read(BLOCK + 1) != bytes(BLOCK):
        raise BadArchive("something follows its end")


def _header(stream: BinaryIO) -> tarfile.TarInfo | None:
    """The next header; nothing at the end of the archive."""
    block = stream.read(BLOCK)
    if len(block) < BLOCK:
        raise BadArchive("it is cut short")
    if not any(block):
        return None
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError) as error:
        raise BadArchive(f"it is not a tar of ours: {error}") from None


def _long_name(stream: BinaryIO, size: int) -> str:
    if not 0 < size <= LONGEST_NAME:
        raise BadArchive(f"a name is {size} bytes long")
    padded = stream.read(size + -size % BLOCK)
    try:
        return padded.rstrip(b"\0").decode()
    except UnicodeDecodeError:
        raise BadArchive("a name is not UTF-8") from None


def _leads_below(name: str) -> bool:
    parts = name.split("/")
    plain = name.isprintable() and "\\" not in name
    return plain and len(parts) <= _DEEPEST and not {"", ".", ".."} & set(parts)


def _unpacked(stream: BinaryIO, name: str, size: int, folder: pathlib.Path) -> ArchivedFile:
    path = folder / name
    digest = hashlib.sha256()
    try:
        whole_file.make_private_folder(path.parent)
        with whole_file.new_private_file(path) as file:
            for chunk in _chunks(stream, size):
                digest.update(chunk)
                file.write(chunk)
    except (FileExistsError, NotADirectoryError):
        raise BadArchive(f"{name!r} stands in it twice") from None
    return ArchivedFile(name, size, digest.hexdigest())


def _chunks(file: BinaryIO, size: int) -> Iterator[bytes]:
    """Exactly so many bytes, in pieces. Raises BadArchive where there are fewer."""
    while size:
        chunk = file.read(min(size, CHUNK))
        if not chunk:
            raise BadArchive("it is cut short")
        size -= len(chunk)
        yield chunk
