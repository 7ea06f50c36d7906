"""Amendments: a new version of a registered declaration, while the law lets its declarant
change it.
"""

import functools

import pytest

from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import actions
from openkeden.store import account_tables
from tests import founded


@pytest.fixture
def first(at):
    """A declaration that waits for its payment."""
    return founded.lodge_one(at, founded.shirts("A-1"))


def states() -> dict[tuple[str, int], str]:
    return {(row.reference, row.version): row.state for row in founded.declarations()}


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


def test_an_amendment_is_a_new_version_and_replaces_the_old(at, first):
    second = founded.lodge_one(
        at, founded.shirts("A-2", amends=first.registration, delivery_place="Dostyk")
    )
    assert (second.status, second.registration, second.version) == (
        "registered",
        first.registration,
        2,
    )
    assert states() == {("A-1", 1): "replaced", ("A-2", 2): "awaiting_payment"}
    sound(at)


def test_an_amendment_takes_no_serial_number(at, first):
    founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    assert founded.lodge_one(at, founded.shirts("A-3")).registration.endswith("/0000002")


def test_the_same_amendment_again_is_the_same_answer(at, first):
    amendment = founded.shirts("A-2", amends=first.registration, delivery_place="Dostyk")
    one = founded.lodge_one(at, amendment)
    size = receipts.size()
    assert founded.lodge_one(at, amendment) == one
    assert receipts.size() == size


def test_the_replaced_filing_again_is_answered_as_it_was(at, first):
    founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    assert founded.lodge_one(at, founded.shirts("A-1")) == first


def test_amended_twice_in_one_batch(at, first):
    two, three = founded.lodge_all(
        at,
        founded.shirts("A-2", amends=first.registration, delivery_place="Dostyk"),
        founded.shirts("A-3", amends=first.registration, delivery_place="Altynkol"),
    )
    assert (two.version, three.version) == (2, 3)
    assert states() == {
        ("A-1", 1): "replaced",
        ("A-2", 2): "replaced",
        ("A-3", 3): "awaiting_payment",
    }
    sound(at)


def test_lodged_and_amended_in_one_batch(at):
    number = "57505/020426/0000001"
    one, two = founded.lodge_all(
        at, founded.shirts("A-1"), founded.shirts("A-2", amends=number)
    )
    assert (one.registration, two.registration, two.version) == (number, number, 2)
    sound(at)


def test_an_amendment_that_is_covered_is_released_and_drawn_once(at, first):
    founded.pay_in(at, first.payable - 1)
    cheaper = founded.lentils("A-2", amends=first.registration)
    second = founded.lodge_one(at, founded.of(founded.PAYER, cheaper))
    assert second.state == "released"
    held = account_tables.balances([founded.PAYER])
    assert held[founded.PAYER, "advance"] == first.payable - 1 - second.payable
    third = founded.lodge_one(at, founded.shirts("A-3", amends=first.registration))
    assert third.status == "refused", "what is released is not amended"
    sound(at)


def test_what_was_paid_before_counts_for_the_amended_version(at, first):
    founded.pay_in(at, 100, number="PO-2")
    paid = {"amount": 100, "document": "PO-2"}
    actions.act(
        "A-1", "confirm_payment", "treasury", "treasury-1", founded.MOMENT, at, paid
    )
    second = founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    assert second.state == "awaiting_payment"
    assert founded.pay_in(at, second.payable - 100) == 0
    assert states()["A-2", 2] == "released"
    sound(at)


def test_no_amendment_once_documents_were_asked(at):
    first = founded.lodge_one(at, founded.shoes("A-1"))
    assert first.state == "documents_asked"
    second = founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    assert (second.status, states()) == ("refused", {("A-1", 1): "documents_asked"})
    assert founded.errors(second)[0].startswith("L")
    sound(at)


@pytest.mark.parametrize(
    ("number", "rule"),
    [("57505/020426/9999999", "I.2"), ("A-1", "GA.2"), ("seed 2026-04-02", "GA.2")],
)
def test_an_unknown_number_is_refused(at, first, number, rule):
    refused = founded.lodge_one(at, founded.shirts("A-2", amends=number))
    assert (refused.status, founded.errors(refused)) == ("refused", [rule])
    assert states() == {("A-1", 1): "awaiting_payment"}


def test_another_declarant_amends_nothing(at, first):
    refused = founded.lodge_one(
        at, founded.of(founded.OTHER, founded.shirts("A-2", amends=first.registration))
    )
    assert founded.errors(refused) == ["I.2"]
    assert states() == {("A-1", 1): "awaiting_payment"}
    sound(at)


def test_every_version_is_found_by_the_number_and_by_each_of_its_references(at, first):
    founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    for name in (first.registration, "A-1", "A-2"):
        known = actions.look_up(name, at)
        assert isinstance(known, actions.KnownCase), name
        assert (known.row.version, known.row.reference, known.case.state) == (
            2,
            "A-2",
            "awaiting_payment",
        ), name


def test_an_action_under_the_old_reference_is_on_the_version_in_force(at, first):
    founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    founded.pay_in(at, 100, number="PO-2")
    paid = {"amount": 100, "document": "PO-2"}
    done = actions.act(
        "A-1", "confirm_payment", "treasury", "treasury-1", founded.MOMENT, at, paid
    )
    assert isinstance(done, actions.KnownCase)
    assert (done.row.version, done.case.paid) == (2, 100)
    assert states() == {("A-1", 1): "replaced", ("A-2", 2): "awaiting_payment"}
    sound(at)


def test_a_demanded_amendment_goes_back_to_the_inspector(at):
    """Nothing is released by itself after an inspector found something to be amended,
    whatever the new lane is.
    """
    founded.pay_in(at)
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    do = functools.partial(actions.act, "A-1", now=founded.MOMENT, at=at)
    given, demanded = {"documents": asked.documents}, {"reason": "the price"}
    do("supply_documents", "declarant", "trader-1", args=given)
    do("demand_amendment", "inspector", "inspector-1", args=demanded)
    amended = founded.lodge_one(at, founded.shirts("A-2", amends=asked.registration))
    assert (amended.status, amended.version, amended.state) == (
        "registered",
        2,
        "under_check",
    )
    assert amended.lane == "yellow", "the lane that led to the check stays"
    known = actions.look_up("A-2", at)
    assert (known.case.state, known.case.lane, known.case.payable) == (
        "under_check",
        "yellow",
        amended.payable,
    )
    assert (known.row.state, known.row.lane) == ("under_check", "yellow")
    assert (
        account_tables.balances([founded.PAYER])[founded.PAYER, "advance"] == founded.PLENTY
    )
    sound(at)


def test_versions_are_counted_by_filings_not_by_details(at, first):
    """A corrected detail is an event; only a filing makes a version with a row of its own."""
    detail = {"digest": "00", "detail": "typing_error"}
    done = actions.act(
        "A-1", "amend_details", "declarant", "trader-1", founded.MOMENT, at, detail
    )
    assert isinstance(done, actions.KnownCase), done
    second = founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    assert second.version == 2
    assert states() == {("A-1", 1): "replaced", ("A-2", 2): "awaiting_payment"}
    sound(at)


@pytest.mark.parametrize("action", ["amend", "file"])
def test_nobody_amends_without_a_filing(at, first, action):
    args = {"digest": "00", "items": (1,), "payable": 0}
    refused = actions.act("A-1", action, "declarant", "trader-1", founded.MOMENT, at, args)
    (found,) = refused.findings
    assert found.rule == "I.6"
    assert actions.look_up("A-1", at).case.payable == first.payable
