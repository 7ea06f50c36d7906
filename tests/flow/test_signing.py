"""Signed declarations: what is recorded of a signature, and what stands against one."""

import hashlib

import msgspec
import pytest

from openkeden.base.findings import Refused
from openkeden.flow import facts
from openkeden.flow.ledger import signature_facts, verification
from openkeden.flow.lodging import explanation
from openkeden.flow.recording import By
from openkeden.flow.signing import authorities, signed_filing
from openkeden.flow.signing.signed_filing import SignedFile
from openkeden.store import read
from tests import founded
from tests.flow import test_verification
from tests.signatures import signers

MOMENT = founded.MOMENT
ADMIN = By("admin-1", MOMENT)
BODY = founded.lines(founded.shirts("S-1"))


def trusting(at):
    """An installation that trusts the trial authority and has its list."""
    trusted = authorities.trust(signers.files()["authority.pem"], ADMIN, at)
    assert isinstance(trusted, authorities.KnownAuthority), trusted
    folder = at.home / "signatures"
    folder.mkdir()
    (folder / "revoked.crl").write_bytes(signers.files()["revoked.crl"])
    return trusted


def clear(at, body=BODY, kind="rsa", signature=None, actor=""):
    signature = signers.signed(kind, body) if signature is None else signature
    return signed_filing.clear(SignedFile(body, signature), By(actor, MOMENT), at)


def rules(answer) -> list[str]:
    return [finding.rule for finding in answer.findings]


def facts_of(registration: str):
    return [facts.read(row.body) for row in read.entries_of(registration)]


def test_a_signature_is_recorded_with_its_lodging(at):
    authority = trusting(at)
    answer = clear(at)
    assert (answer.status, answer.signed_by) == ("registered", "A. Example"), answer
    lodging, fact = facts_of(answer.registration)
    assert isinstance(fact, facts.DeclarationSigned)
    assert (fact.registration, fact.version) == (answer.registration, 1)
    assert fact.digest == lodging.digest == hashlib.sha256(BODY).digest()
    assert fact.authority == authority.fact.certificate
    assert (fact.signer, fact.number) == ("A. Example", "850101300123")
    assert (fact.firm, fact.provider, fact.listed) == (founded.PAYER, "built-in", True)
    row = read.entries([answer.entry + 1])[answer.entry + 1]
    assert row.received == signers.signed("rsa", BODY)
    assert verification.verify(at).problems == ()


def test_the_same_again_is_answered_as_before(at):
    trusting(at)
    first, again = clear(at), clear(at)
    assert (again.entry, again.signed_by) == (first.entry, "A. Example")
    unsigned = founded.lodge_all(at, founded.shirts("S-1"))[0]
    assert (unsigned.entry, unsigned.signed_by) == (first.entry, "A. Example")
    assert len(facts_of(first.registration)) == 2


def test_what_is_signed_is_explained(at):
    trusting(at)
    explained = explanation.of(clear(at).registration, at)
    assert explained.signed.signer == "A. Example"
    other = founded.lodge_one(at, founded.shirts("S-2"))
    assert explanation.of(other.registration, at).signed is None


def test_a_signature_that_does_not_hold_is_refused_and_recorded(at):
    trusting(at)
    answer = clear(at, kind="revoked")
    assert (answer.status, rules(answer)) == ("refused", ["SG.12"])
    fact = facts.read(read.entries([answer.entry])[answer.entry].body)
    assert isinstance(fact, facts.Refusal)
    assert rules(clear(at, signature=b"x")) == ["SG.1"]
    # What was refused counts as not filed.
    assert clear(at).status == "registered"
    assert verification.verify(at).problems == ()


def test_reasons_of_the_declaration_are_told_with_it(at):
    trusting(at)
    found = rules(clear(at, founded.lines(founded.bad("S-3")), "expired"))
    assert found[0] == "SG.10"
    assert "G5.1" in found


def test_sg_16_and_17_the_signer_is_the_one_of_the_declaration(at):
    trusting(at)
    other = founded.of(founded.OTHER, founded.shirts("S-4", signatory="B. Other"))
    body = founded.lines(other)
    assert rules(clear(at, body)) == ["SG.16", "SG.17"]
    founded.appoint(at, "iin850101300123", "declarant", founded.OTHER)
    assert rules(clear(at, body)) == ["SG.16"]
    named = founded.lines(msgspec.structs.replace(other, signatory="IIN 850101300123"))
    assert clear(at, named).status == "registered"


def test_sg_20_a_signature_is_of_one_declaration(at):
    body = founded.lines(founded.shirts("S-5"), founded.lentils("S-6"))
    assert rules(clear(at, body)) == ["SG.20"]
    assert clear(at, b"not a declaration").status == "unreadable"


def test_sg_19_signatures_may_be_required(at, monkeypatch):
    monkeypatch.setenv("KEDEN_SIGNATURES", "required")
    trusting(at)
    first, second = founded.lodge_all(at, founded.shirts("S-7"), founded.bad("S-8"))
    assert rules(first) == ["SG.19"]
    assert rules(second)[:1] == ["SG.19"]
    assert clear(at).status == "registered"


