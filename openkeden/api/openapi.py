"""The description of the interface in OpenAPI 3.1, made from its routes."""

import collections.abc
import functools
import http
import itertools
import types
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

from openkeden.api import documented, places, problems
from openkeden.api.problems import ProblemDocument
from openkeden.api.route import JSON, Route

#: The media type of a problem.
PROBLEM_JSON: Final = "application/problem+json"

_REF: Final = "#/components/schemas/{name}"
_KEY: Final = "key"

_ABOUT: Final = """Clearance of goods for programs: file declarations, follow and act on them,
read the law of any day, and check the ledger.

Money, rates and quantities are decimal text; days are `2026-04-02`; moments carry their offset.
Sentences are in the language that `Accept-Language` likes best: en, ru or kk. Whatever is wrong
is told at once, as a problem (RFC 9457) with every finding. What answers have may grow: ignore
what is not known to you; what is not known here is refused."""

#: What keeps a request from being answered, whatever it asks; a key that is none is refused
#: where none is needed too.
_ALWAYS: Final = (400, 401, 404, 422, 429, 500, 503)

#: What a header that a route reads brings about.
_BY_HEADER: Final[Mapping[str, tuple[int, ...]]] = {
    "If-Match": (412, 428),
    "Idempotency-Key": (409, 428),
}


def describe(routes: Sequence[Route]) -> dict[str, Any]:
    """The description of these routes."""
    shapes = _Shapes(routes)
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        address = route.address.replace("...}", "}")
        paths.setdefault(address, {})[route.method.lower()] = _operation(route, shapes)
    return {
        "openapi": "3.1.0",
        "info": {"title": "openkeden", "version": "1", "description": _ABOUT},
        "paths": paths,
        "components": {
            "schemas": shapes.components,
            "responses": {str(one): _problem(one) for one in _statuses()},
            "securitySchemes": {_KEY: {"type": "http", "scheme": "bearer"}},
        },
    }


def _statuses() -> list[int]:
    return sorted(set(problems.STATUSES.values()))


