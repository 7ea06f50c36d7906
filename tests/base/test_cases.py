"""The engine of a case, run for a made-up transit movement: its own table, arguments, time
limits and effects.
"""

import datetime

import pytest

from openkeden.base import (
    case_conditions,
    cases,
    findings,
    time_limits,
    transitions,
    working_time,
)
from openkeden.base.cases import Argument, Event
from openkeden.base.transitions import Transition

ASTANA = datetime.timezone(datetime.timedelta(hours=5))

#: A Thursday.
NOON = datetime.datetime(2026, 4, 2, 12, tzinfo=ASTANA)

LATE = findings.Rule(
    number="TR.1", message="{value} is after {due}.", fix="Explain the delay."
)
EARLY = findings.Rule(
    number="TR.2", message="{value} is before {due}.", fix="Wait until {due}."
)
UNKNOWN = findings.Rule(
    number="TR.3", message="{value} is not a valid ground.", fix="Use: {known}."
)
SEALS = findings.Rule(number="TR.4", message="Seal {value} is missing.", fix="Look for it.")


class Movement(cases.Case, frozen=True, omit_defaults=True, kw_only=True):
    """Goods on their way from one office to another."""

    state: str = "draft"
    seals: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def _seals(case, event, _office):
    missing = [seal for seal in case.seals if seal not in event.codes("seals")]
    return findings.of(SEALS, "args.seals", value=", ".join(missing)) if missing else None


def _not_moving(case, event, _office):
    return findings.of(EARLY, "action", value=event.action, due=case.state)


def _due(before, after, office):
    if after.state == "in_transit":
        return before.due or office.end("transit", after.at)
    return None


TABLE = transitions.table(
    [
        Transition("draft", "open", ("carrier",), "opened"),
        Transition("opened", "depart", ("officer",), "in_transit"),
        Transition("in_transit", "report", ("carrier",), "in_transit"),
        Transition("in_transit", "arrive", ("officer",), "arrived", ("in_time", "seals")),
        Transition("in_transit", "search", ("system",), "missing", ("overdue", "grounds")),
        Transition("arrived", "propose_closing", ("officer",), "arrived"),
        Transition("arrived", "close", ("chief",), "closed", ("second_person",)),
    ]
)

MOVEMENT = cases.Lifecycle(
    table=TABLE,
    actions={
        "open": (Argument("seals", "codes"),),
        "depart": (),
        "report": (Argument("kilometres", "amount", required=False),),
        "arrive": (
            Argument("seals", "codes"),
            Argument("result", "text", choices=("whole",)),
        ),
        "search": (Argument("grounds", "codes"),),
        "propose_closing": (),
        "close": (),
    },
    conditions={
        "in_time": case_conditions.in_time(LATE),
        "overdue": case_conditions.overdue(EARLY),
        "grounds": case_conditions.listed_grounds(UNKNOWN),
        "second_person": case_conditions.second_person({"close": "propose_closing"}),
        "seals": _seals,
    },
    effects={
        "open": lambda _case, event, _office: {"seals": event.codes("seals")},
        "search": lambda _case, event, _office: {"reasons": event.codes("grounds")},
        "propose_closing": case_conditions.propose,
    },
    due=_due,
    sound=lambda case: case.seals != () or case.state == "draft",
    absent={"arrive": _not_moving},
)

