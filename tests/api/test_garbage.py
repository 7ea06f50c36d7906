"""Whatever is sent to any address: a clear refusal or an answer, never a fault of ours, and
never long.
"""

import json

import pytest

from openkeden.api import interface, routes
from openkeden.api.openapi import fields_of
from openkeden.base import service_usage
from openkeden.flow.access.callers import SCOPES, Caller
from openkeden.flow.ledger import receipts
from tests import founded
from tests.api.http import Client

FULL = Caller("trader-1", frozenset({founded.PAYER}), frozenset(SCOPES), "k1")

#: What no parameter is.
TEXTS = {
    "long": "x" * 1_000_000,
    "nul": "%00",
    "bytes": "%FF%FE",
    "slash": "%2F..%2F..%2Fetc%2Fpasswd",
    "twice": "%2525%252F",
    "letters": "%D0%B0%E1%88%B4%F0%9F%98%80",
    "turned": "%E2%80%AE%D9%85%D8%B1%D8%AD%D8%A8%D8%A7",
    "number": "9" * 5_000,
    "negative": "-1",
    "float": "1e999",
    "sql": "%27%20OR%201%3D1%20--",
    "empty": "",
    "halves": "%ED%A0%80",
}

#: What no body is.
BODIES = {
    "nothing": b"",
    "text": b"hello",
    "nul": b"\x00" * 1_000,
    "deep": b"[" * 100_000,
    "object": b'{"unknown": 1}',
    "list": b"[]",
    "number": b'{"text": 1e999, "code": 1e999, "receipt": 1e999}',
    "halves": b'{"text": "\\ud800", "code": "\\ud800", "receipt": "\\ud800"}',
    "large": b'{"text": "' + b"x" * 2_000_000 + b'"}',
    "huge number": b'{"text": ' + b"9" * 5_000 + b"}",
}

#: The longest answer to what cannot be read, in bytes.
SHORT = 20_000


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    """A client with a key that may do everything."""
    at = founded.found(tmp_path_factory.mktemp("home"))
    founded.lodge_all(at, founded.lentils("L-1"))
    keys = {"full": FULL}
    return Client(interface.Application(at, routes.ROUTES, keys.get), "full")


def _clear(reply):
    """Whether an answer is one, or a problem that says what is wrong."""
    assert reply.status < 500, reply.body[:1000]
    if reply.status < 400:
        return
    assert reply.headers["Content-Type"] == interface.PROBLEM_JSON
    assert reply.json["findings"]
    assert len(reply.body) < SHORT


BY_ADDRESS = pytest.mark.parametrize(
    "route", routes.ROUTES, ids=lambda one: one.address + one.method
)


@BY_ADDRESS
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_garbage_in_the_address(ask, route, text):
    path = route.path
    for part in route.segments:
        if part.startswith("{"):
            path = path.replace(part, text)
    _clear(ask.ask(route.method, path, base=route.base))
    _clear(ask.ask(route.method, f"{path}/{text}", base=route.base))


@BY_ADDRESS
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_garbage_in_each_parameter(ask, route, text):
    known = [field.encode_name for field in fields_of(route.query)]
    for name in [*known, "unknown", text or "x"]:
        example = route.example.partition("?")[0] or route.path
        _clear(ask.ask(route.method, f"{example}?{name}={text}", base=route.base))
    _clear(ask.ask(route.method, f"{route.example}&{text}", base=route.base))


@pytest.mark.parametrize(
    "route",
    [one for one in routes.ROUTES if one.method != "GET"],
    ids=lambda one: one.address + one.method,
)
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_garbage_as_a_body(ask, route, body):
    before = receipts.size()
    example = route.example or route.path
    for media in ("application/json", "text/csv", "\xff"):
        reply = ask.ask(route.method, example, body, base=route.base, content_type=media)
        _clear(reply)
    assert receipts.size() == before, "nothing was recorded"


HEADERS = {
    "accept_language": "x" * 100_000,
    "accept_encoding": "gzip;q=0, *",
    "authorization": "Bearer " + "x" * 100_000,
    "if_none_match": '"' * 10_000,
    "request_id": "a\tb" * 1_000,
    "accept": "text/html" * 10_000,
    "if_match": "*",
    "idempotency_key": "\xff",
}


@BY_ADDRESS
@pytest.mark.parametrize("header", HEADERS)
def test_garbage_in_a_header(ask, route, header):
    sent = {header: HEADERS[header]}
    _clear(ask.ask(route.method, route.example or route.path, base=route.base, **sent))


@pytest.mark.parametrize("method", ["PUT", "PATCH", "TRACE"])
def test_another_method_is_told_which_there_are(ask, method):
    for route in routes.ROUTES:
        reply = ask.ask(method, route.example or route.path, base=route.base)
        assert reply.status in {404, 405}
        if reply.status == 405:
            assert "OPTIONS" in reply.headers["Allow"]


@pytest.mark.parametrize(
    "path",
    ["/api/v1lists", "/lists", "/api/v1//lists", "/api/v1/lists/", "/API/V1/lists",
     "/api/v1/../api/v1/lists", "/api/v1/lists;x=1", "/api/v1/lists%00", "//api/v1/lists",
     "/api/v2/lists", "/api/v1/%6Cists/../status"],
)  # fmt: skip
def test_an_address_is_what_it_is_and_nothing_like_it(ask, path):
    reply = ask.ask("GET", path, base="")
    assert reply.status == 404
    assert reply.json["findings"][0]["rule"] == service_usage.NO_PATH.number


def test_findings_quote_the_beginning_of_what_was_sent(ask):
    reply = ask.get(f"/tariff?q=x&{'y' * 5_000}={'z' * 5_000}")
    (one,) = json.loads(reply.body)["findings"]
    assert len(one["value"]) < 100
