"""The bundled law as it was read, kept beside it: what is read again so takes a twentieth of
the time.

What is kept counts while the files of law, and the modules that read them, are those that it
was read from and by.
"""

import contextlib
import datetime
import itertools
import pathlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import msgspec

from openkeden.files import kept
from openkeden.lawpack import tariff_rows
from openkeden.lawpack.pack_files import PackFiles
from openkeden.lawpack.sources import Sources, read_sources
from openkeden.tariff import conditions, duty

if TYPE_CHECKING:
    from importlib.abc import Traversable

#: The parts of the program that rows are read by.
_READERS: Final = ("base", "lawpack", "tariff")

#: Kinds of values that the encoding of tables has no name for.
_DATE, _TIME = 1, 2


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """The rows of a pack."""

    #: The rows, without those of the tariff and of `tables`.
    sources: Sources

    #: The rows of the tariff by heading.
    tariff: dict[str, bytes]

    #: What they say together.
    together: tariff_rows.Together

    #: The tables that are kept as they are written.
    tables: dict[str, dict[str, Any]]

    #: What the texts of rates and of conditions say.
    expressions: dict[str, duty.Expression]
    conditions: dict[str, conditions.Condition]


def sources_in(law: "Traversable", folder: str) -> Sources:
    """The rows of the pack in a folder, as they are kept or else read.

    Raises ValueError naming the file that has not the shape of its kind.
    """
    if not isinstance(law, pathlib.Path):
        return read_sources(PackFiles(law), folder)
    place = kept.place(law, folder)
    held = _held(place)
    if held is None:
        files = PackFiles(law)
        held = read_sources(files, folder)
        _keep(place, files, held)
    return held


def _held(place: pathlib.Path) -> Sources | None:
    """What is kept; None where it does not count, or cannot be read."""
    held = kept.found(place, _Kept, _decoded)
    if held is None:
        return None
    duty.readings.learn(held.expressions)
    conditions.readings.learn(held.conditions)
    tariff = tariff_rows.TariffRows(held.tariff, held.together)
    return msgspec.structs.replace(held.sources, tables=held.tables, tariff=tariff)


def _keep(place: pathlib.Path, files: PackFiles, read: Sources) -> None:
    """Keep rows for the next time, where each of them can be read and no file changed
    meanwhile.
    """
    law = place.parent.parent
    made_of = [law.joinpath(name) for name in files.seen]
    states = kept.states(place, [*made_of, *_modules(law.parent)])
    again = PackFiles(law)
    with contextlib.suppress(OSError, ValueError):
        for name in files.seen:
            again.bytes(name)
        if again.digest() == read.digest:
            kept.keep(place, states, msgspec.msgpack.encode(_kept(read)))


def _kept(read: Sources) -> _Kept:
    asked = set(itertools.chain.from_iterable([row.when for row in read.charges]))
    headings = tariff_rows.by_heading(read.tariff)
    return _Kept(
        sources=msgspec.structs.replace(read, tables={}, tariff=()),
        tariff={
            heading: msgspec.msgpack.encode(rows) for heading, rows in headings.items()
        },
        together=tariff_rows.together(read.tariff),
        tables=_encodable(read.tables),
        expressions={text: duty.read(text) for text in _rates(read)},
        conditions={text: conditions.read(text) for text in asked},
    )


def _rates(found: Sources) -> set[str]:
    """The texts of all rates."""
    texts = {line.rate for line in found.tariff}
    texts |= {note.rate for note in found.notes if note.rate}
    return texts | {charge.row.value for charge in found.charges}


def _modules(package: pathlib.Path) -> Iterator[pathlib.Path]:
    """The modules of the program that read rows."""
    for part in _READERS:
        yield from (package / part).rglob("*.py")


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
