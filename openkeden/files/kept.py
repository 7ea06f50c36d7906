"""What was made of files, kept beside them while they are as they were: it is read again in a
fraction of the time.

It is kept as Python keeps byte code: in `__pycache__`, where that may be written and byte
code is, and with the sizes and times of the files that it was made of.
"""

import contextlib
import os
import pathlib
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar

import msgspec

T = TypeVar("T")

#: The folder of what is kept, and how the names of its files end.
FOLDER: Final = "__pycache__"
_ENDING: Final = f".{sys.implementation.cache_tag}.kept"


class _Beside(msgspec.Struct, frozen=True, array_like=True):
    """What was made, with the files that it was made of."""

    #: Size and time of each file, by its way from the folder of what is kept.
    states: dict[str, tuple[int, int]]

    #: What was made of them.
    made: bytes


def place(folder: pathlib.Path, name: str) -> pathlib.Path:
    """Where what is made of files in a folder is kept under a name."""
    return folder / FOLDER / f"{name}{_ENDING}"


def found(
    at: pathlib.Path,
    kind: type[T],
    ext_hook: Callable[[int, memoryview], Any] | None = None,
) -> T | None:
    """What is kept in a place; None where there is nothing of the kind, or a file that it
    was made of changed.
    """
    try:
        held = msgspec.msgpack.decode(at.read_bytes(), type=_Beside)
        if not _stand(held.states, str(at.parent)):
            return None
        return msgspec.msgpack.decode(held.made, type=kind, ext_hook=ext_hook)
    except (OSError, ValueError):
        return None


def _stand(states: dict[str, tuple[int, int]], folder: str) -> bool:
    """Whether all files are as they were."""
    for name, state in states.items():
        if _state(os.path.join(folder, name)) != state:  # noqa: PTH118 - for a tenth
            return False
    return True


def states(at: pathlib.Path, files: Iterable[pathlib.Path]) -> dict[str, tuple[int, int]]:
    """The states of files before something is made of them."""
    found: dict[str, tuple[int, int]] = {}
    for file in files:
        state = _state(str(file))
        if state is not None:
            found[os.path.relpath(file, at.parent)] = state
    return found


def keep(at: pathlib.Path, made_of: dict[str, tuple[int, int]], made: bytes) -> None:
    """Keep what was made of files in such states, where this program may."""
    if sys.dont_write_bytecode:
        return
    # It loads much that most calls do without.
    from openkeden.files import whole_file  # noqa: PLC0415

    with contextlib.suppress(OSError):
        at.parent.mkdir(exist_ok=True)
        kept = _Beside(made_of, made)
        whole_file.write(at, msgspec.msgpack.encode(kept))


def _state(path: str) -> tuple[int, int] | None:
    """Size and time of a file; None where there is none."""
    try:
        state = os.stat(path)  # noqa: PTH116 - for a tenth
    except OSError:
        return None
    return state.st_size, state.st_mtime_ns
