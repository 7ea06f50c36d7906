"""The description of the interface that is kept with the tests: `python -m docs.openapi` writes
it anew, unless it takes something away from whoever relies on it.

Before the first release a description that must lose something is begun anew: delete the file.
"""

import json
import pathlib
import sys
from collections.abc import Iterator, Mapping
from typing import Any, Final

from openkeden.api import openapi, routes

FILE: Final = pathlib.Path(__file__).parents[1] / "tests" / "golden" / "openapi.json"

#: Words of a schema that bound what may be sent.
_BOUNDS: Final = ("maxLength", "maxItems", "maximum", "pattern", "minimum", "minLength")


def described() -> dict[str, Any]:
    """The description of today."""
    return openapi.describe(routes.ROUTES)


def text(description: Mapping[str, Any]) -> str:
    """The description as it is kept."""
    told = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
    return f"{told}\n"


def narrowed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What a program that relies on one description misses in another."""
    for path, methods in before["paths"].items():
        for method, operation in methods.items():
            now = after["paths"].get(path, {}).get(method)
            name = f"{method.upper()} {path}"
            if now is None:
                yield f"{name}: is gone"
            else:
                yield from _operation(name, operation, now)
    asked = _asked(before)
    schemas = after["components"]["schemas"]
    for name, schema in before["components"]["schemas"].items():
        if name not in schemas:
            yield f"{name}: is gone"
        else:
            yield from _record(name, schema, schemas[name], sent=name in asked)


def _operation(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[str]:
    known = {(one["in"], one["name"]): one for one in before["parameters"]}
    now = {(one["in"], one["name"]): one for one in after["parameters"]}
    for key in known.keys() - now.keys():
        yield f"{name}: the parameter {key[1]} is gone"
    for key, parameter in now.items():
        was = known.get(key)
        if parameter["required"] and not (was and was["required"]):
            yield f"{name}: the parameter {key[1]} is needed now"
        if was is not None:
            at = f"{name}: {key[1]}"
            yield from _sent(at, was["schema"], parameter["schema"])
    for status in before["responses"].keys() - after["responses"].keys():
        yield f"{name}: the answer {status} is gone"
    if not before["security"] and after["security"]:
        yield f"{name}: a key is needed now"
    for media in _media(before) - _media(after):
        yield f"{name}: {media} is not read any more"


def _media(operation: Mapping[str, Any]) -> set[str]:
    return set(operation.get("requestBody", {}).get("content", {}))


def _asked(description: Mapping[str, Any]) -> set[str]:
    """The records that are sent, not answered: those that refuse what they do not know."""
    schemas = description["components"]["schemas"]
    closed = [
        name for name, one in schemas.items() if one.get("additionalProperties") is False
    ]
    return set(closed)


def _record(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], *, sent: bool
) -> Iterator[str]:
    was, now = before.get("properties", {}), after.get("properties", {})
    for field in was.keys() - now.keys():
        yield f"{name}: the field {field} is gone"
    needed, needs = set(before.get("required", ())), set(after.get("required", ()))
    if sent:
        for field in needs - needed:
            yield f"{name}: the field {field} is needed now"
    else:
        for field in needed - needs:
            yield f"{name}: the field {field} may be left out now"
    for field in was.keys() & now.keys():
        at = f"{name}.{field}"
        if sent:
            yield from _sent(at, was[field], now[field])
        elif _kind(was[field]) != _kind(now[field]):
            yield f"{at}: is of another type"


def _sent(at: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """What may not be sent any more."""
    if _kind(before) != _kind(after):
        yield f"{at}: is of another type"
    gone = set(before.get("enum", ())) - set(after.get("enum", before.get("enum", ())))
    for value in sorted(map(str, gone)):
        yield f"{at}: {value} may not be sent any more"
    for word in _BOUNDS:
        if word in after and before.get(word) != after[word]:
            yield f"{at}: {word} is {after[word]} now"


def _kind(schema: Mapping[str, Any]) -> Any:
    """What of a schema says its type."""
    names = ("type", "$ref", "format", "anyOf", "items")
    told = {name: schema[name] for name in names if name in schema}
    return json.dumps(told, sort_keys=True)


def write() -> None:
    """Write the description, or end the program with what it would take away."""
    today = described()
    if FILE.exists():
        lost = list(narrowed(json.loads(FILE.read_text("utf-8")), today))
        if lost:
            sys.exit("\n".join(lost))
    FILE.write_text(text(today), "utf-8")


if __name__ == "__main__":
    write()
