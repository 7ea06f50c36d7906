"""Money between accounts: documents bring it once, declarations use it, what waits is paid,
and all accounts together are always nought.
"""

import datetime

import msgspec
import pytest
from django.db import IntegrityError, connection

from openkeden.accounting.chart import GUARANTEE
from openkeden.base.findings import Refused
from openkeden.flow import facts
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import actions
from openkeden.flow.money import deposits, mandates, reversals, statement
from openkeden.store import account_tables, read
from tests import founded

LATER = founded.MOMENT
TREASURY, SECOND, INSPECTOR, TRADER = (
    "treasury-1",
    "treasury-2",
    "inspector-1",
    "trader-1",
)
THIRD = "970640000120"


def do(at, reference, action, role, actor, moment=LATER, **args):
    return actions.act(reference, action, role, actor, moment, at, args)


def book(at, actor=TREASURY, **said):
    return deposits.deposit(founded.order(**said), actor, LATER, at)


def pay(at, reference, amount, document, **args):
    return do(
        at,
        reference,
        "confirm_payment",
        "treasury",
        TREASURY,
        amount=amount,
        document=document,
        **args,
    )


def mandate(at, payer=founded.OTHER, holder=founded.PAYER, limit=founded.PLENTY, **other):
    asked = mandates.asked(
        payer,
        holder,
        limit,
        other.get("since", founded.MOMENT.date()),
        other.get("until", datetime.date(2026, 12, 31)),
        "P-1",
    )
    return mandates.give(asked, mandates.Giver.treasury, TREASURY, LATER, at)


def of_another(reference, **changes):
    """A filing of the usual trader whose box 9 names another."""
    financial = founded.of(founded.OTHER, founded.shirts(reference)).financial
    return founded.shirts(reference, financial=financial, **changes)


def state(reference: str) -> str:
    return founded.declared(reference).state


def balances(payer=founded.PAYER) -> dict[str, int]:
    return {kind: held for (_, kind), held in account_tables.balances([payer]).items()}


def rules(answer) -> list[str]:
    assert isinstance(answer, Refused), answer
    return [finding.rule for finding in answer.findings]


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem
    assert sum(founded.balances(at).values()) == 0


def test_a_deposit_moves_money_in_from_outside(at):
    assert founded.pay_in(at, 100) == 100
    assert founded.pay_in(at, 50) == 150
    assert founded.pay_in(at, 7, kind=GUARANTEE) == 7
    assert balances() == {
        "bank": -150,
        "advance": 150,
        "guarantor": -7,
        "guarantee": 7,
    }
    sound(at)


def test_a_document_is_booked_once(at):
    first = book(at, amount=100)
    size = receipts.size()
    assert book(at, amount=100, number=" po–1") == first, "spelled otherwise"
    assert rules(book(at, amount=101)) == ["AC.6"]
    assert receipts.size() == size
    assert balances() == {"bank": -100, "advance": 100}


def test_the_same_document_again_tells_what_it_paid_then(at):
    waiting = founded.lodge_one(at, founded.shirts("A-1"))
    first = book(at, amount=2 * waiting.payable)
    founded.lodge_one(at, founded.shirts("A-2"))
    founded.pay_in(at, 5)
    assert book(at, amount=2 * waiting.payable) == first
    assert [paid.reference for paid in first.settled] == ["A-1"]
    assert first.balance == waiting.payable


def test_another_document_of_the_same_number_is_told(at):
    book(at, amount=100)
    other = book(at, amount=100, issued=datetime.date(2026, 3, 31))
    elsewhere = book(at, amount=100, payer=founded.OTHER)
    assert [found.rule for found in other.alike] == ["AC.7"]
    assert [found.rule for found in elsewhere.alike] == ["AC.7", "AC.7"]
    assert not book(at, amount=100, bank="HSBKKZKX").alike


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"payer": ""}, "AC.1"),
        ({"payer": "990140000018"}, "AC.1"),
        ({"payer": "Firm"}, "AC.1"),
        ({"amount": 0}, "AC.2"),
        ({"amount": -1}, "AC.2"),
        ({"number": " \u200b"}, "AC.3"),
        ({"number": "9" * 65}, "AC.3"),
        ({"bank": "BANK"}, "AC.4"),
        ({"bank": founded.OTHER}, "AC.4"),
        ({"issued": datetime.date(2026, 4, 3)}, "AC.5"),
        ({"amount": 2**63}, "U.7"),
    ],
)
def test_a_document_that_cannot_be_one(at, said, rule):
    size = receipts.size()
    assert rules(book(at, **said)) == [rule]
    assert receipts.size() == size