def test_sg_13_without_a_list_nothing_is_recorded_unless_the_setting_allows(
    at, monkeypatch
):
    trusting(at)
    (at.home / "signatures" / "revoked.crl").unlink()
    answer = clear(at)
    assert (rules(answer), answer.entry) == (["SG.13"], -1)
    monkeypatch.setenv("KEDEN_SIGNATURE_CRLS", "optional")
    answer = clear(at)
    assert answer.status == "registered"
    assert not facts_of(answer.registration)[1].listed


@pytest.mark.parametrize("name", ["KEDEN_SIGNATURES", "KEDEN_SIGNATURE_CRLS"])
def test_sg_26_a_setting_that_nobody_knows_lets_nothing_by(at, monkeypatch, name):
    trusting(at)
    monkeypatch.setenv(name, "yes")
    answer = clear(at)
    assert (rules(answer), answer.entry) == (["SG.26"], -1)


def test_sg_27_a_file_that_is_no_list_is_told(at):
    trusting(at)
    (at.home / "signatures" / "z.txt").write_text("notes")
    answer = clear(at)
    assert (rules(answer), answer.entry) == (["SG.27"], -1)


def test_lists_may_be_text(at):
    trusting(at)
    path = at.home / "signatures" / "revoked.crl"
    path.write_bytes(signers.pem.armor("X509 CRL", path.read_bytes()))
    assert clear(at).status == "registered"


class Obliging:
    """A provider of somebody else."""

    def check(self, message, signature, at, trust):
        ours = signers.check(signers.signed("rsa", message), message, at=at)
        return msgspec.structs.replace(ours, provider="elsewhere")


OBLIGING = Obliging()


def test_another_provider_may_check(at, monkeypatch):
    trusting(at)
    monkeypatch.setenv("KEDEN_SIGNATURE_PROVIDER", f"{__name__}:OBLIGING")
    answer = clear(at, signature=b"of another kind")
    assert answer.status == "registered", answer
    assert facts_of(answer.registration)[1].provider == "elsewhere"
    monkeypatch.setenv("KEDEN_SIGNATURE_PROVIDER", "nothing:there")
    assert rules(clear(at, founded.lines(founded.shirts("S-9")))) == ["SG.26"]


def test_sg_23_and_24_trust_begins_and_ends_by_facts(at):
    known = trusting(at)
    again = authorities.trust(signers.der("authority.pem"), ADMIN, at)
    assert rules(again) == ["SG.23"]
    short = known.fact.certificate.hex()[:7]
    assert rules(authorities.end(short, "lost", ADMIN, at)) == ["SG.24"]
    named = known.fact.certificate.hex()[:12]
    assert rules(authorities.end(named, "", ADMIN, at)) == ["PE.15"]
    ended = authorities.end(named, "lost", ADMIN, at)
    assert ended.ended > known.entry
    assert rules(clear(at)) == ["SG.9"]
    assert authorities.trust(signers.der("authority.pem"), ADMIN, at).ended is None
    assert [one.ended is None for one in authorities.everything()] == [False, True]
    assert verification.verify(at).problems == ()


def test_only_an_administrator_trusts(at):
    by = By("chief-1", MOMENT)
    refused = authorities.trust(signers.der("authority.pem"), by, at)
    assert rules(refused) == ["PE.4"]


@pytest.mark.parametrize(
    "body", [b"", b"x", b"-----BEGIN CERTIFICATE-----", signers.der("rsa/certificate.pem")]
)
def test_sg_22_not_everything_is_an_authority(at, body):
    answer = authorities.trust(body, ADMIN, at)
    assert isinstance(answer, Refused)
    assert rules(answer) == ["SG.22"]


def test_the_audit_names_a_signature_that_was_changed(at):
    trusting(at)
    entry = clear(at).entry + 1
    where = f'WHERE "index" = {entry}'
    other = test_verification.blob(b"x")
    tamper = test_verification.tamper
    tamper(at, f"UPDATE entry SET received = {other} {where}")
    (problem,) = verification.verify(at).problems
    assert (problem.record.split()[0], problem.column) == (str(entry), "received")


@pytest.mark.parametrize("field", ["registration", "version", "digest", "authority"])
def test_a_signature_follows_its_lodging_and_its_authority(at, field):
    trusting(at)
    answer = clear(at)
    lodging, fact = facts_of(answer.registration)
    others = {"registration": "x", "version": 7, "digest": b"x", "authority": b"x"}
    other = msgspec.structs.replace(fact, **{field: others[field]})
    wrong = []
    for one in (fact, other):
        followed = signature_facts.SignatureFacts()
        for index, known in enumerate([authorities.everything()[0].fact, lodging, one]):
            found = list(followed.check(index, known, b""))
        wrong.append([problem.column for problem in found])
    assert wrong == [[], ["authority" if field == "authority" else "digest"]]


def test_where_nobody_is_trusted_no_signature_holds(at):
    assert rules(clear(at)) == ["SG.9"]
