"""The table of permissions: against the life of a declaration, and against what the use
cases themselves refuse.
"""

import datetime
import itertools

import pytest

from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle, people
from openkeden.flow import clock
from openkeden.flow.access import permissions
from openkeden.flow.access.callers import SCOPES
from openkeden.flow.access.permissions import TABLE, Matter
from openkeden.flow.money import deposits
from openkeden.flow.people import readers, register
from tests import founded

TODAY = datetime.date(2026, 4, 2)
FIRM, OTHER_FIRM = founded.PAYER, founded.OTHER
OFFICE, OTHER_OFFICE = "57505", "57506"

#: Roles that are held for a firm, for an office, and for neither.
PLACES = {"declarant": ("", FIRM)} | dict.fromkeys(
    ("inspector", "chief", "supervisor"), (OFFICE, "")
)


def held(role, **changes):
    office, firm = PLACES.get(role, ("", ""))
    given = {
        "entry": 1,
        "person": "p",
        "name": "P",
        "role": role,
        "office": office,
        "firm": firm,
        "since": TODAY,
        "until": TODAY,
    }
    return people.Tenure(**(given | changes))


def may(role, action, matter, day=TODAY):
    return permissions.may([held(role)], "p", action, matter, [day]) is None


def test_what_is_not_in_the_table_nobody_may():
    for role in people.ROLES:
        for action in ("", "rule", "select_lane", "FILE"):
            assert not may(role, action, Matter())


def test_every_role_may_something_and_every_scope_is_for_something():
    used = [(*one.roles, *one.for_a_purpose) for one in TABLE.values()]
    assert set(itertools.chain.from_iterable(used)) == set(people.ROLES)
    assert set(permissions.for_keys().values()) == set(SCOPES)
    for name in permissions.for_keys():
        assert "declarant" in TABLE[name].roles, "a key acts for a declarant"


CELLS = [
    (role, state, action)
    for role in people.ROLES
    for state in lifecycle.STATES
    for action in lifecycle.ACTIONS
]


def test_acts_on_a_declaration_are_those_of_its_life():
    """Every role, state and action, at one's own place and at another's."""
    own = {"office": OFFICE, "firm": FIRM}
    for role, state, action in CELLS:
        expected = (state, action, role) in lifecycle.TABLE.index
        assert may(role, action, Matter(**own, state=state)) == expected, (state, action)
        other = Matter(office=OTHER_OFFICE, firm=OTHER_FIRM, state=state)
        anywhere = role not in PLACES
        assert may(role, action, other) == (expected and anywhere), (role, state, action)
        day = TODAY + datetime.timedelta(days=1)
        assert not may(role, action, Matter(**own, state=state), day)


@pytest.mark.parametrize(
    "action", [name for name in TABLE if name not in lifecycle.ACTIONS]
)
def test_what_may_be_done_besides_is_for_the_roles_of_the_table(action):
    for role in people.ROLES:
        allowed = role in TABLE[action].roles
        assert may(role, action, Matter(office=OFFICE, firm=FIRM)) == allowed
        other = may(role, action, Matter(office=OTHER_OFFICE, firm=OTHER_FIRM))
        assert other == (allowed and role not in PLACES)
        purposed = may(role, action, Matter(office=OFFICE, firm=FIRM, purpose="x"))
        assert purposed == (role in TABLE[action].for_a_purpose)


def keep_register(at, person):
    wanted = register.Wanted(person=f"new-{person}", name="N", role="chief", document="1")
    return register.appoint(wanted, person, clock.now(), at)


def book_money(at, person):
    document = founded.order(1, FIRM, "advance", "4711")
    return deposits.deposit(document, person, clock.now(), at)


DONE = {
    "keep_register": keep_register,
    "book_money": book_money,
    "see_list": lambda at, person: readers.may_read(person, at, what="see_list"),
    "see_reasons": lambda at, person: readers.may_read(person, at),
}


@pytest.mark.parametrize("action", DONE)
def test_the_use_cases_refuse_whom_the_table_refuses(at, action):
    who = dict(founded.BY_ROLE)
    for role in set(people.ROLES) - who.keys():
        founded.appoint(at, f"x.{role}", role)
        who[role] = f"x.{role}"
    for role, person in who.items():
        refused = isinstance(DONE[action](at, person), Refused)
        assert refused == (role not in TABLE[action].roles), (action, role)


def test_the_page_for_operators_shows_the_table():
    page = founded.ROOT.joinpath("docs", "how-to", "operate.md").read_text("utf-8")
    assert permissions.markdown() in page
