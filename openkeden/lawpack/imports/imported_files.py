"""Files of law that an installation imported, and the pack merged with all of them.

Each is an edition of the tariff or further rows of law. It is written once, whole or not at
all, and never changed; files are merged in the order in which they were imported.
"""

import contextlib
import csv
import hashlib
import pathlib
from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

import msgspec

from openkeden.files import file_lock, whole_file
from openkeden.lawpack.imports import local_rows, tariff_changes
from openkeden.lawpack.pack import Pack
from openkeden.lawpack.sources import Sources

#: The folder of an installation that holds its law, and the file that two imports at once
#: wait for.
FOLDER, LOCK_FILE = "law", "import.lock"


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
    found = imported(folder)
    if not found:
        return sources
    law = sources
    whole = hashlib.sha256(sources.digest.encode())
    for one in found:
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
            found.append(ImportedFile(_name(path), body, _content(path, body)))
        except (TypeError, ValueError, csv.Error) as error:
            raise ValueError(f"{path}: not a file that was imported: {error}") from error
    return found


def names(folder: pathlib.Path, *, editions: bool) -> tuple[str, ...]:
    """The names of the editions that an installation imported, or of its further rows of
    law.
    """
    return tuple(file.name for file in imported(folder) if file.is_edition == editions)


def _content(
    path: pathlib.Path, body: bytes
) -> tuple[tariff_changes.TariffChange, ...] | local_rows.LocalRows:
    if path.suffix == ".csv" and not local_rows.is_csv(body):
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


class Reviewed(Protocol):
    """What became of a file: whether it is refused, and whether it changes anything."""

    @property
    def refused(self) -> bool: ...

    @property
    def moves(self) -> bool: ...


J = TypeVar("J", bound=Reviewed)


def take(
    folder: pathlib.Path,
    name: str,
    body: bytes,
    judge: Callable[[], J],
    *,
    suffix: str = ".csv",
    dry_run: bool,
) -> J:
    """Judge a file under the lock of imports; keep it unless refused or without effect.

    A dry run keeps nothing and makes no folder.
    """
    if dry_run:
        return judge()
    with alone(folder):
        given = judge()
        if given.moves and not given.refused:
            keep(folder, name, body, suffix)
    return given


def keep(
    folder: pathlib.Path, name: str, body: bytes, suffix: str = ".csv"
) -> pathlib.Path:
    """Write a file beside the others of an installation.

    It is there whole, also after a loss of power, or not at all.

    Call it while holding `alone`. Raises FileExistsError: what was imported is never
    replaced.
    """
    there = _paths(folder)
    if name in map(_name, there):
        raise FileExistsError(name)
    number = int(there[-1].name[:4]) + 1 if there else 1
    target = folder / f"{number:04}-{name}{suffix}"
    whole_file.write(target, body, private=True)
    return target


@contextlib.contextmanager
def alone(folder: pathlib.Path) -> Iterator[None]:
    """Hold the lock of imports of this installation, making its folder."""
    whole_file.make_private_folder(folder.parent)
    whole_file.make_private_folder(folder)
    with file_lock.held(folder / LOCK_FILE):
        yield
