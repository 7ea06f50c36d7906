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
from openkeden.locale import law_words

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"

#: A declaration as it is sent.
Filing = declaration.Filing

#: What `keden duty` prices: a file of goods.
ITEMS: Final = "items"

#: The kinds of declarations that have a template.
KINDS: Final = tuple(templates.KINDS)

#: All that has a template.
TEMPLATES: Final = (*KINDS, ITEMS)


#: What of a field is in the words of a language, beside its label.
_SAID: Final = ("description", "x-unit")


def json_schema(language: str) -> dict[str, Any]:
    """The JSON Schema of a declaration; of a field `title` is the label, `x-box` the box."""
    words = locale.names(language)
    schema = msgspec.json.schema(declaration.Filing)
    for record in declaration.RECORDS:
        described = schema["$defs"][record.__name__]
        described["title"] = words["records"][_table(record)]
        described["description"] = _first(described["description"], language)
        for name, label in words[_table(record)].items():
            told = described["properties"][name]
            told["title"] = label
            for key in _SAID:
                if key in told:
                    told[key] = law_words.told(told[key], language)
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
    parts = ["\n".join(_section(record, language)) for record in declaration.RECORDS]
    return "\n\n".join(parts) + "\n"


def _section(record: type[msgspec.Struct], language: str) -> Iterator[str]:
    name, words = _table(record), locale.names(language)
    heads = ("box", "field", "label", "holds", "longest", "unit", "sentence")
    yield f"## {words['records'][name]}"
    yield ""
    yield _row([words["schema"][head] for head in heads])
    yield _row(["---"] * len(heads))
    for field in fields.of(record):
        yield _row(_cells(field, words[name][field.name], language))


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _first(text: str, language: str) -> str:
    """The first sentence of what is said of a record; all of it in English."""
    if language == law_words.ENGLISH:
        return text
    return law_words.told(text.partition("\n")[0], language)


def _cells(field: fields.Field, label: str, language: str) -> list[str]:
    words = locale.names(language)
    holds = _holds(field.type, words)
    if field.required:
        holds = f"{holds}, {words['schema']['required']}"
    longest = fields.longest(field.type)
    most = "" if longest is None else str(longest)
    texts = (field.box, field.unit, field.sentence)
    box, unit, sentence = [law_words.told(text, language) for text in texts]
    return [box, f"`{field.name}`", label, holds, most, unit, sentence]


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
