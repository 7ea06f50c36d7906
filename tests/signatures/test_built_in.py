"""The built-in provider: which signatures hold, and why the others do not."""

import datetime

import pytest
from asn1crypto import pem
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as some

from openkeden.signatures import container, trial_authority
from openkeden.signatures.provider import Signed, Trust
from openkeden.signatures.trial_authority import Days
from tests.signatures import signers
from tests.signatures.signers import AT, DAY, HOLDS, MESSAGE, PERSON, YEAR


@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_a_signature_says_whose_it_is(kind):
    found = signers.check(signers.signed(kind))
    assert isinstance(found, Signed), found
    assert (found.name, found.number, found.firm) == (
        PERSON.name,
        PERSON.number,
        PERSON.firm,
    )
    assert (found.uses, found.provider, found.listed) == (PERSON.uses, "built-in", True)
    serial = signers.pair(kind).certificate.serial_number
    assert found.serial == format(serial, "x")


@pytest.mark.parametrize("name", ["PKCS7", "CMS"])
def test_pem_is_read_like_der(name):
    assert isinstance(signers.check(pem.armor(name, signers.signed())), Signed)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00",
        b"garbage",
        b"0\x80\x00\x00",
        bytes(5000),
        b"-----BEGIN PKCS7-----\n!!\n-----END PKCS7-----\n",
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\x80" * 2000,
        signers.der("rsa/certificate.pem"),
        pem.armor("CERTIFICATE", signers.signed()),
        signers.signed() + b"\x00",
        signers.signed()[:-1],
    ],
)
def test_sg_1_garbage_is_no_signature(body):
    assert signers.rules(signers.check(body)) == ["SG.1"]


@given(some.binary(max_size=300))
def test_any_bytes_are_refused(body):
    assert signers.rules(signers.check(body))


def test_sg_2_a_huge_signature_is_not_read():
    body = signers.signed() + bytes(container.MOST_BYTES)
    assert signers.rules(signers.check(body)) == ["SG.2"]


def test_sg_3_an_attached_signature_is_refused():
    body = signers.signature_by(signers.pair("rsa"), attached=True)
    assert signers.rules(signers.check(body)) == ["SG.3"]


def test_sg_4_two_signers_are_refused():
    body = signers.signature_by(signers.pair("rsa"), signers.pair("ecdsa"))
    answer = signers.check(body)
    assert (signers.rules(answer), answer.findings[0].args["value"]) == (["SG.4"], "2")


def test_sg_5_a_signature_without_its_certificate_is_refused():
    def drop(content):
        content["certificates"] = []

    body = signers.changed(signers.signed(), drop)
    assert signers.rules(signers.check(body)) == ["SG.5"]


def small(key, *, holds=HOLDS, signing=True):
    """Somebody of an authority with a short key, and its trust."""
    by = signers.small()
    one = trial_authority.issue(by, PERSON, key, holds, signing=signing)
    return one, signers.trust_in(by)


@pytest.mark.parametrize(
    "key",
    [
        trial_authority.rsa_key(1024),
        ec.generate_private_key(ec.SECP256K1()),
        ec.generate_private_key(ec.SECP224R1()),
    ],
    ids=["rsa of 1024 bits", "a curve of coins", "a short curve"],
)
def test_sg_6_a_weak_key_is_refused(key):
    one, trust = small(key)
    answer = signers.check(signers.signature_by(one), trust_=trust)
    assert "SG.6" in signers.rules(answer)


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1()])
@pytest.mark.parametrize("digest", [hashes.SHA256(), hashes.SHA384(), hashes.SHA512()])
def test_strong_ways_to_sign_hold(curve, digest):
    one, trust = small(ec.generate_private_key(curve))
    body = signers.signature_by(one, digest=digest)
    assert isinstance(signers.check(body, trust_=trust), Signed)


@pytest.mark.parametrize("digest", ["sha1", "md5", "sha224"])
def test_sg_6_a_weak_digest_is_refused(digest):
    def weaken(content):
        content["signer_infos"][0]["digest_algorithm"]["algorithm"] = digest
        content["digest_algorithms"][0]["algorithm"] = digest

    body = signers.changed(signers.signed("rsa"), weaken)
    assert "SG.6" in signers.rules(signers.check(body))


def test_sg_7_another_message_is_refused():
    answer = signers.check(signers.signed(), MESSAGE + b"\n")
    assert signers.rules(answer) == ["SG.7"]


def test_sg_8_another_key_is_refused():
    def swap(content):
        other = signers.signature_by(signers.pair("rsa"))
        read = container.read(other)
        content["signer_infos"][0]["signature"] = read.signer["signature"].native

    body = signers.changed(signers.signed("ecdsa"), swap)
    assert signers.rules(signers.check(body)) == ["SG.8"]


