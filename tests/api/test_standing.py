"""Health and readiness: told to anybody, as often as one likes, and true."""

import datetime
import threading

import pytest

from openkeden.api import interface, routes, service
from openkeden.flow.service import readiness
from openkeden.flow.service.filing_queue import FilingQueue
from openkeden.flow.service.rates import AskingRate
from openkeden.flow.service.writer import AtOnce, Writer
from tests import founded
from tests.api.http import Client

#: Seconds in which whatever is waited for here has long happened.
LONG = 20


@pytest.fixture
def writer():
    made = Writer(most=1)
    yield made
    made.end()


def asking(at, turns):
    """A client of a service whose writes take these turns."""
    shared = service.Service(at, turns, {"address": AskingRate(1, 1)})
    return Client(interface.Application(at, routes.ROUTES, {}.get, shared))


def test_both_are_told_to_anybody_as_often_as_one_likes(at):
    client = asking(at, AtOnce())
    for _ in range(5):
        up, ready = [client.ask("GET", path, base="") for path in ("/health", "/ready")]
        assert (up.status, up.json) == (200, {"status": "up"})
        assert (ready.status, ready.json) == (200, {"status": "ready"})
        assert ready.headers["Cache-Control"] == "no-store"
        assert "RateLimit" not in ready.headers
    assert [client.get("/status").status for _ in range(2)] == [200, 429]


def test_a_full_queue_and_a_writer_that_ended_are_told_of(at, writer):
    client, gate, begun = asking(at, writer), threading.Event(), threading.Event()

    def first() -> None:
        begun.set()
        gate.wait(LONG)

    doing = writer.submit(first)
    assert begun.wait(LONG)
    assert client.ask("GET", "/ready", base="").status == 200
    writer.submit(lambda: None)
    full = client.ask("GET", "/ready", base="")
    assert (full.status, full.headers["Retry-After"]) == (503, "1")
    assert [one["rule"] for one in full.json["findings"]] == ["U.190"]
    assert full.json["type"].endswith("/busy")
    assert client.ask("GET", "/health", base="").status == 200
    gate.set()
    doing.result(LONG)
    writer.end()
    ended = client.ask("GET", "/ready", base="").json["findings"]
    assert [one["args"]["value"] for one in ended] == ["it is ending"]


def test_filings_that_wait_are_told_of(at):
    queue = FilingQueue(at, AtOnce(), most=3)
    now = datetime.datetime(2026, 4, 2, tzinfo=datetime.UTC)
    assert readiness.objections(at, queue, now) is None
    queue.size = 3
    refused = readiness.objections(at, queue, now)
    assert [one.rule for one in refused.findings] == ["U.190"]


def test_a_day_without_law_is_told_of(at):
    now = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    refused = readiness.objections(at, None, now)
    assert [one.rule for one in refused.findings] == ["U.5"]


def test_a_database_that_does_not_answer_is_U_250(at):
    founded.sql(at, "ALTER TABLE head RENAME TO gone")
    reply = asking(at, AtOnce()).ask("GET", "/ready", base="")
    assert (reply.status, reply.headers["Retry-After"]) == (503, "1")
    assert [one["rule"] for one in reply.json["findings"]] == ["U.250"]
