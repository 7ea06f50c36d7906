"""Plain data in which a number stands for a text, a text for a number, or a record for a
list of one: read where it is exact.

`300` where a text is expected is "300", and "3" where a count is expected is 3. A decimal
keeps the digits that were sent. What is not exact is left, for `shape` to name.
"""

import decimal
import types
import typing
from collections.abc import Mapping
from typing import Annotated, Any, Final

from openkeden.base import written
from openkeden.filing import declaration, fields
from openkeden.formats import fields_sent

#: Digits of a count that is read from a text, and of a number that is read as a text.
_COUNTED: Final = 18
_DIGITS: Final = 50


def filing(tree: Any) -> Any:
    """A tree that ought to be a filing, with what is exact in the type that is expected."""
    return _record(tree, declaration.Filing)


def _record(value: Any, record: type) -> Any:
    if not isinstance(value, dict):
        return value
    kinds = {field.name: field.type for field in fields.of(record)}
    read = [
        (name, _value(member, kinds[name]) if name in kinds else member)
        for name, member in value.items()
    ]
    return fields_sent.Fields(read, getattr(value, "twice", ()))


def _value(value: Any, kind: Any) -> Any:
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is types.UnionType:
        return _value(value, arguments[0])
    if origin is Annotated:
        return text(value)
    if kind is int:
        return count(value)
    if kind is bool:
        return _flag(value)
    if origin is tuple:
        listed = isinstance(value, (list, tuple))
        return [_value(entry, arguments[0]) for entry in value] if listed else value
    if origin is Mapping:
        return _attributes(value)
    return _record(value, kind)


def _attributes(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    read = [(name, text(member)) for name, member in value.items()]
    return fields_sent.Fields(read, getattr(value, "twice", ()))


def text(value: Any) -> Any:
    """A number as the text of its digits."""
    if isinstance(value, bool) or not isinstance(value, (int, decimal.Decimal)):
        return value
    if isinstance(value, int) and abs(value) >= 10**_DIGITS:
        return value
    digits = str(value)
    return digits if written.is_number(digits) and len(digits) <= _DIGITS else value


def count(value: Any) -> Any:
    """A text or a decimal as the whole number that it is."""
    if isinstance(value, decimal.Decimal):
        value = str(value)
    if not isinstance(value, str):
        return value
    read = written.whole(value).text
    plain = written.is_digits(read) and len(read) <= _COUNTED
    return int(read) if plain else value


def _flag(value: Any) -> Any:
    if isinstance(value, str):
        flag = written.flag(value)
        return value if flag is None else flag
    return value
