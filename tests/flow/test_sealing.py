"""Sealed parts: what officers alone may know is proved by the fact, and not told by it."""

import datetime
import hashlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openkeden.base import cases, transitions
from openkeden.clearance import decision, lifecycle
from openkeden.flow import facts, sealing
from openkeden.flow.ledger import verification
from openkeden.flow.lodging import actions
from openkeden.risk import profiles, random_check, selection
from openkeden.store import read
from tests import founded

HOUR = datetime.timedelta(hours=1)
DRAWN = random_check.RandomCheck(123_456, 20_000, chosen=False, stratum="all of them")
HIT = selection.Hit("P-SECRET", 1, 345)


def selected(**changes: object) -> selection.Selection:
    made = selection.Selection("yellow", 345, (HIT,), ("04021",), DRAWN, "2026.1")
    return msgspec.structs.replace(made, **changes)


def stored(kind: str) -> list:
    return [row for row in read.all_entries() if row.kind == kind]


def everything(at) -> None:
    """Lodge every sample, and let officers say things to each other."""
    founded.pay_in(at)
    founded.lodge_all(at, *founded.samples().values())
    founded.lodge_one(at, founded.shoes("S-1"))
    said = {"reason": "the importer is a known one, SECRET"}
    for action, role, actor in (
        ("propose_waiver", "inspector", "inspector-1"),
        ("confirm_waiver", "chief", "chief-1"),
    ):
        done = actions.act(
            "S-1", action, role, actor, founded.MOMENT + HOUR, at, said, device=actor
        )
        assert isinstance(done, actions.KnownCase), done


def test_no_public_byte_tells_a_profile_a_score_or_a_draw(at):
    everything(at)
    policy = at.pack.profiles
    secrets = {profile.id for profile in policy.profiles} | set(profiles.RESERVED)
    told = 0
    for row in stored("lodging"):
        made = sealing.selection_of(row)
        secrets |= {hit.profile for hit in made.hits} | {made.policy}
        body = msgspec.json.decode(row.body)
        assert not {"selection", "hits", "score", "draw", "model"} & set(body)
        assert not [secret for secret in secrets if f'"{secret}"'.encode() in row.body]
        told += made.lane != "green"
    assert told > 3, "some of the samples are chosen"


def test_two_lodgings_that_differ_in_private_alone_differ_in_the_seal_alone(at):
    """The same lane for another profile, another score, another draw, and a model."""
    moment = decision.registration_at(at.office("57505"), founded.MOMENT)
    judged = selection.Judgement("m1", 40, (("value", 30),))
    other = selected(
        score=900,
        hits=(HIT, selection.Hit("P-OTHER", 2, 555), selection.Hit("model", 0, 40)),
        draw=msgspec.structs.replace(DRAWN, value=7, chosen=True),
        model=judged,
    )
    founded.lodge_one(at, founded.shoes("A-1"))
    fact = facts.read(stored("lodging")[0].body)
    assert isinstance(fact, facts.Lodging)
    made = []
    for one in (selected(), other):
        decided = decision.decide(
            moment, fact.registration, fact.assessment, one, decision.Funds()
        )
        sealed = sealing.digest(sealing.of_lodging(one, bytes(16)))
        told = msgspec.structs.replace(fact, decision=decided, sealed=sealed)
        made.append(msgspec.to_builtins(told))
    assert made[0].pop("sealed") != made[1].pop("sealed")
    assert made[0] == made[1]


def test_a_seal_is_always_there_and_of_one_length(at):
    everything(at)
    for row in [*stored("lodging"), *stored("event")]:
        fact = facts.read(row.body)
        assert len(fact.sealed) == 32
        assert hashlib.sha256(row.sealed).digest() == fact.sealed
        sealing.opened(fact, row.sealed)
    assert {sealing.selection_of(row).lane for row in stored("lodging")} >= {"green"}


