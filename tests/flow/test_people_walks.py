"""Random acts of random people on declarations: whatever is tried, nobody acts without an
appointment, no one person does what is kept apart, and released implies paid or secured.
"""

import random

import pytest

from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle, separation
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions
from tests import founded

STRANGERS = ("nobody", "openkeden", "Trader-1", "INSPECTOR-1", "іnspector-1")
VALUES = {
    "codes": [("04021",), ("03011",), ("125(1).5",)],
    "numbers": [(1,), (1, 2)],
    "amount": [0, 1, 100_000_000_00],
    "count": [1, 100],
    "text": ["a", "b"],
}


def said(pick, action):
    asked = lifecycle.ACTIONS[action]
    return {one.name: pick(one.choices or VALUES[one.kind]) for one in asked}


def attempt(pick, state):
    """An action, mostly one of the state, a role and a person, mostly of that role."""
    rows = [row for row in lifecycle.TABLE.rows if row.state == state]
    rows = [row for row in rows if row.action not in {"withdraw", "refuse_release"}]
    row = pick(rows) if rows and pick(range(9)) else pick(lifecycle.TABLE.rows)
    role = pick(row.roles)
    held = [person for person, of, _ in founded.PEOPLE if of == role]
    others = (*STRANGERS, *[person for person, _, _ in founded.PEOPLE])
    actor = pick(held) if held and pick(range(4)) else pick(others)
    return row.action, role, actor


def check(case, events, holders):
    for event in events:
        if event.role != "system":
            assert event.actor in holders[event.role]
    if case.state in lifecycle.RELEASED:
        assert case.paid + case.secured >= case.payable + case.additional
    people = {event.actor for event in events if event.role != "system"}
    for person in people:
        mine = {event.action for event in events if event.actor == person}
        for row in separation.SEPARATIONS:
            assert not (mine & row.one and mine & row.other), (person, mine, row.why)


@pytest.mark.parametrize("seed", range(2))
def test_whatever_people_try(at, seed):
    pick = random.Random(seed).choice
    holders = {role: set() for role in lifecycle.ROLES}
    for person, role, firm in founded.PEOPLE:
        if role in holders and firm in ("", founded.PAYER):
            holders[role].add(person)
    founded.lodge_all(at, founded.shoes("A-1"), founded.shirts("A-2"))
    happened = 0
    for _ in range(200):
        reference = pick(["A-1", "A-2"])
        action, role, actor = attempt(pick, founded.declared(reference).state)
        args, device = said(pick, action), pick(["", "k1", "k2"])
        done = actions.act(reference, action, role, actor, founded.MOMENT, at, args, device)
        if isinstance(done, Refused):
            assert done.findings
            continue
        happened += 1
        check(done.case, done.events[1:], holders)
    assert happened > 10
    assert verification.verify(at).problem is None
