"""Drift of what a model looks at, by the places on its own axes."""

import datetime

import msgspec
import pytest

from openkeden.risk import profiles, term_drift
from openkeden.risk.model import place_counts
from openkeden.risk.model.place_counts import KEPT_DAYS, PlaceCounts
from openkeden.risk.model.tables import Axis
from tests.risk import tables

TODAY = tables.DAY + datetime.timedelta(40)

#: Half of the training lines are of chapter 61, a quarter without trader.
AXES = (
    Axis("hs2", levels=("61", "64"), lines=(500, 400, 100)),
    Axis("trader.found", ends=(0, 2), lines=(300, 300, 150, 250)),
    Axis("trader.seen", ends=(5,)),
    Axis("hs2", levels=("61",), lines=(500, 500)),
)
MODEL = msgspec.structs.replace(tables.model("m1", {}), axes=AXES)


def row(least: int = 100, **changes) -> profiles.AlarmRow:
    fields = {"watched": "drift", "limit_ppm": 250_000, "least": least, "source": "test"}
    since = datetime.date(2018, 1, 1)
    return profiles.AlarmRow(since=since, **(fields | changes))


def counted(*lines: tuple[tuple[int, ...], int], on=TODAY) -> PlaceCounts:
    """So many lines of each of these places, on a day."""
    counts = PlaceCounts(AXES)
    for places, many in lines:
        for _ in range(many):
            counts.count(on.toordinal(), places)
    return counts


SAME = (((0, 0, 0, 0), 60), ((0, 1, 0, 0), 40), ((1, 1, 1, 1), 20), ((1, 2, 1, 1), 30))
SAME = (*SAME, ((1, 3, 1, 1), 30), ((2, 3, 1, 1), 20))


def test_one_axis_of_each_indicator_is_watched_where_the_model_tells_its_lines():
    assert place_counts.watched(AXES) == [0, 1]
    assert place_counts.watched(AXES[2:3]) == []


def test_numbers_are_counted_in_ten_parts_and_what_is_not_known_alone():
    axis = Axis("line.value", ends=tuple(range(99)), lines=(*([7] * 100), 33))
    assert place_counts.in_parts(axis) == [70] * 10 + [33]
    uneven = Axis("line.value", ends=(1, 2), lines=(80, 10, 10, 5))
    assert place_counts.in_parts(uneven) == [0, 0, 0, 0, 80, 0, 0, 0, 10, 10, 5]


def test_categories_are_counted_by_their_largest_levels_and_new_ones_alone():
    levels = tuple([f"{number:02}" for number in range(20)])
    axis = Axis("hs2", levels=levels, lines=(*range(20), 3))
    told = place_counts.in_parts(axis)
    assert told == [19, 18, 17, 16, 15, 14, 13, 12, 11, sum(range(11)), 3]


def test_lines_like_those_of_training_are_no_alarm():
    told = term_drift.readings(MODEL, counted(*SAME), [row()], TODAY)
    assert {one.part for one in told} == {"trader.found", "hs2"}
    assert all((one.watched, one.count, one.alarm) == ("term", 200, False) for one in told)
    assert all(one.value < 50_000 for one in told)


def test_the_indicator_that_drifted_is_told_first():
    new = counted(((2, 0, 0, 0), 100), ((0, 1, 0, 0), 100))
    told = term_drift.readings(MODEL, new, [row()], TODAY)
    assert (told[0].part, told[0].alarm) == ("hs2", True)
    assert told[0].value > told[1].value


@pytest.mark.parametrize(
    ("on", "alarm"),
    [(TODAY, row(201)), (TODAY, row(watched="trader")), (tables.DAY, row())],
)
def test_too_few_lines_another_watch_and_the_days_of_training_tell_nothing(on, alarm):
    assert term_drift.readings(MODEL, counted(*SAME, on=on), [alarm], TODAY) == []


def test_only_the_last_days_are_compared_and_a_year_is_kept():
    counts = counted(*SAME)
    for after in (1, 5, KEPT_DAYS + 4):
        day = TODAY + datetime.timedelta(after)
        counts.count(day.toordinal(), (0, 0, 0, 0))
    assert sum(counts.since(TODAY.toordinal())[0]) == 2
    assert min(counts.days) == TODAY.toordinal() + 5
    again = PlaceCounts(AXES, counts.days)
    assert again.since(0) == counts.since(0)
    assert PlaceCounts(AXES).since(0) == [[0] * place_counts.PARTS] * 2
