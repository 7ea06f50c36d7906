import datetime

import msgspec
import pytest

from openkeden.base import findings, working_time
from openkeden.base.cases import Event
from openkeden.clearance import events
from openkeden.clearance.declaration_case import DeclarationCase
from tests.clearance import law
from tests.clearance.law import NOON, event, must, paid


def rules(case, happened):
    return [one.rule for one in events.objections(case, happened, law.office())]


def test_a_green_declaration_is_registered_paid_and_released():
    case = must(
        law.selected("green", payable=2_595_000),
        event("confirm_payment", "system", amount=2_595_000, document="advance"),
        event("release", "system"),
    )
    assert (case.state, case.released, case.due, case.reasons) == (
        "released",
        (1, 2),
        None,
        (),
    )
    assert case.moments.released == NOON


def test_release_without_payment_names_what_is_missing():
    case = paid(law.selected("green", payable=2_595_000), 2_000_000)
    refused = events.apply(case, event("release", "system"), law.office())
    assert isinstance(refused, findings.Finding)
    assert refused.rule == "L.3"
    assert refused.args == {
        "value": "20000.00",
        "payable": "25950.00",
        "missing": "5950.00",
    }


def test_payment_and_security_add_up_exactly():
    case = must(
        paid(law.selected("green", 100), 60),
        event("secure", "treasury", amount=39, document="g"),
    )
    assert rules(case, event("release", "system")) == ["L.3"]
    assert rules(paid(case, 1), event("release", "system")) == []


@pytest.mark.parametrize("lane", ["yellow", "red"])
def test_no_release_straight_from_a_stopping_lane(lane):
    assert rules(law.selected(lane), event("release", "system")) == ["L.9"]
    assert rules(law.selected(lane), event("demand_payment", "system")) == ["L.9"]


def test_a_red_lane_cannot_be_turned_into_a_question_for_documents():
    for role in ("system", "inspector"):
        assert rules(
            law.selected("red"), event("ask_documents", role, documents=("04021",))
        ) == ["L.9"]


def test_documents_are_given_checked_and_released():
    case = must(law.under_check(), event("release", "inspector"))
    assert (case.state, case.documents) == ("released", ())


def test_documents_not_given_stop_release_and_asking_again_drops_none():
    case = must(law.asked(), event("supply_documents", "declarant", documents=("04021",)))
    assert rules(case, event("release", "inspector")) == ["L.8"]
    again = must(case, event("ask_documents", "inspector", documents=("06011",)))
    assert again.documents == ("03011", "06011")


def test_a_release_lacks_everything_at_once():
    case = must(
        law.inspected("breach", payable=100),
        event("ask_documents", "inspector", documents=("04021",)),
    )
    case = must(case, event("supply_documents", "declarant", documents=("04131",)))
    assert rules(case, event("release", "inspector")) == ["L.3", "L.8", "L.14"]


def test_documents_after_the_term_are_too_late():
    case = law.asked()
    assert case.due == NOON.replace(day=3, hour=14, minute=30)
    given = {"documents": ("04021",)}
    assert rules(case, event("supply_documents", "declarant", case.due, **given)) == []
    assert rules(
        case, event("supply_documents", "declarant", case.due + working_time.HOUR, **given)
    ) == ["L.5"]


def test_the_system_refuses_only_after_the_term():
    case = law.asked()
    grounds = {"grounds": ("125(1).7",)}
    assert rules(case, event("refuse_release", "system", case.due, **grounds)) == ["L.13"]
    refused = must(
        case, event("refuse_release", "system", case.due + working_time.HOUR, **grounds)
    )
    assert (refused.state, refused.reasons) == ("release_refused", ("125(1).7",))


@pytest.mark.parametrize(
    ("case", "action", "role", "good", "wrong"),
    [
        (law.filed(), "refuse_registration", "system", "111(5).4", "125(1).1"),
        (law.inspected(), "refuse_release", "inspector", "125(1).9", "111(5).4"),
    ],
)
def test_refusals_rest_on_the_closed_lists(case, action, role, good, wrong):
    assert must(case, event(action, role, grounds=(good,))).ended
    assert rules(case, event(action, role, grounds=(good, wrong, "else"))) == ["L.10"]
    assert rules(case, event(action, role, grounds=())) == ["L.11"]


