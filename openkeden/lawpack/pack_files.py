"""Files of a law pack: each read once and counted in the digest, their lines made into
rows.
"""

import contextlib
import datetime
import functools
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from openkeden.base import working_time
from openkeden.base.validity import ALWAYS

if TYPE_CHECKING:
    from importlib.abc import Traversable

T = TypeVar("T")


class PackFiles:
    """The files of a pack, each read once and remembered for the digest."""

    def __init__(self, root: "Traversable") -> None:
        self.root = root
        self.seen: dict[str, bytes] = {}

    def bytes(self, name: str) -> bytes:
        if name not in self.seen:
            self.seen[name] = self.root.joinpath(*name.split("/")).read_bytes()
        return self.seen[name]

    def toml(self, name: str) -> dict[str, Any]:
        import tomllib  # noqa: PLC0415 - kept law is read without it

        return tomllib.loads(self.bytes(name).decode())

    def table(self, name: str) -> Iterator[dict[str, str]]:
        """The lines below the head, their cells by column."""
        head = self.head(name)
        for row in self.csv(name):
            cells = [cell.strip() for cell in row]
            with _naming(name, cells):
                yield dict(zip(head, cells, strict=True))

    def head(self, name: str) -> list[str]:
        """The columns of a file of lines."""
        return self.bytes(name).decode().partition("\n")[0].strip().split(",")

    def csv(self, name: str) -> Iterator[list[str]]:
        """The lines below the head, without those that are empty or a comment."""
        return cells_of(self.bytes(name).decode())

    def digest(self) -> str:
        import hashlib  # noqa: PLC0415 - kept law is read without it

        whole = hashlib.sha256()
        for name in sorted(self.seen):
            whole.update(f"{name} {len(self.seen[name])}\n".encode() + self.seen[name])
        return whole.hexdigest()


def cells_of(text: str) -> Iterator[list[str]]:
    """The lines of CSV below the head, without those that are empty or a comment."""
    import csv  # noqa: PLC0415 - kept law is read without it

    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    return (row for row in rows if row and not row[0].startswith("#"))


class RowReader(NamedTuple):
    """The rows of a pack by kind, from the files that its manifest names for each."""

    files: PackFiles
    names: Mapping[str, tuple[str, ...]]

    def tables(self, kind: str, make: Callable[[str, Any], Iterable[T]]) -> tuple[T, ...]:
        """What `make` makes of each table of the kind in TOML, given the folder of its
        file.
        """
        made: list[T] = []
        for name in self.names.get(kind, ()):
            folder = name.partition("/")[0]
            for table in self.files.toml(name).get(kind, ()):
                with _naming(name, table):
                    made += make(folder, table)
        return tuple(made)

    def lines(self, kind: str, make: Callable[[Sequence[str]], T]) -> tuple[T, ...]:
        """What `make` makes of the cells of each line in CSV."""
        made: list[T] = []
        for name in self.names.get(kind, ()):
            for cells in self.files.csv(name):
                try:
                    made.append(make(cells))
                except ValueError as error:
                    raise ValueError(f"{name}: {error}: {cells}") from error
        return tuple(made)

    def local(
        self, kind: str, make: Callable[[str, Mapping[str, str]], T]
    ) -> tuple[T, ...]:
        """As `lines`, from the cells by column and the folder of the file."""
        made: list[T] = []
        for name in self.names.get(kind, ()):
            folder = name.partition("/")[0]
            for cells in self.files.table(name):
                with _naming(name, cells):
                    made.append(make(folder, cells))
        return tuple(made)

    def merged(self, kind: str) -> dict[str, Any]:
        """The tables of all files of a kind as one."""
        found: dict[str, Any] = {}
        for name in self.names.get(kind, ()):
            found |= self.files.toml(name)
        return found


@contextlib.contextmanager
def _naming(name: str, given: object) -> Iterator[None]:
    """Name the file and the row in what is wrong with it."""
    try:
        yield
    except ValueError as error:
        raise ValueError(f"{name}: {error}: {given}") from error


@functools.cache
def day_in(text: str) -> datetime.date:
    """The day that a cell names; the tariff's lines have few distinct ones. Raises
    ValueError.
    """
    day = working_time.parse_day(text)
    if day is None:
        raise ValueError(f"{text!r} is not a day: write it as 2026-07-01")
    return day


def first_day(text: str) -> datetime.date:
    """The first day in force that a cell names; empty: always in force. Raises ValueError."""
    return day_in(text) if text else ALWAYS


def last_day(text: str) -> datetime.date | None:
    """The last day in force that a cell names; empty: no end known. Raises ValueError."""
    return day_in(text) if text else None
