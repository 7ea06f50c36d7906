import pathlib

import pytest

from openkeden.base import transitions
from openkeden.clearance import conditions, events, lifecycle
from openkeden.clearance.declaration_case import DeclarationCase
from tests.clearance import document, law

TABLE = lifecycle.TABLE


def test_every_state_is_described_and_reached_from_a_draft():
    assert set(transitions.states(TABLE)) == set(lifecycle.STATES)
    assert transitions.reachable(TABLE, lifecycle.START) == set(lifecycle.STATES)


def test_every_state_leads_to_an_end_and_only_ends_are_dead():
    assert transitions.stranded(TABLE, lifecycle.ENDS) == set()
    assert transitions.dead_ends(TABLE) <= set(lifecycle.ENDS)
    assert set(lifecycle.ENDS) - transitions.dead_ends(TABLE) == {
        "released",
        "released_in_part",
    }


def test_actions_roles_and_conditions_of_the_table_are_the_declared_ones_and_all_are_used():
    assert {row.action for row in TABLE.rows} == set(lifecycle.ACTIONS)
    assert {role for row in TABLE.rows for role in row.roles} == set(lifecycle.ROLES)
    assert {need for row in TABLE.rows for need in row.needs} == set(lifecycle.CONDITIONS)
    assert set(conditions.TESTS) == set(lifecycle.CONDITIONS)
    assert set(events.EFFECTS) <= set(lifecycle.ACTIONS)


def test_whoever_leaves_customs_control_is_covered_by_the_row_that_lets_them():
    leaving = [
        row
        for row in TABLE.rows
        if row.to in lifecycle.RELEASED and row.state not in lifecycle.RELEASED
    ]
    assert leaving
    assert all({"covered", "security_121"} & set(row.needs) for row in leaving)


def test_only_a_second_person_overrides_and_never_a_system():
    for row in TABLE.rows:
        if row.action in {"confirm_waiver", "annul_release"}:
            assert row.roles == ("chief",)
            assert "second_person" in row.needs
        if row.action in {"propose_waiver", "propose_annulment"}:
            assert row.roles == ("inspector",)


def test_no_way_leads_from_an_ordered_inspection_to_release_without_inspection_or_waiver():
    kept = [
        row
        for row in TABLE.rows
        if row.action not in {"report_inspection", "confirm_waiver"}
    ]
    assert (
        not transitions.reachable(transitions.table(kept), "inspection_ordered")
        & lifecycle.RELEASED
    )


def test_a_trader_never_moves_a_case_into_release():
    assert not [
        row
        for row in TABLE.rows
        if row.to in lifecycle.RELEASED - {row.state} and "declarant" in row.roles
    ]


@pytest.mark.parametrize("state", lifecycle.STATES)
def test_every_action_and_role_outside_the_table_is_refused(state):
    """All state, action and role triples: what the table lacks is L.1, L.2 or L.7 and
    changes nothing.
    """
    case = DeclarationCase(reference="A-1", state=state)
    for action in (*lifecycle.ACTIONS, "invented"):
        for role in (*lifecycle.ROLES, "nobody"):
            found = events.objections(case, law.event(action, role), law.office())
            if transitions.find(TABLE, state, action, role) is None:
                known = transitions.roles(TABLE, state, action)
                assert [one.rule for one in found] == ["L.2" if known else "L.1"]
            else:
                assert not {"L.1", "L.2"} & {one.rule for one in found}


def test_the_document_is_what_the_table_says():
    path = pathlib.Path(__file__).resolve().parents[2] / "docs" / "lifecycle.md"
    assert path.read_text("utf-8") == document.text(), (
        "write it anew: python -m tests.clearance.document"
    )


def test_the_graph_has_every_state():
    drawn = lifecycle.graph()
    assert drawn.startswith("stateDiagram-v2")
    assert all(state in drawn for state in lifecycle.STATES)