def test_sg_9_an_authority_that_is_not_trusted_is_refused():
    trust = signers.trust_in(signers.small())
    assert signers.rules(signers.check(signers.signed(), trust_=trust)) == ["SG.9"]


def test_sg_9_nobody_is_trusted_where_none_is_configured():
    answer = signers.check(signers.signed(), trust_=Trust((), ()))
    assert signers.rules(answer) == ["SG.9"]


def test_sg_9_one_who_signs_is_no_authority():
    between = signers.pair("rsa")
    one = trial_authority.issue(between, PERSON, signers.pair("ecdsa").key, HOLDS)
    body = signers.signature_by(one, more=[between.certificate])
    assert "SG.9" in signers.rules(signers.check(body)) or "SG.13" in signers.rules(
        signers.check(body)
    )


def test_sg_9_an_authority_that_bears_the_same_name_is_another():
    forged = trial_authority.authority(AT, signers.pair("ecdsa").key)
    one = trial_authority.issue(forged, PERSON, signers.pair("ecdsa").key, HOLDS)
    body = signers.signature_by(one, more=[forged.certificate])
    assert not isinstance(signers.check(body), Signed)


@pytest.mark.parametrize(
    ("holds", "rule"),
    [
        (Days(AT - YEAR, AT - DAY), "SG.10"),
        (Days(AT + DAY, AT + YEAR), "SG.11"),
    ],
)
def test_sg_10_and_11_a_certificate_holds_from_day_to_day(holds, rule):
    one, trust = small(ec.generate_private_key(ec.SECP256R1()), holds=holds)
    body = signers.signature_by(one)
    assert signers.rules(signers.check(body, trust_=trust)) == [rule]
    inside = holds.since + DAY / 2
    listed = trial_authority.revocations(
        signers.small(), [], Days(inside - DAY, inside + DAY)
    )
    trust = signers.trust_in(signers.small(), (listed,))
    reached = signers.check(body, trust_=trust, at=inside)
    # The authority itself holds for two years before.
    assert isinstance(reached, Signed), reached


@pytest.mark.parametrize("unlisted", [False, True])
def test_sg_12_a_revoked_certificate_is_refused_whatever_the_setting(unlisted):
    trust = signers.trust(unlisted=unlisted)
    answer = signers.check(signers.signed("revoked"), trust_=trust)
    assert signers.rules(answer) == ["SG.12"]


def test_sg_12_a_stale_list_still_says_what_was_revoked():
    by, key = signers.small(), ec.generate_private_key(ec.SECP256R1())
    one = trial_authority.issue(by, PERSON, key, HOLDS)
    stale = Days(AT - YEAR, AT - YEAR + DAY)
    listed = trial_authority.revocations(by, [one.certificate], stale)
    trust = signers.trust_in(by, (listed,))
    assert signers.rules(signers.check(signers.signature_by(one), trust_=trust)) == [
        "SG.12"
    ]


@pytest.mark.parametrize("listed", ["none", "stale", "to come", "forged"])
def test_sg_13_without_a_list_of_the_day_nothing_is_known(listed):
    by, key = signers.small(), ec.generate_private_key(ec.SECP256R1())
    one = trial_authority.issue(by, PERSON, key, HOLDS)
    forger = trial_authority.Pair(key, by.certificate)
    lists = {
        "none": (),
        "stale": (trial_authority.revocations(by, [], Days(AT - YEAR, AT - DAY)),),
        "to come": (trial_authority.revocations(by, [], Days(AT + DAY, AT + YEAR)),),
        "forged": (trial_authority.revocations(forger, [], HOLDS),),
    }[listed]
    strict = signers.trust_in(by, lists)
    body = signers.signature_by(one)
    assert signers.rules(signers.check(body, trust_=strict)) == ["SG.13"]
    lax = Trust(strict.roots, strict.lists, unlisted=True)
    found = signers.check(body, trust_=lax)
    assert isinstance(found, Signed), found
    assert not found.listed


def test_sg_14_a_certificate_for_something_else_is_refused():
    one, trust = small(ec.generate_private_key(ec.SECP256R1()), signing=False)
    answer = signers.check(signers.signature_by(one), trust_=trust)
    assert signers.rules(answer) == ["SG.14"]


def test_several_reasons_are_told_at_once():
    answer = signers.check(signers.signed("expired"), b"something else")
    assert signers.rules(answer) == ["SG.7", "SG.10"]


def test_a_moment_is_that_of_the_lodging():
    late = AT + datetime.timedelta(days=731)
    assert signers.rules(signers.check(signers.signed(), at=late)) == ["SG.10"]
