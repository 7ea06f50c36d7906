"""Fields of a declaration as they describe themselves: box of the paper form, unit, and
meaning.

A field is described where it is declared: `Annotated[Code, box("33", "Ten digits ...")]`.
Schema, columns, templates and the reference of fields are made from these descriptions.
Labels stand in `locale`, under the name of the record in lower case.
"""

import functools
import types
import typing
from typing import Annotated, Any

import msgspec

#: Keywords of a JSON Schema for the box of a field and for the unit of its number.
BOX, UNIT = "x-box", "x-unit"


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of a record, as its type describes it."""

    #: Its name in every message format.
    name: str
    #: Its type without the description: a text with its limit, a number, a record, a list.
    type: Any
    #: Its box (графа) of the goods declaration; empty where it is that of the whole record.
    box: str
    #: What its number counts; empty where it counts things or is not a number.
    unit: str
    #: What it says, in one sentence.
    sentence: str
    #: Whether it must be given; it may still be empty where the rules let it.
    required: bool
    #: Its value where it is not given; None where it must be, or where nothing stands.
    default: Any


def box(number: str, sentence: str, unit: str = "") -> msgspec.Meta:
    """Describe a field that has a box of its own."""
    return msgspec.Meta(description=sentence, extra_json_schema=_extra(number, unit))


def part(sentence: str, unit: str = "") -> msgspec.Meta:
    """Describe a field whose box is that of the record it is part of."""
    return msgspec.Meta(description=sentence, extra_json_schema=_extra("", unit))


def _extra(number: str, unit: str) -> dict[str, str]:
    keywords = {BOX: number, UNIT: unit}
    return {name: text for name, text in keywords.items() if text}


@functools.cache
def of(record: type[msgspec.Struct]) -> tuple[Field, ...]:
    """The fields of a record in their order."""
    return tuple([_field(declared) for declared in msgspec.structs.fields(record)])


def _field(declared: msgspec.structs.FieldInfo) -> Field:
    notes = [note for note in _notes(declared.type) if note.description]
    note = notes[0] if notes else msgspec.Meta()
    extra = note.extra_json_schema or {}
    return Field(
        name=declared.name,
        type=_undescribed(declared.type),
        box=extra.get(BOX, ""),
        unit=extra.get(UNIT, ""),
        sentence=note.description or "",
        required=declared.required,
        default=_default(declared),
    )


def _default(declared: msgspec.structs.FieldInfo) -> Any:
    if declared.default is not msgspec.NODEFAULT:
        return declared.default
    if declared.default_factory is not msgspec.NODEFAULT:
        return declared.default_factory()
    return None


def _notes(kind: Any) -> tuple[msgspec.Meta, ...]:
    """What stands beside a type in its `Annotated`: limits, and the description."""
    return typing.get_args(kind)[1:] if typing.get_origin(kind) is Annotated else ()


def _undescribed(kind: Any) -> Any:
    """A type with its limits, but without the description."""
    if typing.get_origin(kind) is not Annotated:
        return kind
    plain = typing.get_args(kind)[0]
    limits = tuple([note for note in _notes(kind) if note.max_length is not None])
    return Annotated[(plain, *limits)] if limits else plain


def longest(kind: Any) -> int | None:
    """The most characters that a text of this type holds; None for another type."""
    notes = _notes(kind)
    return notes[0].max_length if notes else None


def record(kind: Any) -> type[msgspec.Struct] | None:
    """The record that a field of this type is, such as a party; None for another type."""
    if isinstance(kind, types.UnionType):
        kind = typing.get_args(kind)[0]
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def element(kind: Any) -> Any:
    """The type of the entries of a list; None where the type is no list."""
    return typing.get_args(kind)[0] if typing.get_origin(kind) is tuple else None
