"""What auditors read: each time for a purpose, which is recorded before anything is read."""

import pytest

from openkeden.base.findings import Refused
from openkeden.flow import clock, facts, recording
from openkeden.flow.access import readings
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import worklist
from openkeden.flow.people import readers, register
from openkeden.store import read
from tests import founded


@pytest.fixture
def audited(at):
    """A registered declaration, and people who read."""
    for person, role in (
        ("a.one", "auditor"),
        ("n.one", "analyst"),
        ("s.one", "supervisor"),
    ):
        founded.appoint(at, person, role)
    founded.lodge_one(at, founded.shoes("A-1"))
    return at


def rules(refused):
    assert isinstance(refused, Refused), refused
    return [found.rule for found in refused.findings]


def test_an_auditor_reads_and_the_ledger_says_why(audited):
    known = readings.case("A-1", "A.One", " complaint 7 ", audited)
    (row,) = read.entries_of(f"reading {known.row.registration}")
    fact = facts.read(row.body)
    assert (fact.actor, fact.what, fact.purpose) == ("a.one", "status", "complaint 7")
    chosen = readings.selected("A-1", "a.one", "complaint 7", audited)
    assert chosen.lane == known.row.lane
    (_, second) = read.entries_of(f"reading {known.row.registration}")
    assert facts.read(second.body).what == "explanation"
    assert verification.verify(audited).problem is None


@pytest.mark.parametrize(
    ("person", "purpose", "expected"),
    [
        ("a.one", "", ["PE.15"]),
        ("a.one", "  ", ["PE.15"]),
        ("a.one", "x" * 201, ["PE.15"]),
        ("inspector-1", "complaint 7", ["PE.4"]),
        ("n.one", "complaint 7", ["PE.4"]),
        ("nobody", "complaint 7", ["PE.3"]),
        ("і.ivanov", "complaint 7", ["PE.1"]),
    ],
)
def test_who_is_no_auditor_or_says_no_purpose_reads_nothing(
    audited, person, purpose, expected
):
    size = receipts.size()
    assert rules(readings.case("A-1", person, purpose, audited)) == expected
    assert rules(readings.selected("A-1", person, purpose, audited)) == expected
    assert receipts.size() == size


def test_an_auditor_reads_nothing_without_a_purpose(audited):
    assert rules(readers.may_read("a.one", audited)) == ["PE.4"]
    assert rules(readers.may_read("a.one", audited, what="see_list")) == ["PE.4"]
    assert rules(readings.case("nothing", "a.one", "complaint 7", audited)) == ["I.3"]


def test_an_audit_names_a_reading_of_nobody(audited):
    with recording.act(audited, clock.now()) as act:
        act.append(
            facts.AuditorReading(
                **act.stamp("inspector-1"), registration="x", what="status", purpose="y"
            )
        )
    found = verification.verify(audited).problems
    assert [problem.column for problem in found] == ["actor"]


def test_analysts_read_reasons_and_supervisors_lists(audited):
    assert readers.may_read("n.one", audited) is None
    assert rules(readers.may_read("s.one", audited)) == ["PE.4"]
    assert readers.may_read("s.one", audited, what="see_list") is None
    assert rules(readers.may_read("n.one", audited, what="see_list")) == ["PE.4"]
    listed = worklist.of(worklist.Listing(officer="s.one"), 9, clock.now(), audited)
    assert len(listed.lines) == 1


def test_a_supervisor_lists_what_lies_at_his_offices(audited):
    wanted = register.Wanted(
        person="s.two", name="S", role="supervisor", document="1", office="57506"
    )
    assert isinstance(
        register.appoint(wanted, "admin-1", clock.now(), audited), register.Entered
    )
    assert readers.offices("s.two", audited, "see_list") == ("57506",)
    assert rules(readers.may_read("s.two", audited, "57505", "see_list")) == ["PE.4"]
