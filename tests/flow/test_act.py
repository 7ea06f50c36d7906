"""Actions after registration: what people and the treasury do, and what the system does
upon it.
"""

import datetime

import msgspec
import pytest

from openkeden.base import findings
from openkeden.flow.ledger import receipts, verification
from openkeden.flow.lodging import actions, references
from openkeden.store import read
from tests import founded

HOUR = datetime.timedelta(hours=1)


def do(
    at,
    reference,
    action,
    role,
    args,
    moment=founded.MOMENT + HOUR,
    actor="",
    device="",
):
    actor = actor or founded.BY_ROLE.get(role, "inspector-1")
    return actions.act(reference, action, role, actor, moment, at, args, device)


def state(reference: str) -> str:
    return references.latest(reference).state


def sound(at) -> None:
    verdict = verification.verify(at)
    assert verdict.problem is None, verdict.problem


@pytest.mark.parametrize(
    ("action", "role", "args"),
    [
        ("release", "declarant", {}),
        ("release", "inspector", {}),
        ("confirm_payment", "declarant", {"amount": 1, "document": "PO"}),
        ("confirm_payment", "treasury", {}),
        ("confirm_payment", "treasury", {"amount": "a lot", "document": "PO"}),
        ("fly_away", "inspector", {}),
        ("withdraw", "nobody", {}),
    ],
)
def test_what_the_table_does_not_allow_writes_nothing(at, action, role, args):
    founded.lodge_one(at, founded.shirts("A-1"))
    size = receipts.size()
    refused = do(at, "A-1", action, role, args)
    assert isinstance(refused, findings.Refused)
    assert all(isinstance(one, findings.Finding) for one in refused.findings)
    assert refused.findings
    assert (receipts.size(), state("A-1")) == (size, "awaiting_payment")


def test_an_action_before_the_last_one_is_refused(at):
    founded.lodge_one(at, founded.shirts("A-1"))
    assert isinstance(
        do(at, "A-1", "withdraw", "declarant", {}, moment=founded.MOMENT - HOUR),
        findings.Refused,
    )
    assert state("A-1") == "awaiting_payment"


def test_an_unknown_declaration(at):
    (found,) = do(at, "A-404", "withdraw", "declarant", {}).findings
    assert (found.rule, found.args["value"]) == ("I.3", "A-404")


def test_a_refused_filing_is_no_declaration(at):
    founded.lodge_one(at, founded.bad("A-1"))
    assert isinstance(actions.look_up("A-1", at), findings.Refused)


def test_a_breach_counts_against_its_declarant(at):
    asked = founded.lodge_one(at, founded.shoes("A-1"))
    do(at, "A-1", "supply_documents", "declarant", {"documents": asked.documents})
    do(at, "A-1", "order_inspection", "inspector", {})
    before = read.traders([founded.PAYER])[founded.PAYER]
    done = do(
        at, "A-1", "report_inspection", "inspector", {"act": "ACT-1", "result": "breach"}
    )
    assert isinstance(done, actions.KnownCase)
    after = read.traders([founded.PAYER])[founded.PAYER]
    assert (before.irregularities, after.irregularities) == (0, 1)
    sound(at)


def test_two_persons_at_two_devices_annul_a_release(at):
    founded.pay_in(at)
    founded.lodge_one(at, founded.lentils("A-1"))
    founded.pay_in(at, payer="970640000120")
    founded.lodge_one(at, founded.lentils("A-2"))
    assert state("A-2") == "released"
    do(
        at,
        "A-2",
        "propose_annulment",
        "inspector",
        {"reason": "x"},
        device="d1",
    )
    same = do(
        at,
        "A-2",
        "annul_release",
        "chief",
        {"reason": "x"},
        actor="inspector-1",
        device="d2",
    )
    assert isinstance(same, findings.Refused)
    beside = do(at, "A-2", "annul_release", "chief", {"reason": "x"}, device="d1")
    assert isinstance(beside, findings.Refused)
    done = do(at, "A-2", "annul_release", "chief", {"reason": "x"}, device="d2")
    assert isinstance(done, actions.KnownCase)
    assert state("A-2") == "release_annulled"
    sound(at)


def test_reasons_are_for_officers_even_after_the_profiles_changed(at):
    founded.lodge_one(at, founded.shoes("A-1"))
    selected = actions.selection_of(actions.look_up("A-1", at))
    titled = actions.reasons(selected, founded.MOMENT.date(), at, "ru")
    assert titled
    assert all(reason.title and reason.title != reason.profile for reason in titled)
    at.pack.__dict__["profiles"] = msgspec.structs.replace(
        at.pack.profiles, version="another"
    )
    untitled = actions.reasons(selected, founded.MOMENT.date(), at, "ru")
    assert [reason.title for reason in untitled] == [reason.profile for reason in titled]
