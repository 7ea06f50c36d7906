"""Import of published rates beside what was known before: what is out of the ordinary is
named by its currency and waits for a second person.
"""

import datetime

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import installation, recording
from openkeden.flow.law import rates_import
from openkeden.store import read
from tests import founded

#: The day on which all is loaded.
NOW = datetime.datetime(2026, 5, 11, 6, tzinfo=datetime.UTC)
OTHER = recording.By("admin-2", NOW)

#: Currency: rate, nominal, change.
FIRST = {
    "USD": ("470.20", "1", "+0.30"),
    "EUR": ("541.15", "1", "-0.25"),
    "AED": ("128.02", "1", "+0.08"),
    "KRW": ("31.40", "100", "0.00"),
}
NEXT = {
    "USD": ("470.60", "1", "+0.40"),
    "EUR": ("541.10", "1", "-0.05"),
    "AED": ("128.13", "1", "+0.11"),
    "KRW": ("31.40", "100", "0.00"),
}
_ITEM = (
    "<item><fullname>x</fullname><title>{0}</title><description>{1}</description>"
    "<quant>{2}</quant><index></index><change>{3}</change></item>"
)


def answer(quoted, day="12.05.2026"):
    items = "".join([_ITEM.format(name, *quoted[name]) for name in quoted])
    return f"<rates><date>{day}</date>{items}</rates>".encode()


def load(at, quoted, day="12.05.2026"):
    return founded.load_rates(at, answer(quoted, day), NOW)


def told(found):
    return {finding.rule: finding.args["value"] for finding in found.findings}


@pytest.fixture
def first(at):
    """A house that has loaded the day before."""
    given = load(at, FIRST, "11.05.2026")
    assert (given.added, given.held, set(told(given))) == (4, 0, {"R.10"})
    return at


def test_a_day_that_follows_is_loaded_without_a_word(first):
    given = load(first, NEXT)
    assert (given.added, given.held, given.findings) == (4, 0, ())


@pytest.mark.parametrize(
    ("changed", "rule", "value"),
    [
        ({"AED": ("0.42", "1", "+0.11")}, "R.12", "1 AED = 0.42"),
        ({"AED": ("0.42", "1", "+0.11")}, "R.11", "1 AED = 0.42"),
        ({"USD": ("47060.00", "1", "+0.40")}, "R.12", "1 USD = 47060.00"),
        ({"USD": ("471.60", "1", "+0.40")}, "R.11", "1 USD = 471.60"),
        ({"KRW": ("31.40", "1", "0.00")}, "R.12", "1 KRW = 31.40"),
        ({"KRW": ("31.40", "1", "0.00")}, "R.20", "1 KRW = 31.40"),
        ({"XOF": ("80.00", "100", "0.00")}, "R.14", "100 XOF = 80.00"),
    ],
)
def test_what_is_out_of_the_ordinary_is_named_and_values_nothing(
    first, changed, rule, value
):
    given = load(first, NEXT | changed)
    assert told(given)[rule] == value
    assert (given.added, given.held) == (0, len(NEXT | changed))
    assert {row.effective_on for row in read.quotes()} == {"2026-05-11"}
    (waiting,) = rates_import.waiting()
    assert rates_import.confirm(waiting.index, OTHER, first).added == given.held


def test_a_currency_that_is_gone_is_named_and_the_answer_waits(first):
    without = {name: NEXT[name] for name in ("USD", "AED")}
    given = load(first, without)
    gone = [one.args["value"] for one in given.findings if one.rule == "R.10"]
    assert (gone, given.held) == (["EUR", "KRW"], 2)
    (waiting,) = rates_import.waiting()
    rates_import.confirm(waiting.index, OTHER, first)
    after = {"USD": ("470.70", "1", "+0.10"), "AED": ("128.13", "1", "0.00")}
    assert load(first, after, "13.05.2026").findings == ()


def test_a_nominal_that_changed_with_its_rate_is_only_told(first):
    given = load(first, NEXT | {"KRW": ("314.00", "1000", "0.00")})
    assert (told(given), given.held) == ({"R.20": "1000 KRW = 314.00"}, 0)
    assert given.added == len(NEXT)


@pytest.mark.parametrize(
    ("day", "rule"),
    [("12.05.2062", "R.13"), ("19.05.2026", "R.13"), ("12.05.2006", "R.21")],
)
def test_a_day_far_off_waits(first, day, rule):
    given = load(first, NEXT, day)
    assert (rule in told(given), given.added) == (True, 0)


@pytest.mark.parametrize(("day", "told_of"), [(10, False), (9, True)])
def test_a_day_far_behind_waits_unless_it_was_named(first, day, told_of):
    asked = datetime.date(2026, 4, day)
    body = answer(NEXT, f"{asked:%d.%m.%Y}")
    given = founded.load_rates(first, body, NOW)
    assert ("R.28" in told(given)) is told_of
    named = rates_import.load(body, asked, recording.By("admin-1", NOW), first)
    assert "R.28" not in told(named)


def test_the_last_day_that_a_bank_may_be_ahead(first):
    given = load(first, NEXT, "18.05.2026")
    assert (given.added, given.findings) == (4, ())


def test_yesterdays_file_again_changes_nothing(first):
    load(first, NEXT)
    given = load(first, FIRST, "11.05.2026")
    assert (given.added, given.known, given.findings) == (0, 4, ())


@pytest.mark.parametrize(
    ("quoted", "rule"),
    [
        (FIRST | {"EUR": ("541.16", "1", "-0.25")}, "I.4"),
        (FIRST | {"KRW": ("31.40", "0", "0.00")}, "R.4"),
        ({}, "R.9"),
    ],
)
def test_what_cannot_be_right_is_refused(first, quoted, rule):
    given = load(first, quoted, "11.05.2026")
    assert isinstance(given, Refused)
    assert rule in told(given)


def test_a_currency_twice_with_two_rates_is_refused(first):
    body = answer(NEXT).replace(
        b"</rates>", _ITEM.format(*_OTHER_EUR).encode() + b"</rates>"
    )
    assert set(told(founded.load_rates(first, body, NOW))) == {"R.8"}


_OTHER_EUR = ("EUR", "545.10", "1", "0.00")


def test_an_empty_file_is_refused(first):
    assert set(told(founded.load_rates(first, b"", NOW))) == {"R.1"}


def test_rates_that_another_process_loaded_are_followed(at):
    """Each process has the house open for itself; the next filing goes by them."""
    day = datetime.date(2026, 1, 7)
    before = at.pack.exchange_on(day)
    other = installation.open_installation(at.home)
    loaded = founded.load_rates(other, founded.published("07.01.2026", USD="500.25"))
    assert isinstance(loaded, rates_import.Loaded), loaded
    assert at.pack.exchange_on(day) == before
    founded.lodge_one(at, founded.lentils("A-1"))
    assert at.pack.exchange_on(day) == other.pack.exchange_on(day) != before
