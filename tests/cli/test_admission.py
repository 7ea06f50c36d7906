"""`keden duty --months`: what temporary admission costs beside its declaration, and what
cannot be asked.
"""

import fractions
import json

import pytest
from typer import testing

from openkeden import locale
from openkeden.cli import main, show
from tests.locale import english

CRANE = (
    *("--code", "8429521001", "--value", "100000", "--currency", "EUR"),
    *("--origin", "DE", "--net", "20000", "--qty", "1", "--on", "2026-04-02"),
)
ADMITTED = (*CRANE, "--procedure", "53")


def ran(*words):
    return testing.CliRunner().invoke(main.app, ["duty", *words])


def told(*words):
    """The answer as JSON."""
    answer = ran(*words, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def released():
    """The charges that release for consumption would owe, by code."""
    charges = told(*CRANE)["charges"]
    return {one["code"]: fractions.Fraction(one["amount"]) for one in charges}


@pytest.mark.parametrize("months", [1, 7, 33])
def test_each_month_costs_its_share_of_duty_and_taxes(months):
    answer = told(*ADMITTED, "--months", str(months))
    whole = released()
    shared = whole["2010"] + whole["5010"]
    owed = shared * 3 * months / 100
    admission = answer["admission"]
    assert fractions.Fraction(admission["amount"]) == shared
    assert abs(fractions.Fraction(admission["owed"]) - owed) <= fractions.Fraction(1, 200)
    assert (admission["months"], admission["law"]["value"]) == (months, "3")
    assert [one["code"] for one in answer["charges"]] == ["1010"]


def test_never_more_than_the_whole_from_the_thirty_fourth_month_on():
    for months, less in (("33", True), ("34", False), ("40", False)):
        owed = told(*ADMITTED, "--months", months)["admission"]
        assert (owed["owed"] < owed["amount"], len(owed["owed"])) == (less, 11)


def test_protective_duties_and_the_fee_are_no_part_of_it():
    """Melamine from China bears an anti-dumping duty, which art. 223 does not name."""
    goods = (
        *("--code", "2933610000", "--value", "10000", "--currency", "USD"),
        *("--origin", "CN", "--net", "1000", "--on", "2026-04-02"),
        *("--attribute", "producer=another"),
    )
    charges = {one["code"]: one["amount"] for one in told(*goods)["charges"]}
    assert fractions.Fraction(charges["2040"]) > 0
    admission = told(*goods, "--procedure", "53", "--months", "1")["admission"]
    shared = fractions.Fraction(charges["2010"]) + fractions.Fraction(charges["5010"])
    assert fractions.Fraction(admission["amount"]) == shared


@pytest.mark.parametrize("language", locale.LANGUAGES)
def test_people_see_how_it_is_made(language):
    answer = ran(*ADMITTED, "--months", "7", "--lang", language)
    assert answer.exit_code == 0
    last = answer.stdout.splitlines()[-4:]
    assert "2 522 752.68 KZT" in last[0]
    assert "12 013 108.00 KZT" in last[1]
    assert last[2].endswith(": 7 x 3 %")
    if language != "en":
        assert [line for line in last if english.within(line)] == []


def test_without_months_the_declaration_alone_is_priced():
    assert "admission" not in told(*ADMITTED)


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ((*CRANE, "--months", "7"), "U.136"),
        ((*ADMITTED, "--months", "x"), "U.128"),
        ((*ADMITTED, "--months", "0"), "U.128"),
        ((*ADMITTED, "--months", "7", "--regime", "parcel"), "U.83"),
        ((*ADMITTED, "goods.csv", "--months", "7"), "U.83"),
        (("--procedure", "53", "--months", "7"), "U.74"),
    ],
)
def test_what_cannot_be_asked(words, rule):
    answer = ran(*words)
    assert isinstance(answer.exception, show.UserError)
    assert answer.exception.findings[0].rule == rule


def test_goods_that_cannot_be_priced_as_released_are_told_why():
    answer = ran(*ADMITTED, "--qty", "x", "--months", "7")
    assert answer.exit_code == 2
    assert "G41.5 --qty: " in answer.stderr
