"""An installation for tests: what is filed there counts nowhere, and says so."""

import pytest
from django.db import connections

from openkeden.api import interface, routes, service
from openkeden.flow.access.callers import Caller
from openkeden.flow.service import modes
from tests import founded
from tests.api.http import Client

CALLERS = {"one": Caller("", frozenset(), frozenset({"file"}), "k1")}
AS_OF = "/declarations?at=2026-04-02T10:00:00%2B05:00"


@pytest.fixture
def trial(tmp_path, monkeypatch):
    """A client of an installation for tests."""
    monkeypatch.setenv("KEDEN_ORIGIN", "keden.example/log/test")
    monkeypatch.setattr(founded, "_set_up", lambda home: None)
    at = founded._opened(tmp_path / "trial")
    yield Client(
        interface.Application(at, routes.ROUTES, CALLERS.get, service.Service(at)), "one"
    )
    connections["default"].close()


def sent(name: str) -> bytes:
    return founded.lines(founded.lentils(name))


def test_each_answer_says_that_it_does_not_count(trial):
    reply = trial.post(AS_OF, sent("T-1"))
    assert (reply.status, reply.headers["Keden-Mode"]) == (201, "test")
    assert reply.json["mode"] == "test"
    assert trial.get("/nothing").headers["Keden-Mode"] == "test"


def test_a_moment_may_be_asked_for_also_an_earlier_one(trial):
    later = AS_OF.replace("10:00", "12:00")
    assert trial.post(later, sent("T-1")).status == 201
    assert trial.post(AS_OF, sent("T-2")).status == 201
    assert trial.post("/declarations?at=2026-04-02T10:00:00", sent("T-3")).status == 400
    assert trial.post("/declarations?at=2090-04-02T10:00:00Z", sent("T-4")).status == 422


def test_a_fault_may_be_asked_for(trial):
    replies = [trial.post(AS_OF, sent("T-1-503")) for _ in range(4)]
    assert [reply.status for reply in replies] == [503, 503, 201, 200]
    assert replies[0].headers["Retry-After"] == "1"


def test_where_it_counts_nobody_chooses_the_moment_or_a_fault(at):
    shared = service.Service(at, now=lambda: founded.MOMENT)
    live = Client(interface.Application(at, routes.ROUTES, CALLERS.get, shared), "one")
    reply = live.post(AS_OF, sent("L-1"))
    assert (reply.status, reply.json["findings"][0]["rule"]) == (400, "U.183")
    filed = live.post("/declarations", sent("L-2-503"))
    assert (filed.status, filed.json["mode"]) == (201, "live")
    assert "Keden-Mode" not in filed.headers


def test_what_a_reference_asks_for_is_bounded(monkeypatch):
    monkeypatch.setattr(modes, "_MOST", 1)
    planned = modes.PlannedFaults()
    assert planned.fail(["A-503", "B"])
    assert not planned.fail(["C-503"])
    assert not planned.fail(["D"])
