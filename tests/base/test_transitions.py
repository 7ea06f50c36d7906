import pytest

from openkeden.base import transitions
from openkeden.base.transitions import Transition

DOOR = transitions.table(
    [
        Transition("open", "close", ("anyone",), "shut"),
        Transition("shut", "open", ("anyone",), "open"),
        Transition("shut", "knock", ("visitor",), "shut"),
        Transition("shut", "lock", ("owner", "guard"), "locked", ("key",)),
        Transition("locked", "rattle", ("visitor",), "locked"),
        Transition("wall", "paint", ("owner",), "wall"),
    ]
)


def test_find_asks_for_state_action_and_role():
    row = transitions.find(DOOR, "shut", "lock", "guard")
    assert row is not None
    assert (row.to, row.needs) == ("locked", ("key",))
    assert transitions.find(DOOR, "shut", "lock", "visitor") is None
    assert transitions.find(DOOR, "open", "lock", "owner") is None


def test_two_rows_for_one_role_are_refused():
    twice = [Transition("a", "go", ("x", "y"), "b"), Transition("a", "go", ("y",), "c")]
    with pytest.raises(ValueError, match="two rows"):
        transitions.table(twice)


def test_actions_and_roles_of_a_state():
    assert transitions.actions(DOOR, "shut") == ("open", "knock", "lock")
    assert transitions.actions(DOOR, "shut", "visitor") == ("knock",)
    assert transitions.roles(DOOR, "shut", "lock") == ("owner", "guard")
    assert transitions.roles(DOOR, "open", "lock") == ()


def test_reachable_dead_ends_and_stranded():
    assert transitions.reachable(DOOR, "open") == {"open", "shut", "locked"}
    assert transitions.dead_ends(DOOR) == {"locked", "wall"}
    assert transitions.stranded(DOOR, ("locked",)) == {"wall"}


def test_mermaid_draws_one_arrow_between_two_states_and_no_loops():
    assert transitions.mermaid(DOOR, "open", ("locked",)).splitlines() == [
        "stateDiagram-v2",
        "    [*] --> open",
        "    open --> shut: close",
        "    shut --> open: open",
        "    shut --> locked: lock",
        "    locked --> [*]",
    ]
