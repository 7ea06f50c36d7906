import datetime
import tomllib
from importlib import resources

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base import validity, working_time

ASTANA = datetime.timezone(datetime.timedelta(hours=5))
TABLE = tomllib.loads(
    resources.files("openkeden.law").joinpath("kz", "calendar.toml").read_text("utf-8")
)
OFFICES = working_time.calendars(TABLE)
POST = OFFICES["default"]
BORDER = OFFICES["around_the_clock"]

#: Odd on purpose: short Saturdays, no Monday, a worked Sunday, an offset with minutes.
ODD = working_time.calendar(
    {
        "offsets": [{"minutes": 345, "since": datetime.date(2020, 1, 1)}],
        "hours": [
            {
                "calendar": "default",
                "weekdays": [2, 3, 4, 5],
                "opens": "08:15",
                "closes": "17:45",
                "since": "2020-01-01",
            },
            {
                "calendar": "default",
                "weekdays": [6],
                "opens": "10:00",
                "closes": "12:30",
                "since": "2020-01-01",
            },
        ],
        "holidays": [
            {"days": ["05-01", "05-02", "05-03"], "moves": True, "since": "2020-01-01"}
        ],
        "extra_days": [{"days": ["2026-05-10"], "as_weekday": 5, "since": "2020-01-01"}],
    }
)


def at(text):
    return datetime.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=ASTANA)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "2026",
            "20260402",
            "2026-4-02",
            "2026-04-2",
            "2026-02-30",
            "2026-W01-1",
            "2026-13-01",
            "+026-01-01",
        ),
        *(
            "2026-04-02 ",
            "2026/04/02",
            "٢٠٢٦-٠٤-٠٢",
            "0000-01-01",
            "2026-04-0x",
            "2026-04-02T00:00",
        ),
    ],
)
def test_parse_day_refuses(text):
    assert working_time.parse_day(text) is None


@given(st.dates())
def test_parse_day_reads_what_is_printed(day):
    assert working_time.parse_day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("registered", "released_by"),
    [
        ("2026-04-02 09:00", "2026-04-02 13:00"),
        ("2026-04-02 14:30", "2026-04-02 18:30"),  # exactly four hours before closing
        ("2026-04-02 14:31", "2026-04-03 13:00"),  # one minute less: from the next opening
        ("2026-04-02 07:00", "2026-04-02 13:00"),  # before opening
        ("2026-04-02 23:10", "2026-04-03 13:00"),
        ("2026-04-03 16:00", "2026-04-06 13:00"),  # Friday afternoon
        (
            "2026-03-20 15:00",
            "2026-03-26 13:00",
        ),  # before Nauryz: 21 and 22 March fall on a weekend, 24, 25 replace them
    ],
)
def test_release_runs_four_hours_or_from_the_next_opening(registered, released_by):
    assert POST.hours_after(at(registered), 4) == at(released_by)


def test_a_post_that_never_closes_has_no_next_opening():
    assert BORDER.hours_after(at("2026-04-02 22:30"), 4) == at("2026-04-03 02:30")
    assert BORDER.hours_after(at("2026-01-01 22:30"), 4) == at("2026-01-02 02:30")
    assert BORDER.working_hours_after(at("2026-04-02 22:30"), 4) == at("2026-04-03 02:30")


def test_working_hours_stop_with_the_office():
    assert POST.working_hours_after(at("2026-04-02 18:00"), 1) == at("2026-04-03 09:30")
    assert POST.working_hours_after(at("2026-04-03 18:30"), 3) == at("2026-04-06 12:00")
    assert POST.working_hours_after(at("2026-04-04 12:00"), 20) == at("2026-04-08 10:00")


def test_working_days_end_at_closing():
    assert POST.end_of_next_working_day(at("2026-04-02 12:00")) == at("2026-04-03 18:30")
    assert POST.end_of_next_working_day(at("2026-04-03 00:10")) == at("2026-04-06 18:30")
    assert POST.working_days_after(at("2026-04-02 12:00"), 10) == at("2026-04-16 18:30")
    assert POST.working_day_before(at("2026-04-06 18:30")) == at("2026-04-03 18:30")
    assert BORDER.working_day_before(at("2026-04-07 00:00")) == at(
        "2026-04-06 00:00"
    )  # midnight ends the 6th


def test_days_and_months_end_on_a_working_day():
    assert POST.days_after(at("2026-04-02 12:00"), 30) == at(
        "2026-05-04 18:30"
    )  # 2 May is a Saturday
    assert POST.months_after(at("2026-01-31 12:00"), 1) == at(
        "2026-03-02 18:30"
    )  # 28 February is a Saturday
    assert POST.months_after(at("2025-12-15 12:00"), 2) == at(
        "2026-02-16 18:30"
    )  # 15 February is a Sunday


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-01-01", False),
        ("2026-01-02", False),
        ("2026-01-07", False),
        ("2026-03-09", False),  # 8 March is a Sunday
        ("2026-05-11", False),  # 9 May is a Saturday
        ("2026-05-27", False),  # Kurban Ait
        ("2024-08-30", False),
        ("2025-09-01", False),  # 30 August 2025 is a Saturday
        ("2026-08-31", True),  # 30 August, a Sunday, is no holiday since 2026
        ("2026-03-16", True),
        ("2027-03-15", False),  # a holiday since 2027
        ("2028-08-30", True),
        ("2026-10-26", False),  # Republic Day is a Sunday
        ("2026-12-16", False),
        ("2026-12-17", True),  # one day since 2022
        ("2021-12-17", False),
        ("2022-10-25", False),
        ("2021-10-25", True),
        ("2024-01-08", True),  # Orthodox Christmas on a Sunday moves no day
        ("2028-01-03", False),  # 1 and 2 January 2028 are a weekend
        ("2028-01-04", False),
        ("2028-01-05", True),
    ],
)
def test_public_holidays_of_kazakhstan(day, works):
    assert POST.works_on(datetime.date.fromisoformat(day)) is works


