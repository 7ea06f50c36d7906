import datetime

import msgspec
import pytest

from openkeden.base import time_limits, working_time

UTC = datetime.UTC

#: A Thursday; the office works from Monday to Friday, nine to six.
NOON = datetime.datetime(2026, 4, 2, 12, tzinfo=UTC)
CALENDAR = working_time.calendar(
    {
        "offsets": [{"since": "2000-01-01", "minutes": 0}],
        "hours": [
            {
                "since": "2000-01-01",
                "calendar": "default",
                "weekdays": [1, 2, 3, 4, 5],
                "opens": "09:00",
                "closes": "18:00",
            }
        ],
    }
)


def row(quantity, unit, **fields):
    given = {"key": "check", "quantity": quantity, "unit": unit, "counted": "from filing"}
    return given | {"since": "2020-01-01", "article": "art. 7"} | fields


def office(*rows):
    return time_limits.Office(CALENDAR, time_limits.from_rows(rows))


@pytest.mark.parametrize(
    ("quantity", "unit", "end"),
    [
        (30, "minutes", NOON.replace(minute=30)),
        (7, "hours", NOON.replace(hour=19)),
        (7, "office_hours", NOON.replace(day=3, hour=16)),
        (7, "working_hours", NOON.replace(day=3, hour=10)),
        (2, "working_days", NOON.replace(day=6, hour=18)),
        (2, "days", NOON.replace(day=6, hour=18)),
        (1, "months", NOON.replace(month=5, day=4, hour=18)),
    ],
)
def test_each_unit_is_counted_its_way(quantity, unit, end):
    assert office(row(quantity, unit)).end("check", NOON) == end


@pytest.mark.parametrize(
    ("quantity", "unit", "start"),
    [
        (4, "hours", NOON.replace(hour=8)),
        (2, "days", NOON.replace(month=3, day=31)),
        (2, "working_days", NOON.replace(month=3, day=31, hour=18)),
    ],
)
def test_a_margin_lies_before_its_end(quantity, unit, start):
    assert office(row(quantity, unit)).before("check", NOON) == start


def test_the_row_in_force_on_the_office_s_day_counts():
    at = office(row(1, "days", until="2026-04-01"), row(3, "days", since="2026-04-02"))
    assert at.limit("check", NOON).quantity == 3
    assert at.limit("check", NOON - working_time.DAY).quantity == 1
    with pytest.raises(KeyError, match="check on 2019-12-31"):
        at.limits.on("check", datetime.date(2019, 12, 31))


def test_grounds_are_listed_by_action_and_a_row_of_another_shape_is_refused():
    ground = {"code": "7.1", "action": "refuse", "text": "no permit", "since": "2020-01-01"}
    limits = time_limits.from_rows([], [ground, ground | {"code": "7.2"}])
    assert list(limits.grounds["refuse"]) == ["7.1", "7.2"]
    with pytest.raises(msgspec.ValidationError):
        time_limits.from_rows([], [ground | {"else": 1}])


def test_markdown_has_a_line_for_each_row():
    limits = time_limits.from_rows([row(4, "working_hours")])
    line = time_limits.markdown(limits).splitlines()[-1]
    assert line.startswith("| `check` | 4 working hours | from filing | art. 7 |")
