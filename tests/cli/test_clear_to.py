"""`keden clear --to`: the lines and exit codes of lodging here, through a service."""

import http.server
import json
import threading

import pytest

from openkeden.base.findings import Refused
from openkeden.flow.service import sending
from openkeden.flow.service.sending import ServiceAddress, ServiceLine
from tests import founded
from tests.api import serving

AT = founded.MOMENT.isoformat()


@pytest.fixture
def folder(tmp_path):
    """A folder of declarations, good ones and bad ones, and a key."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.jsonl").write_bytes(
        founded.lines(founded.shirts("A-1"), founded.shoes("A-2"), founded.bad("A-3"))
    )
    (inbox / "b.csv").write_bytes(founded.rows(founded.shirts("B-1"), founded.bad("B-2")))
    (inbox / "c.json").write_bytes(b'{"reference": 1}')
    (tmp_path / "key").write_text("one\n")
    return tmp_path


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """The address of a service that runs in a process of its own."""
    home = tmp_path_factory.mktemp("there") / "home"
    founded.found(home)
    with serving.server(home) as running:
        yield f"http://127.0.0.1:{running.port}"


def sent(folder, *words, **env):
    return founded.keden("clear", *words, "--key-file", "key", folder=folder, **env)


def test_a_folder_is_filed_through_the_interface(folder, service):
    here = founded.found(folder / "here")
    founded.connections["default"].close()
    assert here.home == folder / "here"
    local = founded.keden(
        "clear", "inbox", "--home", "here", "--actor", "trader-1", "--at", AT, folder=folder
    )
    there = sent(folder, "inbox", "--to", service)
    assert (there.returncode, local.returncode) == (2, 2)
    assert there.stdout == local.stdout
    assert there.stderr == local.stderr
    again = sent(folder, "inbox", "--to", f"{service}/api/v1/")
    assert again.stdout == there.stdout


def test_answers_are_written_as_lines_of_json(folder, service):
    ran = sent(folder, "inbox", "--to", service, "--json", "--lang", "ru")
    told = [json.loads(line) for line in ran.stdout.splitlines()]
    statuses = [one["status"] for one in told]
    of_lines = ["registered", "registered", "refused"]
    assert statuses == [*of_lines, "registered", "refused", "unreadable"]
    assert told[0]["where"] == "line 1"
    assert told[0]["registration"].startswith("57505/020426/")
    assert told[2]["findings"][0]["language"] == "ru"


def test_a_key_that_is_none_ends_the_run(folder, service):
    (folder / "key").write_text("another")
    ran = sent(folder, "inbox", "--to", service)
    assert ran.returncode == 2
    assert b"This needs a key" in ran.stderr
    assert ran.stdout == b""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--to", "ftp://x"], "is no address"),
        (["--to", "http://customs.example"], "is no address"),
        (["--to", "https://"], "is no address"),
        (["--to", "https://x", "--actor", "a"], "--to does not go with --actor"),
        (["--to", "https://x", "--at", "2026-04-02"], "--to does not go with --at"),
        ([], "--key-file goes with --to only"),
    ],
)
def test_a_call_that_cannot_be_is_told(folder, words, said):
    ran = sent(folder, "inbox", *words)
    assert ran.returncode == 2
    assert said in ran.stderr.decode()


@pytest.mark.parametrize("content", [b"", b"two words", b"\xff\xfe", b"a\nb"])
def test_a_key_file_that_holds_no_key_is_told(folder, content):
    (folder / "key").write_bytes(content)
    ran = sent(folder, "inbox", "--to", "https://x")
    assert ran.returncode == 2
    assert "The key in key cannot be used" in ran.stderr.decode()


class Moody(http.server.BaseHTTPRequestHandler):
    """A service that answers as it is told to: a status with its headers, or not at all."""

    protocol_version = "HTTP/1.1"
    moods: list

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        status, headers, body = self.moods.pop(0)
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


BUSY = (503, {"Retry-After": "7"}, b"")
OFTEN = (429, {"Retry-After": "3"}, b"")
BROKEN = (0, {}, b"")
GOOD = {
    "registration": "57505/020426/0000001",
    "version": 1,
    "state": "released",
    "lane": "green",
    "payable": "10.00",
    "currency": "KZT",
    "reference": "A-1",
    "entry": 12,
}


def answered(*moods):
    """What comes of one declaration at a service in these moods, and the pauses between."""
    handler = type("Told", (Moody,), {"moods": list(moods)})
    pauses = []
    (received,) = founded.read(founded.lines(founded.shirts("A-1")))
    with http.server.HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        base = f"http://127.0.0.1:{server.server_port}/api/v1"
        line = ServiceLine(ServiceAddress(base, "k"), "en", pauses.append)
        try:
            return line.file(received), pauses
        finally:
            line.close()
            server.shutdown()
            thread.join()


def good(**changes):
    return 201, {}, json.dumps(GOOD | changes).encode()


def test_what_was_not_heard_is_sent_again():
    found, pauses = answered(BUSY, BROKEN, OFTEN, (502, {}, b""), good(more=1))
    assert found.answer.registration == GOOD["registration"]
    assert (found.answer.payable, found.currency) == (1000, "KZT")
    assert pauses == [7, 2, 3, 8]


def test_it_is_given_up_after_some_tries():
    found, pauses = answered(*[BROKEN] * sending.TRIES)
    assert isinstance(found, Refused)
    assert found.findings[0].rule == "U.227"
    assert pauses == [1, 2, 4, 8, 16, 32, 60]


@pytest.mark.parametrize(
    "mood",
    [
        (200, {}, b""),
        (200, {}, b"[]"),
        good(lane="pink"),
        good(state="none"),
        good(payable="much"),
        (302, {"Location": "http://127.0.0.1:9/"}, b""),
        (500, {}, b"<html>"),
        (404, {}, b'{"findings": []}'),
    ],
)
def test_an_answer_that_says_nothing_of_it_ends_the_run(mood):
    found, pauses = answered(mood)
    assert isinstance(found, Refused)
    assert found.findings[0].rule == "U.227"
    assert pauses == []
