"""Dishonest acts of persons: powers that nobody gave, one person in two parts, names that
only look different.
"""

import datetime

import pytest

from openkeden.base.findings import Refused
from openkeden.clearance import people
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import actions, lodge
from openkeden.flow.people import authority, register
from tests import founded

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)
REASON = {"reason": "x"}
RELEASED = {"released", "partly_released", "released_on_security", "released_in_part"}


def act(
    at,
    action,
    role,
    actor,
    args=None,
    *,
    moment=founded.MOMENT + HOUR,
    device="",
    late="",
):
    return actions.act("A-1", action, role, actor, moment, at, args or {}, device, late)


def refused(answer) -> set[str]:
    """The rules of a refusal; the ledger is as sound as before."""
    assert isinstance(answer, Refused), answer
    return {found.rule for found in answer.findings}


def done(answer):
    assert isinstance(answer, actions.KnownCase), answer
    return answer


def appoint(at, person, role, actor, *, moment=founded.MOMENT, **more):
    given = {"name": person.title(), "document": "ORDER-9"} | more
    wanted = register.Wanted(person=person, role=role, **given)
    return register.appoint(wanted, actor, moment, at)


@pytest.fixture
def asked(at):
    """A declaration for which documents are asked, with money enough."""
    answer = founded.lodge_one(at, founded.shoes("A-1"))
    assert answer.state == "documents_asked"
    return answer


def inspected(at, asked):
    """The same after `inspector-1` inspected and the treasury booked what is payable."""
    paid = {"amount": asked.payable, "document": "PO-77"}
    given = {"documents": asked.documents}
    done(act(at, "supply_documents", "declarant", "trader-1", given))
    done(act(at, "order_inspection", "inspector", "inspector-1"))
    report = {"act": "ACT-1", "result": "conforms"}
    done(act(at, "report_inspection", "inspector", "inspector-1", report))
    return paid


def test_one_person_in_all_roles(at, asked):
    """One officer gives the documents, inspects, books money that nobody paid, releases."""
    given = {"documents": asked.documents}
    assert refused(act(at, "supply_documents", "declarant", "inspector-1", given)) == {
        "PE.4"
    }
    paid = inspected(at, asked)
    assert refused(act(at, "confirm_payment", "treasury", "inspector-1", paid)) == {"PE.4"}
    assert "L.18" in refused(act(at, "release", "inspector", "inspector-1"))
    assert founded.declared("A-1").state not in RELEASED


def test_who_inspected_releases_line_by_line_or_on_security_or_closes_the_check(at, asked):
    """The release is called by another of its names."""
    inspected(at, asked)
    security = {"additional": 0, "compliance": "shown"}
    for action, args in (
        ("release_items", {"items": (1,), "reason": "x"}),
        ("release_on_security", security),
    ):
        assert "L.18" in refused(act(at, action, "inspector", "inspector-1", args))


def test_a_person_as_the_system(at, asked):
    """Somebody books money in the name of the program."""
    paid = {"amount": asked.payable, "document": "PO-1"}
    for actor in ("treasury-1", "x", "openkeden"):
        assert "PE.2" in refused(act(at, "confirm_payment", "system", actor, paid))


@pytest.mark.parametrize(
    "spelling",
    ["Inspector-1", " inspector-1\t", "ｉｎｓｐｅｃｔｏｒ－１", "INSPECTOR-1"],
)
def test_another_spelling_of_a_name_is_the_same_person(at, asked, spelling):
    """Four eyes by writing one name in two ways."""
    inspected(at, asked)
    assert "L.18" in refused(act(at, "release", "inspector", spelling))


@pytest.mark.parametrize(
    "spelling", ["іnspector-1", "inspector\u200b-1", "inspector\u20101", "ınspector-1"]
)
def test_a_name_that_only_looks_the_same_is_no_person(at, asked, spelling):
    """Four eyes by a letter of another alphabet, a zero-width blank, another hyphen."""
    assert refused(act(at, "order_inspection", "inspector", spelling)) == {"PE.1"}
    entered = appoint(at, spelling, "inspector", "admin-1", name="X")
    assert refused(entered) == {"PE.1"}


@pytest.mark.parametrize(
    ("first", "second"), [("", "k2"), ("k1", ""), ("k1", "K1"), ("k1", " k1 "), ("", "")]
)
def test_two_persons_at_one_device_or_at_none(at, asked, first, second):
    """One person at one keyboard types both names."""
    proposed = act(at, "propose_waiver", "inspector", "inspector-1", REASON, device=first)
    if not first:
        assert refused(proposed) == {"L.19"}
        return
    confirmed = act(at, "confirm_waiver", "chief", "chief-1", REASON, device=second)
    assert refused(confirmed) == {"L.4"}