class _Shapes:
    """The types of all routes as schemas, those of records by reference."""

    def __init__(self, routes: Iterable[Route]) -> None:
        taken = [route.takes for route in routes if route.takes is not None]
        given = itertools.chain.from_iterable([alternatives(one.gives) for one in routes])
        fields = itertools.chain.from_iterable([fields_of(one.query) for one in routes])
        asked = [field.type for field in fields]
        read = itertools.chain.from_iterable([alternatives(one.read_as) for one in routes])
        whole = dict.fromkeys(
            [ProblemDocument, *taken, *read, *given, *map(not_none, asked)]
        )
        self._kinds = [one for one in whole if not isinstance(one, str)]
        made, self.components = msgspec.json.schema_components(
            self._kinds, ref_template=_REF
        )
        self._made = dict(zip(self._kinds, made, strict=True))
        for record in _records(self._kinds):
            _say(self.components[record.__name__], record)
        for record in taken:
            self.components[record.__name__]["additionalProperties"] = False

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type."""
        return dict(self._made[kind])


def _records(kinds: Iterable[Any]) -> Iterator[type[msgspec.Struct]]:
    """Every record that types are made of."""
    waiting = list(msgspec.inspect.multi_type_info(kinds))
    seen: set[Any] = set()
    while waiting:
        info = waiting.pop()
        if isinstance(info, msgspec.inspect.StructType):
            if info.cls in seen:
                continue
            seen.add(info.cls)
            yield info.cls
            waiting += [field.type for field in info.fields]
        for name in ("type", "item_type", "key_type", "value_type"):
            waiting += _infos(getattr(info, name, None))
        for name in ("types", "item_types"):
            waiting += getattr(info, name, ())


def _infos(found: Any) -> list[Any]:
    return [found] if isinstance(found, msgspec.inspect.Type) else []


def _say(component: dict[str, Any], record: type[msgspec.Struct]) -> None:
    """Put what the source says of the fields of a record into its schema."""
    said = documented.fields(record)
    for field in msgspec.structs.fields(record):
        line = said.get(field.name, "")
        if line:
            component["properties"][field.encode_name].setdefault("description", line)


def _operation(route: Route, shapes: _Shapes) -> dict[str, Any]:
    summary, more = told(route)
    operation: dict[str, Any] = {
        "operationId": route.name,
        "tags": [tag(route)],
        "summary": summary,
        "description": more,
        "parameters": list(_parameters(route, shapes)),
        "responses": _answers(route, shapes),
        "security": [] if route.scope is None else [{_KEY: [route.scope]}],
    }
    body = _body(route, shapes)
    if body:
        operation["requestBody"] = {"required": True, "content": body}
    return operation


def told(route: Route) -> tuple[str, str]:
    """What a route does in a sentence, and what there is to know besides."""
    title, _, more = (route.does.__doc__ or "").partition("\n\n")
    return " ".join(title.split()), " ".join(more.split())


def title(route: Route) -> str:
    """What a route does in a sentence."""
    return told(route)[0]


def tag(route: Route) -> str:
    """The kind of thing that a route is about."""
    return route.does.__module__.rpartition(".")[2].replace("_", " ")


def _parameters(route: Route, shapes: _Shapes) -> Iterator[dict[str, Any]]:
    examples = example_values(route)
    for part in route.segments:
        if part.startswith("{"):
            name = part.strip("{}").removesuffix("...")
            place = places.PLACES[name]
            schema = _with_example({**place.schema}, examples.get(name))
            yield _parameter(name, "path", place.means, schema, required=True)
    for header in route.headers:
        place = places.HEADERS[header]
        yield _parameter(header, "header", place.means, place.schema, required=True)
    said = documented.fields(route.query) if route.query is not None else {}
    for field in fields_of(route.query):
        schema = _with_example(
            shapes.of(not_none(field.type)), examples.get(field.encode_name)
        )
        if field.default not in (msgspec.NODEFAULT, None, "", ()):
            schema["default"] = msgspec.to_builtins(field.default)
        means = said.get(field.name, "")
        name, needed = field.encode_name, field.required
        shown = _parameter(name, "query", means, schema, required=needed)
        if _is_table(field.type):
            shown |= {"style": "deepObject", "explode": True}
        yield shown


def _parameter(
    name: str, place: str, means: str, schema: Mapping[str, Any], *, required: bool
) -> dict[str, Any]:
    return {
        "name": name,
        "in": place,
        "required": required,
        "description": means,
        "schema": schema,
    }


def _with_example(schema: dict[str, Any], example: str | None) -> dict[str, Any]:
    return schema if example is None else {**schema, "examples": [example]}


def example_values(route: Route) -> dict[str, str]:
    """What the example of a route has for each of its parameters."""
    path, _, query = route.example.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    found = {name: value for name, _, value in pairs}
    own = route.path.removeprefix("/").split("/")
    parts = path.removeprefix("/").split("/", len(own) - 1)
    for name, value in zip(own, parts, strict=False):
        if name.startswith("{"):
            found[name.strip("{}").removesuffix("...")] = value
    return found


def _body(route: Route, shapes: _Shapes) -> dict[str, Any]:
    """What may be sent, by its media type."""
    if route.takes is None:
        raw = {media: {"schema": _raw(media)} for media in route.media_types}
        return raw | _content(route.read_as, shapes)
    body: dict[str, Any] = {"schema": shapes.of(route.takes)}
    if route.example_body is not None:
        body["example"] = route.example_body
    return {JSON: body}


def _answers(route: Route, shapes: _Shapes) -> dict[str, Any]:
    """What is answered, by its status."""
    found: dict[str, Any] = {}
    for status in (route.status, *route.also):
        phrase = http.HTTPStatus(status).phrase
        content = _content(route.gives, shapes)
        found[str(status)] = {"description": phrase} | (
            {"content": content} if content else {}
        )
    if route.method == "GET":
        found["304"] = {"description": "What `If-None-Match` names is what there is."}
    for status in _refusals(route):
        found[str(status)] = {"$ref": f"#/components/responses/{status}"}
    return found


def _content(gives: Any, shapes: _Shapes) -> dict[str, Any]:
    kinds = alternatives(gives)
    records = [shapes.of(one) for one in kinds if not isinstance(one, str)]
    content: dict[str, Any] = {}
    if records:
        schema = records[0] if len(records) == 1 else {"anyOf": records}
        content[JSON] = {"schema": schema}
    for media in kinds:
        if isinstance(media, str):
            content[media] = {"schema": _raw(media)}
    return content


def _raw(media: str) -> dict[str, Any]:
    """The schema of what is sent as bytes."""
    return {"type": "string"} if media.startswith("text/") else {}


def _refusals(route: Route) -> list[int]:
    """The statuses of problems that a route may answer with."""
    found = set(_ALWAYS)
    if route.scope is not None:
        found.add(403)
    if route.takes is not None or route.media_types:
        found |= {413, 415}
    for header in route.headers:
        found |= set(_BY_HEADER.get(header, ()))
    return sorted(found)


def _problem(status: int) -> dict[str, Any]:
    """The answer of a problem with this status."""
    kinds = [kind for kind, known in problems.STATUSES.items() if known == status]
    titles = [f"`{kind}`: {problems.TITLES[kind]}." for kind in kinds]
    schema = {"$ref": _REF.format(name=ProblemDocument.__name__)}
    return {
        "description": " ".join(titles),
        "content": {PROBLEM_JSON: {"schema": schema}},
    }


def fields_of(record: type[msgspec.Struct] | None) -> tuple[Any, ...]:
    """The fields of a record; none where there is none."""
    return () if record is None else msgspec.structs.fields(record)


def alternatives(gives: Any) -> tuple[Any, ...]:
    """The types that an answer may have, media types of bytes among them."""
    if gives is None:
        return ()
    if isinstance(gives, tuple):
        return gives
    union = isinstance(gives, types.UnionType)
    return typing.get_args(gives) if union else (gives,)


def not_none(kind: Any) -> Any:
    """A type without None: a parameter that is not there is not sent."""
    parts = [one for one in typing.get_args(kind) if one is not types.NoneType]
    if not isinstance(kind, types.UnionType) or len(parts) == len(typing.get_args(kind)):
        return kind
    return functools.reduce(lambda left, right: left | right, parts)


def _is_table(kind: Any) -> bool:
    return typing.get_origin(kind) is collections.abc.Mapping