@pytest.mark.parametrize("case", [law.inspection(), law.asked()])
def test_an_override_takes_two_persons_at_two_devices(case):
    proposed = must(
        case,
        event(
            "propose_waiver",
            "inspector",
            actor="Ann",
            device="k1",
            reason="seen at the border",
        ),
    )
    assert proposed.state == case.state
    confirm = {"reason": "agreed"}
    assert rules(
        case, event("confirm_waiver", "chief", actor="Bob", device="k2", **confirm)
    ) == ["L.4"]
    assert rules(
        proposed, event("confirm_waiver", "chief", actor="Ann", device="k2", **confirm)
    ) == ["L.4", "L.18"]
    for device in ("k1", "K1 ", "\uff4b1", ""):
        again = event("confirm_waiver", "chief", actor="Bob", device=device, **confirm)
        assert rules(proposed, again) == ["L.4"]
    assert rules(
        proposed, event("confirm_waiver", "inspector", actor="Bob", device="k2", **confirm)
    ) == ["L.2"]
    waived = must(
        proposed, event("confirm_waiver", "chief", actor="Bob", device="k2", **confirm)
    )
    assert (waived.state, waived.waived, waived.documents) == ("under_check", True, ())


def test_a_proposal_dies_with_its_state():
    case = must(
        law.asked(),
        event("propose_waiver", "inspector", actor="Ann", device="k1", reason="r"),
        event("order_inspection", "inspector"),
    )
    confirmed = event("confirm_waiver", "chief", actor="Bob", device="k2", reason="r")
    assert rules(case, confirmed) == ["L.4"]


def test_amending_makes_a_new_version_and_selects_anew():
    case = must(
        law.selected("green"),
        event("amend", "declarant", digest="d2", items=(1, 2, 3), payable=7),
    )
    assert (case.state, case.versions, case.lane, case.items) == (
        "registered",
        ("d1", "d2"),
        "",
        (1, 2, 3),
    )
    assert case.payable == 7


@pytest.mark.parametrize("case", [law.asked(), law.inspection(), law.inspected()])
def test_after_announcement_only_details_can_be_amended(case):
    assert rules(case, event("amend", "declarant", digest="d2", items=(1,), payable=0)) == [
        "L.7"
    ]
    after = must(
        case, event("amend_details", "declarant", digest="d2", detail="typing_error")
    )
    assert (after.state, after.versions) == (case.state, ("d1", "d2"))
    assert rules(
        case, event("amend_details", "declarant", digest="d2", detail="price")
    ) == ["L.11"]


def test_awaiting_payment_after_control_is_amended_no_more():
    waiting = must(law.under_check(100), event("demand_payment", "inspector"))
    assert rules(
        waiting, event("amend", "declarant", digest="d2", items=(1,), payable=0)
    ) == ["L.7"]


def test_a_breach_is_cured_by_an_amendment_on_demand_only():
    case = law.inspected("breach")
    again = must(case, event("order_inspection", "inspector"))
    again = must(
        again, event("report_inspection", "inspector", act="act 8", result="conforms")
    )
    for found in (case, again):
        assert rules(found, event("release", "inspector")) == ["L.14"]
        assert rules(found, event("withdraw", "declarant")) == ["L.14"]
    cured = must(
        case,
        event("demand_amendment", "inspector", reason="origin"),
        event("amend", "declarant", digest="d2", items=(1, 2), payable=50),
    )
    assert rules(cured, event("release", "inspector")) == ["L.3"]
    assert must(paid(cured, 50), event("release", "inspector")).state == "released"


