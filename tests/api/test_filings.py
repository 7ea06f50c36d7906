"""Filing over HTTP: what became of it, once, in the order that it was sent."""

import gzip
import threading

import msgspec
import pytest

from openkeden.api import interface, routes, service
from openkeden.base import money
from openkeden.flow.access.callers import Caller
from openkeden.flow.service import filing_queue, handing_in
from openkeden.flow.service.writer import Writer
from openkeden.store import log
from tests import founded
from tests.api.http import Client

CALLERS = {
    "one": Caller("trader-1", frozenset({founded.PAYER}), frozenset({"file"}), "k1"),
    "two": Caller("trader-2", frozenset({founded.OTHER}), frozenset({"file"}), "k2"),
    "poor": Caller("trader-1", frozenset({founded.PAYER}), frozenset({"read"}), "k3"),
}


def now():
    """The day of the samples."""
    return founded.MOMENT


def made(at, turns=None) -> interface.Application:
    shared = service.Service(at, turns, now=now)
    return interface.Application(at, routes.ROUTES, CALLERS.get, shared)


@pytest.fixture
def application(at):
    founded.pay_in(at)
    return made(at)


@pytest.fixture
def trader(application):
    return Client(application, "one")


def message(*filings) -> bytes:
    return founded.lines(*filings)


def test_a_registered_filing_is_answered_with_its_address(trader):
    reply = trader.post("/declarations", message(founded.shirts("H-1")))
    told = reply.json
    assert reply.status == 201, told
    assert (told["status"], told["lane"]) == ("registered", "green")
    address = f"/api/v1/declarations/{told['registration']}"
    assert reply.headers["Location"] == address
    assert reply.headers["ETag"] == f'"entry-{told["entry"]}"'
    assert told["receipt"] == f"{address}/receipt"
    row = founded.declared("H-1")
    assert row.registration == told["registration"]
    assert (told["currency"], told["payable"]) == ("KZT", money.text(row.payable))


def test_the_same_filing_again_gets_the_same_bytes(trader):
    sent = message(founded.shirts("H-2"))
    first, size = trader.post("/declarations", sent), log.size()
    again = trader.post("/declarations", sent)
    assert (again.status, again.headers["Idempotent-Replay"]) == (200, "true")
    assert again.body == first.body
    assert log.size() == size


def test_a_refusal_is_a_problem_with_its_fact(trader):
    reply = trader.post("/declarations", message(founded.bad("H-3")))
    assert (reply.status, reply.headers["Content-Type"]) == (422, interface.PROBLEM_JSON)
    assert reply.json["entry"] == log.size() - 1
    assert "G5.1" in [one["rule"] for one in reply.json["findings"]]


def test_a_reference_that_was_used_is_a_conflict(trader):
    trader.post("/declarations", message(founded.shirts("H-4")))
    size = log.size()
    other = founded.lentils("H-4", declarant=founded.shirts("H-4").declarant)
    reply = trader.post("/declarations", message(other))
    assert (reply.status, reply.json["type"]) == (409, "/api/v1/problems/conflict")
    assert founded.declared("H-4").registration in reply.json["detail"]
    assert log.size() == size


@pytest.mark.parametrize("body", [b"", b"{", b'{"items": 1}', b"\xff\xfe\x00", b"<xml"])
def test_what_cannot_be_read_is_told_and_changes_nothing(trader, body):
    size = log.size()
    reply = trader.ask("POST", "/declarations", body, content_type="application/json")
    assert (reply.status, reply.json["findings"] != []) == (400, True)
    assert log.size() == size


def test_who_may_not_declare_for_another_is_refused(trader):
    theirs = founded.lentils(
        "H-5",
        declarant=msgspec.structs.replace(
            founded.lentils("H-5").declarant, id=founded.OTHER
        ),
    )
    reply = trader.post("/declarations", message(theirs))
    assert (reply.status, reply.json["findings"][0]["rule"]) == (422, "PE.16")


def test_a_batch_is_answered_in_its_order(trader):
    filings = [founded.shirts("B-1"), founded.bad("B-2"), founded.shirts("B-3")]
    body = b"not json\n".join([message(filings[0]), message(*filings[1:])])
    reply = trader.post("/declarations", body, content_type="application/x-ndjson")
    assert reply.status == 200, reply.json
    told = [(one["reference"], one["status"]) for one in reply.json["answers"]]
    assert told == [
        ("B-1", "registered"),
        ("", "unreadable"),
        ("B-2", "refused"),
        ("B-3", "registered"),
    ]
    counts = [reply.json[name] for name in ("registered", "refused", "unreadable")]
    assert counts == [2, 1, 1]


@pytest.mark.parametrize("name", ["json", "csv", "list", "lines"])
def test_every_format_is_told_apart_by_its_content(trader, name):
    filing = founded.shirts(f"F-{name}")
    bodies = {
        "json": message(filing),
        "csv": founded.rows(filing),
        "list": b"[" + message(filing) + b"]",
        "lines": message(filing),
    }
    kind = {"csv": "text/csv", "lines": "application/x-ndjson"}.get(
        name, "application/json"
    )
    reply = trader.post("/declarations", bodies[name], content_type=kind)
    assert reply.status == (201 if name == "json" else 200), reply.json
    assert ("answers" in reply.json) == (name != "json")


