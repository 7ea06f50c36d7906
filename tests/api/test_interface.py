"""What every route has: problems, headers, languages, keys."""

import gzip

import msgspec
import pytest

from openkeden.api import interface, languages, problems
from openkeden.api.route import Asked, Reply, Route
from openkeden.flow.access.callers import Caller
from tests.api.http import Client


class Sums(msgspec.Struct, frozen=True):
    left: int
    right: int = 0
    names: tuple[str, ...] = ()


def add(asked: Asked) -> Reply:
    """Add."""
    return Reply(body={"sum": asked.query.left + asked.query.right})


def told(asked: Asked) -> Reply:
    """Say what was sent."""
    return Reply(body=asked.body, headers=(("ETag", '"1"'),))


def broken(asked: Asked) -> Reply:
    """Fail."""
    raise RuntimeError("secret of the house")


ROUTES = (
    Route(method="GET", path="/sums", does=add, query=Sums),
    Route(method="POST", path="/sums", does=told, takes=Sums),
    Route(
        method="GET",
        path="/things/{name}/parts/{part}",
        does=lambda asked: Reply(body=dict(asked.path)),
    ),
    Route(method="GET", path="/things/first", does=told),
    Route(method="GET", path="/broken", does=broken),
    Route(method="GET", path="/mine", does=told, scope="read"),
    Route(method="POST", path="/raw", does=told, media_types=("text/csv",), most=10),
)
CALLERS = {
    "good": Caller("trader-1", frozenset({"1"}), frozenset({"read"}), "k1"),
    "poor": Caller("trader-1", frozenset({"1"}), frozenset(), "k2"),
}


@pytest.fixture
def ask(at):
    return Client(interface.Application(at, ROUTES, CALLERS.get))


def test_everything_wrong_with_parameters_is_told_at_once(ask):
    reply = ask.get("/sums?right=x&wrong=1&right=2")
    assert reply.status == 400
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert [(one["rule"], one["path"]) for one in reply.json["findings"]] == [
        ("U.183", "right"),
        ("U.182", "wrong"),
        ("U.184", "left"),
        ("U.183", "right"),
    ]


def test_a_parameter_is_of_its_type(ask):
    assert ask.get("/sums?left=2&right=3").json == {"sum": 5}
    assert ask.get("/sums?left=2&names=a&names=b").status == 200


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"", "U.189"),
        (b"[1]", "U.189"),
        (b'{"left": 1, "left": 2}', "U.189"),
        (b"[" * 100_000, "U.189"),
        (b'{"left": "1"}', "U.183"),
        (b"{}", "U.184"),
        (b"\xff", "U.189"),
    ],
)
def test_a_body_that_cannot_be_used_is_told(ask, body, rule):
    reply = ask.post("/sums", body, content_type="application/json")
    assert (reply.status, reply.json["findings"][0]["rule"]) == (400, rule)


def test_a_body_of_another_type_is_refused(ask):
    assert ask.post("/sums", b"left", content_type="text/plain").status == 415
    assert ask.post("/raw", b"a,b", content_type="text/csv").body == b"a,b"


def test_a_body_is_bounded(ask):
    assert ask.post("/raw", b"x" * 11, content_type="text/csv").status == 413


def test_an_address_is_found_by_fixed_parts_first(ask):
    assert ask.get("/things/first").status == 200
    reply = ask.get("/things/a%2Fb/parts/%D1%8F")
    assert reply.status == 404, "an escaped slash was one when it came here"
    assert ask.get("/things/ab/parts/%D1%8F").json == {"name": "ab", "part": "я"}
    assert ask.get("/things/ab/parts").status == 404
    assert ask.get("/things//parts/1").status == 404


def test_what_cannot_be_asked_names_what_can(ask):
    reply = ask.ask("DELETE", "/sums")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert ask.ask("OPTIONS", "/sums").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in ask.ask("OPTIONS", "/mine").headers


def test_head_has_no_body(ask):
    reply = ask.ask("HEAD", "/sums?left=1")
    assert (reply.status, reply.body) == (200, b"")


def test_a_key_is_asked_for_where_a_scope_is(ask, at):
    nobody = ask.get("/mine")
    assert (nobody.status, nobody.headers["WWW-Authenticate"][:6]) == (401, "Bearer")
    unknown = ask.get("/mine", authorization="Bearer bad")
    assert unknown.status == 401
    assert ask.get("/mine", authorization="Basic good").status == 401
    assert ask.get("/sums?left=1", authorization="Bearer bad").status == 401
    application_ = interface.Application(at, ROUTES, CALLERS.get)
    assert Client(application_, "poor").get("/mine").status == 403
    assert Client(application_, "good").get("/mine").status == 200


def test_a_fault_tells_its_number_and_no_more(ask, caplog):
    reply = ask.get("/broken", request_id="mine-1")
    assert (reply.status, reply.headers["Request-Id"]) == (500, "mine-1")
    assert b"secret" not in reply.body
    assert "mine-1" in caplog.text


def test_what_is_known_is_not_sent_again(ask):
    tag = ask.get("/things/first").headers["ETag"]
    reply = ask.get("/things/first", if_none_match=tag)
    assert (reply.status, reply.body) == (304, b"")


def test_long_answers_are_packed(http):
    reply = http.get("/lists/countries", accept_encoding="gzip")
    assert reply.headers["Content-Encoding"] == "gzip"
    plain = http.get("/lists/countries")
    assert gzip.decompress(reply.body) == plain.body


def test_sentences_are_in_the_language_that_is_liked_best(http):
    assert http.get("/lists/countries", accept_language="kk").status == 200
    reply = http.get("/nothing", accept_language="de, ru;q=0.5, kk;q=0.9")
    assert reply.headers["Content-Language"] == "kk"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("ru-RU,ru;q=0.9", "ru"),
        ("de;q=1, kk;q=0.1", "kk"),
        ("ru;q=0", "en"),
        ("ru;q=x, kk", "kk"),
        (";;;,,", "en"),
    ],
)
def test_languages(header, language):
    assert languages.best(header) == language


@pytest.mark.parametrize(
    ("path", "pointer"),
    [
        ("items[0].net_mass_kg", "/items/0/net_mass_kg"),
        ("currency", "/currency"),
        ("items[2]", "/items/2"),
        ("line 3, column 7", ""),
        ("", ""),
    ],
)
def test_pointers(path, pointer):
    assert problems.pointer(path) == pointer


def test_every_kind_of_problem_has_a_status_and_a_title():
    assert problems.STATUSES.keys() == problems.TITLES.keys()
    assert set(problems._KINDS.values()) <= problems.STATUSES.keys()