def test_an_inspector_who_is_also_chief_confirms_his_own_proposal(at, asked):
    """Two roles in one hand are not two persons."""
    assert isinstance(appoint(at, "inspector-1", "chief", "admin-1"), register.Entered)
    propose = ("propose_waiver", "inspector", "inspector-1", REASON)
    done(act(at, *propose, device="k1"))
    confirm = ("confirm_waiver", "chief", "inspector-1", REASON)
    assert {"L.4", "L.18"} <= refused(act(at, *confirm, device="k2"))


def test_who_was_dismissed_acts_as_of_the_day_before(at, asked):
    """An ended appointment is used with a moment from before its end."""
    ended = register.end(
        "inspector-1", "inspector", None, "x", "admin-1", founded.MOMENT + DAY, at
    )
    assert len(ended) == 1
    for moment in (founded.MOMENT + HOUR, founded.MOMENT + 2 * DAY):
        who = ("order_inspection", "inspector", "inspector-1")
        again = act(at, *who, moment=moment, late="the line was down")
        assert refused(again) == {"PE.4"}


def test_an_appointment_backdated_to_cover_an_act(at):
    """Somebody acted without power, and an order of last month is to make it good."""
    late = appoint(
        at, "new-1", "inspector", "admin-1", since=(founded.MOMENT - 30 * DAY).date()
    )
    assert refused(late) == {"PE.10"}


def test_an_appointment_for_tomorrow_is_used_today(at, asked):
    """Power that does not count yet."""
    tomorrow = (founded.MOMENT + DAY).date()
    entered = appoint(at, "new-1", "inspector", "admin-1", since=tomorrow)
    assert isinstance(entered, register.Entered)
    assert refused(act(at, "order_inspection", "inspector", "new-1")) == {"PE.4"}


def test_a_broker_of_another_firm(at, asked):
    """A person of B acts on a declaration of A, and lodges and amends in A's name."""
    given = {"documents": asked.documents}
    assert refused(act(at, "supply_documents", "declarant", "trader-2", given)) == {"PE.4"}
    assert refused(act(at, "withdraw", "declarant", "trader-2")) == {"PE.4"}
    other = lodge.Actor("trader-2")
    for filing in (
        founded.shirts("A-9"),
        founded.shirts("A-8", amends=asked.registration),
    ):
        (answer,) = lodge.lodge(
            founded.read(founded.lines(filing)), other, founded.MOMENT, at
        )
        assert (answer.status, founded.rules(answer)) == ("refused", ["PE.16"])


def test_a_stranger_fetches_an_answer_by_sending_the_filing_again(at):
    """What A lodged is sent by a person of B, who would get A's answer."""
    filing = founded.read(founded.lines(founded.shirts("A-1")))
    (mine,) = lodge.lodge(filing, lodge.Actor("trader-1"), founded.MOMENT, at)
    (theirs,) = lodge.lodge(filing, lodge.Actor("Trader-2"), founded.MOMENT, at)
    assert (mine.status, theirs.status) == ("registered", "refused")
    assert verification.verify(at).problem is None


@pytest.mark.parametrize("actor", ["nobody", "inspector-1", "treasury-1", "system"])
def test_who_is_nobodys_broker_lodges(at, actor):
    """An officer or a stranger hands in a declaration; nothing is even recorded."""
    size = receipts.size()
    filing = founded.read(founded.lines(founded.shirts("A-1")))
    (answer,) = lodge.lodge(filing, lodge.Actor(actor), founded.MOMENT, at)
    assert answer.status == "refused"
    assert receipts.size() == size


def test_nobody_can_be_called_as_the_sender_that_nobody_knows(at):
    """A person named like the unnamed sender would lodge for everybody."""
    assert refused(appoint(at, people.UNNAMED, "declarant", "admin-1", firm="1")) == {
        "PE.1"
    }


def test_self_appointment(at):
    """An inspector, a stranger and an administrator enter themselves."""
    assert refused(appoint(at, "inspector-1", "chief", "inspector-1")) == {"PE.4", "PE.5"}
    assert refused(appoint(at, "root", "administrator", "root")) == {"PE.3", "PE.5"}
    assert refused(appoint(at, "admin-1", "inspector", "Admin-1 ")) == {"PE.5", "PE.9"}


def test_two_administrators_make_each_other_inspectors(at):
    """Who keeps the register takes no part in what it allows, whoever enters it."""
    assert refused(appoint(at, "admin-1", "inspector", "admin-2")) == {"PE.9"}
    assert refused(appoint(at, "inspector-1", "administrator", "admin-1")) == {"PE.9"}


