"""Rates fetched over HTTP from a bank that answers in every way but the right one too."""

import datetime

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import installation, recording
from openkeden.flow.law import rates_fetch
from openkeden.store import read
from tests import founded
from tests.bank import at_path, bank

__all__ = ["at_path", "bank"]

NOW = datetime.datetime(2026, 4, 6, 6, tzinfo=datetime.UTC)
BY = recording.By("admin-1", NOW)
SATURDAY, SUNDAY, MONDAY = (datetime.date(2026, 4, day) for day in (4, 5, 6))


def fetch(at, *days, seconds=20.0):
    fetched = rates_fetch.fetch(days or (SATURDAY,), BY, at, seconds)
    return [one.outcome for one in fetched]


def rules(outcome):
    return [finding.rule for finding in outcome.findings]


@pytest.mark.parametrize("path", ["rates", "plain", "moved"])
def test_the_rates_of_a_day_are_fetched_and_value(at, at_path, path):
    at_path(path)
    (loaded,) = fetch(at)
    assert (loaded.added, set(rules(loaded))) == (1, {"R.10"})
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
