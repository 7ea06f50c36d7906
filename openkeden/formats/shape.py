"""Turn plain data into a `Filing`, or report everything that does not fit, each with its
path.

This is the way of a message that the fast decoder refuses, and of every format that is not
JSON.
"""

import decimal
import json
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from typing import Annotated, Any, Final

import msgspec

from openkeden.base import findings
from openkeden.filing import declaration, fields
from openkeden.formats import exact, rules, spelling
from openkeden.formats.fields_sent import Fields
from openkeden.formats.spelling import UnknownName, Untold

_SHOWN: Final = 80


class Wrong(msgspec.Struct, frozen=True):
    """A value that is not JSON, kept so that its place is known."""

    #: As it was sent: `NaN`, or the digits of an integer too long to read.
    text: str


#: Makes an object from the names and values that were sent.
MakeObject = Callable[[list[tuple[str, Any]]], dict[str, Any]]


def from_json(text: str, made: MakeObject = Fields) -> Any:
    """JSON as plain values, odd numbers kept. Raises JSONDecodeError, RecursionError."""
    return json.loads(
        text,
        object_pairs_hook=made,
        parse_constant=Wrong,
        parse_int=_whole,
        parse_float=decimal.Decimal,
    )


def _whole(digits: str) -> int | Wrong:
    """An integer, or its digits where the interpreter refuses to make so long a number."""
    try:
        return int(digits)
    except ValueError:
        return Wrong(digits)


def filing(
    tree: Mapping[str, Any], items: int
) -> declaration.Filing | tuple[findings.Finding, ...]:
    """The filing that a tree without duplicate keys is, or all findings; at most `items`
    goods lines.
    """
    try:
        made = msgspec.convert(tree, declaration.Filing)
    except (msgspec.ValidationError, OverflowError) as refused:
        return exactly(tree, items, str(refused))
    return made if len(made.items) <= items else collect(tree, items)


def exactly(
    tree: Any, items: int, refused: str
) -> declaration.Filing | tuple[findings.Finding, ...]:
    """The filing that a tree is where numbers stand for texts, or all findings."""
    read = exact.filing(tree)
    wrong = collect(read, items)
    if wrong:
        return wrong
    try:
        return msgspec.convert(read, declaration.Filing)
    except (msgspec.ValidationError, OverflowError):
        return (findings.of(rules.UNREADABLE, "", value=shown(refused)),)


def collect(tree: Any, items: int) -> tuple[findings.Finding, ...]:
    """The findings about a tree that ought to be a filing; those beyond the first are
    counted.
    """
    goods = tree.get("items") if isinstance(tree, dict) else None
    if isinstance(goods, (list, tuple)) and len(goods) > items:
        return (findings.of(rules.TOO_MANY_ITEMS, "items", value=len(goods), limit=items),)
    return spelling.listed(_object(tree, declaration.Filing, ""))


