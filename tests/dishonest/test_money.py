"""Dishonest acts with money: another's account, money out of nothing, one order booked
twice, a treasurer alone.
"""

import datetime

import msgspec
import pytest
from django.db import IntegrityError

from openkeden.base.findings import Refused
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions
from openkeden.flow.money import deposits, mandates, reversals, statement
from openkeden.store import account_tables
from tests import founded

VICTIM, THIEF = founded.PAYER, founded.OTHER
LATER = founded.MOMENT
TREASURER, SECOND = "treasury-1", "treasury-2"


def holds(payer: str, kind: str = "advance") -> int:
    return account_tables.balances([payer]).get((payer, kind), 0)


def thiefs(reference, make=founded.shirts, **changes):
    """A filing of the thief."""
    return msgspec.structs.replace(founded.of(THIEF, make(reference)), **changes)


def rules(answer) -> set[str]:
    assert isinstance(answer, Refused), answer
    return {finding.rule for finding in answer.findings}


def book(at, **said):
    return deposits.deposit(founded.order(**said), TREASURER, LATER, at)


def confirm(at, reference, **args):
    who = ("confirm_payment", "treasury", TREASURER, LATER)
    return actions.act(reference, *who, at, args)


def mandate(at, role, actor, payer=VICTIM, holder=THIEF, limit=founded.PLENTY):
    day = founded.MOMENT.date()
    asked = mandates.asked(payer, holder, limit, day, day, "P-1")
    return mandates.give(asked, role, actor, LATER, at)


def test_another_named_in_box_9_pays_nothing(at):
    """A trader names a stranger as the one who pays: nothing is drawn, and it is told."""
    founded.pay_in(at, payer=VICTIM)
    financial = founded.of(VICTIM, founded.shirts("x")).financial
    answer = founded.lodge_one(at, thiefs("A-1", financial=financial))
    assert (answer.state, "AC.13" in founded.rules(answer)) == ("awaiting_payment", True)
    assert holds(VICTIM) == founded.PLENTY


@pytest.mark.parametrize("box_9", ["", VICTIM])
def test_a_firm_called_by_anothers_number_has_no_account(at, box_9):
    """A foreign firm without a number calls itself by the number of a rich one."""
    founded.pay_in(at, payer=VICTIM)
    payer = founded.shirts("x").financial if box_9 else None
    named = msgspec.structs.replace(
        founded.shirts("x").declarant, id="", name=VICTIM, country="CN"
    )
    other = founded.of(THIEF, founded.shirts("x")).declarant
    filing = founded.shirts("A-1", declarant=named, financial=payer, consignee=other)
    answer = founded.lodge_one(at, filing)
    assert answer.state != "released"
    assert holds(VICTIM) == founded.PLENTY


def test_an_amendment_to_anothers_account_draws_nothing(at):
    """First an honest filing, then an amendment whose box 9 names a stranger."""
    founded.pay_in(at, payer=VICTIM)
    first = founded.lodge_one(at, thiefs("A-1"))
    financial = founded.of(VICTIM, founded.shirts("x")).financial
    second = founded.lodge_one(
        at, thiefs("A-2", amends=first.registration, financial=financial)
    )
    assert (second.status, second.state) == ("registered", "awaiting_payment")
    assert holds(VICTIM) == founded.PLENTY


@pytest.mark.parametrize("payer", [{}, {"payer": VICTIM}])
def test_anothers_document_pays_nothing(at, payer):
    """A treasurer books a stranger's payment order on the declaration of a friend."""
    founded.lodge_one(at, thiefs("A-1"))
    book(at, payer=VICTIM, amount=founded.PLENTY)
    assert rules(confirm(at, "A-1", amount=100, document="PO-1", **payer)) & {
        "AC.8",
        "AC.12",
    }
    assert holds(VICTIM) == founded.PLENTY


def test_a_payment_without_a_document_creates_no_money(at):
    """A treasurer confirms a payment that no document brought."""
    waiting = founded.lodge_one(at, founded.shirts("A-1"))
    refused = confirm(at, "A-1", amount=waiting.payable, document="PO-9")
    assert rules(refused) == {"AC.8", "AC.10"}
    assert founded.declared("A-1").state == "awaiting_payment"


