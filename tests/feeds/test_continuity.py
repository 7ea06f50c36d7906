"""Continuity of published rates: what an answer has otherwise than the day before it."""

import datetime

import pytest

from openkeden.base import rates
from openkeden.feeds import continuity, nbk

DAY = datetime.date(2026, 5, 12)
BEFORE = DAY - datetime.timedelta(days=1)


def quote(currency, value, nominal=1, on=BEFORE):
    return rates.Quote(currency, nominal, value, 2, on, "NBK")


def answer(*quotes, **changes):
    return nbk.Load(digest=b"", on=DAY, quotes=quotes, changes=changes, findings=())


def earlier(*quotes, on=BEFORE, loaded=True):
    return continuity.DayBefore(on, {one.currency: one for one in quotes}, loaded)


def told(found):
    return [(finding.rule, finding.args["value"]) for finding in found]


def test_r10_names_each_currency_that_is_gone():
    before = earlier(quote("USD", 47_000), quote("EUR", 54_000), quote("CHF", 60_000))
    found = continuity.compare(answer(quote("USD", 47_000, on=DAY)), before)
    assert told(found) == [("R.10", "CHF"), ("R.10", "EUR")]
    assert continuity.waits(found, before)


def test_r10_waits_only_where_the_day_before_was_loaded():
    before = earlier(quote("USD", 47_000), quote("EUR", 54_000), loaded=False)
    found = continuity.compare(answer(quote("USD", 47_000, on=DAY)), before)
    assert told(found) == [("R.10", "EUR")]
    assert not continuity.waits(found, before)


@pytest.mark.parametrize(
    ("value", "change", "on", "said"),
    [
        (47_040, 40, BEFORE, []),
        (47_040, 4_000, BEFORE, ["R.11"]),
        (46_960, -40, BEFORE, []),
        (47_040, -40, BEFORE, ["R.11"]),
        (47_000, 40, BEFORE, []),
        (47_300, 40, BEFORE - datetime.timedelta(days=1), []),
    ],
)
def test_r11_a_rate_is_that_of_the_day_before_with_the_change(value, change, on, said):
    before = earlier(quote("USD", 47_000, on=on), on=on)
    found = continuity.compare(answer(quote("USD", value, on=DAY), USD=change), before)
    assert [finding.rule for finding in found] == said
    assert continuity.waits(found, before) is bool(said)


def test_r20_a_nominal_that_changed_is_named_and_is_no_jump():
    before = earlier(quote("UZS", 400, 100))
    found = continuity.compare(answer(quote("UZS", 40, 10, on=DAY), UZS=1), before)
    assert told(found) == [("R.20", "10 UZS = 0.40")]
    assert not continuity.waits(found, before)


def test_the_day_before_is_the_last_one_of_the_same_authority():
    known = [
        quote("USD", 46_000, on=DAY - datetime.timedelta(days=9)),
        quote("USD", 47_000, on=DAY - datetime.timedelta(days=3)),
        rates.Quote("USD", 1, 8_700, 2, BEFORE, "NBKR"),
        quote("USD", 48_000, on=DAY),
    ]
    found = continuity.earlier(known, DAY, "NBK", {BEFORE})
    assert found == earlier(known[1], on=DAY - datetime.timedelta(days=3), loaded=False)
    assert continuity.earlier(known[3:], DAY, "NBK", ()) is None
