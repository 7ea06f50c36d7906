"""What a declaration looks like: its JSON Schema, the reference of its fields, and
templates.
"""

import typing
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from openkeden import locale
from openkeden.filing import declaration, fields
from openkeden.formats import goods_list, templates

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

#: What `keden duty` prices: a file of goods.
ITEMS: Final = "items"

#: The kinds of declarations that have a template.
KINDS: Final = tuple(templates.KINDS)

#: All that has a template.
TEMPLATES: Final = (*KINDS, ITEMS)


def json_schema(language: str) -> dict[str, Any]:
    """The JSON Schema of a declaration; of a field `title` is the label, `x-box` the box."""
    words = locale.names(language)
    schema = msgspec.json.schema(declaration.Filing)
    for record in declaration.RECORDS:
        described = schema["$defs"][record.__name__]
        described["title"] = words["records"][_table(record)]
        for name, label in words[_table(record)].items():
            described["properties"][name]["title"] = label
    return {"$schema": DIALECT, **schema}


def template(kind: str, *, csv: bool) -> bytes:
    """The template of a kind, as JSON or CSV. Raises KeyError for an unknown kind."""
    if kind == ITEMS:
        return goods_list.template(csv=csv)
    known = templates.KINDS[kind]
    return templates.as_csv(known) if csv else templates.as_json(known)


def header() -> bytes:
    """The header of a table with every column."""
    return templates.every_column()


def reference(language: str) -> str:
    """A table of fields for each record of a message, in Markdown."""
    words = locale.names(language)
    parts = ["\n".join(_section(record, words)) for record in declaration.RECORDS]
    return "\n\n".join(parts) + "\n"


def _section(record: type[msgspec.Struct], words: locale.Names) -> Iterator[str]:
    name = _table(record)
    heads = ("box", "field", "label", "holds", "longest", "unit", "sentence")
    yield f"## {words['records'][name]}"
    yield ""
    yield _row([words["schema"][head] for head in heads])
    yield _row(["---"] * len(heads))
    for field in fields.of(record):
        yield _row(_cells(field, words[name][field.name], words))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(field: fields.Field, label: str, words: locale.Names) -> list[str]:
    holds = _holds(field.type, words)
    if field.required:
        holds = f"{holds}, {words['schema']['required']}"
    longest = fields.longest(field.type)
    most = "" if longest is None else str(longest)
    return [field.box, f"`{field.name}`", label, holds, most, field.unit, field.sentence]


def _holds(kind: Any, words: locale.Names) -> str:
    """What a field of this type holds, in the words of the reader."""
    said = words["schema"]
    entry, inner = fields.record(fields.element(kind)), fields.record(kind)
    if entry is not None:
        return f"{said['list_of']} {words['records'][_table(entry)]}"
    if inner is not None:
        return words["records"][_table(inner)]
    if fields.element(kind) is not None:
        return said["texts"]
    if typing.get_origin(kind) is Mapping:
        return said["attributes"]
    return said[{int: "whole", bool: "flag"}.get(kind, "text")]


def _table(record: type[msgspec.Struct]) -> str:
    """The table of `locale` that has the labels of a record."""
    return record.__name__.lower()