def test_goods_lines_are_released_one_by_one():
    case = must(
        law.under_check(items=(1, 2, 3)),
        event("release_items", "inspector", items=(2,), reason="r"),
    )
    assert (case.state, case.released) == ("partly_released", (2,))
    for wrong in [(2,), (4,), (1, 3), (1, 4)]:
        assert rules(
            case, event("release_items", "inspector", items=wrong, reason="r")
        ) == ["L.6"]
    assert rules(case, event("release_items", "inspector", items=(1, 1), reason="r")) == [
        "L.11"
    ]
    rest = must(case, event("release", "inspector"))
    assert (rest.state, rest.released) == ("released", (1, 2, 3))
    part = must(case, event("refuse_release", "inspector", grounds=("125(1).5",)))
    assert (part.state, part.released) == ("released_in_part", (2,))


def test_release_on_security_covers_what_may_become_due():
    args = {"additional": 400, "compliance": "shown"}
    case = paid(law.asked(payable=1000), 1000)
    assert rules(case, event("release_on_security", "inspector", **args)) == ["L.15"]
    assert rules(
        case, event("release_on_security", "inspector", additional=0, compliance="no")
    ) == ["L.11"]
    out = must(
        case,
        event("secure", "treasury", amount=400, document="guarantee 3"),
        event("release_on_security", "inspector", **args),
    )
    assert out.due == datetime.datetime(2026, 6, 1, 18, 30, tzinfo=law.ASTANA)
    assert rules(out, event("close_check", "inspector", due=401)) == ["L.17"]
    closed = must(out, event("close_check", "inspector", due=400))
    assert (closed.state, closed.payable, closed.covered) == ("released", 1400, True)


def test_security_for_what_may_become_due_is_not_free():
    assert DeclarationCase(reference="A-1", payable=100, paid=100).covered
    assert not DeclarationCase(
        reference="A-1", payable=100, paid=149, additional=50
    ).covered
    assert DeclarationCase(
        reference="A-1", payable=100, paid=100, secured=50, additional=50
    ).covered


def test_documents_given_before_release_on_security_start_no_check():
    case = must(
        law.under_check(),
        event("release_on_security", "inspector", additional=0, compliance="shown"),
    )
    assert case.due == law.calendars()["default"].days_after(NOON, 60)


def test_documents_after_release_on_security_start_the_last_check():
    case = must(
        law.asked(),
        event("release_on_security", "inspector", additional=0, compliance="shown"),
    )
    given = NOON + 10 * working_time.DAY
    after = must(
        case, event("supply_documents", "declarant", given, documents=("04021", "03011"))
    )
    assert after.due == law.calendars()["default"].days_after(given, 30)


def test_an_extension_is_granted_once_and_within_the_limit():
    case = law.inspected()
    assert rules(
        case, event("extend_term", "chief", working_days=11, reason="expertise")
    ) == ["L.12"]
    assert rules(
        case, event("extend_term", "chief", working_days=0, reason="expertise")
    ) == ["L.12"]
    assert rules(
        case, event("extend_term", "inspector", working_days=5, reason="expertise")
    ) == ["L.2"]
    longer = must(case, event("extend_term", "chief", working_days=10, reason="expertise"))
    assert longer.due == NOON.replace(day=16, hour=18, minute=30)
    assert rules(longer, event("extend_term", "chief", working_days=1, reason="more")) == [
        "L.12"
    ]
    asked = must(longer, event("ask_documents", "inspector", documents=("06011",)))
    assert asked.due == NOON.replace(day=15, hour=18, minute=30)


def test_suspension_stops_the_term_and_resuming_gives_a_day():
    case = must(law.inspected(), event("suspend", "inspector", reason="trade mark"))
    assert case.due == NOON.replace(day=16, hour=18, minute=30)
    assert rules(case, event("release", "inspector")) == ["L.1"]
    longer = must(
        case, event("extend_term", "chief", working_days=10, reason="right holder")
    )
    assert longer.due == NOON.replace(day=30, hour=18, minute=30)
    resumed = must(longer, event("resume", "inspector", NOON + 6 * working_time.DAY))
    assert (resumed.state, resumed.due) == (
        "under_check",
        NOON.replace(day=9, hour=18, minute=30),
    )


def test_resuming_shortens_no_extended_term():
    case = must(
        law.inspected(), event("extend_term", "chief", working_days=10, reason="expertise")
    )
    case = must(
        case,
        event("suspend", "inspector", reason="trade mark"),
        event("resume", "inspector"),
    )
    assert case.due == NOON.replace(day=16, hour=18, minute=30)


