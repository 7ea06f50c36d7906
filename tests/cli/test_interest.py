"""`keden interest`: deferrals and temporary admission, and what cannot be computed."""

import datetime
import fractions
import json

import pytest
from typer import testing

from openkeden.cli import main, show
from openkeden.flow.pricing import interest_questions
from tests import support

MAY = ("--released", "2024-05-31", "--paid", "2024-06-30")


def ran(*words):
    return testing.CliRunner().invoke(main.app, ["interest", *words])


def told(*words):
    """The answer as JSON."""
    answer = ran(*words, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def rules(*words):
    """The rules by which a call is refused or cannot be used."""
    answer = ran(*words, "--json")
    assert isinstance(answer.exception, show.UserError)
    return [found.rule for found in answer.exception.findings]


def test_a_deferral_bears_interest_from_the_day_after_release_to_the_day_of_payment():
    answer = told("500000.00", "--released", "2025-11-03", "--paid", "2025-12-03")
    (period,) = answer["periods"]
    assert (period["first"], period["last"]) == ("2025-11-04", "2025-12-03")
    assert (period["days"], period["rate"]) == (30, "18")
    assert answer["owed"] == "7500.00"
    assert fractions.Fraction(500_000 * 18 * 30, 100 * 360) == 7500


def test_each_day_bears_the_rate_of_its_own():
    answer = told("1000000", *MAY)
    days = [(one["first"], one["days"], one["rate"]) for one in answer["periods"]]
    assert days == [("2024-06-01", 2, "14.75"), ("2024-06-03", 28, "14.5")]
    parts = fractions.Fraction("14.75") * 2 + fractions.Fraction("14.5") * 28
    assert parts * 1_000_000 / 36_000 == fractions.Fraction("12097") + fractions.Fraction(
        2, 9
    )
    assert answer["owed"] == "12097.22"


#: The first day of each refinancing rate that is held, and the rates of the day before and
#: of that day.
CHANGES = [
    ("2024-01-22", "15.75", "15.25"),
    ("2024-02-26", "15.25", "14.75"),
    ("2024-06-03", "14.75", "14.5"),
    ("2024-07-15", "14.5", "14.25"),
    ("2024-12-02", "14.25", "15.25"),
    ("2025-03-11", "15.25", "16.5"),
    ("2025-10-13", "16.5", "18"),
]


@pytest.mark.parametrize(("day", "before", "since"), CHANGES)
def test_the_refinancing_rate_on_both_sides_of_each_change(day, before, since):
    first = datetime.date.fromisoformat(day)
    two = [str(first - datetime.timedelta(days=days)) for days in (2, 1)]
    answer = told("100000", "--released", two[0], "--paid", day)
    assert [(one["first"], one["rate"]) for one in answer["periods"]] == [
        (two[1], before),
        (day, since),
    ]


def test_paid_on_the_day_of_release_bears_none():
    answer = told("500000", "--released", "2025-11-03", "--paid", "2025-11-03")
    assert (answer["owed"], answer["periods"]) == ("0.00", [])


def test_temporary_admission_costs_three_percent_for_each_month_and_never_more_than_all():
    for months, owed in (("1", "30000.00"), ("33", "990000.00"), ("34", "1000000.00")):
        answer = told("1000000", "--months", months, "--on", "2026-04-02")
        assert (answer["owed"], answer["months"]) == (owed, int(months))
        assert answer["law"]["article"] == "223"


def test_people_read_the_sum_first_with_its_law():
    text = ran("500000", "--released", "2025-11-03", "--paid", "2025-12-03").stdout
    assert text.splitlines()[0] == "interest owed: 7 500.00 KZT"
    assert "18 % / 360" in text
    assert "EAEU Customs Code, 60(1)(2)" in text
    russian = ran("1000000", "--months", "7", "--on", "2026-04-02", "--lang", "ru").stdout
    assert "210 000.00 KZT" in russian


def test_U_125():
    for words in (("1",), ("1", "--months", "1", "--rate", "3"), ("1", *MAY[:2])):
        assert rules(*words) == ["U.125"]


def test_U_126():
    early = ("--released", "2025-11-03", "--paid", "2025-11-02")
    assert rules("500000", *early) == ["U.126"]


def test_U_127():
    late = ("--released", "2026-01-24", "--paid", "2026-01-26")
    assert rules("500000", *late) == ["U.127"]
    assert told("500000", *late, "--rate", "18")["owed"] == "500.00"
    on_time = ("--released", "2026-01-24", "--paid", "2026-01-25")
    assert told("500000", *on_time)["owed"] == "250.00"


def test_U_128():
    assert rules("many", "--months", "1x", "--on", "2026-04-02") == ["U.128", "U.128"]
    assert rules("0", *MAY, "--rate", "much") == ["U.128", "U.128"]


def test_U_129():
    day = datetime.date(2017, 12, 31)
    refused = interest_questions.of_admission(support.pack(), "100", "1", day)
    assert [one.rule for one in refused.findings] == ["U.129"]
    first = datetime.date(2018, 1, 1)
    assert interest_questions.of_admission(support.pack(), "100", "1", first).owed == 3_00
    asked = interest_questions.Deferral("100", day, day, "18")
    refused = interest_questions.of_deferral(support.pack(), asked)
    assert [one.rule for one in refused.findings] == ["U.129"]
