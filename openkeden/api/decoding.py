"""Parameters and bodies as records: every fault at once, each at its name."""

import collections.abc
import json
import re
import typing
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import bounded, findings, service_usage
from openkeden.base.findings import Finding, Refused

#: More parameters than any route has.
_MOST: Final = 100

#: A name in a table of parameters.
_IN_TABLE: Final = re.compile(
    r"(?P<table>\w+)(?:\.(?P<point>.*)|\[(?P<bracket>.*)\])", re.DOTALL
)

#: Whole numbers that are the same with a point or without are below this.
_WHOLE: Final = 1 << 53

#: How much of a reason is told, in letters: it may quote what was sent.
_REASON: Final = 200

#: How much of a body that cannot be read is shown, in bytes.
_SHOWN: Final = 40


def query(text: str, kind: type[msgspec.Struct] | None) -> Any:
    """The parameters of an address as a record of this type, or everything that is wrong."""
    try:
        pairs = urllib.parse.parse_qsl(
            text, keep_blank_values=True, max_num_fields=_MOST, errors="strict"
        )
    except ValueError as error:
        shown = text[:_SHOWN]
        return findings.refused(
            service_usage.BAD_VALUE, "query", name="query", value=shown, reason=error
        )
    several, tables = _of_type(kind, tuple), _of_type(kind, collections.abc.Mapping)
    values: dict[str, Any] = {}
    twice: list[Finding] = []
    for given, value in pairs:
        name, key = _named(given, tables)
        into = values if key is None else values.setdefault(name, {})
        inner = name if key is None else key
        if name in several:
            values.setdefault(name, []).append(value)
        elif not isinstance(into, dict) or inner in into:
            twice.append(_bad(given, value, "it is given twice"))
        else:
            into[inner] = value
    found = record(values, kind, strict=False)
    if not twice:
        return found
    more = found.findings if isinstance(found, Refused) else ()
    return Refused((*twice, *more))


def body(sent: bytes, kind: type[msgspec.Struct]) -> Any:
    """A body of JSON as a record of this type, or everything that is wrong."""
    try:
        values = json.loads(sent, object_pairs_hook=_once, parse_float=_number)
    except (ValueError, RecursionError) as error:
        shown = sent[:_SHOWN].decode("utf-8", "backslashreplace")
        return findings.refused(service_usage.NOT_JSON, "body", value=shown, reason=error)
    if not isinstance(values, dict):
        shown = type(values).__name__
        return findings.refused(
            service_usage.NOT_JSON, "body", value=shown, reason="it is no object"
        )
    return record(values, kind, strict=True)


def record(
    values: Mapping[str, Any], kind: type[msgspec.Struct] | None, *, strict: bool
) -> Any:
    """Values by name as a record of this type, or everything that is wrong with them."""
    fields = msgspec.structs.fields(kind) if kind is not None else ()
    known = {field.encode_name: field for field in fields}
    wrong = [_unknown(name, known) for name in values if name not in known]
    converted = {}
    for name, field in known.items():
        if name not in values:
            if field.required:
                missing = findings.of(service_usage.MISSING, name, value=name)
                wrong.append(missing)
            continue
        try:
            converted[field.name] = msgspec.convert(values[name], field.type, strict=strict)
        except (msgspec.ValidationError, ValueError) as error:
            wrong.append(_bad(name, _shown(values[name]), error))
    if wrong:
        return Refused(tuple(wrong))
    return kind(**converted) if kind is not None else None


def _of_type(kind: type[msgspec.Struct] | None, origin: type) -> frozenset[str]:
    """The parameters whose type is made of this one: those that may be given several times,
    and those that are tables.
    """
    fields = msgspec.structs.fields(kind) if kind is not None else ()
    found = [one.encode_name for one in fields if typing.get_origin(one.type) is origin]
    return frozenset(found)


def _named(given: str, tables: frozenset[str]) -> tuple[str, str | None]:
    """The parameter that is given, and of a table the name in it: both `attribute.sex` and
    `attribute[sex]` are read.
    """
    found = _IN_TABLE.fullmatch(given)
    if found is None or found["table"] not in tables:
        return given, None
    key = found["point"]
    return found["table"], found["bracket"] if key is None else key


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are each there once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _number(text: str) -> int | float:
    """A number with a point or an exponent; a whole one is an integer, as in JSON Schema."""
    value = float(text)
    return int(value) if value.is_integer() and abs(value) < _WHOLE else value


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _bad(name: str, value: str, reason: object) -> Finding:
    name, shown = bounded.beginning(name), bounded.beginning(value)
    told = bounded.beginning(reason, _REASON)
    return findings.of(service_usage.BAD_VALUE, name, name=name, value=shown, reason=told)


def _unknown(name: str, known: Mapping[str, object]) -> Finding:
    allowed = ", ".join(known) or "-"
    shown = bounded.beginning(name)
    return findings.of(service_usage.NO_PARAMETER, shown, value=shown, allowed=allowed)
