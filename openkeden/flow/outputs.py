"""Outputs: the files that a command is asked to write, refused where they would be written
over its input or over the installation.
"""

import contextlib
import os
import pathlib
from collections.abc import Callable, Iterable
from typing import BinaryIO

from openkeden.base import findings, usage
from openkeden.base.findings import Refused
from openkeden.files import whole_file

#: How a command names its standard input, and the file that this is.
STANDARD_INPUT, _STANDARD_INPUT_FILE = pathlib.Path("-"), pathlib.Path("/dev/stdin")


def refused(
    out: pathlib.Path, home: pathlib.Path, inputs: Iterable[pathlib.Path] = ()
) -> Refused | None:
    """Why a file or folder must not be written: it is an input, or the installation's.

    Links are followed, and another name of the same file is that file.
    """
    for path in inputs:
        read = _STANDARD_INPUT_FILE if path == STANDARD_INPUT else path
        if _same(out, read):
            return findings.refused(usage.OUT_IS_INPUT, "out", value=out)
    if _within(out, home) or _has_name_in(out, home):
        return findings.refused(usage.OUT_IN_HOME, "out", value=out, home=home)
    return None


def _same(one: pathlib.Path, other: pathlib.Path) -> bool:
    """Whether two names are of one regular file."""
    return one.is_file() and other.is_file() and one.samefile(other)


def _within(path: pathlib.Path, folder: pathlib.Path) -> bool:
    real, above = (pathlib.Path(os.path.realpath(name)) for name in (path, folder))
    return real.is_relative_to(above)


def _has_name_in(out: pathlib.Path, folder: pathlib.Path) -> bool:
    """Whether a file has a further name somewhere in a folder."""
    if not out.is_file() or out.stat().st_nlink == 1:
        return False
    return any(_same(out, path) for path in folder.rglob("*"))


def write(path: pathlib.Path, body: bytes, *, private: bool = False) -> None:
    """Write a file whole, or leave what is there as it was. Raises OSError."""
    whole_file.write(path, body, private=private)


def lines(
    path: pathlib.Path, unfinished: Callable[[pathlib.Path], None]
) -> contextlib.AbstractContextManager[BinaryIO]:
    """A file of lines that takes its place when the block ends.

    Where the block fails, what is there stays as it was, the whole lines written until then
    lie beside it, and `unfinished` is told where.
    """
    return whole_file.replacing(path, unfinished=unfinished)
