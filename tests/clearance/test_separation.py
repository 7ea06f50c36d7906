"""Separation of duties, tried exhaustively: every state, action and role, the same person
and another, device given and missing, against a small model that reads the tables alone.
"""

import itertools

import pytest

from openkeden.base import transitions
from openkeden.base.cases import Proposal
from openkeden.base.separations import Hand
from openkeden.clearance import events, lifecycle, separation
from openkeden.clearance.declaration_case import DeclarationCase
from tests.clearance import law

#: What an action says that is in order.
SAID = {
    "codes": ("04021",),
    "numbers": (1,),
    "amount": 1,
    "count": 1,
    "text": "a",
}
PAIRS = {"confirm_waiver": "propose_waiver", "annul_release": "propose_annulment"}


def said(action):
    """Arguments of an action that can be read."""
    asked = lifecycle.ACTIONS.get(action, ())
    return {one.name: one.choices[0] if one.choices else SAID[one.kind] for one in asked}


def kept_apart(one, other):
    """Whether no one person does both: looked up in the table, in either order."""
    return any(
        (one in row.one and other in row.other) or (other in row.one and one in row.other)
        for row in separation.SEPARATIONS
    )


def expected(state, action, role, done, *, same, device):
    """The numbers among L.1, L.2, L.4, L.18 and L.19 that must be found."""
    if (state, action, role) not in lifecycle.TABLE.index:
        known = transitions.roles(lifecycle.TABLE, state, action)
        return {"L.2"} if known else {"L.1", "L.7"}
    found = set()
    if role != "system" and same and kept_apart(action, done):
        found.add("L.18")
    if action in PAIRS and (same or not device or done != PAIRS[action]):
        found.add("L.4")
    if action in PAIRS.values() and not device:
        found.add("L.19")
    return found


def found_in(state, action, role, done, *, same, device):
    """The same, as the engine finds them: Ann did `done`, at the device k1."""
    proposal = Proposal(done, "Ann", "k1") if done in PAIRS.values() else None
    case = DeclarationCase(
        reference="A-1", state=state, proposal=proposal, hands=(Hand(done, "ann"),)
    )
    event = law.event(
        action,
        role,
        actor="Ann" if same else "Bob",
        device="k2" if device else "",
        **said(action),
    )
    found = {one.rule for one in events.objections(case, event, law.office())}
    return found & {"L.1", "L.2", "L.4", "L.7", "L.18", "L.19"}


@pytest.mark.parametrize("state", lifecycle.STATES)
def test_every_act_of_every_role_by_the_same_and_another_person(state):
    tried = itertools.product(
        (*lifecycle.ACTIONS, "invented"),
        (*lifecycle.ROLES, "administrator"),
        lifecycle.ACTIONS,
        (True, False),
        (True, False),
    )
    for action, role, done, same, device in tried:
        want = expected(state, action, role, done, same=same, device=device)
        got = found_in(state, action, role, done, same=same, device=device)
        case = (action, role, done, same, device)
        if want == {"L.1", "L.7"}:
            assert len(got & want) == 1, case
        else:
            assert got - {"L.7"} == want, case


def test_the_table_names_actions_of_the_lifecycle_and_keeps_no_act_from_itself():
    for row in separation.SEPARATIONS:
        assert row.one | row.other <= set(lifecycle.ACTIONS)
        assert row.one
        assert row.other
        assert not row.one & row.other
        assert row.why


def test_what_the_issue_asks_is_in_the_table():
    for inspected, released in itertools.product(
        ("report_inspection", "confirm_payment", "secure"),
        ("release", "release_items", "release_on_security", "close_check"),
    ):
        assert kept_apart(inspected, released)
    for proposed, confirmed in PAIRS.items():
        assert kept_apart(proposed, confirmed)
    for one, other in itertools.product(separation.OF_DECLARANTS, separation.OF_OFFICERS):
        assert kept_apart(one, other)


def test_the_program_may_do_what_persons_may_not():
    """It confirms payment from an advance and releases, for nobody's hand is in it."""
    case = law.must(
        law.selected("green", payable=5),
        law.event("confirm_payment", "system", amount=5, document="advance"),
        law.event("release", "system"),
    )
    assert (case.state, [hand.action for hand in case.hands]) == ("released", ["file"])


@pytest.mark.parametrize("second", ["A. Inspector", "a. inspector ", "Ａ. Inspector"])
def test_who_inspected_does_not_release_however_the_name_is_spelled(second):
    case = law.inspected()
    release = law.event("release", "inspector", actor=second)
    assert [one.rule for one in events.objections(case, release, law.office())] == ["L.18"]


def test_a_hand_is_kept_once():
    case = law.must(
        law.inspected(),
        law.event("order_inspection", "inspector"),
        law.event("report_inspection", "inspector", act="8", result="conforms"),
    )
    assert len(case.hands) == len(set(case.hands))


def test_an_office_of_two_inspectors_a_chief_and_the_treasury_can_work():
    """Inspection, waiver, payment, release, annulment: nobody is in anybody's way."""
    waived = law.must(
        law.asked(payable=5),
        law.event("propose_waiver", "inspector", device="k1", reason="seen"),
        law.event("confirm_waiver", "chief", device="k2", reason="agreed"),
        law.event("order_inspection", "inspector"),
        law.event("report_inspection", "inspector", act="8", result="conforms"),
        law.event("confirm_payment", "treasury", amount=5, document="PO-1"),
        law.event("release", "inspector"),
        law.event("propose_annulment", "inspector", device="k1", reason="wrong"),
        law.event("annul_release", "chief", device="k2", reason="agreed"),
    )
    assert waived.state == "release_annulled"
