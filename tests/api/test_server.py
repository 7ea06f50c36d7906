"""A real server: slow and broken clients hold nobody up, and an end loses no answer."""

import contextlib
import json
import os
import signal
import threading
import time

import pytest
from django.db import connections

from tests import founded
from tests.api import serving

#: A filing by itself is answered long before this, in seconds, however slow others are.
SOON = 10


def laid(home):
    """An installation whose declarants can pay."""
    founded.pay_in(founded.found(home))
    connections["default"].close()
    return home


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return laid(tmp_path_factory.mktemp("served") / "home")


@pytest.fixture(scope="module")
def server(home):
    with serving.server(home) as running:
        yield running


def head(length: int, *more: bytes) -> bytes:
    """The head of a filing."""
    lines = [
        b"POST /api/v1/declarations HTTP/1.1",
        b"Host: x",
        b"Authorization: Bearer one",
        b"Content-Type: application/json",
        b"Content-Length: %d" % length,
        *more,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def filing(name: str) -> bytes:
    body = founded.lines(founded.shirts(name))
    return head(len(body)) + body


def told(line) -> tuple[int, dict]:
    """The status and the body of one answer; 0 where the connection was closed instead."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = line.recv(65536)
        if not piece:
            return 0, {}
        received += piece
    headers, _, body = received.partition(b"\r\n\r\n")
    named = dict(
        part.lower().split(b": ", 1) for part in headers.split(b"\r\n")[1:] if b": " in part
    )
    while len(body) < int(named.get(b"content-length", 0)):
        body += line.recv(65536)
    status = int(headers.split(b" ")[1])
    return status, json.loads(body) if body else {}


def asked(server, *sent: bytes) -> tuple[int, dict]:
    with server.connect() as line:
        for piece in sent:
            line.sendall(piece)
        return told(line)


def is_served(server, name: str) -> None:
    """A filing of somebody else is answered soon."""
    began = time.monotonic()
    status, body = asked(server, filing(name))
    assert (status, body["reference"]) == (201, name)
    assert time.monotonic() - began < SOON


def test_idle_connections_hold_nobody_up_and_are_closed(server):
    with contextlib.ExitStack() as stack:
        idle = [stack.enter_context(server.connect()) for _ in range(300)]
        is_served(server, "IDLE-1")
        assert idle[0].recv(1) == b""


def test_a_head_that_never_ends_is_cut(server):
    with server.connect() as line:
        line.sendall(b"GET /api/v1/lists HTTP/1.1\r\nHost")
        is_served(server, "HEAD-1")
        assert line.recv(100) == b""


def test_bodies_that_trickle_hold_nobody_up(server):
    with contextlib.ExitStack() as stack:
        slow = [stack.enter_context(server.connect()) for _ in range(60)]
        for line in slow:
            line.sendall(head(200) + b"{")
        is_served(server, "SLOW-1")
        status, body = told(slow[0])
    assert (status, body["findings"][0]["rule"]) == (400, "U.202")


def test_a_connection_that_closes_in_the_middle_files_nothing(server, home):
    before = founded.sql(home, "SELECT count(*) FROM entry")
    sent = filing("CUT-1")
    for cut in (10, len(sent) // 2, len(sent) - 1):
        with server.connect() as line:
            line.sendall(sent[:cut])
    is_served(server, "CUT-2")
    assert founded.sql(home, "SELECT count(*) FROM entry")[0][0] == before[0][0] + 1


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (head(3, b"Transfer-Encoding: chunked") + b"1\r\n{\r\n0\r\n\r\n", 400),
        (head(3, b"Content-Length: 4") + b"{}  ", 400),
        (head(-1), 400),
        (b"GET /api/v1/lists\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /api/v1/lists%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /api/v1/lists/%00 HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /api/v1/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /api/v1/%2e%2e/lists HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET //api/v1/lists HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET /api/v1/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (b"GET /api/v1/%ff%fe HTTP/1.1\r\nHost: x\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 100_000 + b"\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"X: 1\r\n" * 500 + b"\r\n", 431),
        (b"\x16\x03\x01 hello\r\n\r\n", 400),
        (b"BREW /api/v1/lists HTTP/1.1\r\nHost: x\r\n\r\n", 405),
    ],
)
def test_broken_requests_are_refused(server, sent, status):
    assert asked(server, sent)[0] == status


def test_a_body_in_chunks_is_refused_for_it_may_have_been_cut(server):
    sent = filing("CHUNK-1").replace(
        b"Content-Length: ", b"Transfer-Encoding: chunked\r\nX: "
    )
    status, body = asked(server, sent)
    assert (status, body["findings"][0]["rule"]) == (400, "U.206")


def test_the_other_header_is_not_the_one_that_was_meant(server):
    """An underscore is no hyphen: it does not smuggle a key past a proxy."""
    sent = filing("UNDER-1").replace(
        b"Authorization:", b"Content_Type: x\r\nAuthorization :"
    )
    assert asked(server, sent)[0] == 400
    sent = filing("UNDER-2").replace(b"Authorization:", b"authorization_:")
    assert asked(server, sent)[0] == 401


def test_two_requests_on_one_line_are_answered_in_turn(server):
    with server.connect() as line:
        line.sendall(filing("PIPE-1") + filing("PIPE-2"))
        assert [told(line)[1]["reference"], told(line)[1]["reference"]] == [
            "PIPE-1",
            "PIPE-2",
        ]


def test_an_end_answers_what_was_taken_and_closes_the_database(tmp_path):
    home = laid(tmp_path / "home")
    names = [f"END-{number}" for number in range(24)]
    with serving.server(home) as running, contextlib.ExitStack() as stack:
        lines = {name: stack.enter_context(running.connect()) for name in names}
        for name, line in lines.items():
            line.sendall(filing(name))
        threading.Event().wait(0.05)
        assert running.end() == 0
        answers = {name: told(line) for name, line in lines.items()}
    recorded = founded.sql(home, "SELECT reference FROM declaration")
    registered = {row[0] for row in recorded if row[0].startswith("END-")}
    answered = {name for name, (status, _) in answers.items() if status == 201}
    assert answered == registered, "whoever was registered was told"
    assert answered, "it ended while some were under way"
    assert not (home / "keden.sqlite3-wal").exists()


def test_several_processes_keep_one_ledger_and_one_that_is_killed_comes_back(tmp_path):
    home = laid(tmp_path / "home")
    with serving.server(home, several=2) as running:
        first = running.workers()
        told_all = {
            number: asked(running, filing(f"MANY-{number}")) for number in range(12)
        }
        os.kill(first[0], signal.SIGKILL)
        serving.wait_until(
            lambda: len(running.workers()) == 2 and first[0] not in running.workers()
        )
        is_served(running, "BACK-1")
    assert {status for status, _ in told_all.values()} == {201}
    assert (
        founded.keden("ledger", "verify", "--home", home, folder=tmp_path).returncode == 0
    )
