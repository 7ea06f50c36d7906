import datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base import time_limits, validity, working_time
from openkeden.clearance import deadlines, lifecycle
from tests.clearance import law
from tests.clearance.law import NOON

DAY = NOON.date()


@pytest.mark.parametrize(
    ("key", "length", "article"),
    [
        ("registration", "1 working_hours", "111(2)"),
        ("release", "4 office_hours", "119(1)"),
        ("control", "1 working_days", "119(3)"),
        ("extension", "10 working_days", "119(5)"),
        ("documents_margin", "4 hours", "325(2)"),
        ("documents_margin_extended", "1 working_days", "325(7)"),
        ("security_documents", "60 days", "325(14)"),
        ("security_check", "30 days", "325(14)"),
        ("preliminary", "30 days", "114(6)"),
        ("ip_suspension", "10 working_days", "124"),
        ("temporary_storage", "4 months", "101"),
        ("first_operation", "3 working_hours", "88(5)"),
    ],
)
def test_time_limits_are_those_of_the_code(key, length, article):
    row = law.limits().on(key, DAY)
    assert f"{row.quantity} {row.unit}" == length
    assert article in row.article


def test_every_time_limit_that_is_counted_with_is_there_and_every_row_has_its_source():
    for key in deadlines.REQUIRED:
        law.limits().on(key, DAY)
    used = {key for one in deadlines.DEADLINES.values() for key in one.limits}
    assert used <= set(deadlines.REQUIRED)
    rows = [row for known in law.limits().rows.values() for row in known]
    rows += [ground for known in law.limits().grounds.values() for ground in known.values()]
    assert all(
        row.source and row.act and row.article and row.mark in validity.MARKS
        for row in rows
        if row.article
    )
    assert [row.key for row in rows if not row.article] == ["paper_copy"]


def test_the_lists_of_grounds_are_closed():
    assert {action: len(known) for action, known in law.limits().grounds.items()} == {
        "refuse_registration": 8,
        "refuse_release": 9,
    }


def test_a_day_without_a_row_is_an_incomplete_pack():
    with pytest.raises(KeyError, match="release on 2017-12-31"):
        law.limits().on("release", datetime.date(2017, 12, 31))
    with pytest.raises(KeyError):
        time_limits.from_rows([]).on("release", DAY)


def test_the_row_in_force_counts_and_a_row_of_another_shape_is_refused():
    row = {"key": "release", "unit": "office_hours", "counted": "x"}
    dated = time_limits.from_rows(
        [
            row | {"quantity": 4, "since": "2018-01-01", "until": "2026-06-30"},
            row | {"quantity": 2, "since": "2026-07-01"},
        ]
    )
    assert dated.on("release", datetime.date(2026, 6, 30)).quantity == 4
    assert dated.on("release", datetime.date(2026, 7, 1)).quantity == 2
    for wrong in ({"unit": "weeks"}, {"quantity": "4"}, {"since": "soon"}, {"else": 1}):
        with pytest.raises(msgspec.ValidationError):
            time_limits.from_rows([row | {"quantity": 4, "since": "2018-01-01"} | wrong])


def test_states_with_a_deadline_are_states_and_waiting_ends_with_them():
    assert set(deadlines.DEADLINES) <= set(lifecycle.STATES)
    without = set(lifecycle.STATES) - set(deadlines.DEADLINES)
    assert without == {"draft", *lifecycle.ENDS}


def test_registration_ends_within_one_working_hour():
    evening = NOON.replace(hour=18)
    assert law.filed(at=evening).due == NOON.replace(day=3, hour=9, minute=30)


@pytest.mark.parametrize(
    ("case", "due"),
    [
        (law.registered(), NOON.replace(hour=16)),
        (law.selected("green"), NOON.replace(hour=16)),
        (law.asked(), NOON.replace(day=3, hour=14, minute=30)),
        (law.under_check(), NOON.replace(day=3, hour=18, minute=30)),
        (law.inspection(), NOON.replace(day=3, hour=18, minute=30)),
        (law.inspected(), NOON.replace(day=3, hour=18, minute=30)),
        (
            law.must(law.selected("green", 5), law.event("demand_payment", "system")),
            NOON.replace(hour=16),
        ),
    ],
)
def test_due_moments_of_a_declaration_registered_at_noon(case, due):
    assert case.due == due


def test_documents_asked_after_the_margin_leave_the_rest_of_the_term():
    late = NOON.replace(day=3, hour=16)
    case = law.must(
        law.under_check(),
        law.event("ask_documents", "inspector", late, documents=("06011",)),
    )
    assert case.due == NOON.replace(day=3, hour=18, minute=30)


MOMENTS = st.datetimes(
    datetime.datetime(2023, 1, 1),
    datetime.datetime(2029, 1, 1),
    timezones=st.just(datetime.UTC),
)


@settings(max_examples=100)
@given(MOMENTS, st.sampled_from(["default", "around_the_clock"]))
def test_control_never_ends_before_release_and_documents_come_before_both(at, name):
    office = law.office(name)
    release, control = deadlines.release_by(office, at), deadlines.control_by(office, at)
    assert at + 4 * working_time.HOUR <= release <= control
    assert deadlines.documents_by(office, control) == control - 4 * working_time.HOUR
    longest = office.calendar.working_days_after(at, 10)
    assert control <= longest
    assert deadlines.documents_by(office, longest, extended=True) < longest
    for state in deadlines.DEADLINES:
        moments = deadlines.Moments(at, at, at, control, suspended_until=longest)
        assert deadlines.due(state, moments, at, office) >= at
