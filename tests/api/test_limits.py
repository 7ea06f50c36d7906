"""How often one may ask: a bucket a key, told on each answer."""

import pytest

from openkeden.api import interface, limits, service
from openkeden.api.route import Asked, Reply, Route
from openkeden.flow.access.callers import Caller
from openkeden.flow.service.rates import AskingRate
from tests.api.http import Client

RATES = {
    "read": AskingRate(2, 4),
    "file": AskingRate(1, 3),
    "act": AskingRate(0, 0),
    "address": AskingRate(1, 2),
}
ALL = frozenset({"read", "file", "act"})
CALLERS = {name: Caller("p", frozenset(), ALL, name) for name in ("one", "two")}


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def told(asked: Asked) -> Reply:
    """Tell."""
    return Reply(body={}, headers=(("ETag", '"1"'),))


def many(asked: Asked) -> Reply:
    """File many."""
    return Reply(body={}, cost=5)


ROUTES = (
    Route(method="GET", path="/things", does=told),
    Route(method="POST", path="/things", does=many, scope="file", media_types=("a/b",)),
    Route(method="POST", path="/acts", does=told, scope="act", media_types=("a/b",)),
)


@pytest.fixture
def ask(at, clock):
    shared = service.Service(at)
    shared.limits = limits.Buckets(RATES, clock)
    application = interface.Application(at, ROUTES, CALLERS.get, shared)

    def asking(method: str, path: str, key: str = "", **headers: str):
        client = Client(application, key)
        return client.ask(method, path, b"x" if method == "POST" else b"", **headers)

    return asking


def test_a_key_has_a_bucket_of_its_own(ask, clock):
    replies = [ask("GET", "/things", "one") for _ in range(5)]
    assert [reply.status for reply in replies] == [200] * 4 + [429]
    assert replies[0].headers["RateLimit-Policy"] == '"read";q=4;w=2'
    assert replies[0].headers["RateLimit"] == '"read";r=3;t=0'
    last = replies[-1]
    assert (last.headers["Retry-After"], last.json["findings"][0]["rule"]) == ("1", "U.191")
    assert ask("GET", "/things", "two").status == 200
    clock.now += 0.5
    assert ask("GET", "/things", "one").status == 200
    assert ask("GET", "/things", "one").status == 429


def test_a_batch_counts_its_declarations(ask, clock):
    sent = {"content_type": "a/b"}
    assert ask("POST", "/things", "one", **sent).headers["RateLimit"] == '"file";r=0;t=3'
    clock.now += 2.9
    assert ask("POST", "/things", "one", **sent).status == 429
    clock.now += 0.2
    assert ask("POST", "/things", "one", **sent).status == 200


def test_who_has_no_good_key_is_known_by_the_address(ask):
    replies = [ask("GET", "/things") for _ in range(2)]
    assert [reply.status for reply in replies] == [200, 200]
    bad = ask("POST", "/things", "guessed", content_type="a/b")
    assert bad.status == 429, "guessing is limited too"
    assert ask("GET", "/things", "one").status == 200
    assert ask("GET", "/things", x_forwarded_for="9.9.9.9").status == 200


def test_the_address_is_that_which_a_proxy_of_ours_says(ask, monkeypatch):
    monkeypatch.setenv("KEDEN_PROXIES", "10.0.0.1")
    replies = [ask("GET", "/things", x_forwarded_for=f"9.9.9.{n}") for n in range(3)]
    assert replies[-1].status == 429, "whoever is no proxy may say what he likes"


def test_what_is_known_already_costs_nothing(ask):
    for _ in range(9):
        assert ask("GET", "/things", "one", if_none_match='"1"').status == 304
    assert ask("GET", "/things", "one").headers["RateLimit"] == '"read";r=3;t=0'


def test_nought_is_no_limit(ask):
    replies = [ask("POST", "/acts", "one", content_type="a/b") for _ in range(40)]
    assert {reply.status for reply in replies} == {200}
    assert "RateLimit" not in replies[0].headers


def test_buckets_are_bounded(clock):
    held = limits.Buckets(RATES, clock)
    for number in range(limits._MOST + 10):
        held.take("read", str(number))
    assert len(held._buckets) == limits._MOST
    assert held.take("read", "0").left == 3, "the one that was asked for longest ago went"


def test_observers_are_told_of_every_answer(at):
    shared, seen = service.Service(at), []
    shared.observers.append(lambda *told: seen.append(told))
    client = Client(interface.Application(at, ROUTES, CALLERS.get, shared))
    client.get("/things")
    client.get("/nothing")
    names = [(route, status) for route, status, _, _ in seen]
    assert names == [("told", 200), ("", 404)]
    assert all(seconds > 0 and size > 0 for _, _, seconds, size in seen)
