"""A bank on this machine that answers over HTTP, in every way but the right one too."""

import http.server
import threading
import urllib.parse

import pytest

from tests import founded


class Bank(http.server.BaseHTTPRequestHandler):
    """A bank: what it does follows the path that it is asked for."""

    asked: list[str]

    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        told = urllib.parse.parse_qs(address.query).get("fdate", [""])[0]
        self.server.asked.append(told)
        getattr(self, address.path.strip("/"))(founded.published(told, USD="472.40"))

    def log_message(self, *_):
        """Say nothing."""

    def give(self, body, kind="text/xml", length=None, status=200):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def rates(self, body):
        self.give(body)

    def plain(self, body):
        self.give(body, kind="text/plain")

    def page(self, _):
        self.give(b"<html><body>Sign in to the network</body></html>", kind="text/html")

    def missing(self, _):
        self.give(b"<rates/>", status=404)

    def broken(self, body):
        self.give(body, status=503)

    def short(self, body):
        self.give(body[:60], length=len(body))

    def large(self, body):
        self.give(body + b" " * 1_000_001)

    def silent(self, _):
        self.server.closing.wait()

    def drip(self, body):
        self.send_response(200)
        self.end_headers()
        for byte in body * 1000:
            if self.server.closing.wait(0.01):
                return
            self.wfile.write(bytes([byte]))

    def hung_up(self, _):
        self.close_connection = True

    def yesterday(self, _):
        self.give(founded.published("01.04.2026", USD="478.77"))

    def moved(self, _):
        self.send_response(302)
        self.send_header("Location", self.path.replace("moved", "rates"))
        self.end_headers()

    def elsewhere(self, _):
        port = self.server.server_address[1]
        self.send_response(302)
        self.send_header("Location", f"http://localhost:{port}/rates?fdate=04.04.2026")
        self.end_headers()

    def downwards(self, _):
        self.send_response(302)
        self.send_header("Location", "ftp://127.0.0.1/rates")
        self.end_headers()


@pytest.fixture
def bank(monkeypatch):
    """A bank on this machine, and no proxy on the way to it."""
    monkeypatch.setenv("no_proxy", "*")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Bank) as server:
        server.asked, server.closing = [], threading.Event()
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.closing.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def at_path(bank, monkeypatch):
    def named(path):
        port = bank.server_address[1]
        monkeypatch.setenv("KEDEN_RATES", f"http://127.0.0.1:{port}/{path}")

    return named