def test_a_guarantor_may_be_a_firm(at):
    made = book(at, kind=GUARANTEE, bank=founded.OTHER, amount=3)
    assert made.balance == 3


def test_what_came_in_is_never_more_than_a_column_holds(at):
    founded.pay_in(at, 2**63 - 1)
    assert rules(book(at, amount=1, number="PO-X")) == ["U.7"]


def test_a_deposit_pays_what_waits_the_nearest_deadline_first(at):
    founded.lodge_one(at, founded.shirts("A-2"))
    extended = do(at, "A-2", "extend_term", "chief", "chief-1", working_days=5, reason="x")
    early = founded.lodge_one(at, founded.shirts("A-1"), moment=LATER)
    assert early.due < extended.case.due
    made = book(at, amount=early.payable + 1)
    assert [paid.reference for paid in made.settled] == ["A-1"]
    assert (made.balance, state("A-1"), state("A-2")) == (
        1,
        "released",
        "awaiting_payment",
    )
    sound(at)


def test_what_cannot_be_paid_does_not_hold_up_what_can(at):
    big = founded.lodge_one(at, founded.shirts("A-1"))
    small = founded.lodge_one(at, founded.of(founded.PAYER, founded.lentils("A-2")))
    assert small.payable < big.payable
    assert small.state == "awaiting_payment"
    made = book(at, amount=small.payable)
    assert [paid.reference for paid in made.settled] == ["A-2"]
    assert state("A-1") == "awaiting_payment"
    sound(at)


def test_a_guarantee_releases_as_money_does(at):
    waiting = founded.lodge_one(at, founded.shirts("A-1"))
    made = book(at, amount=waiting.payable, kind=GUARANTEE)
    assert [paid.secured for paid in made.settled] == [True]
    assert state("A-1") == "released"
    assert balances()["secured"] == waiting.payable
    sound(at)


def test_a_payment_takes_what_a_document_brought(at):
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    book(at, amount=asked.payable)
    done = pay(at, "A-1", asked.payable - 1, "po-1")
    assert isinstance(done, actions.KnownCase)
    assert (done.case.paid, balances()["advance"]) == (asked.payable - 1, 1)
    assert done.recorded[-1].postings[0].document == "PO-1"
    sound(at)


def test_a_demand_of_payment_is_met_at_once_where_the_money_is_there(at):
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    do(
        at,
        "A-1",
        "supply_documents",
        "declarant",
        TRADER,
        documents=asked.documents,
    )
    founded.pay_in(at, asked.payable)
    done = do(at, "A-1", "demand_payment", "inspector", INSPECTOR)
    assert isinstance(done, actions.KnownCase)
    assert (done.case.state, done.row.state) == ("released", "released")
    assert balances()["advance"] == 0
    sound(at)


@pytest.mark.parametrize(
    ("amount", "document", "expected"),
    [
        (1, "PO-9", ["AC.8"]),
        (101, "PO-1", ["AC.9"]),
        (10**12, "PO-2", ["AC.11"]),
        (0, "PO-1", ["AC.2"]),
    ],
)
def test_a_payment_that_no_document_bears(at, amount, document, expected):
    founded.lodge_one(at, founded.shoes("A-1"))
    book(at, amount=100)
    book(at, amount=10**13, number="PO-2")
    size = receipts.size()
    assert rules(pay(at, "A-1", amount, document)) == expected
    assert receipts.size() == size


def test_money_of_a_document_is_spent_once(at):
    founded.lodge_one(at, founded.shoes("A-1"))
    founded.lodge_one(at, founded.shoes("A-2", delivery_place="Dostyk"))
    book(at, amount=100)
    book(at, amount=50, number="PO-2")
    assert isinstance(pay(at, "A-1", 70, "PO-1"), actions.KnownCase)
    assert rules(pay(at, "A-2", 31, "PO-1")) == ["AC.9"]
    assert isinstance(pay(at, "A-2", 30, "PO-1"), actions.KnownCase)
    assert balances()["advance"] == 50


def test_an_advance_that_others_used_pays_no_more(at):
    founded.lodge_one(at, founded.shoes("A-1"))
    founded.pay_in(at, 100, number="PO-1")
    payable = founded.lodge_one(at, founded.shirts("A-2")).payable
    founded.pay_in(at, payable - 40)
    assert balances()["advance"] == 60
    assert rules(pay(at, "A-1", 70, "PO-1")) == ["AC.10"]