def test_one_document_confirmed_twice(at):
    """A treasurer confirms two declarations with the same payment order."""
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    founded.lodge_one(at, founded.shoes("A-2", delivery_place="Dostyk"))
    book(at, amount=asked.payable)
    founded.pay_in(at, asked.payable, number="PO-OTHER")
    assert isinstance(
        confirm(at, "A-1", amount=asked.payable, document="PO-1"), actions.KnownCase
    )
    refused = confirm(at, "A-2", amount=asked.payable, document="PO-1")
    assert rules(refused) == {"AC.9"}


@pytest.mark.parametrize(
    "spelling",
    ["po-1", " PO-1 ", "PO–1", "РО-1", "ＰＯ－１", "PO\u200b-1", "P\u00adO-1", "PO - 1"],
)
def test_one_order_booked_twice_under_another_spelling(at, spelling):
    """A treasurer books one order again in other letters, blanks or dashes."""
    first = book(at, amount=100)
    assert book(at, amount=100, number=spelling) == first
    assert holds(VICTIM) == 100


def test_one_order_booked_with_another_amount(at):
    """A treasurer books an order again, with one nought more."""
    book(at, amount=100)
    assert rules(book(at, amount=1000)) == {"AC.6"}


@pytest.mark.parametrize(
    "changes", [{"issued": datetime.date(2026, 3, 31)}, {"payer": THIEF}]
)
def test_one_order_booked_for_another_day_or_payer_is_flagged(at, changes):
    """A treasurer books an order again with another day, or for a friend."""
    book(at, amount=100)
    again = book(at, amount=100, **changes)
    assert [found.rule for found in again.alike] == ["AC.7"]


@pytest.mark.parametrize("payer", ["", " ", "nobody", "990140000018", "٩٩٠١٤٠٠٠٠٠١٧"])
def test_money_for_nobody(at, payer):
    """A treasurer books money for an empty or mistyped number, to use it later."""
    assert "AC.1" in rules(book(at, payer=payer, amount=1))


def test_money_parked_in_a_declaration(at):
    """A treasurer books more on a declaration than it misses, out of sight."""
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    book(at, amount=2 * asked.payable)
    assert rules(confirm(at, "A-1", amount=asked.payable + 1, document="PO-1")) == {"AC.11"}


@pytest.mark.parametrize(
    "actor", [TREASURER, "Treasury-1", " treasury-1 ", "ＴＲＥＡＳＵＲＹ-1"]
)
def test_a_treasurer_alone_reverses_nothing(at, actor):
    """A treasurer proposes to reverse an entry and confirms it under another spelling."""
    made = book(at, amount=100)
    proposed = reversals.propose(made.entry, "mine", TREASURER, LATER, at)
    assert rules(reversals.confirm(proposed.entry, actor, LATER, at)) == {"AC.23"}
    assert holds(VICTIM) == 100


def test_two_proposals_reverse_an_entry_once(at):
    """Two treasurers confirm each other's proposals for the same entry."""
    made = book(at, amount=100)
    book(at, amount=100, number="PO-2")
    one = reversals.propose(made.entry, "x", TREASURER, LATER, at)
    two = reversals.propose(made.entry, "x", SECOND, LATER, at)
    assert reversals.confirm(one.entry, SECOND, LATER, at).done
    assert rules(reversals.confirm(two.entry, TREASURER, LATER, at)) == {"AC.21"}
    assert holds(VICTIM) == 100


def test_money_that_released_goods_is_not_taken_back(at):
    """The goods are gone, and the order that paid for them is reversed."""
    waiting = founded.lodge_one(at, founded.shirts("A-1"))
    made = book(at, amount=waiting.payable)
    assert founded.declared("A-1").state == "released"
    proposed = reversals.propose(made.entry, "x", TREASURER, LATER, at)
    assert rules(reversals.confirm(proposed.entry, SECOND, LATER, at)) == {"AC.24"}