OFFICE = time_limits.Office(
    working_time.calendar(
        {
            "offsets": [{"since": "2000-01-01", "minutes": 300}],
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
    ),
    time_limits.from_rows(
        [
            {
                "key": "transit",
                "quantity": 2,
                "unit": "working_days",
                "counted": "from departure",
                "since": "2020-01-01",
            }
        ],
        [
            {
                "code": "lost",
                "action": "search",
                "text": "goods not found",
                "since": "2020-01-01",
            }
        ],
    ),
)

ARRIVAL = {"seals": ("S1", "S2"), "result": "whole"}


def event(action, role, at=NOON, actor="A", device="", **args):
    return Event(action, role, actor, at, args, device)


def moved(*happened):
    return cases.replay(MOVEMENT, Movement(reference="M-1"), happened, OFFICE)


def rules(case, happened):
    return [one.rule for one in cases.objections(MOVEMENT, case, happened, OFFICE)[1]]


OPENED = moved(event("open", "carrier", seals=("S1", "S2")))
GOING = moved(event("open", "carrier", seals=("S1", "S2")), event("depart", "officer"))


def test_a_movement_goes_from_opened_to_closed():
    assert (OPENED.state, OPENED.seals, OPENED.due, OPENED.at) == (
        "opened",
        ("S1", "S2"),
        None,
        NOON,
    )
    assert (GOING.state, GOING.due) == ("in_transit", NOON.replace(day=6, hour=18))
    arrived = cases.replay(MOVEMENT, GOING, [event("arrive", "officer", **ARRIVAL)], OFFICE)
    assert (arrived.state, arrived.due) == ("arrived", None)
    closing = [
        event("propose_closing", "officer", actor="Ann", device="k1"),
        event("close", "chief", actor="Bob", device="k2"),
    ]
    closed = cases.replay(MOVEMENT, arrived, closing, OFFICE)
    assert (closed.state, closed.proposal) == ("closed", None)


def test_an_action_that_changes_nothing_keeps_state_and_deadline():
    later = NOON + working_time.HOUR
    after = cases.apply(MOVEMENT, GOING, event("report", "carrier", later), OFFICE)
    assert (after.state, after.due, after.at) == ("in_transit", GOING.due, later)


@pytest.mark.parametrize(
    ("case", "happened", "rule"),
    [
        (OPENED, event("close", "chief"), "L.1"),
        (OPENED, event("invented", "chief"), "L.1"),
        (OPENED, event("depart", "carrier"), "L.2"),
        (OPENED, event("arrive", "officer"), "TR.2"),
        (OPENED, event("depart", "officer", NOON - working_time.HOUR), "L.16"),
        (OPENED, event("depart", "officer", NOON.replace(tzinfo=None)), "L.16"),
        (OPENED, event("depart", "officer", more="x"), "L.11"),
        (GOING, event("report", "carrier", kilometres=-1), "L.11"),
        (GOING, event("arrive", "officer", seals=("S1", "S2"), result="torn"), "L.11"),
        (GOING, event("arrive", "officer", seals=("S2",), result="whole"), "TR.4"),
        (GOING, event("arrive", "officer", NOON + 9 * working_time.DAY, **ARRIVAL), "TR.1"),
        (GOING, event("search", "system", grounds=("lost",)), "TR.2"),
        (
            GOING,
            event("search", "system", NOON + 9 * working_time.DAY, grounds=("eaten",)),
            "TR.3",
        ),
    ],
)
def test_what_stands_against_an_event(case, happened, rule):
    assert rules(case, happened) == [rule]
    refused = cases.apply(MOVEMENT, case, happened, OFFICE)
    assert isinstance(refused, findings.Finding)
    assert refused.rule == rule


def test_all_objections_come_at_once():
    late = event(
        "arrive", "officer", NOON + 9 * working_time.DAY, seals=("S2",), result="whole"
    )
    assert rules(GOING, late) == ["TR.1", "TR.4"]


def test_a_listed_ground_after_the_deadline_moves_the_case():
    late = event("search", "system", NOON + 9 * working_time.DAY, grounds=("lost",))
    after = cases.apply(MOVEMENT, GOING, late, OFFICE)
    assert (after.state, after.reasons, after.due) == ("missing", ("lost",), None)


@pytest.mark.parametrize(
    ("actor", "device", "rule"),
    [
        ("Ann", "k2", ["L.4"]),
        ("ann ", "k2", ["L.4"]),
        ("Bob", "k1", ["L.4"]),
        ("Bob", "K1", ["L.4"]),
        ("Bob", "k2", []),
        ("Bob", "", ["L.4"]),
    ],
)
def test_a_second_person_is_another_one_at_another_device(actor, device, rule):
    arrived = cases.apply(MOVEMENT, GOING, event("arrive", "officer", **ARRIVAL), OFFICE)
    assert rules(arrived, event("close", "chief", actor="Bob")) == ["L.4"]
    proposal = event("propose_closing", "officer", actor="Ann", device="k1")
    proposed = cases.apply(MOVEMENT, arrived, proposal, OFFICE)
    assert rules(proposed, event("close", "chief", actor=actor, device=device)) == rule


def test_replaying_what_could_not_have_happened_is_our_bug():
    with pytest.raises(ValueError, match=r"M-1: depart at .*: L\.1"):
        moved(event("depart", "officer"))


def test_a_case_that_is_not_sound_is_our_bug():
    with pytest.raises(AssertionError, match="open leads to"):
        cases.apply(
            cases.Lifecycle(
                table=TABLE,
                actions=MOVEMENT.actions,
                conditions={},
                effects={},
                due=_due,
                sound=MOVEMENT.sound,
            ),
            Movement(reference="M-1"),
            event("open", "carrier", seals=("S1",)),
            OFFICE,
        )


def test_arguments_left_out_read_as_nothing():
    empty = event("report", "carrier")
    assert (empty.text("a"), empty.amount("a"), empty.codes("a"), empty.numbers("a")) == (
        "",
        0,
        (),
        (),
    )
