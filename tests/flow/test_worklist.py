"""The worklist: overdue first, chosen by state, lane, office, declarant and day."""

import datetime

import pytest

from openkeden.base.findings import Refused
from openkeden.clearance import lifecycle
from openkeden.flow.lodging import actions, worklist
from openkeden.flow.people import register
from openkeden.store import states
from tests import founded

LATER = founded.MOMENT + datetime.timedelta(days=3)


@pytest.fixture
def filled(at):
    """Two that wait for payment, one for documents."""
    founded.lodge_all(
        at,
        founded.shoes("DOC-1"),
        founded.shirts("PAY-1"),
        founded.of(founded.OTHER, founded.shirts("PAY-2")),
    )
    return at


def listed(at, most: int = 50, now=founded.MOMENT, **wanted) -> list[str]:
    found = worklist.of(worklist.Listing(**wanted), most, now, at)
    assert isinstance(found, worklist.Worklist), found
    return [line.known.row.reference for line in found.lines]


def against(at, **wanted) -> list[str]:
    found = worklist.of(worklist.Listing(**wanted), 50, founded.MOMENT, at)
    assert isinstance(found, Refused), found
    return [finding.rule for finding in found.findings]


def test_the_states_are_those_of_the_lifecycle():
    unfiled = {"draft", "filed", "registration_refused"}
    assert set(states.ENDED) == set(lifecycle.ENDS) - unfiled
    assert set(states.OPEN) == set(lifecycle.STATES) - set(lifecycle.ENDS) - unfiled


def test_the_nearest_deadline_comes_first(filled):
    found = worklist.of(worklist.Listing(), 50, founded.MOMENT, filled)
    assert isinstance(found, worklist.Worklist)
    due = [line.known.case.due for line in found.lines]
    assert due == sorted(due)
    assert listed(filled) == ["PAY-1", "PAY-2", "DOC-1"]
    assert not any(line.overdue for line in found.lines)
    assert [line.waits_for for line in found.lines] == ["declarant"] * 3


def test_deadlines_of_steps_count(filled):
    """What happened since lodging moves the deadline, and the list with it."""
    done = actions.act(
        "DOC-1", "order_inspection", "inspector", "inspector-1", founded.MOMENT, filled, {}
    )
    assert not isinstance(done, Refused), done
    found = worklist.of(worklist.Listing(), 50, LATER, filled)
    assert isinstance(found, worklist.Worklist)
    by_name = {line.known.row.reference: line for line in found.lines}
    assert by_name["DOC-1"].known.case.due == done.case.due
    assert list(by_name) == ["PAY-1", "PAY-2", "DOC-1"]
    assert by_name["DOC-1"].waits_for == "customs"


def test_overdue_alone(filled):
    assert listed(filled, overdue=True) == []
    between = founded.MOMENT + datetime.timedelta(hours=8)
    assert listed(filled, overdue=True, now=between) == ["PAY-1", "PAY-2"]


def test_by_state_declarant_office_and_day(filled):
    assert listed(filled, states=("documents_asked",)) == ["DOC-1"]
    assert listed(filled, trader=founded.OTHER) == ["PAY-2"]
    assert listed(filled, office="57505") == ["PAY-1", "PAY-2", "DOC-1"]
    assert listed(filled, office="55301") == []
    assert listed(filled, on=founded.MOMENT.date()) == ["PAY-1", "PAY-2", "DOC-1"]
    assert listed(filled, on=LATER.date()) == []


def test_what_has_ended_comes_after_the_newest_first(filled):
    for number in (1, 2):
        filing = founded.shirts(f"END-{number}")
        founded.lodge_one(filled, filing)
        ended = actions.act(
            filing.reference,
            "withdraw",
            "declarant",
            "trader-1",
            founded.MOMENT,
            filled,
            {},
        )
        assert not isinstance(ended, Refused), ended
    assert listed(filled) == ["PAY-1", "PAY-2", "DOC-1"]
    assert listed(filled, all=True)[3:] == ["END-2", "END-1"]
    assert listed(filled, states=("withdrawn",)) == ["END-2", "END-1"]


def test_a_page_says_how_many_more_there_are(filled):
    founded.lodge_one(filled, founded.shirts("END-1"))
    actions.act("END-1", "withdraw", "declarant", "trader-1", founded.MOMENT, filled, {})
    for most, more in ((1, 3), (3, 1), (4, 0)):
        found = worklist.of(worklist.Listing(all=True), most, founded.MOMENT, filled)
        assert isinstance(found, worklist.Worklist)
        assert (len(found.lines), found.more) == (most, more)


def test_a_replaced_version_is_not_listed(filled):
    number = founded.declared("PAY-1").registration
    founded.lodge_one(filled, founded.shirts("PAY-1b", amends=number))
    assert "PAY-1" not in listed(filled, all=True)
    assert "PAY-1b" in listed(filled)


def test_l_34_lanes_are_for_officers(filled):
    assert against(filled, lane="yellow") == ["L.34"]
    assert against(filled, lane="yellow", officer="trader-1") == ["PE.4"]
    assert listed(filled, lane="yellow", officer="inspector-1") == ["DOC-1"]


def test_an_officer_sees_his_own_office(filled):
    wanted = register.Wanted(
        person="inspector-9", name="X", role="inspector", document="O-1", office="55301"
    )
    entered = register.appoint(wanted, "admin-1", founded.MOMENT, filled)
    assert isinstance(entered, register.Entered), entered
    assert listed(filled, officer="inspector-9") == []
    assert against(filled, officer="inspector-9", office="57505") == ["PE.4"]
    assert len(listed(filled, officer="inspector-1")) == 3


def test_l_32_and_l_33_names_that_are_none(filled):
    assert against(filled, states=("relased",)) == ["L.32"]
    assert against(filled, lane="pink", officer="inspector-1") == ["L.33"]


def test_one_damaged_record_hides_no_other(filled):
    number = founded.declared("PAY-1").registration
    founded.sql(filled, "DROP TRIGGER entry_no_update")
    founded.sql(filled, "UPDATE entry SET body = x'7b7d' WHERE subject = ?", number)
    found = worklist.of(worklist.Listing(), 50, founded.MOMENT, filled)
    assert isinstance(found, worklist.Worklist)
    assert found.damaged == (number,)
    assert len(found.lines) == 2
