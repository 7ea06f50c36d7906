"""Alarms about a model in force: what chance finds against what the model expected there, its
calibration, drift of what is declared, and the share of its inspections that one trader has.

Rates are in millionths, with intervals of 95 % after Wilson; everything is in whole numbers.
"""

import collections
import datetime
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec

from openkeden.base import fixed_point
from openkeden.risk.indicators.observation import Way
from openkeden.risk.profiles import MILLION, AlarmRow, Watched

K = TypeVar("K")

#: Parts of equal size by probability.
PARTS = 10

#: The 97.5 % point of the normal distribution, in thousandths.
_Z = 1960

#: The natural logarithm of two, in millionths.
_LN2 = 693_147


class JudgedDeclaration(msgspec.Struct, frozen=True):
    """A declaration that a model judged, and what became of it."""

    #: The day of registration.
    on: datetime.date

    #: The trader, by number.
    trader: str

    #: What is declared, by name of an input.
    inputs: Mapping[str, str]

    #: The probability of a finding that the model told, in millionths.
    probability_ppm: int

    #: Whether the model chose it.
    chosen: bool

    #: How it came to be checked; None: it did not.
    way: Way | None

    #: Whether something was found; None: it is not known.
    found: bool | None


class Interval(msgspec.Struct, frozen=True):
    """A rate with its interval, in millionths."""

    #: The rate.
    rate: int

    #: The least that it may be.
    low: int

    #: The most that it may be.
    high: int


class Reading(msgspec.Struct, frozen=True):
    """What one watch came to."""

    #: What is watched; a term of the model, where its own lines are.
    watched: Watched | Literal["term"]

    #: Which part of it: a part by probability, an input, an indicator, a trader.
    part: str

    #: Declarations that it rests on; of a term goods lines.
    count: int

    #: What was found, in millionths: a rate, an index or a share.
    value: int

    #: What the model expected, or what is allowed, in millionths.
    expected: int

    #: The least that the value may really be; None: it is no rate.
    low: int | None

    #: The most that it may really be.
    high: int | None

    #: Whether it is an alarm.
    alarm: bool


def interval(found: int, of: int) -> Interval:
    """The rate of so many finds, after Wilson."""
    if not of:
        return Interval(0, 0, MILLION)
    square = _Z * _Z
    # All of it times 10**6, for z is in thousandths.
    middle = 2 * found * 10**6 + square
    inner = square * (square * of + 4 * found * (of - found) * 10**6) // of
    spread = math.isqrt(inner)
    below = 2 * (of * 10**6 + square)
    low = max(middle - spread, 0) * MILLION // below
    high = min((middle + spread) * MILLION // below, MILLION)
    return Interval(found * MILLION // of, low, high)


def readings(
    judged: Sequence[JudgedDeclaration], rows: Iterable[AlarmRow], today: datetime.date
) -> list[Reading]:
    """What every watch of the day comes to."""
    found: list[Reading] = []
    for row in rows:
        if row.holds(today):
            found += _WATCHES[row.watched](judged, row, today)
    return found


def _random(
    judged: Sequence[JudgedDeclaration], row: AlarmRow, _: datetime.date
) -> Iterable[Reading]:
    """What chance finds, against what the model expected of it."""
    drawn = [one for one in judged if one.way == "random" and one.found is not None]
    if len(drawn) >= row.least:
        yield _compared("random", "", drawn, row)


def _calibration(
    judged: Sequence[JudgedDeclaration], row: AlarmRow, _: datetime.date
) -> Iterable[Reading]:
    """What was found, against what was expected, by parts of equal size."""
    known = [one for one in judged if one.found is not None]
    known.sort(key=lambda one: one.probability_ppm)
    for part in range(PARTS):
        start, end = part * len(known) // PARTS, (part + 1) * len(known) // PARTS
        if end - start >= row.least:
            yield _compared("calibration", str(part + 1), known[start:end], row)


def _compared(
    watched: Watched, part: str, some: Sequence[JudgedDeclaration], row: AlarmRow
) -> Reading:
    rate = interval(sum([bool(one.found) for one in some]), len(some))
    expected = sum([one.probability_ppm for one in some]) // len(some)
    away = max(rate.low - expected, expected - rate.high)
    alarm = away > row.limit_ppm
    return Reading(
        watched, part, len(some), rate.rate, expected, rate.low, rate.high, alarm
    )


def _drift(
    judged: Sequence[JudgedDeclaration], row: AlarmRow, today: datetime.date
) -> Iterable[Reading]:
    """How much what is declared lately differs from what was declared before."""
    border = today - datetime.timedelta(row.days)
    late = [one for one in judged if one.on > border]
    early = [one for one in judged if one.on <= border]
    if min(len(late), len(early)) < row.least:
        return
    names: dict[str, None] = {}
    for one in judged:
        names.update(dict.fromkeys(one.inputs))
    for name in sorted(names):
        index = stability(_shares(early, name), _shares(late, name))
        alarm = index > row.limit_ppm
        yield Reading("drift", name, len(late), index, row.limit_ppm, None, None, alarm)


def _shares(some: Sequence[JudgedDeclaration], name: str) -> dict[str, int]:
    """How many have each value of an input."""
    return dict(collections.Counter([one.inputs.get(name, "") for one in some]))


def stability(before: Mapping[K, int], after: Mapping[K, int]) -> int:
    """The population stability index of two counts, in millionths: the sum of the
    differences of shares times the differences of their logarithms.

    Half a declaration is added to each, so that none is without any.
    """
    total = 0
    keys = {*before, *after}
    whole = [2 * sum(counts.values()) + len(keys) for counts in (before, after)]
    for key in keys:
        here = 2 * before.get(key, 0) + 1
        there = 2 * after.get(key, 0) + 1
        away = there * MILLION // whole[1] - here * MILLION // whole[0]
        logarithm = fixed_point.log2(there * whole[0]) - fixed_point.log2(here * whole[1])
        total += away * logarithm * _LN2 // (fixed_point.DOUBLING * MILLION)
    return total


def _trader(
    judged: Sequence[JudgedDeclaration], row: AlarmRow, today: datetime.date
) -> Iterable[Reading]:
    """The trader that most of the model's inspections fall on, lately."""
    border = today - datetime.timedelta(row.days)
    chosen = [one for one in judged if one.chosen and one.on > border]
    if len(chosen) < row.least:
        return
    counts = collections.Counter([one.trader for one in chosen])
    trader, most = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    share = most * MILLION // len(chosen)
    alarm = share > row.limit_ppm
    yield Reading("trader", trader, len(chosen), share, row.limit_ppm, None, None, alarm)


_Watch = Callable[[Sequence[JudgedDeclaration], AlarmRow, datetime.date], Iterable[Reading]]
_WATCHES: dict[str, _Watch] = {
    "random": _random,
    "calibration": _calibration,
    "drift": _drift,
    "trader": _trader,
}