def test_a_worked_day_of_rest_has_the_hours_of_its_weekday():
    opens, closes = ODD.opening(datetime.date(2026, 5, 10))
    assert (opens.hour, opens.minute, closes.hour, closes.minute) == (8, 15, 17, 45)
    assert not ODD.works_on(datetime.date(2026, 5, 17))


def test_the_clock_changes_with_the_law():
    before = datetime.datetime(2024, 2, 29, 12, tzinfo=datetime.UTC)
    after = datetime.datetime(2024, 3, 1, 12, tzinfo=datetime.UTC)
    assert POST.local(before).hour == 18
    assert POST.local(after).hour == 17
    assert POST.local(datetime.datetime(2001, 1, 1, tzinfo=datetime.UTC)).hour == 6


def test_the_hour_that_a_changed_clock_repeats_is_working_time_where_the_post_never_closes():
    repeated = datetime.datetime(2024, 2, 29, 18, 30, tzinfo=datetime.UTC)
    assert BORDER.is_open(repeated)
    assert (
        BORDER.hours_after(repeated - working_time.HOUR, 4)
        == repeated + 3 * working_time.HOUR
    )
    assert (
        BORDER.working_hours_after(repeated - working_time.HOUR, 4)
        == repeated + 3 * working_time.HOUR
    )


MOMENTS = st.datetimes(
    datetime.datetime(2023, 1, 1),
    datetime.datetime(2029, 1, 1),
    timezones=st.just(datetime.UTC),
)
CALENDARS = st.sampled_from([POST, BORDER, ODD])


def ends(calendar, moment, n):
    return {
        "working": calendar.working_hours_after(moment, n),
        "stretch": calendar.hours_after(moment, n),
        "day": calendar.end_of_next_working_day(moment),
        "days": calendar.days_after(moment, n),
        "workdays": calendar.working_days_after(moment, n),
        "months": calendar.months_after(moment, n),
    }


@settings(max_examples=150)
@given(CALENDARS, MOMENTS, st.integers(1, 12))
def test_terms_end_after_they_start_and_in_working_time(calendar, moment, n):
    for name, end in ends(calendar, moment, n).items():
        assert end > moment, name
        assert calendar.is_open(end), name
        assert end.utcoffset() is not None


@settings(max_examples=150)
@given(
    CALENDARS,
    MOMENTS,
    st.timedeltas(datetime.timedelta(), datetime.timedelta(days=9)),
    st.integers(1, 12),
)
def test_terms_are_monotone(calendar, moment, later, n):
    first, second = ends(calendar, moment, n), ends(calendar, moment + later, n)
    assert all(first[name] <= second[name] for name in first)


@settings(max_examples=60)
@given(CALENDARS, MOMENTS, st.integers(1, 12))
def test_working_hours_are_what_a_minute_hand_counts(calendar, moment, hours):
    """The oracle walks minute by minute; moments are whole minutes here."""
    walked = moment = moment.replace(second=0, microsecond=0)
    left = hours * 60
    while left:
        span = calendar.opening(calendar.local(walked).date())
        left -= span is not None and span[0] <= walked < span[1]
        walked += datetime.timedelta(minutes=1)
    assert calendar.working_hours_after(moment, hours) == walked


@pytest.mark.parametrize(
    "change",
    [
        {"offsets": []},
        {"hours": []},
        {"hours": [TABLE["hours"][0] | {"opens": "18:30", "closes": "09:00"}]},
        {"hours": [TABLE["hours"][0] | {"opens": "9:00"}]},
        {"hours": [TABLE["hours"][0] | {"weekdays": [0]}]},
        {"holidays": [{"days": ["1-1"], "since": "2020-01-01"}]},
        {"days_off": [{"days": ["2026-02-30"], "since": "2020-01-01"}]},
        {"holidays": [TABLE["holidays"][0] | {"surprise": 1}]},
    ],
)
def test_a_table_of_another_shape_is_refused(change):
    with pytest.raises((ValueError, msgspec.ValidationError)):
        working_time.calendar(TABLE | change)


def test_a_calendar_that_never_opens_is_a_mistake_and_not_a_hang():
    closed = working_time.calendar(
        TABLE | {"hours": [TABLE["hours"][0] | {"until": datetime.date(2020, 1, 1)}]}
    )
    with pytest.raises(OverflowError):
        closed.working_hours_after(at("2026-04-02 12:00"), 1)
    with pytest.raises(OverflowError):
        closed.working_day_before(at("2026-04-02 12:00"))


def test_every_row_of_the_calendar_has_a_source_and_a_mark():
    for row in (*POST.offsets, *POST.hours, *POST.holidays, *POST.named, *BORDER.hours):
        assert row.act
        assert row.source
        assert row.mark in validity.MARKS
