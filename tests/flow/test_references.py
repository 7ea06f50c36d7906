"""References: whose declaration is meant, and that nobody guesses."""

import msgspec
import pytest

from openkeden.base import names
from openkeden.base.findings import Refused
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import actions, explanation, references
from openkeden.store import read
from tests import founded

ALIKE = ("K-1 ", "k-1", "\uff2b\uff0d\uff11", "K\u200b-1", "K-1\u3164")


def foreign(reference: str, name: str):
    """A filing by a foreign firm without a number, for which nobody else pays."""
    filing = founded.shirts(reference)
    party = msgspec.structs.replace(filing.declarant, id="", name=name, country="CN")
    return msgspec.structs.replace(filing, declarant=party, financial=party)


def rule(refused: object) -> str:
    assert isinstance(refused, Refused), refused
    return refused.findings[0].rule


@pytest.mark.parametrize("spelling", ALIKE, ids=ascii)
def test_a_reference_in_another_spelling_is_the_same(at, spelling):
    first = founded.lodge_one(at, founded.shirts("K-1"))
    again = founded.lodge_one(at, founded.shirts(spelling))
    assert (again.registration, again.entry) == (first.registration, first.entry)
    assert again.reference == "K-1", "it is shown as it was written the first time"
    other = founded.lodge_one(at, founded.shirts(spelling, delivery_place="Dostyk"))
    assert founded.rules(other) == ["I.1"]
    assert other.findings[0].args["value"] == "K-1"
    assert len(founded.declarations()) == 1
    assert references.latest(spelling) == references.latest(first.registration)


def test_spellings_within_one_batch_are_one(at):
    given = founded.lodge_all(
        at, *[founded.shirts(spelling) for spelling in ("K-1", *ALIKE)]
    )
    assert len({answer.entry for answer in given}) == 1
    assert verification.verify(at).problem is None


@pytest.mark.parametrize("reference", [" ", "\u200b", "\u3164"], ids=ascii)
def test_a_reference_that_nobody_sees_is_none(at, reference):
    assert "GA.4" in founded.rules(founded.lodge_one(at, founded.shirts(reference)))


def test_a_refusal_is_known_again_by_its_compared_reference(at):
    one = founded.lodge_one(at, founded.bad("K-1"))
    assert founded.lodge_one(at, founded.bad("K-1")).entry == one.entry
    assert founded.lodge_one(at, founded.bad("k-1")).entry != one.entry
    assert {row.reference_key for row in read.all_refusals()} == {"k-1"}
    assert verification.verify(at).problem is None


def test_a_reference_of_two_declarants_means_neither(at):
    mine, other = founded.lodge_all(
        at, founded.shirts("A-1"), founded.of(founded.OTHER, founded.shirts("a-1"))
    )
    size = receipts.size()
    refused = references.latest("A-1")
    assert rule(refused) == "I.21"
    told = refused.findings[0].args["known"]
    for answer, person in ((mine, founded.PAYER), (other, founded.OTHER)):
        assert f"{answer.registration} ({person})" in told
        assert references.latest(answer.registration).declarant == person
    assert rule(actions.look_up("A-1", at)) == "I.21"
    assert rule(explanation.of("A-1", at)) == "I.21"
    assert rule(receipts.find(receipts.WantedReceipt(reference="A-1"))) == "I.21"
    args = {"amount": mine.payable, "document": "PO-2"}
    done = actions.act(
        "A-1", "confirm_payment", "treasury", "treasury-1", founded.MOMENT, at, args
    )
    assert (rule(done), receipts.size()) == ("I.21", size)


def test_a_long_list_of_declarants_is_cut(at):
    filings = [foreign("A-1", f"Firm {number}") for number in range(103)]
    founded.lodge_all(at, *filings)
    told = references.latest("A-1").findings[0].args["known"]
    assert told.endswith("... 3 more")
    assert told.count("Firm".lower()) == references.LISTED


def test_a_registration_number_always_means_its_declaration(at):
    mine = founded.lodge_one(at, founded.shirts("A-1"))
    trap = founded.of(founded.OTHER, founded.shirts(mine.registration))
    other = founded.lodge_one(at, trap)
    assert other.status == "registered"
    for spelling in (mine.registration, f" {mine.registration}\n"):
        assert references.latest(spelling).registration == mine.registration


def test_an_amendment_under_another_reference_is_found_by_both(at):
    first = founded.lodge_one(at, founded.shirts("A-1"))
    second = founded.lodge_one(at, founded.shirts("A-2", amends=first.registration))
    assert second.version == 2
    for reference in ("A-1", "a-2", first.registration):
        assert references.latest(reference).version == 2


def test_a_firm_called_like_a_number_is_not_the_firm_of_that_number(at):
    founded.pay_in(at)
    mine = founded.lodge_one(at, founded.shirts("A-1"))
    called = founded.lodge_one(at, foreign("A-1", founded.PAYER))
    assert (mine.state, called.state) == ("released", "awaiting_payment")
    assert {row.declarant for row in founded.declarations()} == {
        founded.PAYER,
        f"{names.NAMED}{founded.PAYER}",
    }
    assert read.traders([founded.PAYER])[founded.PAYER].lodged == 1
    assert founded.balances(at)[founded.PAYER, "advance"] == founded.PLENTY - mine.payable
    change = msgspec.structs.replace(
        foreign("A-3", founded.PAYER), amends=mine.registration
    )
    assert founded.rules(founded.lodge_one(at, change))[-1] == "I.2"
    assert verification.verify(at).problem is None


@pytest.mark.parametrize("name", ["ACME  Ltd.", "acme ltd.", "\uff21CME Ltd. "])
def test_a_firm_without_a_number_is_known_by_its_name(at, name):
    founded.lodge_one(at, foreign("A-1", "Acme Ltd."))
    assert founded.lodge_one(at, foreign("A-2", name)).status == "registered"
    acme = f"{names.NAMED}acme ltd."
    assert read.traders([acme])[acme].lodged == 2


def test_letters_that_nobody_sees_make_no_other_firm(at):
    founded.lodge_one(at, foreign("A-1", "Acme Ltd."))
    answer = founded.lodge_one(at, foreign("A-2", "Acme\u200b Ltd."))
    assert answer.status == "registered"
    acme = f"{names.NAMED}acme ltd."
    assert read.traders([acme])[acme].lodged == 2


@pytest.mark.parametrize(
    "number",
    [
        "\u0669\u0669\u0660\u0661\u0664\u0660\u0660\u0660\u0660\u0660\u0661\u0667",
        "\uff19\uff19\uff10\uff11\uff14\uff10\uff10\uff10\uff10\uff10\uff11\uff17",
        "99014OOOOO17",
        "990140000018",
    ],
    ids=ascii,
)
def test_look_alikes_of_a_number_are_refused(at, number):
    answer = founded.lodge_one(at, founded.of(number, founded.shirts("A-1")))
    assert answer.status == "refused"
    assert {"G2.5", "G2.7"} & set(founded.rules(answer))


@pytest.mark.parametrize("number", ["990140000017\u200b", " 990140000017"], ids=ascii)
def test_a_number_with_blanks_around_it_is_that_number(at, number):
    founded.lodge_one(at, founded.shirts("A-1"))
    answer = founded.lodge_one(at, founded.of(number, founded.shirts("A-2")))
    assert answer.status == "registered"
    assert read.traders([founded.PAYER])[founded.PAYER].lodged == 2
    assert not read.traders([number])
