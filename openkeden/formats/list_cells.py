"""Lists in a cell of a table: JSON, or as people write them.

Texts are separated by commas, semicolons or line breaks: `CSQU3054383, MSCU9981402`. An
entry with fields is a line, or ends with a semicolon, and its fields stand in their order
between bars: `04021|INV-1|2026-03-30`. An attribute is `name=value`.
"""

import json
import re
import typing
from collections.abc import Callable, Mapping
from typing import Any, Final

from openkeden.filing import fields
from openkeden.formats import fields_sent, shape

#: How JSON begins, and what else is read as JSON alone.
_JSON: Final = ("[", "{", '"')
_ENTRIES: Final = re.compile(r"[;\r\n]+")
_TEXTS: Final = re.compile(r"[,;\r\n]+")


class NotJson(ValueError):
    """A cell that should hold JSON and does not; the text says why."""


def reader(kind: Any) -> Callable[[str], Any]:
    """How a cell of a field of this type is read: a list, or attributes."""
    if typing.get_origin(kind) is Mapping:
        return _attributes
    entry = fields.element(kind)
    record = fields.record(entry)
    if record is None:
        return _texts
    names = [field.name for field in fields.of(record)]
    needed = len([field for field in fields.of(record) if field.required])
    return lambda cell: _records(cell, names, needed)


def _texts(cell: str) -> Any:
    return _json(cell) if _is_json(cell) else _parts(cell, _TEXTS)


def _records(cell: str, names: list[str], needed: int) -> Any:
    if _is_json(cell) or "|" not in cell:
        return _json(cell)
    entries = [_fields_of(line) for line in _parts(cell, _ENTRIES)]
    if not all(needed <= len(entry) <= len(names) for entry in entries):
        return _json(cell)
    return [_entry(names, texts) for texts in entries]


def _fields_of(line: str) -> list[str]:
    return [text.strip() for text in line.split("|")]


def _entry(names: list[str], texts: list[str]) -> dict[str, str]:
    return {name: text for name, text in zip(names, texts, strict=False) if text}


def _attributes(cell: str) -> Any:
    if _is_json(cell) or "=" not in cell:
        return _json(cell)
    pairs = [line.partition("=") for line in _parts(cell, _ENTRIES)]
    if not all(name.strip() and equals for name, equals, _ in pairs):
        return _json(cell)
    return _object([(name.strip(), text.strip()) for name, _, text in pairs])


def _parts(cell: str, separators: re.Pattern[str]) -> list[str]:
    parts = [part.strip() for part in separators.split(cell)]
    return [part for part in parts if part]


def _is_json(cell: str) -> bool:
    begun = cell.lstrip()
    return begun.startswith(_JSON) or begun.rstrip() == "null"


def _json(cell: str) -> Any:
    """The plain values of a cell of JSON; whether they fit their field is seen with the
    rest.
    """
    try:
        return shape.from_json(cell, _object)
    except json.JSONDecodeError as error:
        raise NotJson(f"{error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise NotJson("nested too deep") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = fields_sent.Fields(pairs)
    if made.twice:
        raise NotJson(f"the field {made.twice[0]} is given more than once")
    return made
