"""The description of the interface: what it says of every route, and that it only grows."""

import copy
import json

import pytest

from docs import openapi as kept
from openkeden.api import places, routes

TODAY = kept.described()


def test_the_description_is_the_one_that_is_kept():
    assert kept.FILE.read_text("utf-8") == kept.text(TODAY), "python -m docs.openapi"


def test_it_is_served(http):
    reply = http.get("/openapi.json")
    assert reply.json == json.loads(json.dumps(TODAY))
    tag = reply.headers["ETag"]
    assert http.get("/openapi.json", if_none_match=tag).status == 304


def test_every_operation_has_a_name_of_its_own():
    names = [route.name for route in routes.ROUTES]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("route", routes.ROUTES, ids=lambda one: one.address)
def test_everything_of_a_route_is_described(route):
    method = route.method.lower()
    told = TODAY["paths"][route.address.replace("...}", "}")][method]
    assert told["summary"].endswith(".")
    assert all(one["description"] for one in told["parameters"])
    assert str(route.status) in told["responses"]
    assert (told["security"] == []) == (route.scope is None)


def test_every_field_of_an_answer_that_is_ours_is_described():
    silent = [
        f"{name}.{field}"
        for name, schema in TODAY["components"]["schemas"].items()
        if name.endswith(("View", "Document", "Question", "Body"))
        for field, told in schema["properties"].items()
        if not told.get("description") and not told.get("$ref")
    ]
    assert silent == []


def test_places_are_those_of_routes():
    in_routes = set()
    for route in routes.ROUTES:
        named = [part for part in route.segments if part.startswith("{")]
        in_routes |= {part.strip("{}").removesuffix("...") for part in named}
    assert in_routes == set(places.PLACES)


def _without(*path):
    changed = copy.deepcopy(TODAY)
    inner = changed
    for part in path[:-1]:
        inner = inner[part]
    del inner[path[-1]]
    return changed


def _with(value, *path):
    changed = copy.deepcopy(TODAY)
    inner = changed
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return changed


SCHEMAS = ("components", "schemas")
TARIFF = ("paths", "/api/v1/tariff", "get")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (_without("paths", "/api/v1/status"), "GET /api/v1/status: is gone"),
        (_without(*TARIFF, "parameters", 1), "the parameter on is gone"),
        (_with(True, *TARIFF, "parameters", 1, "required"), "parameter on is needed now"),
        (_with(9, *TARIFF, "parameters", 0, "schema", "maxLength"), "maxLength is 9 now"),
        (_with([{"key": ["read"]}], *TARIFF, "security"), "a key is needed now"),
        (_without(*SCHEMAS, "RowView"), "RowView: is gone"),
        (_without(*SCHEMAS, "RowView", "properties", "act"), "the field act is gone"),
        (_with([], *SCHEMAS, "ListView", "required"), "may be left out now"),
        (_with(["code"], *SCHEMAS, "CostBody", "required"), "field code is needed now"),
        (
            _with({"type": "number"}, *SCHEMAS, "RowView", "properties", "value"),
            "RowView.value: is of another type",
        ),
        (
            _with(["car"], *SCHEMAS, "SaidOfGoods", "properties", "language", "enum"),
            "may not be sent any more",
        ),
    ],
)
def test_what_takes_something_away_is_told(changed, told):
    assert any(told in line for line in kept.narrowed(TODAY, changed))


def test_what_only_grows_is_no_loss():
    grown = _with({"type": "string"}, *SCHEMAS, "RowView", "properties", "more")
    grown["paths"]["/api/v1/more"] = {}
    assert list(kept.narrowed(TODAY, grown)) == []
