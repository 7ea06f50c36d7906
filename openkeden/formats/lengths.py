"""A field's name in, the longest text it may hold out: the bounds of gate 1, as types that decode only within them.

These bound what is stored and shown, and are settings of the gate; what a box of the form may hold is for gate 2.
"""

import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Final

import msgspec

from openkeden.filing import declaration

#: Characters of a code, a number or a date, where the table below names no other bound.
CODE: Final = 50
#: Characters that a field may hold, by its name.
LONGEST: Final[Mapping[str, int]] = {
    "address": 500,
    "amends": 100,
    "border_transport": 500,
    "deferral": 100,
    "delivery_place": 250,
    "departure_transport": 500,
    "description": 10_000,
    "goods_location": 250,
    "guarantee": 250,
    "name": 500,
    "number": 100,
    "quota": 100,
    "reference": 100,
    "signatory": 250,
}
#: Characters of the name and of the value of an attribute.
ATTRIBUTE: Final = (50, 250)
#: The fields that are lists of texts, and what one text may hold.
LISTED: Final[Mapping[str, int]] = {"containers": CODE}


def longest(field: str) -> int:
    """The characters that the field may hold."""
    return LONGEST.get(field, CODE)


def bounded(kind: type[msgspec.Struct]) -> type[msgspec.Struct]:
    """A struct with the fields of `kind` that decodes only texts within the bounds."""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    for field in msgspec.structs.fields(kind):
        narrowed = _narrow(field.name, field.type)
        if field.required:
            fields.append((field.name, narrowed))
        elif field.default is msgspec.NODEFAULT:
            fields.append((field.name, narrowed, msgspec.field(default_factory=field.default_factory)))
        else:
            fields.append((field.name, narrowed, field.default))
    return msgspec.defstruct(kind.__name__, fields, frozen=True, gc=False, forbid_unknown_fields=True, kw_only=True)


def _narrow(field: str, kind: Any) -> Any:
    if kind is str:
        return Annotated[str, msgspec.Meta(max_length=LISTED.get(field, longest(field)))]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return bounded(kind)
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return tuple[_narrow(field, arguments[0]), ...]  # type: ignore[misc]
    if origin is types.UnionType:
        return _narrow(field, arguments[0]) | None
    if origin is Mapping:
        key, value = (Annotated[str, msgspec.Meta(max_length=most)] for most in ATTRIBUTE)
        return dict[key, value]  # type: ignore[valid-type]
    return kind


#: The bounded twin of `declaration.Filing`: decoding into it costs no Python code a field.
Bounded: Final = bounded(declaration.Filing)
