"""The bundled law as it was read, kept beside it under its digest: what is read again so
takes an eighth of the time.

It is kept as Python keeps byte code: in `__pycache__`, where that may be written and byte
code is. What is kept counts while the files of law are those that it was read from, and the
modules that read them those that read it.
"""

import contextlib
import datetime
import hashlib
import itertools
import pathlib
import sys
from collections.abc import Iterator
from importlib.abc import Traversable
from typing import Any, Final

import msgspec

from openkeden.files import whole_file
from openkeden.lawpack.pack_files import PackFiles
from openkeden.lawpack.sources import Sources, read_sources
from openkeden.tariff import conditions, duty

#: The parts of the program that rows are read by.
_READERS: Final = ("base", "lawpack", "tariff")

#: Kinds of values that the encoding of tables has no name for.
_DATE, _TIME = 1, 2


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """The rows of a pack with what they were read from and by."""

    #: The program that read them.
    program: str

    #: The files of law, whose digest is that of the rows.
    names: tuple[str, ...]

    #: The rows, without those of `tables`.
    sources: Sources

    #: The tables that are kept as they are written.
    tables: dict[str, dict[str, Any]]

    #: What the texts of rates and of conditions say.
    expressions: dict[str, duty.Expression]
    conditions: dict[str, conditions.Condition]


def sources_in(law: Traversable, folder: str) -> Sources:
    """The rows of the pack in a folder, as they are kept or else read.

    Raises ValueError naming the file that has not the shape of its kind.
    """
    if not isinstance(law, pathlib.Path):
        return read_sources(PackFiles(law), folder)
    kept = law / "__pycache__" / f"{folder}.{sys.implementation.cache_tag}.law"
    program = _program(law.parent)
    found = _found(kept, law, program)
    if found is None:
        files = PackFiles(law)
        found = read_sources(files, folder)
        _keep(kept, program, tuple(files.seen), found)
    return found


def _found(kept: pathlib.Path, law: pathlib.Path, program: str) -> Sources | None:
    """What is kept; None where it is not there, or was read from or by something else."""
    try:
        held = msgspec.msgpack.decode(kept.read_bytes(), type=_Kept, ext_hook=_decoded)
        files = PackFiles(law)
        for name in held.names:
            files.bytes(name)
    except (OSError, ValueError):
        return None
    if (held.program, held.sources.digest) != (program, files.digest()):
        return None
    duty.read.learn(held.expressions)
    conditions.read.learn(held.conditions)
    return msgspec.structs.replace(held.sources, tables=held.tables)


def _keep(
    place: pathlib.Path, program: str, names: tuple[str, ...], found: Sources
) -> None:
    """Keep rows for the next time, where this program may and each of them can be read."""
    if sys.dont_write_bytecode:
        return
    asked = set(itertools.chain.from_iterable([row.when for row in found.charges]))
    with contextlib.suppress(OSError, ValueError):
        kept = _Kept(
            program=program,
            names=names,
            sources=msgspec.structs.replace(found, tables={}),
            tables=_encodable(found.tables),
            expressions={text: duty.read(text) for text in _rates(found)},
            conditions={text: conditions.read(text) for text in asked},
        )
        place.parent.mkdir(exist_ok=True)
        whole_file.write(place, msgspec.msgpack.encode(kept))


def _rates(found: Sources) -> set[str]:
    """The texts of all rates."""
    texts = {line.rate for line in found.tariff}
    texts |= {note.rate for note in found.notes if note.rate}
    return texts | {charge.row.value for charge in found.charges}


def _program(package: pathlib.Path) -> str:
    """What changes when a module that reads rows does: names, sizes and times."""
    states = "".join(map(repr, sorted(_modules(package))))
    return hashlib.sha256(states.encode()).hexdigest()


def _modules(package: pathlib.Path) -> Iterator[tuple[str, int, int]]:
    for part in _READERS:
        for path in (package / part).rglob("*.py"):
            state = path.stat()
            yield str(path), state.st_size, state.st_mtime_ns


def _encodable(value: Any) -> Any:
    """A table with its days and times as the encoding takes them."""
    if isinstance(value, dict):
        return {name: _encodable(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_encodable(one) for one in value]
    if isinstance(value, datetime.date):
        return msgspec.msgpack.Ext(_DATE, value.isoformat().encode())
    if isinstance(value, datetime.time):
        return msgspec.msgpack.Ext(_TIME, value.isoformat().encode())
    return value


def _decoded(kind: int, text: memoryview) -> datetime.date | datetime.time:
    written = bytes(text).decode()
    if kind == _DATE:
        return datetime.date.fromisoformat(written)
    return datetime.time.fromisoformat(written)