def shown(value: object) -> str:
    """A value as a finding names it: its beginning, as it was sent."""
    text = value.text if isinstance(value, Wrong) else _plain(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _plain(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (dict, list, tuple)):
        return f"{_name_of(value)} of {len(value)}"
    return str(value)


def _name_of(value: object) -> str:
    """What a value is, in the words of JSON."""
    if value is None:
        return "null"
    names = {
        bool: "true or false",
        str: "text",
        dict: "an object",
        list: "a list",
        tuple: "a list",
    }
    for kind, name in names.items():
        if isinstance(value, kind):
            return name
    return "a number"


def _object(value: Any, record: type[msgspec.Struct], path: str) -> Iterator[Untold]:
    if not isinstance(value, dict):
        yield _mistaken(value, expected_of(record), path)
        return
    by_name = {field.name: field for field in fields.of(record)}
    start = f"{path}." if path else ""
    yield from _twice(value, start)
    for name, member in value.items():
        if name in by_name:
            yield from _value(member, by_name[name].type, name, start + name)
        else:
            yield _unknown(name, by_name, start)
    yield from _missing(value, fields.of(record), start)


def _missing(
    value: dict[str, Any], expected: typing.Iterable[fields.Field], start: str
) -> Iterator[Untold]:
    for field in expected:
        if field.required and field.name not in value:
            yield findings.of(
                rules.MISSING_FIELD,
                start + field.name,
                value=field.name,
                expected=expected_of(field.type),
            )


def expected_of(kind: Any) -> str:
    """What a field of this type holds, as JSON: an object with its fields."""
    record, entry = fields.record(kind), fields.element(kind)
    if record is not None:
        pairs = [f'"{field.name}": ...' for field in fields.of(record) if field.required]
        return f"{{{', '.join(pairs)}}}"
    if entry is not None:
        return f"[{expected_of(entry)}, ...]"
    plain = {int: "1", bool: "false"}
    return plain.get(kind, '"..."')


def _twice(value: dict[str, Any], start: str) -> Iterator[Untold]:
    for name in getattr(value, "twice", ()):
        yield findings.of(rules.DUPLICATE_KEY, start + shown(name), value=shown(name))


def _unknown(name: str, names: typing.Iterable[str], start: str) -> UnknownName:
    said = shown(name)
    return UnknownName(rules.UNKNOWN_FIELD, start + said, said, names)


def _value(value: Any, kind: Any, field: str, path: str) -> Iterator[Untold]:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        if value is not None:
            yield from _value(value, arguments[0], field, path)
    elif origin is Annotated:
        yield from _text(value, field, _most(kind), path)
    elif kind is int or kind is bool:
        yield from _plain_kind(value, kind, path)
    elif origin is tuple:
        yield from _list(value, arguments[0], field, path)
    elif origin is Mapping:
        yield from _attributes(value, _most(arguments[0]), _most(arguments[1]), path)
    else:
        yield from _object(value, kind, path)


def _most(kind: Any) -> int:
    """The most characters of a text; each text of a declaration has its limit."""
    most = fields.longest(kind)
    assert most is not None
    return most


def _plain_kind(value: Any, kind: type, path: str) -> Iterator[Untold]:
    if type(value) is not kind:
        yield _mistaken(value, "a whole number" if kind is int else "true or false", path)


def _text(value: Any, field: str, most: int, path: str) -> Iterator[Untold]:
    if isinstance(value, str):
        yield from _length(value, field, most, path)
    elif isinstance(value, (int, decimal.Decimal)) and not isinstance(value, bool):
        yield findings.of(rules.NUMBER_AS_TEXT, path, value=shown(value))
    else:
        yield _mistaken(value, "text", path)


def _length(value: str, field: str, most: int, path: str) -> Iterator[Untold]:
    if len(value) > most:
        yield findings.of(
            rules.TOO_LONG_TEXT,
            path,
            value=shown(value),
            field=field,
            length=len(value),
            limit=most,
        )
    if "\0" in value:
        yield findings.of(rules.NO_NUL, path, value=ascii(value[:_SHOWN]))
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        yield findings.of(
            rules.UNREADABLE, path, value=f"half of a surrogate pair in {value[:_SHOWN]!a}"
        )


def _list(value: Any, kind: Any, field: str, path: str) -> Iterator[Untold]:
    if not isinstance(value, (list, tuple)):
        yield _mistaken(value, "a list", path)
        return
    for place, element in enumerate(value):
        yield from _value(element, kind, field, f"{path}[{place}]")


def _attributes(value: Any, most_name: int, most_value: int, path: str) -> Iterator[Untold]:
    if not isinstance(value, dict):
        yield _mistaken(value, "an object", path)
        return
    yield from _twice(value, f"{path}.")
    for name, member in value.items():
        at = f"{path}.{shown(name)}"
        yield from _length(name, "the name of an attribute", most_name, at)
        yield from _text(member, shown(name), most_value, at)


def _mistaken(value: Any, expected: str, path: str) -> findings.Finding:
    if isinstance(value, Wrong):
        return findings.of(rules.NOT_FINITE, path, value=shown(value))
    if value is None:
        return findings.of(rules.NO_NULL, path, value="null", expected=expected)
    return findings.of(
        rules.WRONG_TYPE, path, value=shown(value), given=_name_of(value), expected=expected
    )
