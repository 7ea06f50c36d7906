"""Who may ask what over HTTP, every cell of it: each route with each kind of key, on one's
own declarations and another firm's, in each state.

What is expected is told twice: by the routes with the table of permissions and that of the
life of a declaration, and by the list in `authorisation.yaml`, which is written by hand.
"""

import json
import pathlib
import re
import typing
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
import yaml
from django.db import connections

from openkeden.api import routes
from openkeden.clearance import lifecycle
from openkeden.flow.access import permissions
from openkeden.flow.access.callers import SCOPES
from openkeden.store import log
from tests import founded
from tests.api.authorised_house import DEAD, HOLDERS, House
from tests.api.http import Client

LIST = yaml.safe_load(pathlib.Path(__file__).with_name("authorisation.yaml").read_text())
KEYED = {row["route"]: row for row in LIST["keyed"]}
STATES = list(LIST["acts"])

#: Who may be answered at all.
UNKNOWN, LACKING = 401, 403


def named(route: Any) -> str:
    return f"{route.method} {route.path}"


ROUTES = {named(route): route for route in routes.ROUTES}
WITH_SCOPE = [name for name, route in ROUTES.items() if route.scope is not None]
PUBLIC = [name for name, route in ROUTES.items() if route.scope is None]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    at = founded.found(tmp_path_factory.mktemp("authorised") / "home")
    yield House(at)
    connections["default"].close()


def keys() -> Iterator[str]:
    yield from ("none", *DEAD)
    for whose in HOLDERS:
        yield f"{whose} all"
        yield from [f"{whose} {scope}" for scope in SCOPES]


def by_the_tables(route: Any, key: str) -> str:
    """What a key is answered by the scope of the route and the table of permissions."""
    if key == "none" or key in DEAD:
        return "unknown"
    whose, scope = key.split()
    needed = permissions.TABLE[KEYED[named(route)]["may"]].scope
    assert needed == route.scope, "the route asks for what the permission says"
    held = SCOPES if scope == "all" else (scope,)
    return whose if route.scope in held else "lacking"


def by_the_list(name: str, key: str) -> str:
    """The same by the list that is written by hand."""
    if " " not in key:
        return "unknown"
    whose, scope = key.split()
    return whose if scope in ("all", KEYED[name]["scope"]) else "lacking"


def test_every_route_is_in_the_list():
    assert set(WITH_SCOPE) == set(KEYED)
    assert set(PUBLIC) == set(LIST["public"])


def test_what_is_expected_is_the_same_by_either_way():
    for name in WITH_SCOPE:
        for key in keys():
            assert by_the_tables(ROUTES[name], key) == by_the_list(name, key), (name, key)


@pytest.mark.parametrize("name", PUBLIC)
def test_what_is_public_wants_no_key_and_takes_no_false_one(house, name):
    route = ROUTES[name]
    for key in ("none", "own all", "other cost"):
        assert house.ask(route, key, "released").status not in (UNKNOWN, LACKING), key
    for key in DEAD:
        assert house.ask(route, key, "released").status == UNKNOWN, key


@pytest.mark.parametrize("name", WITH_SCOPE)
def test_a_key_is_answered_what_its_scope_and_firm_allow(house, name):
    """Function and object: also that nothing is written where the answer is no."""
    for state in STATES:
        for key in keys():
            size, told = log.size(), by_the_list(name, key)
            reply = house.ask(ROUTES[name], key, state)
            cell = (name, state, key, reply.body[:300])
            if told in HOLDERS:
                _answered(house, state, name, told, reply)
            else:
                expected = UNKNOWN if told == "unknown" else LACKING
                assert reply.status == expected, cell
            if reply.status >= 300 and b'"entry":null' in reply.body:
                assert log.size() == size, cell


#: A registration number.
_NUMBER = re.compile(r"\d{5}/\d{6}/\d{7}")