def test_the_trader_becomes_an_officer(at, asked):
    """Who acted for the declarant is made inspector and releases the same goods."""
    given, later = {"documents": asked.documents}, founded.MOMENT + HOUR
    done(act(at, "supply_documents", "declarant", "trader-1", given))
    assert refused(appoint(at, "trader-1", "inspector", "admin-1", moment=later)) == {
        "PE.9"
    }
    register.end("trader-1", "declarant", None, "x", "admin-1", later, at)
    entered = appoint(at, "trader-1", "inspector", "admin-1", moment=later)
    assert isinstance(entered, register.Entered)
    assert "L.18" in refused(act(at, "demand_payment", "inspector", "trader-1"))


def test_who_lodged_decides(at):
    """A broker lodges, is made inspector, and asks nothing."""
    filing = founded.read(founded.lines(founded.shoes("A-1")))
    lodge.lodge(filing, lodge.Actor("trader-1"), founded.MOMENT, at)
    register.end("trader-1", "declarant", None, "x", "admin-1", founded.MOMENT, at)
    appoint(at, "trader-1", "inspector", "admin-1")
    waive = ("propose_waiver", "inspector", "trader-1", REASON)
    assert "L.18" in refused(act(at, *waive, device="k1"))


def test_the_register_is_left_to_nobody(at):
    """The last administrator ends himself, and anybody could begin a new register."""
    register.end("admin-2", "administrator", None, "x", "admin-1", founded.MOMENT, at)
    last = register.end(
        "admin-1", "administrator", None, "x", "admin-1", founded.MOMENT, at
    )
    assert refused(last) == {"PE.6"}


def test_an_officer_of_another_office(at, asked):
    """An inspector of another office decides here."""
    entered = appoint(at, "far-1", "inspector", "admin-1", office="57506")
    assert isinstance(entered, register.Entered)
    assert refused(act(at, "order_inspection", "inspector", "far-1")) == {"PE.4"}


def test_the_treasury_of_nobody(at):
    """Money comes in by whoever calls himself the treasury."""
    for actor in ("treasury", "trader-1", "admin-1", ""):
        paid = authority.authorised(actor, "treasury", founded.MOMENT, at)
        assert refused(paid) <= {"PE.1", "PE.3", "PE.4"}


@pytest.mark.parametrize(
    ("statement", "column"),
    [
        ("UPDATE appointment SET role = 'chief' WHERE person = 'inspector-1'", "role"),
        ("UPDATE appointment SET until = '2026-01-01' WHERE person = 'chief-1'", "until"),
        ("UPDATE appointment SET firm = '1' WHERE person = 'trader-1'", "firm"),
    ],
)
def test_the_register_changed_by_hand(at, statement, column):
    """Whoever has the database gives himself a role; the audit names the row."""
    founded.sql(at, statement)
    problem = verification.verify(at).problem
    assert (problem.table, problem.column) == ("appointment", column)


@pytest.mark.parametrize(
    ("action", "role", "actor"),
    [
        ("order_inspection", "inspector", "nobody"),
        ("order_inspection", "inspector", "trader-1"),
        ("withdraw", "declarant", "inspector-1"),
    ],
)
def test_an_act_past_the_check(at, asked, monkeypatch, action, role, actor):
    """Whoever can change the program leaves the check out; the audit asks the register of
    that moment again.
    """
    with monkeypatch.context() as patched:
        patched.setattr(authority, "authorised", lambda *_, **__: None)
        done(act(at, action, role, actor))
    problem = verification.verify(at).problem
    assert (problem.table, problem.column) == ("entry", "actor")
    assert problem.stored == f"{actor} as {role}"


def test_an_appointment_past_the_check(at, monkeypatch):
    """The same for who enters people, and for the first of the register alone it is right."""
    with monkeypatch.context() as patched:
        patched.setattr(authority, "authorised", lambda *_, **__: None)
        assert isinstance(appoint(at, "new-1", "chief", "nobody"), register.Entered)
    problem = verification.verify(at).problem
    assert (problem.column, problem.stored) == ("actor", "nobody as administrator")


def test_who_is_ended_has_acted_rightly_before(at, asked):
    """The audit does not accuse who acted while appointed, whatever ended since."""
    done(act(at, "order_inspection", "inspector", "inspector-1"))
    register.end("inspector-1", "inspector", None, "x", "admin-1", founded.MOMENT + DAY, at)
    assert verification.verify(at).problem is None