def test_a_withdrawal_gives_back_what_was_paid(at):
    founded.lodge_one(at, founded.shoes("A-1"))
    book(at, amount=100)
    book(at, amount=60, kind=GUARANTEE, number="G-1")
    pay(at, "A-1", 100, "PO-1")
    do(at, "A-1", "secure", "treasury", TREASURY, amount=60, document="G-1")
    assert (balances()["duties"], balances()["secured"]) == (100, 60)
    done = do(at, "A-1", "withdraw", "declarant", TRADER)
    assert (done.case.paid, done.case.secured) == (0, 0)
    held = balances()
    assert (held["advance"], held["duties"]) == (100, 0)
    assert (held["guarantee"], held["secured"]) == (60, 0)
    sound(at)


def test_money_that_comes_back_pays_what_waits(at):
    one = founded.lodge_one(at, founded.shoes("A-1"))
    waiting = founded.lodge_one(at, founded.shirts("A-2"))
    assert one.state == "documents_asked"
    book(at, amount=waiting.payable - 1)
    pay(at, "A-1", 10, "PO-1")
    founded.pay_in(at, 1)
    assert state("A-2") == "awaiting_payment"
    do(at, "A-1", "withdraw", "declarant", TRADER)
    assert state("A-2") == "released"
    assert balances()["advance"] == 0
    sound(at)


def test_a_refused_release_gives_back_and_an_annulled_one_does_not(at):
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    book(at, amount=100)
    pay(at, "A-1", 100, "PO-1")
    ground = next(iter(at.pack.time_limits.grounds["refuse_release"]))
    do(
        at,
        "A-1",
        "refuse_release",
        "inspector",
        INSPECTOR,
        grounds=(ground,),
    )
    assert asked.documents
    assert state("A-1") == "release_refused"
    assert balances()["advance"] == 100
    sound(at)


def test_an_amendment_that_lowers_what_is_payable_is_told_as_overpaid(at):
    first = founded.lodge_one(at, founded.shirts("A-1"))
    book(at, amount=first.payable - 1)
    pay(at, "A-1", first.payable - 1, "PO-1")
    amended = founded.lentils("A-2", amends=first.registration)
    second = founded.lodge_one(at, founded.of(founded.PAYER, amended), moment=LATER)
    assert second.payable < first.payable - 1
    assert (second.status, second.state) == ("registered", "released")
    told = statement.of(founded.PAYER, at)
    (over,) = told.overpaid
    assert over.case.overpaid == first.payable - 1 - second.payable
    sound(at)


def test_box_9_without_a_mandate_draws_nothing_and_says_why(at):
    founded.pay_in(at, payer=founded.OTHER)
    answer = founded.lodge_one(at, of_another("A-1"))
    assert answer.state == "awaiting_payment"
    assert "AC.13" in founded.rules(answer)
    assert balances(founded.OTHER)["advance"] == founded.PLENTY
    sound(at)


def test_the_consignee_pays_without_a_mandate(at):
    founded.pay_in(at, payer=founded.OTHER)
    other = founded.of(founded.OTHER, founded.shirts("A-1")).declarant
    answer = founded.lodge_one(at, of_another("A-1", consignee=other))
    assert (answer.status, answer.state) == ("registered", "released")
    assert balances(founded.OTHER)["duties"] == answer.payable


def test_a_mandate_pays_what_waited_for_it_and_counts_down(at):
    waiting = founded.lodge_one(at, of_another("A-1"))
    founded.pay_in(at, payer=founded.OTHER)
    assert state("A-1") == "awaiting_payment"
    given = mandate(at, limit=waiting.payable + 5)
    assert [paid.reference for paid in given.settled] == ["A-1"]
    (known,) = mandates.of(founded.PAYER)
    assert (known.used, known.left) == (waiting.payable, 5)
    assert "duties" not in balances() or balances()["duties"] == 0
    sound(at)


def test_a_limit_holds_within_a_batch_and_to_the_tiyn(at):
    payable = founded.lodge_one(at, founded.shirts("probe")).payable
    founded.pay_in(at, payer=founded.OTHER)
    mandate(at, limit=2 * payable)
    given = founded.lodge_all(
        at, of_another("A-1"), of_another("A-2"), of_another("A-3"), moment=LATER
    )
    assert [one.state for one in given] == ["released", "released", "awaiting_payment"]
    assert "AC.14" in founded.rules(given[2])
    assert mandates.of()[0].left == 0
    sound(at)


