"""The files that a command is given, opened one after the other."""

import contextlib
import dataclasses
import pathlib
import sys
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from openkeden.cli import show


@dataclasses.dataclass(frozen=True)
class Unopened:
    """A file that cannot be opened."""

    #: What the system says of it.
    reason: str


def listed(files: Iterable[pathlib.Path]) -> list[pathlib.Path]:
    """The files that are named; of a folder all that lies in it, by name."""
    found: list[pathlib.Path] = []
    for path in files:
        found += sorted(path.iterdir()) if path.is_dir() else [path]
    return found


def streams(
    files: list[pathlib.Path], stack: contextlib.ExitStack
) -> Iterator[tuple[pathlib.Path, BinaryIO | Unopened]]:
    """Every file in turn, with a progress bar by bytes on a terminal; `-` is standard
    input.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    bar = Progress(
        *columns, console=show.err.styled, transient=True, disable=not show.err.is_terminal
    )
    progress = stack.enter_context(bar)
    for path in files:
        if str(path) == "-":
            yield path, sys.stdin.buffer
            continue
        try:
            file = progress.open(path, "rb", description=show.plain(path.name))
        except OSError as error:
            yield path, Unopened(error.strerror or str(error))
            continue
        with file:
            yield path, file
