"""No byte of a signature, and none of its message, can be changed."""

import functools

from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as some

from openkeden.signatures import trial_authority
from openkeden.signatures.provider import Signed
from tests.signatures import signers


@functools.cache
def small():
    """A short signature, with the trust that it holds by."""
    by, key = signers.small(), ec.generate_private_key(ec.SECP256R1())
    person = trial_authority.Person("A", "850101300123")
    one = trial_authority.issue(by, person, key, signers.HOLDS)
    return signers.signature_by(one), signers.trust_in(by)


def holds(signature: bytes, message: bytes = signers.MESSAGE) -> bool:
    return isinstance(signers.check(signature, message, small()[1]), Signed)


def test_the_signature_holds_as_it_is():
    assert holds(small()[0])


def test_no_byte_of_the_signature_can_be_changed():
    signature = small()[0]
    passed = []
    for place in range(len(signature)):
        changed = bytearray(signature)
        # Each byte another bit, so that all eight have their turn.
        changed[place] ^= 1 << place % 8
        if holds(bytes(changed)):
            passed.append(place)
    assert passed == []


def test_no_byte_of_the_message_can_be_changed():
    for place in range(len(signers.MESSAGE)):
        changed = bytearray(signers.MESSAGE)
        changed[place] ^= 1 << place % 8
        assert not holds(small()[0], bytes(changed))


@settings(max_examples=60, deadline=None)
@given(some.data())
def test_no_part_can_be_cut_out_doubled_or_put_in(data):
    signature = small()[0]
    start = data.draw(some.integers(0, len(signature)))
    end = data.draw(some.integers(start, len(signature)))
    put = data.draw(some.binary(max_size=8) | some.just(signature[start:end] * 2))
    changed = signature[:start] + put + signature[end:]
    assert changed == signature or not holds(changed)
