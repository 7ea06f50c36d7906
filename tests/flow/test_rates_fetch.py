"""Rates fetched over HTTP from a bank that answers in every way but the right one too."""

import datetime
import http.server
import threading
import urllib.parse

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import installation, recording
from openkeden.flow.law import rates_fetch
from openkeden.store import read
from tests import founded

NOW = datetime.datetime(2026, 4, 6, 6, tzinfo=datetime.UTC)
BY = recording.By("admin-1", NOW)
SATURDAY, SUNDAY, MONDAY = (datetime.date(2026, 4, day) for day in (4, 5, 6))


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


def fetch(at, *days, seconds=20.0):
    fetched = rates_fetch.fetch(days or (SATURDAY,), BY, at, seconds)
    return [one.outcome for one in fetched]


def rules(outcome):
    return [finding.rule for finding in outcome.findings]


@pytest.mark.parametrize("path", ["rates", "plain", "moved"])
def test_the_rates_of_a_day_are_fetched_and_value(at, at_path, path):
    at_path(path)
    (loaded,) = fetch(at)
    assert (loaded.added, rules(loaded)) == (1, ["R.10"])
    assert [row.effective_on for row in read.quotes()] == ["2026-04-04"]
    (again,) = fetch(at)
    assert (again.added, again.known) == (0, 1)


def test_days_are_asked_for_one_by_one_as_the_bank_writes_them(at, at_path, bank):
    at_path("rates")
    loaded = fetch(at, SATURDAY, SUNDAY, MONDAY)
    assert [one.added for one in loaded] == [1, 1, 1]
    assert bank.asked == ["04.04.2026", "05.04.2026", "06.04.2026"]


@pytest.mark.parametrize(
    ("path", "rule", "said"),
    [
        ("page", "R.1", "html"),
        ("yesterday", "R.3", "2026-04-01"),
        ("missing", "R.23", "404"),
        ("broken", "R.23", "503"),
        ("short", "R.26", "60 of"),
        ("hung_up", "R.26", ""),
        ("large", "R.25", "1000000"),
        ("elsewhere", "R.24", "localhost"),
        ("downwards", "R.24", "ftp:"),
    ],
)
def test_what_is_no_answer_loads_nothing_and_says_why(at, at_path, path, rule, said):
    at_path(path)
    (outcome,) = fetch(at)
    assert isinstance(outcome, Refused)
    assert rules(outcome) == [rule]
    assert said in " ".join(outcome.findings[0].args.values())
    assert read.quotes() == []


@pytest.mark.parametrize("path", ["silent", "drip"])
def test_a_bank_that_never_ends_is_not_waited_for(at, at_path, path):
    at_path(path)
    (outcome,) = fetch(at, seconds=0.2)
    assert rules(outcome) == ["R.26"]


def test_a_bank_that_cannot_be_reached_is_asked_once(at, at_path, bank):
    at_path("rates")
    bank.shutdown()
    bank.socket.close()
    (outcome,) = fetch(at, SATURDAY, SUNDAY, MONDAY)
    assert rules(outcome) == ["R.22"]
    assert outcome.findings[0].args["value"].endswith("/rates?fdate=04.04.2026")


def test_an_address_that_is_none_is_refused(at, monkeypatch):
    monkeypatch.setenv("KEDEN_RATES", "file:///etc/hostname")
    assert rules(rates_fetch.fetch((SATURDAY,), BY, at)) == ["U.101"]


def test_the_days_to_fetch():
    assert rates_fetch.days((), None, MONDAY) == [MONDAY]
    assert rates_fetch.days((SUNDAY, SATURDAY), None, MONDAY) == (SUNDAY, SATURDAY)
    assert rates_fetch.days((), SATURDAY, MONDAY) == [SATURDAY, SUNDAY, MONDAY]
    assert rates_fetch.days((SUNDAY,), SATURDAY, MONDAY) == [SATURDAY, SUNDAY]
    year = MONDAY - datetime.timedelta(days=365)
    assert len(rates_fetch.days((), year, MONDAY)) == rates_fetch.MOST_DAYS
    for since in (year - datetime.timedelta(days=1), MONDAY + datetime.timedelta(days=1)):
        assert rules(rates_fetch.days((), since, MONDAY)) == ["U.100"]


def test_rates_in_tenge_value_nothing_in_another_country(tmp_path, monkeypatch):
    monkeypatch.setenv("KEDEN_JURISDICTION", "KG")
    at = founded.bare(tmp_path)
    assert isinstance(at, installation.Installation)
    body = founded.published("04.04.2026", USD="472.40")
    assert rules(founded.load_rates(at, body, NOW)) == ["R.27"]