@pytest.mark.parametrize(
    "changes",
    [
        {"until": founded.MOMENT.date()},
        {"since": datetime.date(2026, 4, 4)},
        {"holder": THIRD},
        {"payer": THIRD},
    ],
)
def test_a_mandate_of_other_days_or_people_is_none(at, changes):
    founded.pay_in(at, payer=founded.OTHER)
    assert isinstance(mandate(at, **changes), mandates.MandateGiven)
    answer = founded.lodge_one(
        at, of_another("A-1"), moment=LATER + datetime.timedelta(days=1)
    )
    assert (answer.state, "AC.13" in founded.rules(answer)) == ("awaiting_payment", True)


def test_a_withdrawn_mandate_draws_no_more_and_keeps_what_was_drawn(at):
    founded.pay_in(at, payer=founded.OTHER)
    given = mandate(at)
    first = founded.lodge_one(at, of_another("A-1"), moment=LATER)
    ended = mandates.withdraw(
        given.mandate.id, "over", mandates.Giver.treasury, TREASURY, LATER, at
    )
    assert ended.ended
    assert ended.used == first.payable
    assert founded.lodge_one(at, of_another("A-2"), moment=LATER).state == (
        "awaiting_payment"
    )
    assert rules(
        mandates.withdraw(
            given.mandate.id, "x", mandates.Giver.treasury, TREASURY, LATER, at
        )
    ) == ["AC.19"]
    sound(at)


def test_what_is_given_back_is_free_under_its_mandate_again(at):
    asked = founded.lodge_one(at, founded.shoes("A-1", financial=of_another("x").financial))
    founded.pay_in(at, payer=founded.OTHER, amount=100, number="PO-1")
    given = mandate(at, limit=100)
    assert rules(pay(at, "A-1", 100, "PO-1", payer=THIRD)) == ["AC.12", "AC.8", "AC.10"]
    assert isinstance(pay(at, "A-1", 60, "PO-1"), actions.KnownCase)
    assert mandates.of()[0].left == 40
    do(at, "A-1", "withdraw", "declarant", TRADER)
    assert (asked.state, mandates.of()[0].left) == ("documents_asked", 100)
    assert given.mandate.limit == 100
    sound(at)


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"payer": founded.PAYER}, "AC.17"),
        ({"holder": "Firm"}, "AC.1"),
        ({"limit": 0}, "AC.2"),
        ({"until": datetime.date(2026, 4, 1)}, "AC.18"),
    ],
)
def test_a_mandate_that_cannot_be_one(at, changes, rule):
    assert rule in rules(mandate(at, **changes))


def test_a_persons_own_firm_gives_a_mandate_and_no_other(at):
    asked = mandates.asked(
        founded.OTHER,
        founded.PAYER,
        5,
        founded.MOMENT.date(),
        founded.MOMENT.date(),
        "P-1",
    )
    declarant = mandates.Giver.declarant
    assert rules(mandates.give(asked, declarant, "trader-1", LATER, at)) == ["PE.4"]
    given = mandates.give(asked, declarant, "trader-2", LATER, at)
    assert isinstance(given, mandates.MandateGiven)


def test_a_wrong_entry_is_reversed_by_two_persons(at):
    made = book(at, amount=100)
    proposed = reversals.propose(made.entry, "typed twice", TREASURY, LATER, at)
    assert rules(reversals.confirm(proposed.entry, TREASURY, LATER, at)) == ["AC.23"]
    assert rules(reversals.confirm(proposed.entry, " Treasury-1", LATER, at)) == ["AC.23"]
    assert balances()["advance"] == 100
    done = reversals.confirm(proposed.entry, SECOND, LATER, at)
    assert done.done
    assert balances() == {"bank": 0, "advance": 0}
    assert rules(reversals.confirm(proposed.entry, SECOND, LATER, at)) == ["AC.21"]
    assert rules(reversals.propose(made.entry, "x", TREASURY, LATER, at)) == ["AC.21"]
    again = book(at, amount=70)
    assert (again.balance, again.entry) != (100, made.entry)
    sound(at)


def test_what_was_used_is_not_reversed(at):
    waiting = founded.lodge_one(at, founded.shirts("A-1"))
    made = book(at, amount=waiting.payable + 1)
    proposed = reversals.propose(made.entry, "x", TREASURY, LATER, at)
    assert rules(reversals.confirm(proposed.entry, SECOND, LATER, at)) == ["AC.24"]
    sound(at)