def test_a_preliminary_declaration_waits_for_its_goods():
    case = must(law.filed(), event("register_preliminary", "system", number="n", payable=0))
    assert (case.state, case.due) == (
        "awaiting_goods",
        NOON.replace(month=5, day=4, hour=18, minute=30),
    )
    here = NOON + 4 * working_time.DAY
    came = must(case, event("present_goods", "declarant", here, notice="storage 7"))
    assert (came.state, came.due) == ("registered", here + 4 * working_time.HOUR)
    late = case.due + working_time.HOUR
    assert rules(case, event("present_goods", "declarant", late, notice="storage 7")) == [
        "L.5"
    ]
    assert must(case, event("refuse_release", "system", late, grounds=("125(1).3",))).ended


def test_a_release_is_annulled_by_two_persons():
    case = must(law.selected("green"), event("release", "system"))
    propose = {"actor": "Ann", "reason": "wrong goods"}
    assert rules(case, event("propose_annulment", "inspector", **propose)) == ["L.19"]
    proposed = must(case, event("propose_annulment", "inspector", device="k1", **propose))
    confirm = {"device": "k2", "reason": "yes"}
    for same in ("Ann", "ann ", "\uff21nn"):
        again = event("annul_release", "chief", actor=same, **confirm)
        assert rules(proposed, again) == ["L.4", "L.18"]
    annulled = must(proposed, event("annul_release", "chief", actor="Bob", **confirm))
    assert (annulled.state, annulled.released) == ("release_annulled", ())


def test_time_does_not_run_back_and_moments_are_aware():
    case = law.registered()
    earlier = event("select_lane", "system", NOON - working_time.HOUR, lane="green")
    assert rules(case, earlier) == ["L.16"]
    naive = event("select_lane", "system", NOON.replace(tzinfo=None), lane="green")
    assert rules(case, naive) == ["L.16"]


@pytest.mark.parametrize(
    "args",
    [
        {},
        {"amount": "5", "document": "o"},
        {"amount": -1, "document": "o"},
        {"amount": True, "document": "o"},
        {"amount": 10**21, "document": "o"},
        {"amount": 5, "document": ""},
        {"amount": 5, "document": "o" * 2001},
        {"amount": 5, "document": ("o",)},
        {"amount": 5, "document": "o", "more": 1},
    ],
)
def test_arguments_are_named_when_they_cannot_be_read(args):
    assert set(rules(law.registered(), event("confirm_payment", "treasury", **args))) == {
        "L.11"
    }


def test_events_and_cases_come_back_from_json_the_same():
    happened = event("release_items", "inspector", device="k1", items=(1, 2), reason="ok")
    assert msgspec.json.decode(msgspec.json.encode(happened), type=Event) == happened
    case = must(
        law.under_check(items=(1, 2, 3)),
        event("release_items", "inspector", items=(2,), reason="r"),
    )
    assert msgspec.json.decode(msgspec.json.encode(case), type=DeclarationCase) == case


def test_replaying_what_could_not_have_happened_is_our_bug():
    with pytest.raises(ValueError, match=r"L\.1"):
        must(law.filed(), event("release", "system"))


def test_rules_are_numbered_in_order_and_say_what_to_do():
    last = len(events.RULES) - 1
    in_order = [*[f"L.{number}" for number in range(1, last + 1)], "M.30"]
    assert [rule.number for rule in events.RULES] == in_order
    assert all(rule.message and rule.fix for rule in events.RULES)


def test_M_30_a_report_names_lines_of_the_declaration():
    case = law.inspection()
    told = {"act": "act 7", "result": "breach"}
    wrong = law.event("report_inspection", "inspector", items=(2, 3), **told)
    (found,) = events.objections(case, wrong, law.office())
    assert (found.rule, found.args["value"], found.args["known"]) == ("M.30", "3", "1, 2")
    right = law.event("report_inspection", "inspector", items=(2,), **told)
    assert law.must(case, right).breach
