"""Dishonest acts with receipts, references and names: each is refused, or tells nothing."""

import hashlib
import io
import itertools

import msgspec
import pytest

from openkeden.base import names
from openkeden.base.findings import Refused
from openkeden.flow import facts, sealing
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import actions, references
from openkeden.ledger import entry
from openkeden.risk import selection
from openkeden.store import read
from tests import founded

KEY = founded.key().verifier.text


def receipt(index: int) -> bytes:
    return receipts.of(index).encode()


def proved(index: int, body: bytes | None = None, sealed: bytes | None = None):
    stream = io.BytesIO(body) if body is not None else None
    return receipts.verify(receipt(index), KEY, stream, sealed)


def row(index: int):
    return read.entries([index])[index]


def reason(answer: object) -> str:
    assert isinstance(answer, Refused), answer
    return answer.findings[0].args["value"]


def waived(at) -> int:
    """A step in which an officer says to a chief what no trader shall read; its entry."""
    founded.lodge_one(at, founded.shoes("A-1"))
    said = {"reason": "the importer's brother works here"}
    step = ("A-1", "propose_waiver", "inspector", "inspector-1", founded.MOMENT, at, said)
    done = actions.act(*step, device="d1")
    assert isinstance(done, actions.KnownCase), done
    return done.row.latest


def test_a_payment_by_a_reference_that_two_declarants_use(at):
    """B lodges under A's reference, so that A's payment releases the goods of B."""
    mine, trap = founded.lodge_all(
        at, founded.shirts("A-1"), founded.of(founded.OTHER, founded.shirts("A-1"))
    )
    args = {"amount": mine.payable, "document": "PO-1"}
    who = ("treasury", "treasury-1", founded.MOMENT, at, args)
    done = actions.act("A-1", "confirm_payment", *who)
    assert isinstance(done, Refused)
    assert mine.registration in done.findings[0].args["known"]
    assert trap.registration in done.findings[0].args["known"]
    assert {one.state for one in founded.declarations()} == {"awaiting_payment"}


def test_a_reference_that_takes_the_place_of_a_registration_number(at):
    """B calls its declaration as A's registration number, to be found in its place."""
    mine = founded.lodge_one(at, founded.shirts("A-1"))
    founded.lodge_one(at, founded.of(founded.OTHER, founded.shirts(mine.registration)))
    assert references.latest(mine.registration).declarant == founded.PAYER


def test_a_foreign_firm_called_like_the_number_of_another(at):
    """A foreign firm without a number is called 990140000017, to draw on that advance."""
    founded.pay_in(at)
    filing = founded.shirts("A-1")
    party = msgspec.structs.replace(
        filing.declarant, id="", name=founded.PAYER, country="CN"
    )
    called = msgspec.structs.replace(filing, declarant=party, financial=party)
    answer = founded.lodge_one(at, called)
    assert answer.state == "awaiting_payment"
    assert founded.balances(at)[founded.PAYER, "advance"] == founded.PLENTY
    assert not read.traders([founded.PAYER])
    told = proved(answer.entry).fact["declarant"]
    assert told == names.shown(f"name:{founded.PAYER}") != founded.PAYER


def test_eight_spellings_of_one_reference(at):
    """A trader files one lot under references that only a machine can tell apart."""
    spelled = [
        "K-1",
        "K-1 ",
        "k-1",
        "\uff2b-1",
        "K\u200b-1",
        "K-\u00b9",
        "\u00a0K-1",
        "K\ufe0f-1",
    ]
    given = founded.lodge_all(at, *[founded.shirts(reference) for reference in spelled])
    assert len({answer.registration for answer in given}) == 1


def test_the_holder_of_a_receipt_guesses_the_selection(at):
    """A trader tries every lane, score and draw until the digest of one fits his receipt."""
    answer = founded.lodge_one(at, founded.lentils("A-1"))
    fact = facts.read(row(answer.entry).body)
    made = sealing.selection_of(row(answer.entry))
    guesses = itertools.product(
        ("green", "yellow", "red"), (0, made.score, 500), range(200)
    )
    drawn = made.draw
    for lane, score, value in guesses:
        guess = msgspec.structs.replace(
            made,
            lane=lane,
            score=score,
            draw=msgspec.structs.replace(drawn, value=drawn.value - 100 + value),
        )
        for guessed in (guess, made):
            body = entry.canonical(guessed)
            for salted in (b"", bytes(16), fact.digest[:16]):
                tried = sealing.of_lodging(guessed, salted)
                assert hashlib.sha256(tried).digest() != fact.sealed
            assert hashlib.sha256(body).digest() != fact.sealed


def test_the_salt_of_one_receipt_opens_no_other(at):
    """A trader who was shown one sealed part takes its salt to guess the next one."""
    first, second = founded.lodge_all(at, founded.shirts("A-1"), founded.shirts("A-2"))
    known = sealing.opened(facts.read(row(first.entry).body), row(first.entry).sealed)
    made = sealing.selection_of(row(second.entry))
    tried = sealing.of_lodging(made, known.salt)
    assert sealing.digest(tried) != facts.read(row(second.entry).body).sealed


