"""Random walks over the life of a declaration: whatever people try, in whatever order, the
invariants hold.
"""

import datetime
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from openkeden.base import findings, transitions
from openkeden.base.cases import Event
from openkeden.clearance import events, lifecycle, possible
from openkeden.clearance.declaration_case import DeclarationCase
from tests.clearance import law

GROUNDS = [("125(1).1",), ("125(1).5", "125(1).9"), ("111(5).4", "111(5).6"), ("invented",)]
STEPS = [
    datetime.timedelta(),
    datetime.timedelta(),
    datetime.timedelta(minutes=20),
    datetime.timedelta(hours=5),
    datetime.timedelta(days=3),
]
CHOICES = {
    "codes": [("04021",), ("03011", "06011"), ("04021", "03011", "06011")],
    "numbers": [(1,), (2, 3), (1, 2, 3), (9,)],
    "amount": [0, 1, 5, 50, 100, 400],
    "count": [0, 1, 5, 50, 100, 400],
    "text": ["a", "b"],
}
ACTORS = ["Ann", "Bob", "Cem"]
#: In these states nothing is owed: what was paid or secured has gone back.
GIVES_BACK = {"withdrawn", "release_refused"}
SAD = {"withdrawn", "registration_refused", "release_refused", "release_annulled"}


def attempt(pick, case, at):
    """Somebody tries something: mostly what the table lists for the state, at times
    anything at all.
    """
    rows = [row for row in lifecycle.TABLE.rows if row.state == case.state]
    if pick(range(6)):
        rows = [row for row in rows if row.to not in SAD] or rows
    if rows and pick(range(8)):
        row = pick(rows)
        action, role = row.action, pick(row.roles)
    else:
        action, role = pick(list(lifecycle.ACTIONS)), pick(lifecycle.ROLES)
    asked = lifecycle.ACTIONS[action]
    args = {
        one.name: pick(
            GROUNDS if one.name == "grounds" else one.choices or CHOICES[one.kind]
        )
        for one in asked
        if one.required or pick((True, False))
    }
    return Event(action, role, pick(ACTORS), at, args, pick(["", "k1", "k2"]))


def check(before, event, after):
    row = transitions.find(lifecycle.TABLE, before.state, event.action, event.role)
    assert row is not None
    assert after.state == row.to
    assert after.versions[: before.version] == before.versions
    if after.state in GIVES_BACK:
        assert (after.paid, after.secured) == (0, 0)
    else:
        assert after.paid >= before.paid
        assert after.secured >= before.secured or event.action == "close_check"
    assert set(after.released) <= set(after.items)
    if after.state in lifecycle.RELEASED:
        assert after.paid + after.secured >= after.payable + after.additional
        assert after.released
        assert after.lane != "red" or after.acts or after.waived
        assert not after.breach
    if event.action in {"confirm_waiver", "annul_release"}:
        assert before.proposal.actor != event.actor


def check_listed(before, event):
    """What could be done was listed; more than is owed is refused where money is booked."""
    if event.role == lifecycle.SYSTEM or (
        event.action == "confirm_payment" and not before.missing
    ):
        return
    listed = possible.of(before, event.at, law.office())
    assert event.action in listed[event.role]


def walk(pick, length):
    """Try `length` events; give the case, the events that happened, the states seen."""
    case, happened, seen, at = DeclarationCase(reference="A-1"), [], {"draft"}, law.NOON
    for _ in range(length):
        at += pick(STEPS)
        event = attempt(pick, case, at)
        after = events.apply(case, event, law.office())
        if isinstance(after, findings.Finding):
            assert after.rule in {rule.number for rule in events.RULES}
            continue
        check(case, event, after)
        check_listed(case, event)
        case = after
        happened.append(event)
        seen.add(case.state)
    return case, happened, seen


@settings(max_examples=60)
@given(st.data())
def test_no_walk_breaks_an_invariant_and_replaying_it_gives_the_same_case(data):
    case, happened, _ = walk(lambda options: data.draw(st.sampled_from(options)), 25)
    assert events.replay(DeclarationCase(reference="A-1"), happened, law.office()) == case


def test_walks_reach_every_state_and_use_every_row():
    pick = random.Random(20260403).choice
    seen, used = set(), set()
    for _ in range(6000):
        _case, happened, states = walk(pick, 30)
        seen |= states
        used |= {one.action for one in happened}
        if len(seen) == len(lifecycle.STATES) and len(used) == len(lifecycle.ACTIONS):
            break
    assert seen == set(lifecycle.STATES)
    assert used == set(lifecycle.ACTIONS)