def test_limits_of_size(trader, monkeypatch):
    monkeypatch.setattr(handing_in, "MOST_FILINGS", 2)
    size = log.size()
    three = message(*[founded.shirts(f"M-{number}") for number in range(3)])
    reply = trader.post("/declarations", three, content_type="application/x-ndjson")
    assert (reply.status, reply.json["findings"][0]["rule"]) == (413, "U.200")
    huge = b" " * (handing_in.BODY_BYTES + 1)
    assert trader.post("/declarations", huge).status == 413
    bomb = gzip.compress(huge)
    assert trader.post("/declarations", bomb, content_encoding="gzip").status == 413
    assert log.size() == size


def test_a_packed_body_is_unpacked(trader):
    sent = gzip.compress(message(founded.shirts("Z-1")))
    assert trader.post("/declarations", sent, content_encoding="gzip").status == 201
    cut = trader.post("/declarations", sent[:-9], content_encoding="gzip")
    odd = trader.post("/declarations", sent, content_encoding="br")
    assert (cut.status, odd.status) == (415, 415)
    assert odd.json["findings"][0]["rule"] == "U.203"


def test_keys_and_types(application):
    sent = message(founded.shirts("K-1"))
    assert Client(application).post("/declarations", sent).status == 401
    assert Client(application, "poor").post("/declarations", sent).status == 403
    trader = Client(application, "one")
    assert trader.post("/declarations", sent, content_type="image/png").status == 415
    assert log.size() == founded.ENTRIES + 1


def test_many_at_once_share_commits_and_each_gets_his_own(at):
    founded.pay_in(at)
    writer = Writer()
    application = made(at, writer)
    replies, heads = {}, _heads(at)

    def send(number: int) -> None:
        filing = founded.shirts(f"T-{number % 20}")
        replies[number] = Client(application, "one").post("/declarations", message(filing))

    threads = [threading.Thread(target=send, args=(number,)) for number in range(40)]
    gate = threading.Event()
    writer.submit(lambda: gate.wait(20))
    for thread in threads:
        thread.start()
    _wait_for(lambda: application.service.filings.size == 40)
    gate.set()
    for thread in threads:
        thread.join()
    writer.end()
    assert sorted(reply.status for reply in replies.values()) == [200] * 20 + [201] * 20
    for number, reply in replies.items():
        assert reply.json["reference"] == f"T-{number % 20}"
        assert reply.body == replies[(number + 20) % 40].body
    assert _heads(at) - heads == 1, "all of them under one signed head"


def test_what_waits_too_long_is_given_back(at, monkeypatch):
    founded.pay_in(at)
    monkeypatch.setattr(filing_queue, "LONGEST", 0.05)
    writer, gate = Writer(), threading.Event()
    application = made(at, writer)
    writer.submit(lambda: gate.wait(20))
    size = log.size()
    reply = Client(application, "one").post("/declarations", message(founded.shirts("W-1")))
    gate.set()
    writer.end()
    assert (reply.status, reply.headers["Retry-After"]) == (503, "1")
    assert log.size() == size


def test_what_finds_no_place_is_told_to_come_again(at):
    writer, gate = Writer(), threading.Event()
    queue = filing_queue.FilingQueue(at, writer, most=1, now=now)
    writer.submit(lambda: gate.wait(20))
    done = []
    (one,) = founded.read(message(founded.lentils("Q-1")))
    sent = [filing_queue.Sent(one, founded.ACTOR)]
    thread = threading.Thread(target=lambda: done.append(queue.hand_in(sent)))
    thread.start()
    _wait_for(lambda: queue.size == 1)
    refused = queue.hand_in(sent)
    gate.set()
    thread.join()
    writer.end()
    assert [finding.rule for finding in refused.findings] == ["U.190"]
    assert [given.answer.status for given in done[0]] == ["registered"]


def test_a_fault_of_one_sender_is_not_that_of_the_others(at, monkeypatch):
    """A filing that brings the program to its knees fails by itself."""
    writer, gate = Writer(), threading.Event()
    queue = filing_queue.FilingQueue(at, writer, now=now)
    good, evil = [
        founded.read(message(founded.lentils(name)))[0] for name in ("A-1", "A-2")
    ]
    lodge_each = filing_queue.lodge.lodge_each

    def failing(filings, *rest):
        if any(one.received is evil for one in filings):
            raise ZeroDivisionError
        return lodge_each(filings, *rest)

    monkeypatch.setattr(filing_queue.lodge, "lodge_each", failing)
    writer.submit(lambda: gate.wait(20))
    done = {}

    def send(name, one):
        try:
            done[name] = queue.hand_in([filing_queue.Sent(one, founded.ACTOR)])
        except ZeroDivisionError:
            done[name] = "failed"

    threads = [
        threading.Thread(target=send, args=pair)
        for pair in (("good", good), ("evil", evil))
    ]
    for thread in threads:
        thread.start()
    _wait_for(lambda: queue.size == 2)
    gate.set()
    for thread in threads:
        thread.join()
    writer.end()
    assert done["evil"] == "failed"
    assert done["good"][0].answer.status == "registered"


def _heads(at) -> int:
    return founded.sql(at, "SELECT count(*) FROM head")[0][0]


def _wait_for(true, seconds: float = 20) -> None:
    """Wait until something holds."""
    pause = threading.Event()
    for _ in range(int(seconds * 100)):
        if true():
            return
        pause.wait(0.01)
    raise AssertionError("it never came")