def test_what_officers_say_to_each_other_is_in_the_sealed_part_alone(at):
    everything(at)
    proposed, confirmed = stored("event")
    for row in (proposed, confirmed):
        assert b"SECRET" not in row.body
        assert b"SECRET" in row.sealed
        whole = sealing.whole(row)
        assert whole.events[0].text("reason").endswith("SECRET")
    assert actions.look_up("S-1", at).case.state == "under_check"
    assert verification.verify(at).problem is None


def test_reasons_that_the_law_wants_told_are_public():
    """What must be told: why to amend, why suspended, why refused, why a release ended."""
    hidden = {
        action
        for action, asked in lifecycle.ACTIONS.items()
        if any(argument.confidential for argument in asked)
    }
    assert hidden == {
        "ask_documents",
        "order_inspection",
        "propose_waiver",
        "confirm_waiver",
        "propose_annulment",
        "release",
    }
    for state in lifecycle.STATES:
        his = transitions.actions(lifecycle.TABLE, state, lifecycle.DECLARANT)
        assert not hidden & set(his)


def test_the_salt_cannot_be_found_from_an_opened_seed(at):
    """Seeds of past days are opened for everybody; salts come from another secret."""
    founded.lodge_one(at, founded.shoes("A-1"))
    row = stored("lodging")[0]
    part = sealing.opened(facts.read(row.body), row.sealed)
    seed = at.seed(founded.MOMENT.date())
    assert part.salt == sealing.salt(at.salts, row.index)
    assert part.salt != sealing.salt(seed, row.index)
    assert len({sealing.salt(at.salts, index) for index in range(1000)}) == 1000


@given(st.binary(max_size=40))
def test_a_damaged_sealed_part_is_told_and_never_taken(junk):
    sealed = sealing.of_lodging(selected(), bytes(16))
    step = facts.CaseStep(
        v=facts.VERSION,
        at=founded.MOMENT,
        recorded=founded.MOMENT,
        actor="inspector-1",
        registration="57505/020426/0000001",
        version=1,
        events=(cases.Event("release", "inspector", "inspector-1", founded.MOMENT),),
        state="released",
        sealed=sealing.digest(junk),
    )
    with pytest.raises(sealing.Damaged):
        sealing.opened(step, sealed)
    with pytest.raises(sealing.Damaged):
        sealing.opened(step, junk)
    with pytest.raises(sealing.Damaged):
        sealing.opened(msgspec.structs.replace(step, sealed=sealing.digest(sealed)), sealed)


@given(st.dictionaries(st.sampled_from(["documents", "reason"]), st.text(min_size=1)))
def test_a_step_is_put_together_as_it_was(args):
    event = cases.Event("ask_documents", "inspector", "i-1", founded.MOMENT, args, "d1")
    step = facts.CaseStep(
        v=facts.VERSION,
        at=founded.MOMENT,
        recorded=founded.MOMENT,
        actor="i-1",
        registration="57505/020426/0000001",
        version=1,
        events=(event, cases.Event("release", "system", "openkeden", founded.MOMENT)),
        state="released",
    )
    told, sealed = sealing.of_step(step, bytes(16))
    assert "reason" not in told.events[0].args
    part = sealing.opened(told, sealed)
    joined = sealing.joined(told.events, part.arguments)
    assert joined == step.events


def test_the_audit_names_a_damaged_sealed_part_and_officers_get_a_finding(at):
    founded.lodge_one(at, founded.shoes("A-1"))
    for trigger in ("entry_no_update", "entry_no_delete"):
        founded.sql(at, f"DROP TRIGGER {trigger}")
    for junk in (b"", b"{}", b"\xff"):
        founded.sql(at, "UPDATE entry SET sealed = ? WHERE kind = 'lodging'", junk)
        problem = verification.verify(at).problem
        assert (problem.table, problem.column) == ("entry", "sealed")
        known = actions.look_up("A-1", at)
        assert isinstance(known, actions.KnownCase), "a trader sees his declaration"
        assert actions.selection_of(known).findings[0].rule == "I.22"