def _answered(house: House, state: str, name: str, told: str, reply: Any) -> None:
    cell = (name, state, told, reply.body[:300])
    expected = KEYED[name][told]
    if told == "own" and not LIST["acts"][state]:
        expected = KEYED[name].get("over", expected)
    if expected == "list":
        assert reply.status == 200, cell
        numbers = set(_NUMBER.findall(reply.body.decode()))
        assert numbers, cell
        of_other = numbers & {house.others}
        assert of_other == (numbers if told == "other" else set()), cell
    else:
        assert reply.status == expected, cell


@pytest.mark.parametrize("state", STATES)
def test_what_may_be_done_in_a_state_is_what_the_life_says(house, state):
    route = ROUTES["GET /declarations/{office}/{day}/{serial}/actions"]
    listed = house.ask(route, "own all", state).json["actions"]
    told = {one["action"] for one in listed}
    assert told == set(LIST["acts"][state])
    index = lifecycle.TABLE.index
    assert told == {
        action for action in lifecycle.ACTIONS if (state, action, "declarant") in index
    }


@pytest.mark.parametrize("state", STATES)
def test_no_act_that_is_not_the_declarants_is_done(house, state):
    """Every action that there is, also those of officers, and one that is none."""
    route = ROUTES["POST /declarations/{office}/{day}/{serial}/actions/{action}"]
    one = ROUTES["GET /declarations/{office}/{day}/{serial}"]
    tag = house.ask(one, "own all", state).headers["ETag"]
    size = log.size()
    for number, action in enumerate((*lifecycle.ACTIONS, "rule")):
        for key in ("own all", "other all"):
            if key == "own all" and action in LIST["acts"][state]:
                continue
            sent = {"if_match": tag, "idempotency_key": f"key-{state}-{number}"}
            reply = house.act(route, key, state, action, **sent)
            cell = (state, action, key, reply.body[:300])
            assert 400 <= reply.status < 500, cell
            assert reply.status == 404 or key == "own all", cell
            assert log.size() == size, cell


def test_a_filing_replaces_nothing_of_another_firm(house):
    known = house.cases["documents_asked"]
    filing = founded.of(founded.OTHER, founded.shoes("O-2", amends=known.row.registration))
    client = Client(house.application, house.keys["other all"])
    reply = client.post("/declarations", founded.lines(filing))
    assert reply.status == 422, reply.json
    one = ROUTES["GET /declarations/{office}/{day}/{serial}"]
    assert house.ask(one, "own all", "documents_asked").json["version"] == 1


def sealed_in(value: Any) -> set[str]:
    """The names of what is for officers alone, anywhere in an answer."""
    if isinstance(value, dict):
        found = set(value) & set(LIST["sealed"])
        return found.union(*[sealed_in(one) for one in value.values()])
    if isinstance(value, list):
        return set().union(*[sealed_in(one) for one in value])
    return set()


@pytest.mark.parametrize("name", WITH_SCOPE)
def test_nothing_that_is_sealed_is_in_an_answer(house, name):
    route = ROUTES[name]
    for state in STATES:
        reply = house.ask(route, "own all", state)
        if reply.status < 300 and reply.headers["Content-Type"] == "application/json":
            assert sealed_in(json.loads(reply.body)) == set(), (name, state)


def fields_of(gives: Any) -> set[str]:
    """The names of all fields of a type, and of those below it."""
    given = gives if isinstance(gives, tuple) else typing.get_args(gives) or (gives,)
    kinds = [one for one in given if not isinstance(one, str)]
    described = msgspec.json.schema_components(kinds)[1]
    return set().union(*[one.get("properties", {}) for one in described.values()])


@pytest.mark.parametrize("name", WITH_SCOPE)
def test_nothing_that_is_sealed_is_in_the_type_of_an_answer(name):
    gives = ROUTES[name].gives
    if not isinstance(gives, str):
        assert not fields_of(gives) & set(LIST["sealed"])
