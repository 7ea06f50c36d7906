"""An OpenAI-compatible endpoint on this machine that answers in every way."""

import http.server
import json
import threading

import pytest

from openkeden.feeds.second_opinion import CAP


def answer(content: object) -> bytes:
    return json.dumps({"choices": [{"message": {"content": content}}]}).encode()


class Model(http.server.BaseHTTPRequestHandler):
    """An endpoint that answers as its path says."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), json.loads(body)))
        getattr(self, self.path.split("/")[1])()

    def log_message(self, *_):
        """Say nothing."""

    def give(self, body, status=200, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def good(self):
        self.give(answer('{"codes": ["640219", "640411", "640399"]}'))

    def first_last(self):
        """The candidate that was named last, alone."""
        (_, _, said) = self.server.asked[-1]
        last = said["messages"][1]["content"].splitlines()[-1].split()[0]
        self.give(answer(json.dumps({"codes": [last]})))

    def some(self):
        self.give(answer('Sure!\n```json\n{"codes": ["640411"]}\n```'))

    def invented(self):
        self.give(answer('{"codes": ["999999", "640411", "640411", ""]}'))

    def only_invented(self):
        self.give(answer('{"codes": ["999999"]}'))

    def prose(self):
        self.give(answer("I think it is 640411."))

    def numbers(self):
        self.give(answer('{"codes": [640411]}'))

    def nothing(self):
        self.give(b'{"choices": []}')

    def null(self):
        self.give(answer(None))

    def html(self):
        self.give(b"<html>Sign in</html>")

    def deep(self):
        self.give(answer('{"codes": ' + "[" * 5000 + "]" * 5000 + "}"))

    def bytes(self):
        self.give(b"\xff\xfe\x00")

    def denied(self):
        self.give(b"{}", status=401)

    def moved(self):
        self.give(b"", status=307, Location="/good/chat/completions")

    def downwards(self):
        self.give(b"", status=302, Location="file:///etc/passwd")

    def large(self):
        self.give(answer("x" * CAP))

    def hung_up(self):
        self.close_connection = True

    def silent(self):
        self.server.closing.wait()

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for byte in answer("x") * 1000:
            if self.server.closing.wait(0.01):
                return
            self.wfile.write(bytes([byte]))


@pytest.fixture
def opinions(monkeypatch):
    """The endpoint, and no proxy on the way to it."""
    monkeypatch.setenv("no_proxy", "*")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Model) as server:
        server.asked, server.closing = [], threading.Event()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


def address(server, path: str) -> str:
    """The address of the endpoint that answers as `path` says."""
    return f"http://127.0.0.1:{server.server_address[1]}/{path}"
