import datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.assessment import charges
from openkeden.base import working_time
from openkeden.clearance import decision, lifecycle
from openkeden.clearance.declaration_case import DeclarationCase
from openkeden.risk import random_check, selection
from tests.clearance import law
from tests.clearance.law import NOON, event, must

NUMBER = "57505/020426/0000001"
NO_DRAW = random_check.RandomCheck(999_999, 20_000, chosen=False, stratum="all")


def assessed(payable):
    return charges.Assessment(NOON.date(), "KZ/2026-04-02/test", (), (), (), 0, payable)


def select(lane):
    hits = (
        ()
        if lane == "green"
        else (selection.Hit("P-1", 0, 300), selection.Hit("P-1", 2, 300))
    )
    documents = () if lane in {"green", "blue"} else ("04021", "03011")
    return selection.Selection(lane, 300, hits, documents, NO_DRAW, "policy")


def decide(lane, payable=2_595_000, at=NOON, **funds):
    moment = decision.registration_at(law.office(), at)
    return decision.decide(
        moment, NUMBER, assessed(payable), select(lane), decision.Funds(**funds)
    )


def actions(made):
    return [one.action for one in made.events]


@pytest.mark.parametrize(
    ("funds", "drawn", "held", "reason"),
    [
        ({"advance": 2_595_000}, 2_595_000, 0, decision.PAID),
        ({"advance": 2_594_999, "guarantee": 2_595_000}, 0, 2_595_000, decision.SECURED),
    ],
)
@pytest.mark.parametrize("lane", ["green", "blue"])
def test_clear_and_covered_is_released_at_once(lane, funds, drawn, held, reason):
    made = decide(lane, **funds)
    assert (made.state, made.due, made.debited, made.held) == (
        "released",
        None,
        drawn,
        held,
    )
    assert made.reasons == (reason,)
    assert actions(made)[-1] == "release"


def test_nothing_payable_needs_no_funds():
    made = decide("green", payable=0)
    assert (made.state, made.debited, made.reasons) == (
        "released",
        0,
        (decision.NOTHING_PAYABLE,),
    )
    assert actions(made) == ["register", "select_lane", "release"]


def test_one_minor_unit_short_waits_for_payment_until_the_term_ends():
    made = decide("green", advance=2_594_999, guarantee=2_594_999)
    assert (made.state, made.debited, made.held) == ("awaiting_payment", 0, 0)
    assert made.due == NOON.replace(hour=16)
    assert made.reasons == (decision.NOT_COVERED,)


def test_yellow_asks_for_the_documents_of_the_selection_and_draws_nothing():
    made = decide("yellow", advance=10**9)
    assert (made.state, made.debited) == ("documents_asked", 0)
    assert made.events[-1].args == {"documents": ("04021", "03011")}
    assert made.due == NOON.replace(day=3, hour=14, minute=30)
    assert made.reasons == (decision.DOCUMENTS,)


def test_red_orders_an_inspection():
    made = decide("red", advance=10**9)
    assert (made.state, made.debited) == ("inspection_ordered", 0)
    assert made.due == NOON.replace(day=3, hour=18, minute=30)
    assert made.reasons == (decision.INSPECTION,)


@settings(max_examples=150)
@given(
    st.sampled_from(["green", "blue", "yellow", "red"]),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
    st.datetimes(
        datetime.datetime(2023, 1, 1),
        datetime.datetime(2029, 1, 1),
        timezones=st.just(datetime.UTC),
    ),
)
def test_a_decision_is_what_its_events_replay_to(lane, payable, advance, guarantee, at):
    made = decide(lane, payable, at, advance=advance, guarantee=guarantee)
    case = must(law.filed(at=at), *made.events)
    assert (case.state, case.lane, case.due) == (made.state, made.lane, made.due)
    assert (case.paid, case.secured) == (made.debited, made.held)
    assert made.debited <= advance
    assert made.held <= guarantee
    assert case.covered or case.state not in lifecycle.RELEASED
    assert all(
        (one.role, one.actor, one.at) == ("system", decision.SYSTEM, at)
        for one in made.events
    )
    assert msgspec.json.decode(msgspec.json.encode(made), type=decision.Decision) == made


@pytest.mark.parametrize("lane", ["green", "yellow", "red"])
@pytest.mark.parametrize("advance", [0, 500, 1000])
def test_an_amended_case_is_decided_anew_within_its_first_term(lane, advance):
    first = must(law.filed(), *decide("green", payable=1000).events)
    first = law.paid(first, 500)
    amended = must(
        first,
        event(
            "amend",
            "declarant",
            NOON + working_time.HOUR,
            digest="d2",
            items=(1, 2),
            payable=1500,
        ),
    )
    later = NOON + 2 * working_time.HOUR
    funds = decision.Funds(advance=advance)
    made = decision.decide_again(law.office(), amended, later, select(lane), funds)
    case = must(amended, *made.events)
    assert (case.state, case.due) == (made.state, made.due)
    assert made.debited == (1000 if lane == "green" and advance == 1000 else 0)


def test_what_was_secured_before_counts_when_deciding_anew():
    case = must(
        law.registered(payable=1500), event("secure", "treasury", amount=900, document="g")
    )
    made = decision.decide_again(
        law.office(), law.paid(case, 600), NOON, select("green"), decision.Funds()
    )
    assert (made.state, made.debited, made.held) == ("released", 0, 0)
    assert made.reasons == (decision.NOTHING_PAYABLE,)


def test_the_system_releases_when_money_comes_and_refuses_when_the_term_is_over():
    waiting = must(law.filed(), *decide("green", payable=100).events)
    assert decision.next_step(waiting, NOON) is None
    over = waiting.due + working_time.HOUR
    refused = must(waiting, decision.next_step(waiting, over))
    assert (refused.state, refused.reasons) == ("release_refused", ("125(1).1",))
    covered = law.paid(waiting, 100)
    assert must(covered, decision.next_step(covered, NOON)).state == "released"


@pytest.mark.parametrize(
    "case",
    [
        law.asked(),
        must(law.filed(), event("register_preliminary", "system", number="n", payable=0)),
    ],
)
def test_overdue_cases_are_refused_and_others_left_alone(case):
    assert decision.next_step(case, case.due) is None
    step = decision.next_step(case, case.due + working_time.HOUR)
    assert must(case, step).state == "release_refused"


def test_the_system_never_moves_a_case_that_waits_for_customs():
    far = NOON + 90 * working_time.DAY
    assert decision.next_step(law.inspection(), far) is None
    assert decision.next_step(DeclarationCase(reference="A-1"), far) is None