def test_nobody_gives_himself_a_mandate(at):
    """The holder's own person records a mandate over a stranger's accounts."""
    assert "PE.4" in rules(mandate(at, mandates.Giver.declarant, "trader-2"))
    assert "PE.4" in rules(mandate(at, mandates.Giver.treasury, "trader-2"))
    assert mandates.of() == ()


def test_a_limit_is_not_split_away(at):
    """Many filings in one batch, each of them below the limit of the mandate."""
    payable = founded.lodge_one(at, founded.shirts("probe")).payable
    founded.pay_in(at, payer=VICTIM)
    paid = holds(VICTIM)
    mandate(at, mandates.Giver.treasury, TREASURER, limit=payable + payable // 2)
    financial = founded.of(VICTIM, founded.shirts("x")).financial
    filings = [thiefs(f"B-{one}", financial=financial) for one in range(3)]
    given = founded.lodge_all(at, *filings, moment=LATER)
    states = [one.state for one in given]
    assert states == ["released", "awaiting_payment", "awaiting_payment"]
    assert holds(VICTIM) == paid - payable


def test_what_comes_back_goes_to_who_paid(at):
    """A declaration is paid by another under a mandate, then withdrawn for the refund."""
    founded.lodge_one(at, thiefs("A-1", founded.shoes))
    book(at, payer=VICTIM, amount=100)
    mandate(at, mandates.Giver.treasury, TREASURER)
    done = confirm(at, "A-1", amount=100, document="PO-1", payer=VICTIM)
    assert isinstance(done, actions.KnownCase)
    actions.act("A-1", "withdraw", "declarant", "trader-2", LATER, at, {})
    assert (holds(VICTIM), holds(THIEF)) == (100, 0)


def test_a_withdrawn_mandate_cannot_be_used_as_of_the_same_moment(at):
    """A filing comes at the very moment at which the mandate was withdrawn."""
    founded.pay_in(at, payer=VICTIM)
    given = mandate(at, mandates.Giver.treasury, TREASURER)
    mandates.withdraw(
        given.mandate.id, "stop", mandates.Giver.declarant, "trader-1", LATER, at
    )
    financial = founded.of(VICTIM, founded.shirts("x")).financial
    answer = founded.lodge_one(
        at, thiefs("A-1", financial=financial), moment=founded.MOMENT
    )
    assert answer.state == "awaiting_payment"
    assert holds(VICTIM) == founded.PLENTY


@pytest.mark.parametrize(
    "statement_",
    [
        "UPDATE account SET balance = balance + 100 WHERE kind = 'advance'",
        "DELETE FROM account WHERE kind = 'bank'",
        "UPDATE account SET payer = '150240019999' WHERE kind = 'advance'",
    ],
)
def test_an_administrator_writes_himself_money(at, statement_):
    """Somebody with the database in hand changes a balance: it is named, and where the sum
    is no longer nought the ledger takes nothing more.
    """
    founded.pay_in(at, 1000)
    founded.sql(at, statement_)
    assert verification.verify(at).problem.table == "account"
    if "payer" in statement_:
        return
    with pytest.raises(IntegrityError, match="not nought"):
        founded.lodge_one(at, founded.shirts("A-1"))


def test_an_administrator_forgets_a_document_to_book_it_again(at):
    """Somebody deletes the row of a document, so that it can be booked a second time."""
    founded.pay_in(at, 1000)
    founded.sql(at, "DELETE FROM payment_document")
    assert verification.verify(at).problem.table == "payment_document"


def test_an_overpayment_does_not_vanish(at):
    """What a lowered declaration no longer needs is told, to payer and officer."""
    first = founded.lodge_one(at, founded.shirts("A-1"))
    book(at, amount=first.payable - 1)
    confirm(at, "A-1", amount=first.payable - 1, document="PO-1")
    lower = founded.lentils("A-2", amends=first.registration)
    founded.lodge_one(at, founded.of(VICTIM, lower), moment=LATER)
    assert [over.row.reference for over in statement.of(VICTIM, at).overpaid] == ["A-2"]