def test_what_an_officer_wrote_is_read_from_the_receipt(at):
    """A trader reads in his receipt why an officer wants to waive what was asked."""
    index = waived(at)
    assert b"brother" not in receipt(index)
    assert "brother" not in str(proved(index))
    assert "brother" in str(proved(index, sealed=row(index).sealed).sealed)


def test_a_sealed_part_of_another_lodging_is_shown_as_this_one(at):
    """An officer shows a harmless sealed part in place of the one that was recorded."""
    founded.lodge_all(at, founded.shoes("A-1"), founded.lentils("A-2"))
    asked, green = (read.versions(row.registration)[0] for row in founded.declarations())
    swapped = proved(asked.lodged, sealed=row(green.lodged).sealed)
    assert "sealed part" in reason(swapped)


def test_a_sealed_part_is_exchanged_in_the_database(at):
    """An administrator writes a sealed part anew, so that no profile had chosen the lane."""
    answer = founded.lodge_one(at, founded.shoes("A-1"))
    part = sealing.opened(facts.read(row(answer.entry).body), row(answer.entry).sealed)
    clean = msgspec.structs.replace(part.selection, hits=(), score=0)
    founded.sql(at, "DROP TRIGGER entry_no_update")
    forged = sealing.of_lodging(clean, part.salt)
    founded.sql(at, 'UPDATE entry SET sealed = ? WHERE "index" = ?', forged, answer.entry)
    problem = verification.verify(at).problem
    assert (problem.table, problem.column) == ("entry", "sealed")
    assert isinstance(actions.selection_of(actions.look_up("A-1", at)), Refused)


def test_an_old_fact_is_shown_as_the_present_state(at):
    """A trader shows the receipt of a lodging that awaits payment after a refusal."""
    founded.lodge_one(at, founded.shirts("A-1"))
    args = {"grounds": ("125(1).1",)}
    who = ("inspector", "inspector-1", founded.MOMENT, at, args)
    done = actions.act("A-1", "refuse_release", *who)
    assert isinstance(done, actions.KnownCase), done
    old = proved(receipts.find(receipts.WantedReceipt(reference="A-1", lodging=True)))
    new = proved(receipts.find(receipts.WantedReceipt(reference="A-1")))
    assert (old.kind, old.fact["state"]) == ("lodging", "awaiting_payment")
    assert (new.kind, new.fact["state"]) == ("event", "release_refused")
    assert old.index < new.index < new.size


@pytest.mark.parametrize("form", [founded.lines, founded.rows], ids=["lines", "rows"])
def test_a_declaration_is_altered_within_a_list(at, form):
    """A trader changes one declaration of a file and shows the whole file as lodged."""
    filings = [founded.shirts("A-1"), founded.shirts("A-2")]
    sent = founded.read(form(*filings))
    entries = [
        founded.lodge.lodge([one], founded.ACTOR, founded.MOMENT, at) for one in sent
    ]
    index = entries[1][0].entry
    assert proved(index, form(*filings)).message == sent[1].where
    altered = form(filings[0], founded.shirts("A-2", delivery_place="Dostyk"))
    assert f"another message has its reference: {sent[1].where}" in reason(
        proved(index, altered)
    )
    assert "not in the file" in reason(proved(index, form(filings[0])))


def test_a_deposit_is_shown_as_the_receipt_of_a_declaration(at):
    """A trader shows the receipt of a deposit beside a declaration that was never lodged."""
    founded.pay_in(at)
    index = [one.index for one in read.all_entries() if one.kind == "deposit"][-1]
    shown = proved(index, founded.lines(founded.shirts("A-1")))
    assert "answers no message" in reason(shown)


def test_a_refusal_under_a_registration_number_hides_no_declaration(at):
    """A trader has a filing refused under a registration number, to be found by it."""
    mine = founded.lodge_one(at, founded.shirts("A-1"))
    founded.lodge_one(at, founded.of(founded.OTHER, founded.bad(mine.registration)))
    newest = receipts.find(receipts.WantedReceipt(reference=mine.registration))
    assert newest == mine.entry
    known = actions.look_up(mine.registration, at)
    assert isinstance(known, actions.KnownCase)
    assert [fact.declarant for fact in known.recorded] == [founded.PAYER]


def test_the_length_of_a_receipt_tells_no_reasons(at):
    """A trader measures receipts: one with many reasons would be longer than one with few."""
    made = selection.Selection(
        lane="yellow",
        score=900,
        hits=tuple([selection.Hit(f"P-{number}", number, 9) for number in range(99)]),
        documents=("04021",),
        draw=sealing.selection_of(
            row(founded.lodge_one(at, founded.shoes("A-1")).entry)
        ).draw,
        policy="2026.1",
    )
    few = msgspec.structs.replace(made, hits=made.hits[:1])
    seals = [sealing.digest(sealing.of_lodging(one, bytes(16))) for one in (made, few)]
    assert len(seals[0]) == len(seals[1]) == 32
