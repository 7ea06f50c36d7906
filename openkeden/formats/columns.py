"""The columns of a CSV declaration, made from its fields: names, and how cells are read and
written.

Columns of the declaration stand on its first row and may be repeated on the others; columns
of an item begin with `item.`. A party and the preferences have a column for each of their
fields. A list is written as JSON in its cell: `["..."]` for texts, `[{"code": "...",
"number": "..."}]` for documents and costs, `{"name": "..."}` for attributes; `list_cells`
reads more.
"""

import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final

import msgspec

from openkeden.base import written
from openkeden.filing import declaration, fields
from openkeden.formats import exact, list_cells

Read = Callable[[str], Any]
Write = Callable[[Any], str]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column and the field that it fills."""

    #: Its name in the header.
    name: str
    #: The way to its field from the declaration or, when `item` is true, from the item.
    path: tuple[str, ...]
    #: Whether it says something of an item, not of the declaration.
    item: bool
    #: Whether the header must have it.
    required: bool
    #: What a cell holds, in words.
    expected: str
    #: Reads a cell that is not empty; raises ValueError.
    read: Read
    #: Writes a value as a cell.
    write: Write


def _whole(cell: str) -> int:
    read = exact.count(cell)
    if isinstance(read, int):
        return read
    raise ValueError(cell)


def _flag(cell: str) -> bool:
    flag = written.flag(cell)
    if flag is None:
        raise ValueError(cell)
    return flag


def _write_flag(flag: bool) -> str:
    return str(flag).lower()


def _write_json(value: Any) -> str:
    return msgspec.json.encode(value).decode() if value else ""


def _kind(kind: Any) -> tuple[Read, Write, str]:
    """How a cell of a field of this type is read and written, and what it holds."""
    if typing.get_origin(kind) is Annotated:
        return str, str, "text"
    if kind is int:
        return _whole, str, "a whole number"
    if kind is bool:
        return _flag, _write_flag, "true or false"
    return list_cells.reader(kind), _write_json, _example(kind)


def _example(kind: Any) -> str:
    """The JSON of a cell, with dots for every text."""
    if typing.get_origin(kind) is Mapping:
        return '{"name": "..."}'
    entry = fields.record(fields.element(kind))
    if entry is None:
        return '["..."]'
    names = [f'"{field.name}": "..."' for field in fields.of(entry)]
    return f"[{{{', '.join(names)}}}]"


def _columns(
    record: type[msgspec.Struct], start: tuple[str, ...], *, item: bool, required: bool
) -> Iterator[Column]:
    for field in fields.of(record):
        inner = fields.record(field.type)
        path, needed = (*start, field.name), required and field.required
        if inner is not None:
            yield from _columns(inner, path, item=item, required=needed)
        elif fields.element(field.type) is not declaration.Item:
            yield _column(field, path, item=item, required=needed)


def _column(
    field: fields.Field, path: tuple[str, ...], *, item: bool, required: bool
) -> Column:
    read, write, expected = _kind(field.type)
    return Column(
        name=".".join(("item", *path) if item else path),
        path=path,
        item=item,
        required=required,
        expected=expected,
        read=read,
        write=write,
    )


#: Every column, in the order in which `write` gives them.
COLUMNS: Final = (
    *_columns(declaration.Filing, (), item=False, required=True),
    *_columns(declaration.Item, (), item=True, required=True),
)
BY_NAME: Final[Mapping[str, Column]] = {column.name: column for column in COLUMNS}
