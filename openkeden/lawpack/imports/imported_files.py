"""Files of law that an installation imported, and the pack merged with all of them.

Each is an edition of the tariff or further rows of law. It is written once, whole or not at
all, and never changed; files are merged in the order in which they were imported.
"""

import contextlib
import csv
import hashlib
import pathlib
from collections.abc import Iterator, Sequence

import msgspec

from openkeden.files import file_lock, whole_file
from openkeden.lawpack import imports
from openkeden.lawpack.imports import local_rows, tariff_changes
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.sources import Sources

#: The folder of an installation that holds its law, and the file that two imports at once
#: wait for.
FOLDER, LOCK_FILE = imports.FOLDER, "import.lock"


class ImportedFile(msgspec.Struct, frozen=True):
    """A file that an installation imported.

    Its name, its bytes, and the changes of an edition or the rows that it adds.
    """

    name: str
    body: bytes
    content: tuple[tariff_changes.TariffChange, ...] | local_rows.LocalRows

    @property
    def is_edition(self) -> bool:
        return isinstance(self.content, tuple)


def merged(pack: Pack, folder: pathlib.Path) -> Pack:
    """The pack with everything in the folder merged; the same where there is nothing.

    Raises as `merged_sources`.
    """
    sources = merged_sources(pack.sources, folder)
    return pack if sources is pack.sources else Pack(sources)


def merged_sources(sources: Sources, folder: pathlib.Path) -> Sources:
    """The rows with everything that an installation imported merged.

    The same object where there is nothing.

    Raises ValueError for a file that is not as it was written by `keep`.
    """
    return merged_files(sources, imported(folder))


def merged_files(sources: Sources, files: Sequence[ImportedFile]) -> Sources:
    """The rows with these files merged, in their order; the same object where there is none."""
    if not files:
        return sources
    law = sources
    whole = hashlib.sha256(sources.digest.encode())
    for one in files:
        content = one.content
        if isinstance(content, local_rows.LocalRows):
            law = local_rows.merge(law, content).sources
        else:
            law = tariff_changes.merge(law, content).sources
        whole.update(f"{one.name} {len(one.body)}\n".encode() + one.body)
    return msgspec.structs.replace(law, digest=whole.hexdigest())


def imported(folder: pathlib.Path) -> list[ImportedFile]:
    """The files that an installation imported, in their order.

    Raises ValueError for one that is not as it was written.
    """
    found = []
    for path in _paths(folder):
        body = path.read_bytes()
        try:
            found.append(read_file(path, body))
        except (TypeError, ValueError, csv.Error) as error:
            raise ValueError(f"{path}: not a file that was imported: {error}") from error
    return found


def read_file(path: pathlib.Path, body: bytes) -> ImportedFile:
    """The file of these bytes under this path. Raises TypeError, ValueError or csv.Error for
    what is neither an edition nor rows.
    """
    return ImportedFile(_name(path), body, _content(path, body))


class KeptFile(msgspec.Struct, frozen=True):
    """A file of law as it lies in the folder of an installation."""

    #: Its name there, with the number of its place in the order.
    name: str

    #: Whether it is an edition of the tariff, not rows of law.
    is_edition: bool

    #: SHA-256 of its bytes.
    digest: bytes


def kept(folder: pathlib.Path) -> tuple[KeptFile, ...]:
    """The files of law that lie in a folder, in their order, whatever is in them."""
    return tuple([kept_file(path, path.read_bytes()) for path in _paths(folder)])


def kept_file(path: pathlib.Path, body: bytes) -> KeptFile:
    """What a file of these bytes is known by."""
    return KeptFile(path.name, _is_edition(path, body), hashlib.sha256(body).digest())


def _is_edition(path: pathlib.Path, body: bytes) -> bool:
    return path.suffix == ".csv" and not local_rows.is_csv(body)


def names(folder: pathlib.Path, *, editions: bool) -> tuple[str, ...]:
    """The names of the editions that an installation imported, or of its further rows of
    law.
    """
    return tuple(file.name for file in imported(folder) if file.is_edition == editions)


def _content(
    path: pathlib.Path, body: bytes
) -> tuple[tariff_changes.TariffChange, ...] | local_rows.LocalRows:
    if _is_edition(path, body):
        return tariff_changes.changes(body)
    read = local_rows.read(body)
    if read.unreadable:
        raise ValueError(f"{read.unreadable[0].where}: {read.unreadable[0].reason}")
    return read


def _paths(folder: pathlib.Path) -> list[pathlib.Path]:
    return sorted(
        [
            *folder.glob("[0-9][0-9][0-9][0-9]-*.csv"),
            *folder.glob("[0-9][0-9][0-9][0-9]-*.toml"),
        ]
    )


def _name(path: pathlib.Path) -> str:
    return path.stem.partition("-")[2]


class PreparedFile(msgspec.Struct, frozen=True):
    """A file that is written whole and durable beside its place, and not yet law."""

    #: Its place.
    target: pathlib.Path

    #: What it is, read.
    file: ImportedFile

    @property
    def beside(self) -> pathlib.Path:
        """Where it lies until it is settled."""
        return _beside(self.target)

    def settle(self) -> None:
        """Put it in its place, for good."""
        self.beside.rename(self.target)
        whole_file.sync_folder(self.target.parent)

    def discard(self) -> None:
        """Take it away again."""
        self.beside.unlink()


def _beside(target: pathlib.Path) -> pathlib.Path:
    return target.with_name(f".{target.name}.new")


def prepare(
    folder: pathlib.Path, name: str, body: bytes, suffix: str = ".csv", place: int = 0
) -> PreparedFile:
    """Write a file beside its place among the others of an installation, whole and durable;
    `place` counts those that are prepared before it and not yet in theirs.

    Call it while holding `alone`. Raises FileExistsError: what was imported is never
    replaced.
    """
    there = _paths(folder)
    if name in map(_name, there):
        raise FileExistsError(name)
    number = int(there[-1].name[:4]) + 1 if there else 1
    target = folder / f"{number + place:04}-{name}{suffix}"
    prepared = PreparedFile(target, read_file(target, body))
    whole_file.write(prepared.beside, body, private=True)
    return prepared


def settle_again(folder: pathlib.Path, name: str, digest: bytes) -> None:
    """Put a prepared file of this name and digest in its place, where a process ended before
    it did. Call it while holding `alone`.
    """
    target = folder / name
    beside = _beside(target)
    if target.exists() or not beside.exists():
        return
    if hashlib.sha256(beside.read_bytes()).digest() == digest:
        beside.rename(target)
        whole_file.sync_folder(folder)


@contextlib.contextmanager
def alone(folder: pathlib.Path) -> Iterator[None]:
    """Hold the lock of imports of this installation, making its folder."""
    whole_file.make_private_folder(folder.parent)
    whole_file.make_private_folder(folder)
    with file_lock.held(folder / LOCK_FILE):
        yield
