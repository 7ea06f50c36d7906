"""The National Bank's answers: quotes exactly as published, or findings and no quotes."""

import datetime
import pathlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base import rates
from openkeden.feeds import nbk
from tests import support

DATA = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data" / "fx"
DAY = datetime.date(2026, 4, 2)


def answer(*items, date="02.04.2026"):
    """An answer of the bank; items are (title, description, quant, change)."""
    items = "".join(
        f"<item><fullname>x</fullname><title>{title}</title><description>{value}</description>"
        f"<quant>{quant}</quant><index></index><change>{change}</change></item>"
        for title, value, quant, change in items
    )
    told = f"<date>{date}</date>{items}"
    return f'<?xml version="1.0" encoding="utf-8"?><rates>{told}</rates>'.encode()


USD = ("USD", "475.1", "1", "-3.67")


def numbers(load):
    return [found.rule for found in load.findings]


def test_cut_zeros_and_nominals_are_kept_as_published():
    load = nbk.load(
        answer(USD, ("UZS", "3.9", "100", "+0.01"), ("IRR", "3", "1000", "0.00")), DAY
    )
    assert [quote.text() for quote in load.quotes] == [
        "1 USD = 475.10",
        "100 UZS = 3.90",
        "1000 IRR = 3.00",
    ]
    assert load.quotes[0] == rates.Quote("USD", 1, 47_510, 2, DAY, "NBK")
    assert (load.on, load.findings, load.changes) == (
        DAY,
        (),
        {"USD": -367, "UZS": 1, "IRR": 0},
    )


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html/>",
        b"<rates>",
        b"\xff\xfe",
        b'<!DOCTYPE rates [<!ENTITY a "x">]><rates/>',
        b"<rates/>" + b" " * 10**6,
    ],
)
def test_r1_not_the_banks_xml(body):
    load = nbk.load(body)
    assert (numbers(load), load.quotes) == (["R.1"], ())


@pytest.mark.parametrize("date", ["", "2026-04-02", "31.02.2026", "2.4.2026", "02.04.٢٠٢٦"])
def test_r2_no_date(date):
    assert numbers(nbk.load(answer(USD, date=date))) == ["R.2"]


def test_r3_another_day_than_asked():
    load = nbk.load(answer(USD), datetime.date(2026, 4, 3))
    assert (numbers(load), load.quotes) == (["R.3"], ())


@pytest.mark.parametrize("nominal", ["", "0", "5", "-1", "1.0", "20", "10000000", "١"])
def test_r4_nominal(nominal):
    load = nbk.load(answer(USD, ("UZS", "3.9", nominal, "0.00")))
    assert (numbers(load), load.quotes) == (["R.4"], ())


@pytest.mark.parametrize("value", ["", "0", "0.00", "-5", "5.123", "5,4", "1e3", "NaN"])
def test_r5_value(value):
    assert numbers(nbk.load(answer(("USD", value, "1", "0.00")))) == ["R.5"]


@pytest.mark.parametrize("title", ["", "usd", "US", "840", "ДОЛ"])
def test_r6_currency(title):
    assert numbers(nbk.load(answer((title, "5.4", "1", "0.00")))) == ["R.6"]


def test_r7_the_same_quote_twice_is_collapsed_and_reported():
    load = nbk.load(answer(USD, USD))
    assert (numbers(load), len(load.quotes)) == (["R.7"], 1)


def test_r8_a_changed_repeat_is_refused():
    load = nbk.load(answer(USD, ("USD", "475.11", "1", "0.00")))
    assert (numbers(load), load.quotes) == (["R.8"], ())


def test_r9_no_quotes():
    assert numbers(nbk.load(answer())) == ["R.9"]


@settings(max_examples=200)
@given(st.integers(0, 600), st.binary(max_size=6), st.integers(0, 12))
def test_a_damaged_answer_never_raises_and_gives_no_quote_beside_an_error(at, bytes_, cut):
    body = answer(USD, ("UZS", "3.9", "100", "+0.01"))
    load = nbk.load(body[:at] + bytes_ + body[at + cut :], DAY)
    assert not (load.quotes and any(found.severity == "error" for found in load.findings))


def test_every_rule_gives_its_arguments():
    by_number = {rule.number: rule for rule in nbk.RULES}
    bad = answer(
        USD,
        ("USD", "475.11", "1", ""),
        ("UZS", "3.9", "5", ""),
        ("eur", "1", "1", ""),
        ("KGS", "x", "1", ""),
    )
    for found in nbk.load(bad, datetime.date(2026, 4, 3)).findings:
        rule = by_number[found.rule]
        assert "{" not in rule.message.format_map(found.args) + rule.fix.format_map(
            found.args
        )


@pytest.mark.parametrize("day", [1, 2, 3])
def test_the_recorded_answers_are_the_rows_of_the_pack(day):
    if not DATA.is_dir():
        pytest.skip("recorded answers are not beside this repository")
    on = datetime.date(2026, 4, day)
    load = nbk.load(
        (DATA / f"nbk_{day - 1}_get-rates-cfm-fdate-{on:%d-%m-%Y}.xml").read_bytes(), on
    )
    assert load.findings == ()
    assert len(load.quotes) == 39
    assert set(load.quotes) == {
        quote for quote in support.pack().sources.quotes if quote.effective_on == on
    }