def test_a_reversal_is_of_a_deposit(at):
    lodged = founded.lodge_one(at, founded.shirts("A-1"))
    made = book(at, amount=1)
    assert rules(reversals.propose(lodged.entry, "x", TREASURY, LATER, at)) == ["AC.20"]
    assert rules(reversals.propose(10**6, "x", TREASURY, LATER, at)) == ["AC.20"]
    assert rules(reversals.propose(made.entry, " ", TREASURY, LATER, at)) == ["AC.25"]
    assert rules(reversals.confirm(made.entry, SECOND, LATER, at)) == ["AC.22"]


def test_the_statement_tells_all_that_concerns_a_payer(at):
    waiting = founded.lodge_one(at, founded.shirts("A-1"))
    book(at, amount=7)
    told = statement.of(founded.PAYER, at)
    assert [waits.row.reference for waits in told.waiting] == ["A-1"]
    assert told.waiting[0].case.missing == waiting.payable
    assert [moved.posting.amount for moved in told.movements] == [7]
    assert rules(statement.of("x", at)) == ["AC.1"]


@pytest.mark.parametrize(
    ("statement_", "matter"),
    [
        ("UPDATE posting SET amount = amount + 1", "never changed"),
        ("DELETE FROM posting", "never changed"),
        ("UPDATE account SET balance = -1 WHERE kind = 'advance'", "CHECK"),
        (
            "INSERT INTO posting SELECT entry, 1, payer, debit, credit, 0, '', '' FROM posting",
            "CHECK",
        ),
        ("UPDATE mandate SET used = most + 1", "CHECK"),
    ],
)
def test_the_database_holds_it_too(at, statement_, matter):
    founded.pay_in(at)
    mandate(at)
    with pytest.raises(IntegrityError, match=matter), connection.cursor() as cursor:
        cursor.execute(statement_)


@pytest.mark.parametrize("kind", ["advance", "bank"])
def test_a_balance_changed_by_hand_stops_the_ledger_and_is_named(at, kind):
    founded.pay_in(at)
    founded.sql(at, "UPDATE account SET balance = balance + 1 WHERE kind = ?", kind)
    problem = verification.verify(at).problem
    assert (problem.table, problem.record) == ("account", f"{founded.PAYER} {kind}")
    with pytest.raises(IntegrityError, match="not nought"):
        founded.lodge_one(at, founded.shirts("A-1"))
    with pytest.raises(IntegrityError, match="not nought"):
        founded.pay_in(at, 1, number="PO-77")


def test_a_kept_sum_changed_by_hand_is_named(at):
    founded.pay_in(at)
    founded.sql(at, "UPDATE account SET balance = balance + 1 WHERE kind = 'bank'")
    founded.sql(at, "UPDATE account SET balance = balance - 1 WHERE kind = 'advance'")
    assert verification.verify(at).problem.table == "account"
    founded.sql(at, "UPDATE account SET balance = balance - 1 WHERE kind = 'bank'")
    founded.sql(at, "UPDATE account SET balance = balance + 1 WHERE kind = 'advance'")
    founded.sql(at, "UPDATE account_total SET total = 5")
    assert verification.verify(at).problem.table == "account_total"


@pytest.mark.parametrize(
    ("table", "statement_"),
    [
        ("payment_document", "UPDATE payment_document SET amount = amount + 1"),
        ("payment_document", "DELETE FROM payment_document"),
        ("mandate", "UPDATE mandate SET most = most + 1"),
        ("mandate", "UPDATE mandate SET ended = entry"),
        ("declaration", "UPDATE declaration SET payer = '1'"),
    ],
)
def test_tables_of_money_are_derived_again(at, table, statement_):
    founded.pay_in(at)
    mandate(at)
    founded.lodge_one(at, founded.shirts("A-1"))
    sound(at)
    founded.sql(at, statement_)
    assert verification.verify(at).problem.table == table


def test_facts_say_what_moved(at):
    founded.pay_in(at)
    answer = founded.lodge_one(at, founded.shirts("A-1"))
    (entry,) = read.entries_of(answer.registration)
    (moved,) = facts.read(entry.body).postings
    assert msgspec.structs.astuple(moved) == (
        founded.PAYER,
        "advance",
        "duties",
        answer.payable,
        answer.registration,
        "",
    )
