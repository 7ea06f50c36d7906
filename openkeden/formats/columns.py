"""The columns of a CSV declaration: each name, the field it fills, and how its cell is read and written.

Columns of the declaration stand on its first row and may be repeated on the others; columns of an item begin with
`item.`. A list has one entry a line within its cell, the parts of an entry divided by `|`; a backslash stands before
`|`, `=`, a line break or a backslash that is meant as itself.
"""

import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final

import msgspec

from openkeden.filing import declaration

#: Reads a cell that is not empty; raises ValueError.
Read = Callable[[str], Any]
Write = Callable[[Any], str]


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """One column: `path` leads to its field from the declaration or, when `item` is true, from the item.

    `expected` says in words what a cell holds; `required` that the header must have the column.
    """

    name: str
    path: tuple[str, ...]
    item: bool
    required: bool
    expected: str
    read: Read
    write: Write


def _whole(cell: str) -> int:
    if not (cell.isascii() and cell.isdigit() and len(cell) <= 18):
        raise ValueError(cell)
    return int(cell)


def _flag(cell: str) -> bool:
    return {"true": True, "false": False, "1": True, "0": False}[cell.lower()]


def _parts(line: str, mark: str) -> list[str]:
    """Split at every `mark` that no backslash stands before, and take the backslashes off."""
    parts, letters = [""], iter(line)
    for letter in letters:
        if letter == mark:
            parts.append("")
        else:
            parts[-1] += (
                {"n": "\n", "r": "\r"}.get(after := next(letters, ""), after)
                if letter == "\\"
                else letter
            )
    return parts


def _escaped(text: str, mark: str) -> str:
    plain = text.replace("\\", "\\\\").replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n").replace("\r", "\\r")


def _structs(kind: type[msgspec.Struct]) -> tuple[Read, Write, str]:
    names = [field.name for field in msgspec.structs.fields(kind)]

    def read(cell: str) -> list[dict[str, str]]:
        entries = [_parts(line, "|") for line in cell.replace("\r\n", "\n").split("\n")]
        if any(len(entry) > len(names) for entry in entries):
            raise ValueError(cell)
        return [dict(zip(names, entry, strict=False)) for entry in entries]

    def write(entries: tuple[msgspec.Struct, ...]) -> str:
        return "\n".join(
            [
                "|".join([_escaped(part, "|") for part in msgspec.structs.astuple(one)])
                for one in entries
            ]
        )

    return read, write, "|".join(names)


def _texts(cell: str) -> list[str]:
    return [_parts(line, "|")[0] for line in cell.replace("\r\n", "\n").split("\n")]


def _write_texts(texts: tuple[str, ...]) -> str:
    return "\n".join([_escaped(text, "|") for text in texts])


def _attributes(cell: str) -> dict[str, str]:
    pairs = [_parts(line, "=") for line in cell.replace("\r\n", "\n").split("\n")]
    attributes = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    if len(attributes) != len(pairs):
        raise ValueError(cell)
    return attributes


def _write_attributes(attributes: Mapping[str, str]) -> str:
    return "\n".join(
        [f"{_escaped(name, '=')}={_escaped(value, '=')}" for name, value in attributes.items()]
    )


def _kind(field: Any) -> tuple[Read, Write, str]:
    """How a cell of a field of this type is read and written, and what it is called."""
    if typing.get_origin(field) is Annotated:
        return str, str, "text"
    if field is int:
        return _whole, str, "a whole number"
    if field is bool:
        return _flag, lambda flag: str(flag).lower(), "true or false"
    origin, arguments = typing.get_origin(field), typing.get_args(field)
    if origin is Mapping:
        return _attributes, _write_attributes, "name=value"
    if origin is tuple and typing.get_origin(arguments[0]) is Annotated:
        return _texts, _write_texts, "texts"
    return _structs(arguments[0])


def _columns(
    kind: type[msgspec.Struct], start: tuple[str, ...], item: bool, required: bool
) -> Iterator[Column]:
    for field in msgspec.structs.fields(kind):
        inner = _part_of(field.type)
        path = (*start, field.name)
        if inner is not None:
            yield from _columns(inner, path, item, required and field.required)
        elif field.type != tuple[declaration.Item, ...]:
            read, write, expected = _kind(field.type)
            yield Column(
                name=".".join(("item", *path) if item else path),
                path=path,
                item=item,
                required=required and field.required,
                expected=expected,
                read=read,
                write=write,
            )


def _part_of(kind: Any) -> type[msgspec.Struct] | None:
    """The struct whose fields are columns of their own: a party or the preferences."""
    return next(
        (
            part
            for part in (declaration.Party, declaration.Preferences)
            if kind in (part, part | None)
        ),
        None,
    )


#: Every column, in the order in which `write` gives them. `keden` documents them from here.
COLUMNS: Final = (
    *_columns(declaration.Filing, (), False, True),
    *_columns(declaration.Item, (), True, True),
)
BY_NAME: Final[Mapping[str, Column]] = {column.name: column for column in COLUMNS}


def documentation() -> Iterator[tuple[str, str, str]]:
    """For each column its name, what a cell holds, and `required` or nothing."""
    for column in COLUMNS:
        yield column.name, column.expected, "required" if column.required else ""
