"""Parameters and bodies as records: every fault at once, each at its name."""

import json
import typing
import urllib.parse
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.base import findings, service_usage
from openkeden.base.findings import Finding, Refused

#: More parameters than any route has.
_MOST: Final = 100

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
    several = _several(kind)
    values: dict[str, Any] = {}
    twice: list[Finding] = []
    for name, value in pairs:
        if name in several:
            values.setdefault(name, []).append(value)
        elif name in values:
            twice.append(_bad(name, value, "it is given twice"))
        else:
            values[name] = value
    found = record(values, kind, strict=False)
    if not twice:
        return found
    more = found.findings if isinstance(found, Refused) else ()
    return Refused((*twice, *more))


def body(sent: bytes, kind: type[msgspec.Struct]) -> Any:
    """A body of JSON as a record of this type, or everything that is wrong."""
    try:
        values = json.loads(sent, object_pairs_hook=_once)
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


def _several(kind: type[msgspec.Struct] | None) -> frozenset[str]:
    """The parameters that may be given several times."""
    fields = msgspec.structs.fields(kind) if kind is not None else ()
    names = [field.encode_name for field in fields if _is_tuple(field.type)]
    return frozenset(names)


def _is_tuple(kind: Any) -> bool:
    return typing.get_origin(kind) is tuple


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names are each there once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in an object")
    return found


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _bad(name: str, value: str, reason: object) -> Finding:
    return findings.of(service_usage.BAD_VALUE, name, name=name, value=value, reason=reason)


def _unknown(name: str, known: Mapping[str, object]) -> Finding:
    allowed = ", ".join(known) or "-"
    return findings.of(service_usage.NO_PARAMETER, name, value=name, allowed=allowed)
