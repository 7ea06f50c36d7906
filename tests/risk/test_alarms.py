"""Alarms about a model in force."""

import datetime
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.risk import alarms, profiles
from openkeden.risk.alarms import JudgedDeclaration

TODAY = datetime.date(2026, 6, 1)


def row(watched: str, limit: int, least: int = 10, **changes) -> profiles.AlarmRow:
    since = datetime.date(2018, 1, 1)
    return profiles.AlarmRow(
        watched=watched, limit_ppm=limit, least=least, since=since, source="test", **changes
    )


def judged(number: int = 0, **changes) -> JudgedDeclaration:
    fields = {
        "on": TODAY - datetime.timedelta(number % 60),
        "trader": f"T{number % 40}",
        "inputs": {"hs2": str(number % 7)},
        "probability_ppm": 50_000,
        "chosen": False,
        "way": None,
        "found": None,
    }
    return JudgedDeclaration(**(fields | changes))


@given(st.integers(0, 400), st.integers(1, 400))
def test_intervals_are_those_of_wilson(found, of):
    found = min(found, of)
    p, z = found / of, 1.96
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * math.sqrt(p * (1 - p) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    told = alarms.interval(found, of)
    assert told.rate == found * 10**6 // of
    assert abs(told.low - (middle - half) * 10**6) < 3
    assert abs(told.high - (middle + half) * 10**6) < 3


def test_of_nothing_anything_may_be():
    assert alarms.interval(0, 0) == alarms.Interval(0, 0, 1_000_000)


def drawn(hits: int, of: int) -> list[JudgedDeclaration]:
    return [judged(n, way="random", found=n < hits) for n in range(of)]


@pytest.mark.parametrize(("hits", "alarm"), [(20, False), (24, False), (60, True)])
def test_what_chance_finds_is_compared_with_what_was_expected(hits, alarm):
    (told,) = alarms.readings(drawn(hits, 400), [row("random", 0)], TODAY)
    assert (told.count, told.value, told.expected) == (400, hits * 2500, 50_000)
    assert told.alarm == alarm
    assert told.low < told.value < told.high


def test_too_few_say_nothing():
    assert alarms.readings(drawn(9, 9), [row("random", 0)], TODAY) == []
    assert alarms.readings([], [row("calibration", 0), row("drift", 0)], TODAY) == []
    assert alarms.readings([judged(chosen=True)], [row("trader", 0)], TODAY) == []


def test_rows_of_other_days_say_nothing():
    gone = row("random", 0, until=TODAY - datetime.timedelta(1))
    assert alarms.readings(drawn(60, 400), [gone], TODAY) == []


def test_calibration_is_told_by_parts():
    draw = random.Random(5)
    some = []
    for number in range(3000):
        p = draw.randrange(10_000, 400_000)
        real = p if p < 300_000 else 100_000
        found = draw.randrange(10**6) < real
        some.append(judged(number, way="model", found=found, probability_ppm=p))
    told = alarms.readings(some, [row("calibration", 40_000)], TODAY)
    assert [one.part for one in told] == [str(part) for part in range(1, 11)]
    assert {one.part for one in told if one.alarm} == {"8", "9", "10"}


def test_drift_is_a_population_stability_index():
    """Shares of a half each that become a quarter and three quarters: .25 ln 2 + .25 ln 1.5,
    less what half a declaration more for each takes away.
    """
    index = alarms.stability({"a": 50_000, "b": 50_000}, {"a": 25_000, "b": 75_000})
    assert abs(index - 274_653) < 60
    assert alarms.stability({"a": 500}, {"a": 90}) == 0
    assert alarms.stability({}, {}) == 0
    late = [
        judged(n, inputs={"hs2": "99" if n % 60 < 28 else str(n % 7)}) for n in range(2000)
    ]
    (told,) = alarms.readings(late, [row("drift", 250_000)], TODAY)
    assert (told.part, told.alarm, told.low) == ("hs2", True, None)
    same = [judged(n) for n in range(2100)]
    (told,) = alarms.readings(same, [row("drift", 250_000)], TODAY)
    assert not told.alarm


def test_one_trader_with_most_inspections_is_told():
    some = [
        judged(n, on=TODAY, chosen=True, trader="T1" if n % 3 else f"X{n}")
        for n in range(90)
    ]
    (told,) = alarms.readings(some, [row("trader", 200_000)], TODAY)
    assert (told.part, told.value, told.alarm) == ("T1", 666_666, True)
    (told,) = alarms.readings(some, [row("trader", 700_000)], TODAY)
    assert not told.alarm
